"""The Django application of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Holds official papers, numbers, verification, signatures."""

    name = "selaras.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
