"""The Django application of development."""

from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    """Holds training, hours, improvement plans."""

    name = "selaras.development"
    label = "development"
    default_auto_field = "django.db.models.BigAutoField"
