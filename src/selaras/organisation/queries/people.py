"""Doors to people: the directory that everybody may search, one person, and the dated course of a career."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.organisation.models import Assignment, EmploymentPeriod, Person, PersonKind, PositionPeriod
from selaras.organisation.permissions import OVERSEERS, can_see_people, can_see_whole_person, can_write_people
from selaras.organisation.queries.headers import PersonHeader, headers_of
from selaras.organisation.queries.reporting import holds_on
from selaras.organisation.queries.tree import units_below

SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "number": ("number", "id"),
    "-number": ("-number", "-id"),
}
WITHOUT_POST, WITHOUT_ACCOUNT, EXTERNAL = "no_post", "no_account", "external"


@dataclass(frozen=True)
class PeopleFilter:
    """What a list of people was asked for; empty texts ask for nothing."""

    search: str = ""
    unit_id: int | None = None
    employment: str = ""
    state: str = ""
    sort: str = "name"


def people_for(user: Actor, asked: PeopleFilter) -> QuerySet[Person]:
    """Return the people a user may list, filtered and ordered; employees find colleagues by name only."""
    require(can_see_people(user))
    rows = Person.objects.filter(erased_at=None)
    rows = rows.filter(kind=PersonKind.EXTERNAL if asked.state == EXTERNAL else PersonKind.EMPLOYEE)
    if asked.search:
        rows = rows.filter(_found(user, asked.search))
    if asked.unit_id is not None:
        rows = rows.filter(Exists(_posts_in(units_below([asked.unit_id], user.on), user.on)))
    if asked.employment:
        held = EmploymentPeriod.objects.filter(
            holds_on(user.on), person=OuterRef("pk"), kind=asked.employment
        )
        rows = rows.filter(Exists(held))
    rows = _in_state(rows, asked.state, user.on)
    return rows.order_by(*SORTS.get(asked.sort, SORTS["name"]))


def is_overseer(user: Actor) -> bool:
    """Say whether the chosen role sees numbers, employment and accounts in lists."""
    return user.role in OVERSEERS


def _found(user: Actor, text: str) -> Q:
    found = Q(name__icontains=text)
    return found | Q(number__startswith=text) if is_overseer(user) else found


def _posts_in(units: frozenset[int], on: date) -> QuerySet[Assignment]:
    positions = PositionPeriod.objects.filter(holds_on(on), unit__in=units).values("position_id")
    return Assignment.objects.filter(holds_on(on), person=OuterRef("pk"), position__in=positions)


def _in_state(rows: QuerySet[Person], state: str, on: date) -> QuerySet[Person]:
    if state == WITHOUT_POST:
        return rows.filter(~Exists(Assignment.objects.filter(holds_on(on), person=OuterRef("pk"))))
    if state == WITHOUT_ACCOUNT:
        return rows.filter(member=None)
    return rows


@dataclass(frozen=True)
class PersonSeen:
    """A person with the header of the day and what this user may do and see."""

    person: Person
    header: PersonHeader
    is_whole: bool
    why_not: str
    may_write: bool
    may_not_write: str


def person_for(user: Actor, person_id: int) -> PersonSeen:
    """Return a person as far as the user may see it; another agency's person does not exist."""
    require(can_see_people(user))
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    header = headers_of([person_id], user.on)[person_id]
    whole = can_see_whole_person(user, person_id, header.unit_id)
    write = can_write_people(user, header.unit_id)
    return PersonSeen(person, header, whole.allowed, str(whole.reason), write.allowed, str(write.reason))


@dataclass(frozen=True)
class Post:
    """A position once or now held, as it was called when it was taken up."""

    id: int
    kind: str
    title: str
    unit: str
    from_on: date
    until_on: date | None
    letter: str
    position_id: int


@dataclass(frozen=True)
class Held:
    """A rank, or a kind and status of employment, while it held."""

    value: str
    status: str
    from_on: date
    until_on: date | None


@dataclass
class Career:
    """Everything dated about a person, newest first."""

    posts: list[Post] = field(default_factory=list)
    employments: list[Held] = field(default_factory=list)
    ranks: list[Held] = field(default_factory=list)


CAREER = """
SELECT 'post', a.id, a.kind, coalesce(q.title, x.code), coalesce(u.name, ''), a.letter, a.position_id,
       a.from_on, a.until_on
FROM organisation_assignment a
JOIN organisation_position x ON x.agency_id = a.agency_id AND x.id = a.position_id
LEFT JOIN LATERAL (
    SELECT y.* FROM organisation_positionperiod y
    WHERE y.agency_id = a.agency_id AND y.position_id = a.position_id
    ORDER BY (y.from_on <= greatest(a.from_on, least(%(on)s, coalesce(a.until_on - 1, %(on)s)))) DESC,
             y.from_on DESC LIMIT 1) q ON true
LEFT JOIN LATERAL (
    SELECT y.name FROM organisation_unitperiod y
    WHERE y.agency_id = a.agency_id AND y.unit_id = q.unit_id
    ORDER BY (y.from_on <= greatest(a.from_on, least(%(on)s, coalesce(a.until_on - 1, %(on)s)))) DESC,
             y.from_on DESC LIMIT 1) u ON true
WHERE a.agency_id = %(agency)s AND a.person_id = %(person)s
UNION ALL
SELECT 'employment', id, status, kind, '', '', 0, from_on, until_on FROM organisation_employmentperiod
WHERE agency_id = %(agency)s AND person_id = %(person)s
UNION ALL
SELECT 'rank', id, '', rank, '', '', 0, from_on, until_on FROM organisation_rankperiod
WHERE agency_id = %(agency)s AND person_id = %(person)s
ORDER BY 8 DESC, 2 DESC
"""


def career_of(person_id: int, on: date) -> Career:
    """Return posts, employments and ranks of a person in one statement."""
    career = Career()
    with connection.cursor() as cursor:
        cursor.execute(CAREER, {"agency": current_agency_id(), "person": person_id, "on": on})
        for row in cursor.fetchall():
            _add(career, row)
    return career


def _add(career: Career, row: tuple[Any, ...]) -> None:
    what, row_id, kind, value, unit, letter, position_id, from_on, until_on = row
    if what == "post":
        career.posts.append(Post(row_id, kind, value, unit, from_on, until_on, letter, position_id))
    elif what == "employment":
        career.employments.append(Held(value, kind, from_on, until_on))
    else:
        career.ranks.append(Held(value, "", from_on, until_on))
