"""Predicates counted and as arrays: how a group is distributed, and what a person's last predicates were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.appraisal.queries.doors import visible_to
from selaras.core.actor import Actor
from selaras.planning.models import Window
from selaras.rules.codes import PREDICATES, RATINGS, Codes, encode
from selaras.rules.distribution import Counts, counts_by_unit

Ids = npt.NDArray[np.int64]
KEYS = {"unit": "unit_id", "appraiser": "appraiser_id", "appraiser_unit": "appraiser_unit_id"}


@dataclass(frozen=True)
class Distribution:
    """How many people of each predicate (order of `rules.codes.PREDICATES`) per group, and how many have none yet."""

    ids: list[int | None]
    counts: Counts
    open: Ids

    @property
    def total(self) -> Counts:
        """All groups together, (5,)."""
        return self.counts.sum(axis=0)  # type: ignore[no-any-return]  # numpy's sum is Any


@dataclass(frozen=True)
class Predicates:
    """One row per evaluation of a window; missing ratings are `rules.codes.MISSING`, missing ids -1."""

    evaluation_ids: Ids
    person_ids: Ids
    unit_ids: Ids
    appraiser_ids: Ids
    results: Codes
    behaviour: Codes
    predicates: Codes


def predicates_in(window: Window | int, user: Actor | None = None) -> Predicates:
    """Return the ratings and predicates of a window as arrays; of those a user may see when one is given."""
    rows = Evaluation.objects.filter(window=window)
    if user is not None:
        rows = rows.filter(visible_to(user))
    listed = list(
        rows.order_by("pk").values_list(
            "pk",
            "person_id",
            "unit_id",
            "appraiser_id",
            "results_rating",
            "behaviour_rating",
            "predicate",
            "state",
        )
    )
    signed = [row[7] != EvaluationState.OPEN for row in listed]
    return Predicates(
        _ids(listed, 0),
        _ids(listed, 1),
        _ids(listed, 2),
        _ids(listed, 3),
        encode([row[4] or None if done else None for row, done in zip(listed, signed, strict=True)], RATINGS),
        encode([row[5] or None if done else None for row, done in zip(listed, signed, strict=True)], RATINGS),
        encode([row[6] or None for row in listed], PREDICATES),
    )


def _ids(rows: list[Any], column: int) -> Ids:
    return np.array([-1 if row[column] is None else row[column] for row in rows], dtype=np.int64)


def distribution_of(window: Window | int, by: str = "unit", user: Actor | None = None) -> Distribution:
    """Count the predicates of a window by the employees' unit, by appraiser, or by the appraisers' unit."""
    rows = Evaluation.objects.filter(window=window)
    if user is not None:
        rows = rows.filter(visible_to(user))
    listed = list(rows.values_list(KEYS[by], "predicate"))
    ids = sorted({key for key, _predicate in listed}, key=lambda one: (one is None, one))
    places = {key: place for place, key in enumerate(ids)}
    groups = np.array([places[key] for key, _predicate in listed], dtype=np.intp)
    predicates = encode([predicate or None for _key, predicate in listed], PREDICATES)
    waiting = np.bincount(groups[predicates < 0], minlength=len(ids)).astype(np.int64)
    return Distribution(ids, counts_by_unit(predicates, groups, len(ids)), waiting)


def group_of(evaluation: Evaluation) -> tuple[Counts, int]:
    """Count the predicates an evaluator has given in a window so far, (5,), and how many people still wait."""
    evaluator = evaluation.evaluator_id
    own = Q(appraiser=evaluator, is_escalated=False) | Q(superior=evaluator, is_escalated=True)
    listed = list(
        Evaluation.objects.filter(own, window=evaluation.window_id).values_list("predicate", flat=True)
    )
    predicates = encode([code or None for code in listed], PREDICATES)
    counted = counts_by_unit(predicates, np.zeros(len(listed), dtype=np.intp), 1)[0]
    return counted, int((predicates < 0).sum())


@dataclass(frozen=True)
class PredicateLine:
    """One delivered result of a person."""

    evaluation_id: int
    window_id: int
    year: int
    kind: str
    number: int
    judged_until: date
    predicate: str
    results_rating: str
    behaviour_rating: str


def last_predicates(person_id: int, most: int = 4) -> list[PredicateLine]:
    """Return a person's delivered results, newest first; a result that the person has not received is left out."""
    rows = Evaluation.objects.filter(person=person_id, delivered_on__isnull=False)
    listed = rows.order_by("-window__judged_until", "window__kind").values_list(
        "pk", "window_id", "window__period__year", "window__kind", "window__number", "window__judged_until",
        "predicate", "results_rating", "behaviour_rating",
    )  # fmt: skip
    return [PredicateLine(*row) for row in listed[:most]]


def last_predicates_of(person_ids: list[int], kind: str = "") -> dict[int, PredicateLine]:
    """Return the newest delivered result of each person in one statement; of one kind of window when given."""
    rows = Evaluation.objects.filter(person__in=person_ids, delivered_on__isnull=False)
    if kind:
        rows = rows.filter(window__kind=kind)
    listed = (
        rows.order_by("person", "-window__judged_until", "window__kind")
        .distinct("person")
        .values_list(
            "person_id", "pk", "window_id", "window__period__year", "window__kind", "window__number",
            "window__judged_until", "predicate", "results_rating", "behaviour_rating",
        )
    )  # fmt: skip
    return {row[0]: PredicateLine(*row[1:]) for row in listed}
