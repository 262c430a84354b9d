"""The Django application of planning."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Holds strategy, agreements, cascade, plans, socialisation."""

    name = "selaras.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may open the papers of a plan."""
        from selaras.documents.queries import readable_by
        from selaras.planning.permissions import can_read_papers

        readable_by("planning.plan", can_read_papers)
