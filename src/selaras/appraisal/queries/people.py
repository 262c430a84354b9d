"""People to choose from: colleagues who can give an opinion, and heads who could appraise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from selaras.appraisal.models import Evaluation
from selaras.core.tenancy import current_agency_id

MOST = 300
COLLEAGUES = """
SELECT DISTINCT p.id, p.name || ' · ' || q.title, (q.unit_id = %(unit)s) AS near
FROM organisation_person p
JOIN organisation_assignment a ON a.agency_id = p.agency_id AND a.person_id = p.id
  AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
JOIN organisation_positionperiod q ON q.agency_id = p.agency_id AND q.position_id = a.position_id
  AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s)
WHERE p.agency_id = %(agency)s AND p.member_id IS NOT NULL AND NOT p.id = ANY(%(without)s)
  AND (q.unit_id = %(unit)s OR q.unit_id IN (
    SELECT s.unit_id FROM organisation_unitperiod s JOIN organisation_unitperiod o
      ON o.agency_id = s.agency_id AND o.parent_id = s.parent_id AND o.unit_id = %(unit)s
    WHERE s.agency_id = %(agency)s AND s.until_on IS NULL AND o.until_on IS NULL))
ORDER BY 3 DESC, 2 LIMIT %(most)s
"""
LEADERS = """
SELECT DISTINCT ON (p.id) p.id, p.name || ' · ' || coalesce(q.title, p.description), h.unit_id
FROM organisation_person p
JOIN organisation_assignment a ON a.agency_id = p.agency_id AND a.person_id = p.id
  AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
JOIN organisation_headship h ON h.agency_id = p.agency_id AND h.position_id = a.position_id
  AND h.from_on <= %(on)s AND (h.until_on IS NULL OR h.until_on > %(on)s)
LEFT JOIN organisation_positionperiod q ON q.agency_id = p.agency_id AND q.position_id = a.position_id
  AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s)
WHERE p.agency_id = %(agency)s AND p.id <> %(person)s
ORDER BY p.id, a.kind
"""


@dataclass(frozen=True)
class Leader:
    """Somebody who leads a unit, with the unit whose achievement would count."""

    person_id: int
    label: str
    unit_id: int


def colleagues_of(evaluation: Evaluation, on: date) -> list[tuple[int, str]]:
    """Return colleagues of the same unit and of the units beside it, with an account, near ones first."""
    without = [evaluation.person_id, evaluation.appraiser_id or 0, evaluation.superior_id or 0]
    values: dict[str, Any] = {
        "agency": current_agency_id(), "unit": evaluation.unit_id, "on": on, "without": without, "most": MOST
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COLLEAGUES, values)
        return [(row[0], row[1]) for row in cursor.fetchall()]


def leaders_on(on: date, without: int) -> list[Leader]:
    """Return everybody who leads a unit on a day, by name."""
    with connection.cursor() as cursor:
        cursor.execute(LEADERS, {"agency": current_agency_id(), "on": on, "person": without})
        return sorted((Leader(*row) for row in cursor.fetchall()), key=lambda one: one.label)
