"""The Django application of planning."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Holds strategy, agreements, cascade, plans, socialisation."""

    name = "selaras.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
