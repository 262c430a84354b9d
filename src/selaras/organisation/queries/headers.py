"""Who is who on a day: the identity block that forms print and lists show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from selaras.core.tenancy import current_agency_id
from selaras.organisation.models import EmploymentKind
from selaras.rules import identity

HEADERS = """
SELECT p.id, p.kind, p.name, coalesce(p.number, ''), p.description, p.member_id,
       a.id, a.kind, q.position_id, coalesce(q.title, ''), coalesce(q.kind, ''), coalesce(q.level, ''),
       q.job_class, u.unit_id, coalesce(u.name, ''), coalesce(e.kind, ''), coalesce(e.status, ''),
       coalesce(r.rank, ''), h.id IS NOT NULL, coalesce(u.is_independent, false)
FROM organisation_person p
LEFT JOIN LATERAL (
    SELECT x.* FROM organisation_assignment x
    WHERE x.agency_id = p.agency_id AND x.person_id = p.id
      AND (x.id = ANY(%(assignments)s) OR (x.from_on <= %(on)s AND (x.until_on IS NULL OR x.until_on > %(on)s)))
    ORDER BY (x.id = ANY(%(assignments)s)) DESC, x.kind, x.from_on DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (
    SELECT x.* FROM organisation_positionperiod x
    WHERE x.agency_id = p.agency_id AND x.position_id = a.position_id
      AND x.from_on <= %(on)s AND (x.until_on IS NULL OR x.until_on > %(on)s) LIMIT 1) q ON true
LEFT JOIN LATERAL (
    SELECT x.* FROM organisation_unitperiod x
    WHERE x.agency_id = p.agency_id AND x.unit_id = q.unit_id
      AND x.from_on <= %(on)s AND (x.until_on IS NULL OR x.until_on > %(on)s) LIMIT 1) u ON true
LEFT JOIN LATERAL (
    SELECT x.* FROM organisation_employmentperiod x
    WHERE x.agency_id = p.agency_id AND x.person_id = p.id
      AND x.from_on <= %(on)s AND (x.until_on IS NULL OR x.until_on > %(on)s) LIMIT 1) e ON true
LEFT JOIN LATERAL (
    SELECT x.* FROM organisation_rankperiod x
    WHERE x.agency_id = p.agency_id AND x.person_id = p.id
      AND x.from_on <= %(on)s AND (x.until_on IS NULL OR x.until_on > %(on)s) LIMIT 1) r ON true
LEFT JOIN LATERAL (
    SELECT x.id FROM organisation_headship x
    WHERE x.agency_id = p.agency_id AND x.position_id = q.position_id
      AND x.from_on <= %(on)s AND (x.until_on IS NULL OR x.until_on > %(on)s) LIMIT 1) h ON true
WHERE p.agency_id = %(agency)s AND p.id = ANY(%(people)s)
"""


@dataclass(frozen=True)
class PersonHeader:
    """A person as known on a day; texts are empty where nothing holds."""

    person_id: int
    kind: str
    name: str
    number: str
    description: str
    member_id: int | None
    assignment_id: int | None
    assignment_kind: str | None
    position_id: int | None
    position: str
    position_kind: str
    position_level: str
    job_class: int | None
    unit_id: int | None
    unit: str
    employment: str
    status: str
    rank: str
    is_head: bool
    leads_independent_unit: bool

    def rank_label(self, on: date) -> str:
        """Return rank and grade as forms print them: "Penata / III/c"; PPPK have a grade only."""
        if not self.rank or self.employment not in (EmploymentKind.PNS, EmploymentKind.PPPK):
            return self.rank
        code = identity.rank_of(self.rank, on=on) if self.employment == EmploymentKind.PNS else None
        return identity.rank_label(code, on=on) if code else self.rank


def headers_of(
    people: Iterable[int | None], on: date, assignments: Iterable[int] = ()
) -> dict[int, PersonHeader]:
    """Return the headers of people on a day in one statement; a named assignment comes before the definitive one."""
    wanted = [one for one in dict.fromkeys(people) if one is not None]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            HEADERS,
            {"agency": current_agency_id(), "on": on, "people": wanted, "assignments": list(assignments)},
        )
        return {row[0]: PersonHeader(*row) for row in cursor.fetchall()}


def header_of(person_id: int, on: date, assignment_id: int | None = None) -> PersonHeader:
    """Return one person's header on a day; raises KeyError when the agency has no such person."""
    return headers_of([person_id], on, [assignment_id] if assignment_id else ())[person_id]
