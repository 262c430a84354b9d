"""The Django application of appraisal."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Holds self-appraisal, ratings, evaluation documents, objections."""

    name = "selaras.appraisal"
    label = "appraisal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may open the papers of an evaluation, count deadlines anew when days move, guard years."""
        from selaras.appraisal.queries import may_read_papers
        from selaras.appraisal.queries.closing import CLOSING
        from selaras.appraisal.tasks import recount_after_change, recount_after_move
        from selaras.documents.queries import readable_by
        from selaras.organisation.operations.calendar import when_calendar_changes
        from selaras.planning.operations.windows import when_window_moves
        from selaras.planning.queries.closing import before_closing

        before_closing(CLOSING)
        when_calendar_changes(recount_after_change)
        when_window_moves(recount_after_move)
        readable_by("appraisal.evaluation", may_read_papers)
