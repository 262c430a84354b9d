"""The Django application of the mechanisms."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate


class CoreConfig(AppConfig):
    """Registers the default privileges that every migration run needs."""

    name = "selaras.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the application role its privileges on tables that migrations are about to create."""
        from selaras.core.roles import grant_defaults

        pre_migrate.connect(grant_defaults, sender=self, dispatch_uid="core.grant_defaults")
