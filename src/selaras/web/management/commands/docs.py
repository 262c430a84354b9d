"""Prints the generated documents, or says which of them are stale."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selaras.web import printed


class Command(BaseCommand):
    """Documents that are derived from tables of the code and from the law files."""

    help = "Print docs/workflows.md, docs/roles.md and docs/coverage.md again; --check only compares them."
    requires_system_checks: list[str] = []  # nothing here needs a database

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the one word of this command."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when one is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Print or compare all of them."""
        if not printed.DOCS.is_dir():
            raise CommandError("The documents live in a checkout; an installed package has none to print.")
        stale = printed.stale()
        if not check:
            printed.write()
            for name in stale:
                self.stdout.write(f"docs/{name} was printed again.")
        elif stale:
            raise CommandError(
                f"{' and '.join(f'docs/{name}' for name in stale)} no longer say what the code says: "
                "run `make docs` and commit the result."
            )
