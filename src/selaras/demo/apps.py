"""The Django application of demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Holds living agencies of any size."""

    name = "selaras.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
