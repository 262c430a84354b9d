"""The Django application of recognition."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Holds praise, awards, sanctions, consequences."""

    name = "selaras.recognition"
    label = "recognition"
    default_auto_field = "django.db.models.BigAutoField"
