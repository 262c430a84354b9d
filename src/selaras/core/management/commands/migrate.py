"""Migrate as the owner of the tables, never as the application."""

from typing import Any

from django.core.management.commands import migrate

from selaras.core.roles import as_owner


class Command(migrate.Command):
    """Django's migrate, run by the migrating role."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Switch to the owner for the whole run."""
        with as_owner():
            super().handle(*args, **options)
