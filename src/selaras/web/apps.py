"""The Django application of everything people see."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Carries templates, static files and the catalogue of the shell; it has no tables."""

    name = "selaras.web"
    label = "web"
