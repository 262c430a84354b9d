"""The Django application of appraisal."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Holds self-appraisal, ratings, evaluation documents, objections."""

    name = "selaras.appraisal"
    label = "appraisal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may open the papers of an evaluation."""
        from selaras.appraisal.queries import may_read_papers
        from selaras.documents.queries import readable_by

        readable_by("appraisal.evaluation", may_read_papers)
