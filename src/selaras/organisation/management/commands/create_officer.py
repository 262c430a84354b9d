"""`selaras create-officer`: give an agency its first performance officer, or the installation an operator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from selaras.core import clock
from selaras.core.actor import RoleCode
from selaras.core.models import Agency
from selaras.organisation.operations import create_officer


class Command(BaseCommand):
    """Makes an account with a role over the whole agency and prints its initial password once."""

    help = "Create the first performance officer (or operator) of an agency; prints the initial password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read agency, login and role."""
        parser.add_argument("agency", help="code of the agency")
        parser.add_argument("login", help="NIP, or a name without spaces")
        parser.add_argument("--email", default="")
        parser.add_argument("--operator", action="store_true", help="a system operator instead of an officer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the account and print what to hand over."""
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency with the code {options['agency']}.")
        role = RoleCode.OPERATOR if options["operator"] else RoleCode.OFFICER
        made = create_officer(
            agency=agency, login=options["login"], email=options["email"] or None, role=role, at=clock.now()
        )
        self.stdout.write(f"Login: {made.user.username}")
        if made.code:
            self.stdout.write(
                "This login already has an account in another agency. Its owner was asked and has no role here "
                "before saying yes, after signing in, with this code: " + made.code
            )
        elif made.password:
            self.stdout.write(f"Initial password (must be changed at the first sign-in): {made.password}")
        else:
            self.stdout.write("The account existed before; its password was not changed.")
