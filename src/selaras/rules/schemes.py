"""Company schemes: weighted components with rating bands, and progress of key results (OKR) in either direction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from selaras.rules.bands import Amounts, Bands, band_at
from selaras.rules.codes import position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import HUNDRED, as_hundredths, exactly, format_hundredths
from selaras.rules.rating import COMPANY_MATRIX
from selaras.rules.sentences import Sentence, decimal_words, say

COMPANY_SCHEMES = "company-schemes"
PERCENT = HUNDRED * HUNDRED
MISSING_CHOICES = ("REFUSE", "REWEIGHT")


class ScoreRefused(ValueError):
    """A score that cannot be told: a component is missing and the scheme does not reweight, or none is there."""


@dataclass(frozen=True)
class Component:
    """One part of a weighted score; weight in hundredths of a percent, score in hundredths, None when missing."""

    name: str
    weight: int
    score: int | None


@dataclass(frozen=True)
class KeyResult:
    """A key result in hundredths; commit and stretch lie on the way from start to and beyond target."""

    start: int
    commit: int
    target: int
    stretch: int

    def __post_init__(self) -> None:
        """Refuse a key result whose steps do not lie in one direction."""
        steps = [self.start, self.commit, self.target, self.stretch]
        if self.start == self.target:
            raise ValueError("a key result must lead from its start to another target")
        if sorted(steps, reverse=self.target < self.start) != steps:
            raise ValueError("start, commit, target and stretch must lie in one direction")


def explain_weighted(
    components: Sequence[Component], *, missing: str, on: date, bands: Bands | None = None
) -> Explanation:
    """Weighted score and predicate; `missing` REFUSE or REWEIGHT says what a missing component does, never zero.

    `bands` are the company's own, lowest first, else those of the law file. Raises ScoreRefused, ValueError.
    """
    position_of(missing, MISSING_CHOICES)
    if sum(component.weight for component in components) != PERCENT:
        raise ValueError("the weights of the components must add up to 100%")
    present = [component for component in components if component.score is not None]
    if not present or (missing == "REFUSE" and len(present) < len(components)):
        raise ScoreRefused("a component has no score yet")
    weight = sum(component.weight for component in present)
    if not weight:
        raise ScoreRefused("the components with a score have no weight")
    exact = sum((exactly(c.score or 0) * c.weight for c in present), Fraction(0)) / weight
    entry = in_force(COMPANY_SCHEMES, "rating-bands", on)
    band = band_at(bands or entry.value, exact)
    if band is None:
        raise ScoreRefused("no band of the scheme holds this score")
    names = in_force(COMPANY_MATRIX, "predicates", on).value
    score = as_hundredths(exact)
    words = say("weighted_total", score=decimal_words(score), predicate=names[band["code"]])
    steps = [_component_step(component, missing, on) for component in components]
    result = {"score": format_hundredths(score), "predicate": band["code"]}
    return Explanation("weighted-score", on, result, (*steps, step(entry, words)))


def weighted_scores_of(
    scores: Amounts, present: npt.NDArray[np.bool_], weights: Amounts, *, missing: str, on: date
) -> tuple[Amounts, npt.NDArray[np.bool_]]:
    """Weighted scores (n,) in hundredths, half up, and whether each can be told, from scores and presence (n, c).

    `weights` (c,) in hundredths of a percent, adding up to 100 %. What cannot be told holds 0 and False.
    """
    position_of(missing, tuple(in_force(COMPANY_SCHEMES, "missing-choices", on).value))
    if weights.sum() != PERCENT:
        raise ValueError("the weights of the components must add up to 100%")
    weight = (present * weights).sum(axis=1)
    told = present.all(axis=1) if missing == "REFUSE" else weight > 0
    total = (np.where(present, scores, 0) * weights).sum(axis=1)
    safe = np.where(told, weight, 1)
    found: Amounts = np.where(told, (2 * total + safe) // (2 * safe), 0)
    return found, np.asarray(told, dtype=np.bool_)


def explain_key_result(key_result: KeyResult, actual: int, *, on: date) -> Explanation:
    """Progress from start to target in percent, between 0 and 100, and the level reached (COMMIT, TARGET, STRETCH)."""
    distance = key_result.target - key_result.start
    share = min(max(Fraction(actual - key_result.start, distance), Fraction(0)), Fraction(1))
    progress = as_hundredths(share * HUNDRED)
    level = _level(key_result, actual)
    entry = in_force(COMPANY_SCHEMES, "okr-levels", on)
    words = say(
        "okr_progress",
        start=decimal_words(key_result.start),
        target=decimal_words(key_result.target),
        actual=decimal_words(actual),
        progress=decimal_words(progress),
    )
    result = {"progress": format_hundredths(progress), "level": level}
    return Explanation(
        "key-result",
        on,
        result,
        (step(entry, words), step(entry, say("okr_level", level=entry.value[level]))),
    )


def progress_of(start: Amounts, target: Amounts, actual: Amounts, *, on: date) -> Amounts:
    """Progress (n,) in hundredths of a percent, half up, between 0 and 100 %, in either direction.

    Raises ValueError where start and target are the same, NotInForce before the levels of `explain_key_result`.
    """
    in_force(COMPANY_SCHEMES, "okr-levels", on)
    sign = np.where(target < start, -1, 1)
    distance, way = (target - start) * sign, (actual - start) * sign
    if (distance == 0).any():
        raise ValueError("a key result must lead from its start to another target")
    inside = np.clip(way, 0, distance) * PERCENT
    progress: Amounts = (2 * inside + distance) // (2 * distance)
    return progress


def _level(key_result: KeyResult, actual: int) -> str:
    sign = -1 if key_result.target < key_result.start else 1
    steps = {"STRETCH": key_result.stretch, "TARGET": key_result.target, "COMMIT": key_result.commit}
    return next((level for level, value in steps.items() if sign * actual >= sign * value), "BELOW")


def _component_step(component: Component, missing: str, on: date) -> Step:
    name = Sentence(component.name, component.name)
    if component.score is None:
        entry = in_force(COMPANY_SCHEMES, "missing-choices", on)
        return step(entry, say("component_missing", name=name, choice=entry.value[missing]))
    entry = in_force(COMPANY_SCHEMES, "rating-bands", on)
    score, weight = decimal_words(component.score), decimal_words(component.weight)
    return step(entry, say("component_scored", name=name, score=score, weight=weight))
