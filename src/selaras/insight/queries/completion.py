"""How far each unit is in each step of the year, and how much of it was on time: counted, or read from a tally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from selaras.core.actor import Actor
from selaras.core.models import SealHead
from selaras.insight.models import Tally, UnitTally
from selaras.insight.queries.counting import STEPS, Counted, Step, count
from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Period, Window

PATIENCE = timedelta(minutes=15)
"""After how long without a look for changes the page says so; three rounds of the job that counts."""


@dataclass
class UnitLine:
    """All steps of one unit."""

    unit_id: int
    name: str = ""
    steps: dict[str, Step] = field(default_factory=lambda: dict.fromkeys(STEPS, Step()))


@dataclass(frozen=True)
class Completion:
    """The units in reach, and how fresh their figures are.

    `counted_at` is None when nothing was kept and the figures were counted for this page; `is_behind` says that
    changes wait which the figures do not hold, `is_overdue` that nobody has looked for changes for too long.
    """

    lines: list[UnitLine]
    counted_at: datetime | None = None
    is_behind: bool = False
    is_overdue: bool = False


def completion_by_unit(user: Actor, period: Period, window: Window | None) -> list[UnitLine]:
    """Count the units that the user's role reaches with all their steps, now; six statements for any number."""
    return _lines(user, count(period, [window] if window else [], user.on))


def completion_for(user: Actor, period: Period, window: Window, at: datetime) -> Completion:
    """Return what was kept of the last count with its moment, or a fresh count where nothing was kept.

    Three statements for any number of units and people when it was kept.
    """
    tally = tally_of(period)
    if tally is None or window.opens_on > tally.on:
        return Completion(completion_by_unit(user, period, window))
    rows = UnitTally.objects.filter(Q(window=None) | Q(window=window), tally=tally)
    if not user.whole_agency:
        rows = rows.filter(unit__in=user.unit_ids)
    kept: Counted = {
        (window_id, unit_id): {step: Step(*values) for step, values in steps.items()}
        for window_id, unit_id, steps in rows.values_list("window_id", "unit_id", "steps")
    }
    is_overdue = at - tally.looked_at > PATIENCE
    return Completion(_lines(user, kept), tally.at, is_changed(tally, user.on), is_overdue)


def tally_of(period: Period) -> Tally | None:
    """Return the tally of a year; it knows (`sealed_now`) how many events are sealed by now; one statement."""
    return Tally.objects.filter(period=period).annotate(sealed_now=Subquery(_sealed())).first()


def _sealed() -> Any:
    return SealHead.objects.filter(agency=OuterRef("agency")).values("sequence")[:1]


def is_changed(tally: Tally, on: date) -> bool:
    """Say whether anything was written since, or another day has begun, on which other things are due."""
    now: int | None = getattr(tally, "sealed_now", None)
    return tally.on != on or (now or 0) != tally.sealed


def totals_of(lines: Iterable[UnitLine]) -> dict[str, Step]:
    """Return each step over all units."""
    totals: dict[str, Step] = defaultdict(Step)
    for line in lines:
        for step, value in line.steps.items():
            totals[step] = totals[step] + value
    return {step: totals[step] for step in STEPS}


def _lines(user: Actor, counted: Counted) -> list[UnitLine]:
    lines: dict[int, UnitLine] = {}
    for (_window, unit_id), steps in counted.items():
        if user.whole_agency or unit_id in user.unit_ids:
            lines.setdefault(unit_id, UnitLine(unit_id)).steps.update(steps)
    names = UnitPeriod.objects.filter(holds_on(user.on), unit__in=lines).values_list("unit_id", "name")
    for unit_id, name in names:
        lines[unit_id].name = name
    return sorted(lines.values(), key=lambda line: (line.name, line.unit_id))
