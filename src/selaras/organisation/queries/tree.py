"""The unit tree on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from selaras.core.tenancy import current_agency_id

BELOW = """
WITH RECURSIVE below(unit_id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT p.unit_id FROM organisation_unitperiod p JOIN below b ON p.parent_id = b.unit_id
    WHERE p.agency_id = %s AND p.from_on <= %s AND (p.until_on IS NULL OR p.until_on > %s)
)
SELECT unit_id FROM below
"""


def units_below(unit_ids: Iterable[int], on: date) -> frozenset[int]:
    """Return the units and everything below them on a day, in one statement; a loop ends by itself."""
    wanted = list(unit_ids)
    if not wanted:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [wanted, current_agency_id(), on, on])
        return frozenset(row[0] for row in cursor.fetchall())
