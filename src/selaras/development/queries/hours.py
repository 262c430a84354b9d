"""Hours earned against the year's duty: of one person and of units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.core.vocabulary import speaks_as_company
from selaras.development.models import Enrolment, EnrolmentState, HoursDuty
from selaras.development.permissions import can_see_unit_hours
from selaras.organisation.models import EmploymentKind, EmploymentPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.rules.dated import NotInForce
from selaras.rules.development import KINDS, LessonHours, lesson_hours_law


@dataclass(frozen=True)
class Duty:
    """How many hours a kind of employee shall earn in a year; None where neither law nor agency says so.

    `most` is a limit of the law that nobody has to reach (PPPK, PP 49/2018).
    """

    employment: str
    hours: int | None
    article: str = ""
    confidence: str = ""
    note: str = ""
    is_own_choice: bool = False
    version: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Hours:
    """One person's year: the duty, what was earned, what is planned, and the enrolments behind it."""

    year: int
    duty: Duty
    earned: int
    planned: int
    rows: list[Enrolment]


@dataclass(frozen=True)
class UnitHours:
    """One unit's year: `with_duty` people have a number to reach, `met` of them reached it."""

    unit_id: int
    unit: str
    people: int
    with_duty: int
    met: int
    earned: int


def _law_of(employment: str, year: int) -> LessonHours | None:
    if employment not in KINDS:
        return None
    try:
        return lesson_hours_law(employment, on=date(year, 12, 31))
    except NotInForce:
        return None


def duties_of(year: int) -> dict[str, Duty]:
    """Return the duty of every kind of employee in a year: the agency's own choice before the law's number.

    A company knows its own kind only, for which no law gives a number.
    """
    kinds = [EmploymentKind.COMPANY.value] if speaks_as_company() else EmploymentKind.values
    chosen = {one.employment: one for one in HoursDuty.objects.filter(year=year)}
    return {kind: _duty(kind, year, chosen.get(kind)) for kind in kinds}


def duty_of(employment: str, year: int) -> Duty:
    """Return the duty of one kind of employee in a year (PP 11/2017 Pasal 203(4), PP 49/2018)."""
    return _duty(employment, year, HoursDuty.objects.filter(year=year, employment=employment).first())


def _duty(employment: str, year: int, chosen: HoursDuty | None) -> Duty:
    if chosen is not None:
        return Duty(employment, chosen.hours, chosen.article, is_own_choice=True, version=chosen.version)
    law = _law_of(employment, year)
    if law is None:
        return Duty(employment, None)
    note = ""
    if law.note is not None:
        note = law.note.id if (get_language() or "id").startswith("id") else law.note.en
    duty, most = (law.hours, None) if law.nature == "MINIMUM" else (None, law.hours)
    return Duty(employment, duty, law.cite, law.confidence, note, most=most)


def employment_of(person_id: int, on: date) -> str:
    """Return a person's kind of employment on a day, empty where none holds."""
    rows = EmploymentPeriod.objects.filter(holds_on(on), person=person_id)
    return rows.values_list("kind", flat=True).first() or ""


def hours_of(person_id: int, year: int, on: date) -> Hours:
    """Return a person's hours of a year in three statements; `on` decides the kind of employment."""
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    rows = list(
        Enrolment.objects.filter(person=person_id, training__ends_on__year=year)
        .select_related("training")
        .order_by("-training__starts_on", "-pk")
    )
    return Hours(
        year=year,
        duty=duty_of(employment_of(person_id, day), year),
        earned=sum(one.hours_earned or 0 for one in rows if one.state == EnrolmentState.ATTENDED),
        planned=sum(one.training.hours for one in rows if one.state == EnrolmentState.ENROLLED),
        rows=rows,
    )


BY_UNIT = """
WITH duty(kind, hours) AS (SELECT * FROM unnest(%(kinds)s::text[], %(hours)s::int[])),
worker AS (
    SELECT DISTINCT ON (a.person_id) a.person_id, q.unit_id, e.kind
    FROM organisation_assignment a
    JOIN organisation_person p ON p.agency_id = a.agency_id AND p.id = a.person_id AND p.kind = 'EMPLOYEE'
    JOIN organisation_positionperiod q ON q.agency_id = a.agency_id AND q.position_id = a.position_id
     AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s)
    LEFT JOIN organisation_employmentperiod e ON e.agency_id = a.agency_id AND e.person_id = a.person_id
     AND e.from_on <= %(on)s AND (e.until_on IS NULL OR e.until_on > %(on)s)
    WHERE a.agency_id = %(agency)s AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
    ORDER BY a.person_id, a.kind, a.from_on DESC
),
earned AS (
    SELECT n.person_id, sum(n.hours_earned) AS hours FROM development_enrolment n
    JOIN development_training t ON t.agency_id = n.agency_id AND t.id = n.training_id
    WHERE n.agency_id = %(agency)s AND n.state = 'ATTENDED'
      AND t.ends_on BETWEEN %(first)s AND %(last)s
    GROUP BY n.person_id
)
SELECT w.unit_id, coalesce(u.name, ''), count(*), count(d.hours),
       count(*) FILTER (WHERE coalesce(e.hours, 0) >= d.hours), coalesce(sum(e.hours), 0)::int
FROM worker w
LEFT JOIN duty d ON d.kind = w.kind
LEFT JOIN earned e ON e.person_id = w.person_id
LEFT JOIN organisation_unitperiod u ON u.agency_id = %(agency)s AND u.unit_id = w.unit_id
 AND u.from_on <= %(on)s AND (u.until_on IS NULL OR u.until_on > %(on)s)
WHERE %(whole)s OR w.unit_id = ANY(%(units)s)
GROUP BY w.unit_id, u.name ORDER BY u.name, w.unit_id
"""


def hours_by_unit(user: Actor | None, year: int, on: date) -> list[UnitHours]:
    """Return the hours of every unit in the actor's reach, in two statements for any number of people.

    Without an actor (for insight, which asks its own permission) those of the whole agency.
    """
    if user is not None:
        require(can_see_unit_hours(user))
    duties = [one for one in duties_of(year).values() if one.hours is not None]
    values: dict[str, Any] = {
        "agency": current_agency_id(),
        "on": min(max(on, date(year, 1, 1)), date(year, 12, 31)),
        "kinds": [one.employment for one in duties],
        "hours": [one.hours for one in duties],
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
        "whole": user is None or user.whole_agency,
        "units": [] if user is None else list(user.unit_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_UNIT, values)
        return [UnitHours(*row) for row in cursor.fetchall()]
