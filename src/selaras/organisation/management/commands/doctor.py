"""`selaras doctor`: look for trouble in the data, altered papers and a damaged audit trail, in every agency or one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from selaras.core import audit, clock, keeping
from selaras.core.actor import system_actor
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.documents import proof
from selaras.organisation.queries.doctor import troubles_for


class Command(BaseCommand):
    """Prints one line for each trouble; the exit code is 1 when there is any."""

    help = "Look for people without appraiser, loops, units without head, a damaged audit trail and other trouble."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the agency's code."""
        parser.add_argument("--agency", help="code of one agency (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at each agency."""
        agencies = Agency.objects.order_by("code")
        if options["agency"]:
            agencies = agencies.filter(code=options["agency"])
            if not agencies:
                raise CommandError(f"There is no agency with the code {options['agency']}.")
        total = 0
        for agency in agencies:
            with acting_in(agency):
                found = troubles_for(system_actor(agency.pk, local_day(clock.now(), agency.time_zone)))
                damage = keeping.cut_seal() or audit.verify()
                altered = list(proof.faults())
            if damage:
                total += 1
                self.stdout.write(f"{agency.code}: Audit trail damaged at {damage.sequence}: {damage.what}")
            for fault in altered:
                self.stdout.write(f"{agency.code}: Altered: {fault.what}: {fault.why}")
            total += len(found) + len(altered)
            for one in found:
                self.stdout.write(f"{agency.code}: {one.title}: {one.about} ({one.unit or '-'}) -> {one.url}")
        self.stdout.write(f"{total} found." if total else "Everything is in order.")
        if total:
            raise SystemExit(1)
