"""Build the demo agencies."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from selaras.core import clock, statistics
from selaras.core.models import Agency
from selaras.core.time import TimeZone, local_day
from selaras.demo.building import build_all
from selaras.demo.content import SETTINGS, load


class Command(BaseCommand):
    """Build living agencies through operations, with the clock passed in."""

    help = "Build the demo agencies: last year finished, this year in its middle."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size and the seed."""
        parser.add_argument(
            "--people", type=int, default=0, help="add an agency of this many people, for benchmarks"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed gives another story")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where a demo agency exists already; nothing is ever overwritten."""
        codes = {load(name).agency["code"] for name in SETTINGS}
        present = set(Agency.objects.filter(code__in=codes).values_list("code", flat=True))
        today = local_day(clock.now(), TimeZone.WIB)
        if present and not options["people"]:
            raise CommandError(
                f"The demo is here already ({', '.join(sorted(present))}); nothing was changed."
            )
        if not present:
            build_all(today=today, seed=options["seed"], say=self.stdout.write)
        if options["people"]:
            from selaras.demo.bulk import build_large

            build_large(people=options["people"], today=today, seed=options["seed"], say=self.stdout.write)
        statistics.refresh()
