"""Build the demo agencies."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from selaras.core import clock, statistics
from selaras.core.models import Agency
from selaras.core.time import TimeZone, local_day
from selaras.demo import codes
from selaras.demo.building import build_all

FEWEST = 20


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
        """Build what is not there yet, and refuse where all is; nothing is ever overwritten."""
        if options["people"] and options["people"] < FEWEST:
            raise CommandError(
                f"--people is {options['people']}; an agency for benchmarks has {FEWEST} or more."
            )
        present = set(Agency.objects.filter(code__in=codes()).values_list("code", flat=True))
        today = local_day(clock.now(), TimeZone.WIB)
        if present == codes() and not options["people"]:
            raise CommandError(
                f"The demo is here already ({', '.join(sorted(present))}); nothing was changed."
            )
        build_all(today=today, seed=options["seed"], say=self.stdout.write, without=present)
        if options["people"]:
            from selaras.demo.bulk import build_large

            build_large(people=options["people"], today=today, seed=options["seed"], say=self.stdout.write)
        statistics.refresh()
