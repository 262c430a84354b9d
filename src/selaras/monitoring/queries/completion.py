"""How far the reports of a year have come, by unit and month: arrays for charts and for the view of the process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.planning.models import Period

Counts = npt.NDArray[np.int64]

# MATERIALIZED: each plan's unit is looked up once, not once for each month.
PLANS = """
plans AS MATERIALIZED (
  SELECT p.id AS plan_id, p.person_id, d.report_due_day,
    date_trunc('month', p.starts_on::timestamp) AS first_month,
    date_trunc('month', least(coalesce(p.closed_on - 1, p.ends_on), p.ends_on, %(on)s)::timestamp) AS last_month,
    (SELECT q.unit_id FROM organisation_assignment a
     JOIN organisation_positionperiod q ON q.agency_id = a.agency_id AND q.position_id = a.position_id
     WHERE a.agency_id = p.agency_id AND a.id = p.assignment_id AND q.from_on <= least(%(on)s, p.ends_on)
     ORDER BY q.from_on DESC LIMIT 1) AS unit_id
  FROM planning_plan p
  JOIN planning_period d ON d.agency_id = p.agency_id AND d.id = p.period_id
  WHERE p.agency_id = %(agency)s AND p.period_id = %(period)s
    AND EXISTS (SELECT 1 FROM planning_planversion v
                WHERE v.agency_id = p.agency_id AND v.plan_id = p.id AND v.state = 'SET'))
"""
BY_UNIT = f"""
WITH {PLANS}
SELECT p.unit_id, m::date, count(*), count(r.submitted_at), count(*) FILTER (WHERE NOT r.is_late),
  count(r.answered_at)
FROM plans p
CROSS JOIN generate_series(p.first_month, p.last_month, interval '1 month') m
LEFT JOIN monitoring_report r ON r.agency_id = %(agency)s AND r.plan_id = p.plan_id AND r.month_on = m::date
WHERE p.unit_id IS NOT NULL AND (%(units)s::bigint[] IS NULL OR p.unit_id = ANY(%(units)s))
GROUP BY 1, 2
"""
BY_PERSON = f"""
WITH {PLANS}
SELECT p.plan_id, p.person_id, p.unit_id, o.name, r.id, coalesce(r.state, ''), r.submitted_at, r.is_late,
  r.answered_at, (%(month)s::date + interval '1 month')::date + (p.report_due_day - 1), count(*) OVER ()
FROM plans p
JOIN organisation_person o ON o.agency_id = %(agency)s AND o.id = p.person_id
LEFT JOIN monitoring_report r ON r.agency_id = %(agency)s AND r.plan_id = p.plan_id AND r.month_on = %(month)s
WHERE %(month)s BETWEEN p.first_month AND p.last_month
  AND (%(units)s::bigint[] IS NULL OR p.unit_id = ANY(%(units)s))
  AND (%(q)s = '' OR o.name ILIKE %(like)s OR o.number LIKE %(start)s)
  AND CASE %(state)s WHEN '' THEN true WHEN 'MISSING' THEN r.submitted_at IS NULL
      WHEN 'LATE' THEN r.is_late WHEN 'UNANSWERED' THEN r.submitted_at IS NOT NULL AND r.answered_at IS NULL
      WHEN 'ANSWERED' THEN r.answered_at IS NOT NULL END
ORDER BY r.submitted_at IS NOT NULL, o.name, p.plan_id LIMIT %(size)s OFFSET %(skip)s
"""
STATES = ("MISSING", "LATE", "UNANSWERED", "ANSWERED")


@dataclass(frozen=True)
class Completion:
    """Counts by unit (rows) and month (columns); a unit without a due report in a month counts nothing there."""

    unit_ids: tuple[int, ...]
    months: tuple[date, ...]
    due: Counts
    submitted: Counts
    on_time: Counts
    answered: Counts


@dataclass(frozen=True)
class PersonLine:
    """One person's report of a month, sent or not."""

    plan_id: int
    person_id: int
    unit_id: int | None
    name: str
    report_id: int | None
    state: str
    submitted_at: Any
    is_late: bool | None
    answered_at: Any
    due_on: date


def _reach(actor: Actor | None) -> list[int] | None:
    return None if actor is None or actor.whole_agency else sorted(actor.unit_ids)


def completion_of(period: Period, on: date, actor: Actor | None = None) -> Completion:
    """Return how many reports were due, submitted, on time and answered, in one statement.

    With an actor only the units in reach; without one (for insight's own permission) the whole agency.
    """
    values: dict[str, Any] = {
        "agency": current_agency_id(), "period": period.pk, "on": on, "units": _reach(actor),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(BY_UNIT, values)
        rows = cursor.fetchall()
    units = tuple(sorted({row[0] for row in rows}))
    months = tuple(sorted({row[1] for row in rows}))
    table = np.zeros((4, len(units), len(months)), dtype=np.int64)
    places = {unit: place for place, unit in enumerate(units)}
    columns = {month: place for place, month in enumerate(months)}
    for unit, month, *counts in rows:
        table[:, places[unit], columns[month]] = counts
    return Completion(units, months, *table)


def people_in(
    actor: Actor,
    period: Period,
    month_on: date,
    *,
    state: str = "",
    q: str = "",
    units: Iterable[int] | None = None,
    size: int = 20,
    skip: int = 0,
) -> tuple[list[PersonLine], int]:
    """Return who has sent the report of a month and who has not (those first), one page and the total."""
    reach = _reach(actor)
    if units is not None:
        reach = sorted(set(units) if reach is None else set(units) & set(reach))
    safe = q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values: dict[str, Any] = {
        "agency": current_agency_id(), "period": period.pk, "on": actor.on, "month": month_on, "units": reach,
        "q": q, "like": f"%{safe}%", "start": f"{safe}%", "state": state if state in STATES else "",
        "size": size, "skip": skip,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(BY_PERSON, values)
        rows = cursor.fetchall()
    return [PersonLine(*row[:-1]) for row in rows], rows[0][-1] if rows else 0
