"""The Django application of appraisal."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Holds self-appraisal, ratings, evaluation documents, objections."""

    name = "selaras.appraisal"
    label = "appraisal"
    default_auto_field = "django.db.models.BigAutoField"
