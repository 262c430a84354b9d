"""A nation in one run: predicate, distribution per unit, credit points and allowance, beside bare numpy look-ups."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from selaras.rules.allowance import allowances_of, default_policy
from selaras.rules.codes import PREDICATES, RATINGS
from selaras.rules.credit import credits_of, levels
from selaras.rules.distribution import counts_by_unit
from selaras.rules.limits import people_to_move
from selaras.rules.rating import predicates_of

ON = date(2025, 12, 31)
BASES = np.array([1_500_000, 3_250_000, 4_780_000, 6_105_000, 11_955_000, 26_324_000])
CUTS = np.array([0, 0, 0, 50, 100, 125, 300])
SANCTIONS = np.array([0, 0, 0, 0, 2500])
WORKING_DAYS = 22
ROUNDS = 3
SOMEBODY = -1
# Places of the achievement and of the predicates, worst first, then least and most percent of the people.
LIMITS = (
    (4, [4], 0, 70),
    (3, [3], 0, 70),
    (3, [2, 1], SOMEBODY, 100),
    (2, [4], 0, 10),
    (2, [2], 60, 100),
    (1, [4], 0, 10),
    (1, [2], 10, 100),
    (1, [1], 60, 100),
    (0, [4], 0, 0),
    (0, [2, 1], 10, 100),
    (0, [0], 60, 100),
)
COEFFICIENTS = np.array([375, 500, 1250, 2500, 1250, 2500, 3750, 5000])  # in hundredths, by level
PERCENTAGES = np.array([25, 50, 75, 100, 150])  # by predicate, worst first
UNLIMITED = (1, 2, 3, 2, 4)  # how many predicates no limit speaks of, by achievement

Arrays = dict[str, Any]


def measure(people: int, units: int) -> None:
    """Print seconds and rows per second of each rule and of its bare look-up, and the greatest memory."""
    given = nation(people, units)
    print(f"{people:,} people in {units:,} units, best of {ROUNDS} runs")
    print(f"{'rule':<16}{'s':>8}{'rows/s':>16}{'bare s':>9}{'× bare':>8}")
    ours_total = bare_total = 0.0
    for name, (ours, bare) in PAIRS.items():
        seconds, answer = _best(ours, given)
        floor, same = _best(bare, given)
        if not all(np.array_equal(one, two) for one, two in zip(answer, same, strict=True)):
            raise SystemExit(f"{name}: the rule and the bare look-up differ")
        given[name] = answer[0]
        ours_total, bare_total = ours_total + seconds, bare_total + floor
        _print(name, people, seconds, floor)
    _print("all", people, ours_total, bare_total)
    print(f"greatest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    print(f"selaras rules explain, start to end: {_explained():.2f} s")


def nation(people: int, units: int) -> Arrays:
    """Random ratings, levels, months, money and units of everybody; every unit with an achievement."""
    chance = np.random.default_rng(6)
    return {
        "results": chance.integers(0, len(RATINGS), people, dtype=np.int8),
        "behaviour": chance.integers(0, len(RATINGS), people, dtype=np.int8),
        "level": chance.integers(0, len(levels(on=ON)), people, dtype=np.int8),
        "months": chance.integers(1, 13, people),
        "unit": chance.integers(0, units, people),
        "achievement": chance.integers(0, len(PREDICATES), units, dtype=np.int8),
        "units": units,
        "base": chance.choice(BASES, people),
        "cuts": chance.choice(CUTS, people),
        "sanction": chance.choice(SANCTIONS, people),
        "served": chance.integers(0, WORKING_DAYS + 1, people),
        "whole": np.full(people, WORKING_DAYS),
    }


def our_predicate(given: Arrays) -> tuple[Any, ...]:
    return (predicates_of(given["results"], given["behaviour"], on=ON),)


def bare_predicate(given: Arrays) -> tuple[Any, ...]:
    table = np.array([[0, 2, 2], [1, 3, 3], [1, 3, 4]], dtype=np.int8)
    return (table[given["results"], given["behaviour"]],)


def our_distribution(given: Arrays) -> tuple[Any, ...]:
    counts = counts_by_unit(given["predicate"], given["unit"], given["units"])
    return (counts, *people_to_move(counts, given["achievement"], on=ON))


def bare_distribution(given: Arrays) -> tuple[Any, ...]:
    """The same counts and limits from numbers written down here, each limit for its own units alone."""
    cells = given["unit"] * len(PREDICATES) + given["predicate"]
    counts = np.bincount(cells, minlength=given["units"] * len(PREDICATES)).reshape(given["units"], -1)
    sizes, achievement = counts.sum(axis=1), given["achievement"]
    moves = np.zeros((len(counts), len(LIMITS)), dtype=np.int64)
    lower, upper = np.zeros_like(sizes), sizes * np.array(UNLIMITED)[achievement]
    for place, (of, predicates, least, most) in enumerate(LIMITS):
        at = np.flatnonzero(achievement == of)
        people, size = counts[at][:, predicates].sum(axis=1), sizes[at]
        fewest = np.minimum(size, 1) if least == SOMEBODY else -(-size * least // 100)
        highest = size * most // 100
        moves[at, place] = np.maximum(people - highest, 0) + np.maximum(fewest - people, 0)
        lower[at] += fewest
        upper[at] += highest
    small = (sizes > 0) & ((lower > sizes) | (upper < sizes))
    moves[small] = 0
    return counts, moves, small


def our_credit(given: Arrays) -> tuple[Any, ...]:
    return (credits_of(given["level"], given["predicate"], given["months"], on=ON),)


def bare_credit(given: Arrays) -> tuple[Any, ...]:
    """The same amounts from a table of every level, predicate and month, out of numbers written down here."""
    twelfths = np.multiply.outer(np.multiply.outer(COEFFICIENTS, PERCENTAGES), np.arange(1, 13))
    table = (2 * twelfths + 1200) // 2400
    return (table[given["level"], given["predicate"], given["months"] - 1],)


def our_allowance(given: Arrays) -> tuple[Any, ...]:
    names = ("base", "predicate", "cuts", "sanction", "served", "whole")
    return (allowances_of(*(given[name] for name in names), policy=default_policy(on=ON)),)


def bare_allowance(given: Arrays) -> tuple[Any, ...]:
    """The same money in plain whole numbers, without missing values, wide numbers or other policies."""
    policy = default_policy(on=ON)
    factors = np.array([policy.factors[code] for code in PREDICATES])
    earned = factors[given["predicate"]] * policy.productivity
    kept = (
        (earned + (10_000 - given["cuts"]) * policy.discipline) // 1000 * (10_000 - given["sanction"]) // 1000
    )
    top = given["base"] * given["served"] * kept
    bottom = given["whole"] * 1_000_000
    return ((2 * top + bottom) // (2 * bottom),)


PAIRS: dict[str, tuple[Callable[[Arrays], tuple[Any, ...]], Callable[[Arrays], tuple[Any, ...]]]] = {
    "predicate": (our_predicate, bare_predicate),
    "distribution": (our_distribution, bare_distribution),
    "credit": (our_credit, bare_credit),
    "allowance": (our_allowance, bare_allowance),
}


def _best(work: Callable[[Arrays], tuple[Any, ...]], given: Arrays) -> tuple[float, tuple[Any, ...]]:
    best, answer = float("inf"), ()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = work(given)
        best = min(best, time.perf_counter() - began)
    return best, answer


def _print(name: str, people: int, seconds: float, floor: float) -> None:
    print(f"{name:<16}{seconds:>8.3f}{people / seconds:>16,.0f}{floor:>9.3f}{seconds / floor:>8.2f}")


def _explained() -> float:
    """Seconds of one explanation as a new process, the best of a few."""
    asked = [
        sys.executable,
        "-m",
        "selaras.config.cli",
        "rules",
        "explain",
        "predicate",
        "--on",
        ON.isoformat(),
    ]
    given = b'{"scheme": "permenpanrb-6-2022", "results": "MEETS", "behaviour": "ABOVE"}'
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(asked, input=given, stdout=subprocess.DEVNULL, check=True)
        best = min(best, time.perf_counter() - began)
    return best
