"""`selaras create-agency`: create an agency from the console."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from selaras.core import clock
from selaras.core.models import AgencyKind
from selaras.core.time import TimeZone
from selaras.organisation.operations import create_agency


class Command(BaseCommand):
    """Creates an agency without people; `create-officer` comes next."""

    help = "Create an agency. Create its first officer with `selaras create-officer`."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the agency's data."""
        parser.add_argument("code", help="short code, typed at sign-in by people without NIP")
        parser.add_argument("name", help="full name")
        parser.add_argument("--short-name", help="shown beside the logo (default: the name)")
        parser.add_argument("--kind", choices=AgencyKind.values, default=AgencyKind.REGIONAL.value)
        parser.add_argument("--place", default="", help="printed before the date of a signature")
        parser.add_argument("--time-zone", choices=TimeZone.values, default=TimeZone.WIB.value)
        parser.add_argument("--working-week", type=int, choices=(5, 6), default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it and say so."""
        made = create_agency(
            code=options["code"],
            name=options["name"],
            short_name=(options["short_name"] or options["name"])[:60],
            kind=options["kind"],
            place=options["place"],
            time_zone=options["time_zone"],
            working_week=options["working_week"],
            at=clock.now(),
        )
        self.stdout.write(f"Created the agency {made.code} ({made.name}).")
        self.stdout.write(f"Next, its first performance officer: selaras create-officer {made.code} LOGIN")
