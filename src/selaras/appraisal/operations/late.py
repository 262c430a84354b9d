"""Delivers by itself what was signed and not handed over in time, so that no result and no objection waits for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.appraisal.operations.notices import DELIVERED, DELIVERED_LATE, tell, window_value
from selaras.appraisal.queries.calendar import Calendar, calendar_of
from selaras.appraisal.workflow import EVALUATION
from selaras.core.actor import Actor, system_actor
from selaras.organisation.queries.presence import present


def clocks_from(evaluation: Evaluation, on: date, calendar: Calendar) -> dict[str, Any]:
    """Return the days that begin with the delivery: for signing, and for objecting unless the result is final."""
    returned = "SUPERIOR_RETURN" if evaluation.is_escalated else "RETURN"
    return {
        "delivered_on": on,
        "return_until": calendar.until(returned, on),
        "object_until": None if evaluation.is_final else calendar.until("OBJECT", on),
    }


def undelivered(rows: Any, on: date) -> list[Evaluation]:
    """Return what nobody delivered in time and the employee can open; others need the paper in their hands."""
    late = rows.filter(present(on, "person"), state=EvaluationState.RATED, deliver_until__lt=on)
    return list(late.select_related("window__period", "person", "appraiser", "superior").order_by("pk"))


def deliver_late(*, evaluations: list[Evaluation], by: Actor, at: datetime) -> int:
    """Deliver in the name of time what is overdue; both sides are told and all clocks begin on this day."""
    job = by if by.is_system else system_actor(by.agency_id, by.on)
    calendars = {one.window_id: one.window for one in evaluations}
    counted = {pk: calendar_of(window) for pk, window in calendars.items()}
    for one in evaluations:
        clocks = clocks_from(one, by.on, counted[one.window_id])
        done = EVALUATION.take(one, "deliver_late", by=job, at=at, **clocks)
        tell([one.person], DELIVERED, done, at, window=window_value(one.window))
        tell([one.evaluator], DELIVERED_LATE, done, at, person=one.person.name)
    return len(evaluations)
