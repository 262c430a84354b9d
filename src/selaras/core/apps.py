"""The Django application of the mechanisms."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class CoreConfig(AppConfig):
    """Registers the default privileges that every migration run needs, and the voice of a company."""

    name = "selaras.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the application role its privileges on new tables, and a company its own words in every sentence."""
        from selaras.core import voice
        from selaras.core.roles import grant_defaults

        voice.take_over()
        pre_migrate.connect(grant_defaults, sender=self, dispatch_uid="core.grant_defaults")
