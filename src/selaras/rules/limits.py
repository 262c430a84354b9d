"""The limits of SE MenPANRB 3/2023 on the distribution of predicates, honest about small groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selaras.rules.bands import Amounts
from selaras.rules.codes import ACHIEVEMENTS, PREDICATES, Codes, position_of
from selaras.rules.dated import Entry, in_force
from selaras.rules.distribution import SE_MENPANRB_3_2023, Counts
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import HUNDRED, as_hundredths, format_hundredths
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import decimal_words, either_of, say

CODES = {"MAX": "MAX_EXCEEDED", "MIN": "MIN_MISSED", "EXIST": "MUST_EXIST", "NONE": "NOT_ALLOWED"}
PERCENT = HUNDRED * HUNDRED


@dataclass(frozen=True)
class Bounds:
    """Fewest and most people that one limit allows in its predicates, for a group of a size."""

    row: Mapping[str, Any]
    fewest: int
    most: int


@dataclass(frozen=True)
class LimitFinding:
    """A limit that a group breaks: limit and actual in hundredths of a percent, fewest people to move."""

    code: str
    predicates: tuple[str, ...]
    limit: int | None
    actual: int
    people: int


def bounds_of(organisation: str, size: int, *, on: date) -> tuple[tuple[Bounds, ...], bool]:
    """The limits of an achievement for a group of a size, best predicates first, and whether it is too small."""
    position_of(organisation, ACHIEVEMENTS)
    bounds = _bounds(organisation, size, on)
    ordered = sorted(bounds, key=lambda bound: -PREDICATES.index(bound.row["predicates"][0]))
    return tuple(ordered), not _is_possible(bounds, size)


def findings_of(
    organisation: str, counts: Mapping[str, int], *, on: date
) -> tuple[tuple[LimitFinding, ...], bool]:
    """The broken limits in the order of the predicates, best first, and whether the group is too small.

    `counts` people per predicate, absent ones 0. Too small: no distribution of that many people meets all
    limits; then there are no findings. Raises ValueError for nobody at all, UnknownCode, NotInForce.
    """
    position_of(organisation, ACHIEVEMENTS)
    for predicate, count in counts.items():
        position_of(predicate, PREDICATES)
        if count < 0:
            raise ValueError("a number of people cannot be negative")
    size = sum(counts.values())
    if size == 0:
        raise ValueError("nobody at all has no distribution")
    bounds = _bounds(organisation, size, on)
    if not _is_possible(bounds, size):
        return (), True
    found = [finding for bound in bounds for finding in _finding(bound, counts, size)]
    return tuple(sorted(found, key=lambda finding: -PREDICATES.index(finding.predicates[0]))), False


def people_to_move(
    counts: Counts, organisations: Codes, *, on: date
) -> tuple[Amounts, npt.NDArray[np.bool_]]:
    """People over or under each limit (u, limits in file order), and whether units (u,) are too small.

    `counts` (u, 5) by PREDICATES, `organisations` places in ACHIEVEMENTS. Limits of other achievements, units
    without people and units that are too small give 0.
    """
    rows = list(in_force(SE_MENPANRB_3_2023, "limits", on).value.values())
    sizes = counts.sum(axis=1)
    moves = np.zeros((len(counts), len(rows)), dtype=np.int64)
    lower, upper = np.zeros_like(sizes), np.zeros_like(sizes)
    for place, row in enumerate(rows):
        fewest, most = _ranges(row, sizes)
        columns = [PREDICATES.index(predicate) for predicate in row["predicates"]]
        people = counts[:, columns].sum(axis=1)
        applies = organisations == ACHIEVEMENTS.index(row["organisation"])
        moves[:, place] = np.where(applies, np.maximum(people - most, 0) + np.maximum(fewest - people, 0), 0)
        lower += np.where(applies, fewest, 0)
        upper += np.where(applies, most, 0)
    small = (sizes > 0) & ((lower > sizes) | (upper + _free(rows, organisations) * sizes < sizes))
    moves[small | (sizes == 0)] = 0
    return moves, small


def explain_distribution(organisation: str, counts: Mapping[str, int], *, on: date) -> Explanation:
    """The findings of one group with their reasons."""
    found, small = findings_of(organisation, counts, on=on)
    entry = in_force(SE_MENPANRB_3_2023, "limits", on)
    if small:
        steps = [step(entry, say("limit_small", people=sum(counts.values())))]
    else:
        steps = [_step(entry, finding, on) for finding in found] or [step(entry, say("limit_none"))]
    result = {"findings": [_as_json(finding) for finding in found], "small_group": small}
    return Explanation("distribution", on, result, tuple(steps))


def _bounds(organisation: str, size: int, on: date) -> list[Bounds]:
    rows = in_force(SE_MENPANRB_3_2023, "limits", on).value.values()
    sizes = np.array([size])
    ranges = [(row, _ranges(row, sizes)) for row in rows if row["organisation"] == organisation]
    return [Bounds(row, int(fewest[0]), int(most[0])) for row, (fewest, most) in ranges]


def _ranges(row: Mapping[str, Any], sizes: Amounts) -> tuple[Amounts, Amounts]:
    """Fewest and most people (u,) in the predicates of a limit; a part of a person does not count."""
    limit = row.get("limit", 0)
    if row["rule"] == "MAX":
        return np.zeros_like(sizes), sizes * limit // PERCENT
    if row["rule"] == "MIN":
        return -(-sizes * limit // PERCENT), sizes
    if row["rule"] == "EXIST":
        return np.minimum(sizes, 1), sizes
    return np.zeros_like(sizes), np.zeros_like(sizes)


def _is_possible(bounds: list[Bounds], size: int) -> bool:
    """Whether people can be spread so that all limits hold; the limits share no predicate."""
    bound_predicates = {predicate for bound in bounds for predicate in bound.row["predicates"]}
    room = sum(bound.most for bound in bounds) + size * (len(PREDICATES) - len(bound_predicates))
    return sum(bound.fewest for bound in bounds) <= size <= room


def _free(rows: list[Mapping[str, Any]], organisations: Codes) -> Amounts:
    """How many predicates (u,) no limit speaks of."""
    limited = {
        code: {p for row in rows if row["organisation"] == code for p in row["predicates"]}
        for code in ACHIEVEMENTS
    }
    return np.array([len(PREDICATES) - len(limited[code]) for code in ACHIEVEMENTS])[organisations]


def _finding(bound: Bounds, counts: Mapping[str, int], size: int) -> list[LimitFinding]:
    people = sum(counts.get(predicate, 0) for predicate in bound.row["predicates"])
    wrong = max(people - bound.most, bound.fewest - people, 0)
    if not wrong:
        return []
    actual = as_hundredths(Fraction(people * HUNDRED, size))
    code = CODES[bound.row["rule"]]
    return [LimitFinding(code, tuple(bound.row["predicates"]), bound.row.get("limit"), actual, wrong)]


def _step(entry: Entry, finding: LimitFinding, on: date) -> Step:
    names = in_force(PERMENPANRB_6_2022, "predicates", on).value
    words = either_of([names[predicate] for predicate in finding.predicates])
    limit, actual = decimal_words(finding.limit or 0), decimal_words(finding.actual)
    return step(
        entry,
        say(f"limit_{finding.code}", predicates=words, limit=limit, actual=actual, people=finding.people),
    )


def _as_json(finding: LimitFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "predicates": list(finding.predicates),
        "limit": None if finding.limit is None else format_hundredths(finding.limit),
        "actual": format_hundredths(finding.actual),
        "people": finding.people,
    }
