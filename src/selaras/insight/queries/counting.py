"""Counts every step of a year in each unit of the whole agency, from what the stages hold at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Count, Exists, F, OuterRef, Q

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.development.queries import hours_by_unit
from selaras.monitoring.queries import completion_of
from selaras.planning.models import Period, Plan, PlanState, PlanVersion, Window
from selaras.planning.queries.reach import unit_of_assignment

STEPS = ("plans", "reports", "answers", "ratings", "documents", "training")
ENDED = (
    EvaluationState.ACCEPTED,
    EvaluationState.LAPSED,
    EvaluationState.DECIDED,
    EvaluationState.REPORTED,
)


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


Place = tuple[int | None, int]
"""A window (None: the year) and a unit."""
Counted = dict[Place, dict[str, Step]]


def count(period: Period, windows: Iterable[Window], on: date) -> Counted:
    """Count the steps of a year and of some of its windows in every unit; five statements for any number."""
    found: Counted = defaultdict(dict)
    for place, step, value in (*_plans(period, on), *_reports(period, on), *_training(period, on)):
        found[place][step] = value
    for place, step, value in _evaluations(list(windows)):
        found[place][step] = value
    return dict(found)


Line = tuple[Place, str, Step]


def _plans(period: Period, on: date) -> Iterator[Line]:
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"), set_on__isnull=False)
    plans = Plan.objects.filter(period=period).annotate(
        unit_id=unit_of_assignment(on, "assignment__position", "ends_on"),
        is_set=Exists(versions.filter(state__in=(PlanState.SET, PlanState.SUPERSEDED))),
        is_early=Exists(versions.filter(set_on__lte=period.plans_due_on)),
    )
    table: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for unit_id, is_set, is_early in plans.values_list("unit_id", "is_set", "is_early"):
        if unit_id is not None:
            one = table[unit_id]
            one[0] += 1
            one[1] += is_set
            one[2] += is_early
    for unit_id, counts in table.items():
        yield (None, unit_id), "plans", Step(*counts)


def _reports(period: Period, on: date) -> Iterator[Line]:
    found = completion_of(period, on)
    # The report on a month is owed once the month is over; the running month would keep every unit from 100 %.
    over = [place for place, month in enumerate(found.months) if month < on.replace(day=1)]
    parts = (found.due, found.submitted, found.on_time, found.answered)
    sums = [np.asarray(part)[:, over].sum(axis=1) for part in parts]
    for place, unit_id in enumerate(found.unit_ids):
        due, submitted, on_time, answered = (int(part[place]) for part in sums)
        if not due:
            continue
        yield (None, unit_id), "reports", Step(due, submitted, on_time)
        yield (None, unit_id), "answers", Step(submitted, answered)


def _training(period: Period, on: date) -> Iterator[Line]:
    for unit in hours_by_unit(None, period.year, on):
        if unit.unit_id is not None:
            yield (None, unit.unit_id), "training", Step(unit.with_duty, unit.met)


def _evaluations(windows: list[Window]) -> Iterator[Line]:
    if not windows:
        return
    ended = Q(state__in=ENDED)
    rows: Any = Evaluation.objects.filter(window__in=windows, unit__isnull=False).order_by()
    counted = rows.values("window_id", "unit_id").annotate(
        due=Count("pk"),
        rated=Count("pk", filter=~Q(state=EvaluationState.OPEN)),
        in_time=Count("pk", filter=Q(rated_on__lte=F("window__closes_on"))),
        ended=Count("pk", filter=ended),
        returned=Count("pk", filter=ended & Q(returned_on__lte=F("return_until"))),
    )
    for row in counted:
        place = (row["window_id"], row["unit_id"])
        yield place, "ratings", Step(row["due"], row["rated"], row["in_time"])
        yield place, "documents", Step(row["rated"], row["ended"], row["returned"])
