"""Who stands where: units of people, who appraises them, who leads a unit, and whom an award concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q

from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id
from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries import units_below
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Plan
from selaras.recognition.permissions import OVERSEEING

MEMBERS = """
SELECT DISTINCT p.member_id FROM organisation_assignment a
JOIN organisation_positionperiod q ON q.agency_id = a.agency_id AND q.position_id = a.position_id
JOIN organisation_person p ON p.agency_id = a.agency_id AND p.id = a.person_id
WHERE a.agency_id = %(agency)s AND p.member_id IS NOT NULL AND q.unit_id = ANY(%(units)s)
  AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
  AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s)
"""
LEADER = """
WITH RECURSIVE above(unit_id, depth) AS (
    SELECT %(unit)s::bigint, 0
    UNION
    SELECT u.parent_id, above.depth + 1 FROM organisation_unitperiod u
    JOIN above ON u.unit_id = above.unit_id
    WHERE u.agency_id = %(agency)s AND u.parent_id IS NOT NULL AND above.depth < 25
      AND u.from_on <= %(on)s AND (u.until_on IS NULL OR u.until_on > %(on)s)
)
SELECT a.person_id FROM above
JOIN organisation_headship h ON h.agency_id = %(agency)s AND h.unit_id = above.unit_id
  AND h.from_on <= %(on)s AND (h.until_on IS NULL OR h.until_on > %(on)s)
JOIN organisation_assignment a ON a.agency_id = h.agency_id AND a.position_id = h.position_id
  AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
WHERE a.person_id <> %(person)s
ORDER BY above.depth, a.kind LIMIT 1
"""


def in_reach(user: Actor, roles: Iterable[RoleCode] = OVERSEEING, unit: str = "unit") -> Q:
    """Filter rows to the units over which one of these roles, now chosen, reaches; nothing without such a role."""
    if user.role not in tuple(roles):
        return Q(pk=None)
    return ~Q(pk=None) if user.whole_agency else Q(**{f"{unit}__in": user.unit_ids})


def staff_of(user: Actor) -> Q:
    """Filter rows to people whose present plan names the actor as appraiser; nobody in an impersonal role."""
    if not user.is_personal:
        return Q(pk=None)
    plans = Plan.objects.filter(appraiser=user.person_id, starts_on__lte=user.on, ends_on__gte=user.on)
    return Q(person__in=plans.values("person"))


def members_of_unit(unit_id: int, on: date) -> list[int]:
    """Return the members who work in a unit or below it on a day."""
    units = list(units_below([unit_id], on))
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"agency": current_agency_id(), "units": units, "on": on})
        return [row[0] for row in cursor.fetchall()]


def leader_of_unit(unit_id: int, on: date, other_than: int) -> int | None:
    """Return who leads a unit on a day, or the nearest leader above who is not that person."""
    with connection.cursor() as cursor:
        cursor.execute(
            LEADER, {"agency": current_agency_id(), "unit": unit_id, "on": on, "person": other_than}
        )
        row = cursor.fetchone()
    return row[0] if row else None


def unit_names(on: date, unit_ids: Iterable[int | None] | None = None) -> dict[int, str]:
    """Return the names of units on a day, of all of them or of the given ones, in one statement."""
    rows = UnitPeriod.objects.filter(holds_on(on))
    if unit_ids is not None:
        rows = rows.filter(unit__in=[one for one in unit_ids if one is not None])
    return dict(rows.order_by("name").values_list("unit_id", "name"))
