"""Counts running deadlines anew when the agency's days off, its working week or a window's last day change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction

from selaras.appraisal.models import Evaluation
from selaras.appraisal.operations.notices import MovedClock, tell_recounted
from selaras.appraisal.queries.calendar import calendar_under
from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.organisation.permissions import can_manage_agency
from selaras.planning.models import Window
from selaras.planning.permissions import can_manage_periods

ARTICLE = "PermenPANRB 6/2022 Pasal 28-29; Lampiran V"
LOOK_BACK = timedelta(days=60)
"""How long ago a clock may have run out and still be reached by a day off that is recorded late."""

FROM_THE_END = ("report_until", "sign_until")
"""The clocks that begin with the last day of the window; all others begin with what somebody did."""

# Who waits for whom: the clock, its row, who acts, the step of the law, the first day, the present last day.
RUNNING = """
WITH open AS (
  SELECT e.*, w.closes_on, w.judged_until, d.scheme, o.id AS objection_id, o.filed_on, o.decide_until, o.decision,
         CASE WHEN e.is_escalated THEN e.superior_id ELSE e.appraiser_id END AS evaluator_id,
         CASE WHEN e.is_escalated THEN 'SUPERIOR_' ELSE '' END AS prefix
  FROM appraisal_evaluation e
  JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
  JOIN planning_period d ON d.agency_id = w.agency_id AND d.id = w.period_id AND d.state = 'OPEN'
  LEFT JOIN appraisal_objection o ON o.agency_id = e.agency_id AND o.evaluation_id = e.id
  WHERE e.agency_id = %(agency)s AND (%(window)s::bigint IS NULL OR e.window_id = %(window)s)
), clocks AS (
  SELECT 'sign_until' AS clock, id, superior_id AS who, 'SUPERIOR_SIGN' AS step, closes_on AS since,
         sign_until AS until, scheme, judged_until FROM open WHERE state = 'OPEN' AND is_escalated
  UNION ALL SELECT 'deliver_until', id, evaluator_id, prefix || 'DELIVER',
         CASE WHEN sign_again_until IS NULL THEN rated_on ELSE sign_again_since END, deliver_until, scheme,
         judged_until FROM open WHERE state = 'RATED'
  UNION ALL SELECT 'sign_again_until', id, evaluator_id, prefix || 'DELIVER', sign_again_since, sign_again_until,
         scheme, judged_until FROM open WHERE state = 'OPEN'
  UNION ALL SELECT 'return_until', id, person_id, prefix || 'RETURN', delivered_on, return_until, scheme,
         judged_until FROM open WHERE state = 'DELIVERED'
  UNION ALL SELECT 'object_until', id, person_id, 'OBJECT', delivered_on, object_until, scheme, judged_until
    FROM open WHERE state IN ('DELIVERED', 'ACCEPTED', 'LAPSED', 'REPORTED') AND NOT is_final AND objection_id IS NULL
  UNION ALL SELECT 'decide_until', id, superior_id, 'DECIDE', filed_on, decide_until, scheme, judged_until
    FROM open WHERE state = 'OBJECTED' AND decision = ''
  UNION ALL SELECT 'report_until', id, CASE WHEN decision = 'CHANGED' THEN superior_id ELSE evaluator_id END,
         'REPORT', closes_on, report_until, scheme, judged_until
    FROM open WHERE state <> 'REPORTED' AND reported_on IS NULL
)
SELECT clock, id, who, step, since, until, scheme, judged_until FROM clocks
WHERE since IS NOT NULL AND until >= %(since)s ORDER BY id, clock
"""
MOVE_EVALUATION = """
UPDATE appraisal_evaluation e SET {clock} = v.day
FROM unnest(%(ids)s::bigint[], %(old)s::date[], %(new)s::date[]) AS v(id, old, day)
WHERE e.agency_id = %(agency)s AND e.id = v.id AND e.{clock} = v.old
"""
MOVE_OBJECTION = """
UPDATE appraisal_objection o SET {clock} = v.day
FROM unnest(%(ids)s::bigint[], %(old)s::date[], %(new)s::date[]) AS v(id, old, day)
WHERE o.agency_id = %(agency)s AND o.evaluation_id = v.id AND o.{clock} = v.old AND o.decision = ''
"""
CLOCKS = {
    name: (MOVE_OBJECTION if name == "decide_until" else MOVE_EVALUATION).format(clock=name)
    for name in (
        "sign_until",
        "sign_again_until",
        "deliver_until",
        "return_until",
        "object_until",
        "decide_until",
        "report_until",
    )
}


def recount_deadlines(*, by: Actor, at: datetime, reason: str = "") -> list[MovedClock]:
    """Count all running deadlines of the agency anew by its present calendar; return those that moved.

    What was decided, reported or closed stays. A fixed number of statements, however many people there are.
    """
    require(can_manage_agency(by))
    with transaction.atomic():
        moved = _moved(by.on)
        _write(moved)
        _record(moved, by, at, reason, verb="appraisal.recount")
        tell_recounted(moved, at)
    return moved


def recount_window(*, window: Window, by: Actor, at: datetime) -> list[MovedClock]:
    """Count anew what begins with the end of a window whose last day has moved; the same rules hold as for days off.

    The report is due 30 working days after the end, the superior's signature 14 (Pasal 28; Lampiran IV.A.11, V.A).
    """
    require(can_manage_periods(by, window.period))
    with transaction.atomic():
        moved = [one for one in _moved(by.on, window) if one.clock in FROM_THE_END]
        _write(moved)
        _record(moved, by, at, "", verb="appraisal.recount_window")
        tell_recounted(moved, at, window=window)
    return moved


def last_day(before: date, counted: date, on: date) -> date:
    """Return the new last day of a running clock: nobody's time runs out by a change of the calendar.

    A later day always holds, also for a clock that has just run out, if the new day has not passed: the law counts
    working days, and the day off was none. An earlier day never comes before the end of tomorrow, so that whoever is
    told today can still act; a clock that ends by then anyway keeps its day. The reasons stand in
    docs/decisions/0011-running-deadlines-follow-the-calendar.md.
    """
    if counted > before:
        return counted if counted >= on else before
    return max(counted, min(before, on + timedelta(days=1)))


def _moved(on: date, window: Window | None = None) -> list[MovedClock]:
    @cache
    def counted_until(step: str, since: date, scheme: str, law_on: date) -> date:
        return calendar.of(scheme, law_on).until(step, since)

    with connection.cursor() as cursor:
        values = {"agency": current_agency_id(), "window": None, "since": on - LOOK_BACK}
        if window is not None:
            values |= {"window": window.pk, "since": date.min}
        cursor.execute(RUNNING, values)
        rows = cursor.fetchall()
    if not rows:
        return []
    calendar = calendar_under(rows[0][6], rows[0][7])
    found = []
    for clock, pk, who, step, since, until, scheme, law_on in rows:
        counted = counted_until(step, since, scheme, law_on)
        after = last_day(until, counted, on)
        if after != until:
            found.append(MovedClock(clock, pk, who, until, after, counted))
    return found


def _write(moved: Iterable[MovedClock]) -> None:
    by_clock: dict[str, list[MovedClock]] = defaultdict(list)
    for one in moved:
        by_clock[one.clock].append(one)
    with connection.cursor() as cursor:
        for clock, rows in by_clock.items():
            values: dict[str, Any] = {
                "agency": current_agency_id(),
                "ids": [one.evaluation_id for one in rows],
                "old": [one.before for one in rows],
                "new": [one.after for one in rows],
            }
            cursor.execute(CLOCKS[clock], values)


def _record(moved: Iterable[MovedClock], by: Actor, at: datetime, reason: str, *, verb: str) -> None:
    """One event an evaluation: its deadlines before and after, and the counted day where it was not taken."""
    before: dict[int, dict[str, Any]] = defaultdict(dict)
    after: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in moved:
        before[one.evaluation_id][one.clock] = one.before
        after[one.evaluation_id][one.clock] = one.after
        if one.counted != one.after:
            after[one.evaluation_id]["counted_until"] = one.counted
    writes = (
        audit.Written(Evaluation(pk=pk), before=before[pk], after=after[pk], reason=reason) for pk in before
    )
    audit.record_many(writes, verb=verb, by=by, at=at, article=ARTICLE)
