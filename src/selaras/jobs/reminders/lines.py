"""From what waits in the tables to one line a person: who is reminded today, of how much, with which link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.urls import reverse

from selaras.core import notices
from selaras.core.notices import Told
from selaras.core.verdict import Sentence

OVERDUE_WEEKS = 8
"""After so many weeks a reminder that changed nothing is noise; the desk still shows what waits."""


def register(kind: str, text: Sentence) -> str:
    """Declare what a reminder says; whoever is reminded has something to do."""
    return notices.register(kind, text, waits=True)


# Everything a person waits for with its day; a line is told on the days `ahead`, and weekly once the day has passed.
CHOSEN = """
HAVING bool_or(t.due_on - %(on)s = ANY(%(ahead)s)
  OR (%(on)s - t.due_on BETWEEN 1 AND 7 * %(weeks)s AND (%(on)s - t.due_on) %% 7 = 0))
"""
NOT_YET = """
  AND NOT EXISTS (SELECT 1 FROM core_notice n WHERE n.agency_id = m.agency_id AND n.member_id = m.id
                  AND n.kind = %(kind)s AND n.created_at >= %(began)s)
"""
OF_PEOPLE = """
SELECT m.id, '', count(*), min(t.due_on), min(t.id)
FROM ({things}) t(id, person_id, due_on)
JOIN organisation_person x ON x.agency_id = %(agency)s AND x.id = t.person_id
JOIN accounts_membership m ON m.agency_id = x.agency_id AND m.id = x.member_id AND m.is_active
JOIN accounts_user u ON u.id = m.user_id AND u.is_active
WHERE t.due_on - %(on)s <= %(soon)s {not_yet}
GROUP BY m.id {chosen}
"""
OF_ROLES = """
WITH RECURSIVE reach(member_id, role, unit_id) AS (
  SELECT g.member_id, g.role, g.unit_id FROM organisation_grant g
  WHERE g.agency_id = %(agency)s AND g.role = ANY(%(roles)s)
    AND g.from_on <= %(on)s AND (g.until_on IS NULL OR g.until_on > %(on)s)
  UNION
  SELECT r.member_id, r.role, p.unit_id FROM reach r
  JOIN organisation_unitperiod p ON p.agency_id = %(agency)s AND p.parent_id = r.unit_id
    AND p.from_on <= %(on)s AND (p.until_on IS NULL OR p.until_on > %(on)s)
), things AS ({things}), seen AS (
  SELECT DISTINCT r.member_id, r.role, t.id, t.due_on FROM things t(id, unit_id, person_id, due_on)
  JOIN reach r ON r.unit_id IS NULL OR r.unit_id = t.unit_id
  LEFT JOIN organisation_person x ON x.agency_id = %(agency)s AND x.member_id = r.member_id
  WHERE t.person_id IS NULL OR t.person_id IS DISTINCT FROM x.id
)
SELECT m.id, t.role, count(*), min(t.due_on), min(t.id) FROM seen t
JOIN accounts_membership m ON m.agency_id = %(agency)s AND m.id = t.member_id AND m.is_active
JOIN accounts_user u ON u.id = m.user_id AND u.is_active
WHERE t.due_on - %(on)s <= %(soon)s {not_yet}
GROUP BY m.id, t.role {chosen}
ORDER BY m.id, t.role DESC
"""


SETTLE = """
UPDATE core_notice n SET read_at = %(at)s
FROM unnest(%(members)s::bigint[], %(kinds)s::text[]) AS newer(member_id, kind)
WHERE n.agency_id = %(agency)s AND n.member_id = newer.member_id AND n.kind = newer.kind
  AND n.read_at IS NULL AND n.created_at < %(began)s
"""


@dataclass(frozen=True)
class Day:
    """A local day of an agency, and the moment in which it began."""

    agency_id: int
    on: date
    began: datetime
    zone: str


@dataclass(frozen=True)
class Reminder:
    """One kind of reminder: what waits, who is told, on which days before, and where the link leads.

    `things` selects `id, person_id, due_on`; with `roles` it selects `id, unit_id, person_id, due_on`, and whoever
    holds one of these roles over the unit is told, except about the own affair. `one` is the page of a single
    thing where it has one, `listed` the address of several.
    """

    kind: str
    things: str
    one: str
    listed: str
    query: str = ""
    ahead: tuple[int, ...] = (7, 3, 1, 0)
    roles: tuple[str, ...] = ()


def lines_of(reminder: Reminder, day: Day) -> Iterator[Told]:
    """Return who is told what today, one line a person, in one statement."""
    frame = OF_ROLES if reminder.roles else OF_PEOPLE
    asked: dict[str, Any] = {
        "agency": day.agency_id,
        "on": day.on,
        "began": day.began,
        "zone": day.zone,
        "kind": reminder.kind,
        "ahead": list(reminder.ahead),
        "soon": max(reminder.ahead),
        "weeks": OVERDUE_WEEKS,
        "roles": list(reminder.roles),
    }
    with connection.cursor() as cursor:
        cursor.execute(frame.format(things=reminder.things, not_yet=NOT_YET, chosen=CHOSEN), asked)
        rows = cursor.fetchall()
    told: set[int] = set()
    listed = reverse(reminder.listed) + reminder.query
    for member_id, role, count, due_on, thing in rows:
        if member_id not in told:
            told.add(member_id)
            url = reverse(reminder.one, args=[thing]) if reminder.one and count == 1 else listed
            yield Told(member_id, reminder.kind, url, {"count": count, "due_on": due_on.isoformat()}, role)


@contextmanager
def joining_at_once() -> Iterator[None]:
    """Join whole tables inside: everybody is looked at, and fresh tables have no statistics that would say so."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")


def settle_earlier(told: Sequence[Told], day: Day, at: datetime) -> None:
    """Let a reminder take the place of its unread forerunners, so that neither bell nor letter says it twice."""
    asked: dict[str, Any] = {
        "agency": day.agency_id,
        "at": at,
        "began": day.began,
        "members": [one.member_id for one in told],
        "kinds": [one.kind for one in told],
    }
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, asked)
