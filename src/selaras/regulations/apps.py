"""The Django application of the regulations that people read, ask and choose within."""

from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """Holds what an agency chooses within the law; the law itself is data of `selaras.rules`."""

    name = "selaras.regulations"
    label = "regulations"
    default_auto_field = "django.db.models.BigAutoField"
