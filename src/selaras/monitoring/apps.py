"""The Django application of monitoring."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Holds monthly reports, evidence, feedback."""

    name = "selaras.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"
