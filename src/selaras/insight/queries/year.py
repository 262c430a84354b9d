"""How the running year is going for one person and for those whom the person appraises: one statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from selaras.appraisal.papers import window_name
from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.insight.queries.counting import Step
from selaras.planning.models import Period, Window

# A report is owed once its month is over. A predicate is the person's to see from its delivery on, never before.
YEAR = """
WITH year AS (
  SELECT * FROM planning_period y WHERE y.agency_id = %(agency)s AND y.state <> 'PREPARING' AND y.starts_on <= %(on)s
  ORDER BY y.starts_on DESC LIMIT 1
), plans AS MATERIALIZED (
  SELECT p.id, p.person_id = %(me)s AS own, p.starts_on, p.closed_on,
    date_trunc('month', p.starts_on::timestamp) AS first_month,
    least(coalesce(p.closed_on - 1, p.ends_on), p.ends_on,
          date_trunc('month', %(on)s::timestamp)::date - 1) AS last_day,
    (SELECT v.state FROM planning_planversion v WHERE v.agency_id = p.agency_id AND v.plan_id = p.id
     ORDER BY v.number DESC LIMIT 1) AS state,
    EXISTS (SELECT 1 FROM planning_planversion v WHERE v.agency_id = p.agency_id AND v.plan_id = p.id
            AND v.state = 'SET') AS is_set
  FROM planning_plan p JOIN year ON year.id = p.period_id
  WHERE p.agency_id = %(agency)s
    AND (p.person_id = %(me)s OR (p.appraiser_id = %(me)s AND (p.closed_on IS NULL OR p.closed_on > %(on)s)))
), reports AS (
  SELECT p.own, count(*) AS due, count(r.submitted_at) AS sent, count(*) FILTER (WHERE NOT r.is_late) AS in_time,
    count(r.answered_at) AS answered
  FROM plans p
  CROSS JOIN generate_series(p.first_month, p.last_day::timestamp, interval '1 month') m
  LEFT JOIN monitoring_report r ON r.agency_id = %(agency)s AND r.plan_id = p.id AND r.month_on = m::date
  WHERE p.is_set GROUP BY p.own
), judged AS (
  SELECT e.*, w.kind, w.number, w.judged_from, w.judged_until,
    rank() OVER (PARTITION BY e.person_id = %(me)s ORDER BY w.judged_until DESC, w.kind) AS place
  FROM appraisal_evaluation e
  JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
  JOIN year ON year.id = w.period_id
  WHERE e.agency_id = %(agency)s AND (e.person_id = %(me)s OR (e.appraiser_id = %(me)s AND NOT e.is_escalated))
)
SELECT 'year', NULL, NULL::date, year, 0, 0, 0, name, cadence FROM year
UNION ALL
(SELECT 'plan', id, NULL, 0, 0, 0, 0, state, '' FROM plans WHERE own
 ORDER BY closed_on IS NULL DESC, starts_on DESC LIMIT 1)
UNION ALL
SELECT CASE WHEN own THEN 'reports' ELSE 'team reports' END, NULL, NULL, due, sent, in_time, answered, '', ''
FROM reports
UNION ALL
(SELECT 'result', id, judged_from, number, 0, 0, 0, state,
  kind || ' ' || CASE WHEN delivered_on IS NULL THEN '' ELSE predicate END
 FROM judged WHERE person_id = %(me)s AND place = 1 ORDER BY id DESC LIMIT 1)
UNION ALL
SELECT 'team plans', NULL, NULL, count(*), count(*) FILTER (WHERE is_set), 0, 0, '', '' FROM plans WHERE NOT own
HAVING count(*) > 0
UNION ALL
SELECT 'team ratings', NULL, judged_from, number, count(*), count(*) FILTER (WHERE state <> 'OPEN'), 0, kind, ''
FROM judged WHERE person_id <> %(me)s AND place = 1 GROUP BY judged_from, number, kind
UNION ALL
SELECT 'any year', NULL, NULL, 0, 0, 0, 0, '', ''
WHERE EXISTS (SELECT 1 FROM planning_period y WHERE y.agency_id = %(agency)s)
"""


NOTHING = Step()


@dataclass(frozen=True)
class Own:
    """Where one's own plan, reports and newest result of the year stand; empty where there is none yet."""

    plan_id: int | None = None
    plan_state: str = ""
    reports: Step = NOTHING
    answered: int = 0
    result_id: int | None = None
    result_state: str = ""
    result_window: str = ""
    predicate: str = ""


@dataclass(frozen=True)
class Team:
    """How far the people are whom one appraises: plans set, reports sent and answered, people rated."""

    plans: Step = NOTHING
    reports: Step = NOTHING
    answers: Step = NOTHING
    ratings: Step = NOTHING
    window: str = ""


@dataclass(frozen=True)
class Year:
    """The running year of one person; `team` is None for those who appraise nobody."""

    name: str
    own: Own
    team: Team | None


@dataclass(frozen=True)
class Standing:
    """The running year of one person, and whether the agency has any year at all, begun or not."""

    year: Year | None = None
    has_years: bool = True


def year_of(user: Actor) -> Year | None:
    """Return how the running year is going for a person; None before the first year and for auditors and operators."""
    return standing_of(user).year


def standing_of(user: Actor) -> Standing:
    """Return a person's running year; who has none learns here, too, whether nobody has begun one yet."""
    if not user.is_personal:
        return Standing()
    with connection.cursor() as cursor:
        cursor.execute(YEAR, {"agency": current_agency_id(), "me": user.person_id, "on": user.on})
        rows: dict[str, Any] = {row[0]: row[1:] for row in cursor.fetchall()}
    if "year" not in rows:
        return Standing(has_years="any year" in rows)
    _id, _day, number, *_counts, name, cadence = rows["year"]
    period = Period(year=number, name=name, cadence=cadence)
    return Standing(Year(name, _own(rows, period), _team(rows, period)))


def _own(rows: dict[str, Any], period: Period) -> Own:
    plan_id, _day, *_counts, plan_state, _rest = rows.get("plan", (None, None, "", ""))
    _id, _day, due, sent, in_time, answered, *_texts = rows.get("reports", (None, None, 0, 0, 0, 0))
    own = Own(plan_id, plan_state, Step(due, sent, in_time), answered)
    if "result" not in rows:
        return own
    result_id, judged_from, number, *_counts, state, words = rows["result"]
    kind, predicate = words.split(" ")
    window = _window(period, kind, number, judged_from)
    return replace(own, result_id=result_id, result_state=state, result_window=window, predicate=predicate)


def _team(rows: dict[str, Any], period: Period) -> Team | None:
    if "team plans" not in rows and "team ratings" not in rows:
        return None
    _id, _day, people, is_set, *_rest = rows.get("team plans", (None, None, 0, 0))
    _id, _day, due, sent, in_time, answered, *_texts = rows.get("team reports", (None, None, 0, 0, 0, 0))
    plans, reports, answers = Step(people, is_set), Step(due, sent, in_time), Step(sent, answered)
    if "team ratings" not in rows:
        return Team(plans, reports, answers)
    _id, judged_from, number, rated_of, rated, _zero, kind, _text = rows["team ratings"]
    window = _window(period, kind, number, judged_from)
    return Team(plans, reports, answers, Step(rated_of, rated), window)


def _window(period: Period, kind: str, number: int, judged_from: date) -> str:
    return window_name(Window(period=period, kind=kind, number=number, judged_from=judged_from))
