"""Predicates counted and as arrays: how a group is distributed, and what a person's last predicates were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Case, Q, When

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.appraisal.queries.doors import visible_to
from selaras.core.actor import Actor
from selaras.planning.models import Scheme, Window
from selaras.regulations.queries.choices import SILENT, wished_check
from selaras.rules.codes import PREDICATES, RATINGS, Codes, encode
from selaras.rules.dated import NotInForce
from selaras.rules.distribution import Counts, counts_by_unit
from selaras.rules.explain import Explanation
from selaras.rules.limits import Bounds, bounds_of, explain_distribution

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


def _evaluated_by(person_id: int | None) -> Q:
    return Q(appraiser=person_id, is_escalated=False) | Q(superior=person_id, is_escalated=True)


@dataclass(frozen=True)
class Group:
    """The people around an evaluation in its window, counted once: by the evaluator, and by whose achievement counts.

    `own` are the predicates the evaluator has given so far, (5,), `waiting` who still waits; `given` the signed
    predicates of the unit whose achievement counts, `size` everybody in it whom the reader may see, `hidden` the rest.
    `is_silent` when the agency chose to be shown no limits of the distribution for the judged period.
    """

    own: Counts
    waiting: int
    given: dict[str, int]
    size: int
    hidden: int
    is_silent: bool = False


def group_of(user: Actor, evaluation: Evaluation) -> Group:
    """Count who stands beside the person who is evaluated; counts and no names, in one statement."""
    own = _evaluated_by(evaluation.evaluator_id)
    unit = Q(appraiser_unit=evaluation.appraiser_unit_id) if evaluation.appraiser_unit_id is not None else own
    seen = Q(pk=evaluation.pk) | visible_to(user) | own
    rows = Evaluation.objects.filter(own | unit, window=evaluation.window_id)
    rows = rows.annotate(is_own=_flag(own), is_group=_flag(unit), is_seen=_flag(seen))
    rows = rows.annotate(wish=wished_check(evaluation.window.judged_until))
    listed = list(rows.values_list("predicate", "is_own", "is_group", "is_seen", "wish"))
    predicates = encode([row[0] or None for row in listed if row[1]], PREDICATES)
    counted = counts_by_unit(predicates, np.zeros(len(predicates), dtype=np.intp), 1)[0]
    inside = [row for row in listed if row[2]]
    visible = [row[0] for row in inside if row[3]]
    given = {code: visible.count(code) for code in PREDICATES}
    hidden, is_silent = len(inside) - len(visible), any(row[4] == SILENT for row in listed)
    return Group(counted, int((predicates < 0).sum()), given, len(visible), hidden, is_silent)


def _flag(rule: Q) -> Case:
    return Case(When(rule, then=True), default=False)


@dataclass(frozen=True)
class LimitLine:
    """One limit of the distribution beside what is so: fewest and most of the whole group, people with it now."""

    rule: str
    predicates: tuple[str, ...]
    limit: int | None
    fewest: int
    most: int
    people: int
    is_broken: bool


@dataclass(frozen=True)
class Limits:
    """The limits for the people whose predicates count the same achievement, and what was found so far.

    `size` is everybody, `given` who is signed (with the person who is rated now), `hidden` how many are not counted
    because the reader may not see them.
    """

    lines: tuple[LimitLine, ...]
    size: int
    given: int
    hidden: int
    is_small: bool
    found: Explanation | None


def limits_for(group: Group, evaluation: Evaluation, achievement: str, chosen: str = "") -> Limits | None:
    """Return the limits of SE MenPANRB 3/2023 for the unit whose achievement counts; None where they do not apply.

    Nor are there any where the agency chose silence. `chosen` is the predicate that is about to be signed. The limits
    are a warning that asks for a reason, never a prohibition.
    """
    window, law_on = evaluation.window, evaluation.window.judged_until
    if group.is_silent or not achievement or window.period.scheme != Scheme.PERMENPANRB_6_2022:
        return None
    counts = dict(group.given)
    if chosen:
        counts[chosen] += 1
    try:
        bounds, is_small = bounds_of(achievement, group.size, on=law_on)
    except NotInForce:
        return None
    given = sum(counts.values())
    found = explain_distribution(achievement, counts, on=law_on) if given and not is_small else None
    broken = {tuple(one["predicates"]) for one in found.result["findings"]} if found else set()
    lines = tuple(_limit_line(bound, counts, broken) for bound in bounds)
    return Limits(lines, group.size, given, group.hidden, is_small, found)


def _limit_line(bound: Bounds, counts: dict[str, int], broken: set[tuple[str, ...]]) -> LimitLine:
    predicates = tuple(bound.row["predicates"])
    people = sum(counts[one] for one in predicates)
    limit = bound.row.get("limit")
    return LimitLine(
        bound.row["rule"], predicates, limit, bound.fewest, bound.most, people, predicates in broken
    )


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
