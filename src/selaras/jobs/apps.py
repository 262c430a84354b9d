"""The Django application of jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Holds the worker and the timetable."""

    name = "selaras.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
