"""What the operations would have refused is looked for afterwards in the large agency."""

from __future__ import annotations

from datetime import date

from django.db import connection

from selaras.organisation.models import Person
from selaras.planning.models import PlanVersion
from selaras.planning.queries import contents_of
from selaras.planning.queries.checks import errors_in, findings_of
from selaras.rules.nip import parse_nip

SAMPLE = 200


class BulkBroken(RuntimeError):
    """The large agency holds something that no operation would have written."""


def check_all(today: date) -> None:
    """Raise `BulkBroken` on a wrong NIP, a plan with an error, a wrong predicate, or a broken constraint."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for number in Person.objects.values_list("number", flat=True):
        parse_nip(number or "", on=today)
    versions = list(PlanVersion.objects.select_related("plan__period").order_by("pk")[:SAMPLE])
    contents = contents_of([one.pk for one in versions])
    for version in versions:
        errors = errors_in(findings_of(version, contents[version.pk], today))
        if errors:
            raise BulkBroken(f"plan {version.plan_id}: {errors[0].en}")
