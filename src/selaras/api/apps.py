"""The Django application of api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Holds the one API."""

    name = "selaras.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
