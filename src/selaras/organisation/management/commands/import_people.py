"""`selaras import-people`: import a workbook of people from the console."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from selaras.core import clock
from selaras.core.actor import system_actor
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.organisation.operations import import_people
from selaras.organisation.sheets.findings import ERROR
from selaras.organisation.sheets.plan import plan
from selaras.organisation.sheets.reading import read


class Command(BaseCommand):
    """Checks a workbook and imports it whole, or prints its mistakes and changes nothing."""

    help = "Import people from an .xlsx or .csv file in the shape of the template."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read agency, file and wishes."""
        parser.add_argument("agency", help="code of the agency")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only check, write nothing")
        parser.add_argument("--accounts", action="store_true", help="open accounts for people who have none")
        parser.add_argument("--language", choices=("id", "en"), default="id", help="language of the findings")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, then import."""
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency with the code {options['agency']}.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        with translation.override(options["language"]), acting_in(agency):
            self._import(agency, options)

    def _import(self, agency: Agency, options: dict[str, Any]) -> None:
        at = clock.now()
        on = local_day(at, agency.time_zone)
        table = read(options["file"].read_bytes(), options["file"].name)
        draft = plan(table, on=on)
        for one in draft.findings:
            weight = "!" if one.severity == ERROR else "-"
            self.stdout.write(f"{weight} {one.row or ''} {one.header}: {one.sentence}")
        if draft.has_errors:
            raise CommandError("The workbook has errors; nothing was changed.")
        if options["dry_run"]:
            self.stdout.write(f"{len(draft.changes)} changes would be made.")
            return
        counts = import_people(
            table=table,
            by=system_actor(agency.pk, on),
            at=at,
            on=on,
            with_accounts=options["accounts"],
        )
        self.stdout.write(
            f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged; {counts.changes} changes."
        )
