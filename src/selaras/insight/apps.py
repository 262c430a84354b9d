"""The Django application of insight."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Holds what the year shows about the process itself."""

    name = "selaras.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
