"""How far each unit is in each step of the year, and how much of it was on time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Count, Exists, F, OuterRef, Q

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.core.actor import Actor
from selaras.monitoring.queries import completion_of
from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Period, PlanState, PlanVersion, Window
from selaras.planning.queries import plans_for

STEPS = ("plans", "reports", "answers", "ratings", "documents", "training")


@dataclass(frozen=True)
class Step:
    """One step in one unit: how many are due, how many are done, how many of the done were on time.

    `on_time` is None where punctuality is not judged; `due` 0 means nothing is due, which is not 100 %.
    """

    due: int = 0
    done: int = 0
    on_time: int | None = None

    @property
    def share(self) -> float | None:
        """Done of due in percent; None when nothing is due."""
        return 100 * self.done / self.due if self.due else None

    @property
    def on_time_share(self) -> float | None:
        """On time of done in percent; None when nothing is done or punctuality is not judged."""
        return 100 * self.on_time / self.done if self.done and self.on_time is not None else None

    def __add__(self, other: Step) -> Step:
        timed = (
            None
            if self.on_time is None and other.on_time is None
            else (self.on_time or 0) + (other.on_time or 0)
        )
        return Step(self.due + other.due, self.done + other.done, timed)


@dataclass
class UnitLine:
    """All steps of one unit."""

    unit_id: int
    name: str = ""
    steps: dict[str, Step] = field(default_factory=lambda: dict.fromkeys(STEPS, Step()))


def completion_by_unit(user: Actor, period: Period, window: Window | None) -> list[UnitLine]:
    """Return the units that the user's role reaches with all their steps; five statements for any number."""
    lines: dict[int, UnitLine] = {}

    def put(unit_id: int | None, step: str, value: Step) -> None:
        if unit_id is not None and (user.whole_agency or unit_id in user.unit_ids):
            lines.setdefault(unit_id, UnitLine(unit_id)).steps[step] = value

    for unit_id, value in _plans(user, period):
        put(unit_id, "plans", value)
    for unit_id, sent, answered in _reports(user, period):
        put(unit_id, "reports", sent)
        put(unit_id, "answers", answered)
    for unit_id, rated, documents in _evaluations(window) if window else ():
        put(unit_id, "ratings", rated)
        put(unit_id, "documents", documents)
    from selaras.development.queries import hours_by_unit

    for unit in hours_by_unit(user, period.year, user.on):
        put(unit.unit_id, "training", Step(unit.with_duty, unit.met))
    _name(lines, user.on)
    return sorted(lines.values(), key=lambda line: line.name)


def totals_of(lines: Iterable[UnitLine]) -> dict[str, Step]:
    """Return each step over all units."""
    totals: dict[str, Step] = defaultdict(Step)
    for line in lines:
        for step, value in line.steps.items():
            totals[step] = totals[step] + value
    return {step: totals[step] for step in STEPS}


def _plans(user: Actor, period: Period) -> Iterable[tuple[int | None, Step]]:
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"), set_on__isnull=False)
    plans = plans_for(user).filter(period=period).order_by()
    counted = plans.annotate(
        is_set=Exists(versions.filter(state__in=(PlanState.SET, PlanState.SUPERSEDED))),
        is_early=Exists(versions.filter(set_on__lte=period.plans_due_on)),
    ).values_list("unit_id", "is_set", "is_early")
    table: dict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows: Any = counted.annotate(people=Count("pk"))
    for unit_id, is_set, is_early, people in rows:
        one = table[unit_id]
        one[0] += people
        one[1] += people if is_set else 0
        one[2] += people if is_early else 0
    return [(unit_id, Step(*counts)) for unit_id, counts in table.items()]


def _reports(user: Actor, period: Period) -> Iterable[tuple[int, Step, Step]]:
    found = completion_of(period, user.on, user)
    sums = [
        np.asarray(part).sum(axis=1) for part in (found.due, found.submitted, found.on_time, found.answered)
    ]
    for place, unit_id in enumerate(found.unit_ids):
        due, submitted, on_time, answered = (int(part[place]) for part in sums)
        yield unit_id, Step(due, submitted, on_time), Step(submitted, answered)


def _evaluations(window: Window) -> Iterable[tuple[int, Step, Step]]:
    ended = (
        EvaluationState.ACCEPTED,
        EvaluationState.LAPSED,
        EvaluationState.DECIDED,
        EvaluationState.REPORTED,
    )
    rows = (
        Evaluation.objects.filter(window=window)
        .order_by()
        .values("unit_id")
        .annotate(
            due=Count("pk"),
            rated=Count("pk", filter=~Q(state=EvaluationState.OPEN)),
            in_time=Count("pk", filter=Q(rated_on__lte=window.closes_on)),
            ended=Count("pk", filter=Q(state__in=ended)),
            returned=Count("pk", filter=Q(state__in=ended, returned_on__lte=F("return_until"))),
        )
    )
    for row in rows:
        rated = Step(row["due"], row["rated"], row["in_time"])
        yield row["unit_id"], rated, Step(row["rated"], row["ended"], row["returned"])


def _name(lines: dict[int, UnitLine], on: date) -> None:
    for unit_id, name in UnitPeriod.objects.filter(holds_on(on), unit__in=lines).values_list(
        "unit_id", "name"
    ):
        lines[unit_id].name = name
