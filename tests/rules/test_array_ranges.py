"""Array functions refuse what their explained twins refuse: no month 13, no more days than the month has."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from selaras.rules import allowance, credit, schemes, scoring
from selaras.rules.codes import MISSING
from selaras.rules.dated import NotInForce

ON = date(2025, 12, 31)
ON_2021 = date(2021, 12, 31)
EARLY = date(1900, 1, 1)
POLICY = allowance.default_policy(on=ON)


def credits_of(level: int = 0, predicate: int = 0, months: int = 12) -> object:
    places = (np.array([level], dtype=np.int8), np.array([predicate], dtype=np.int8))
    return credit.credits_of(*places, np.array([months]), on=ON)


def paid(**changes: int) -> list[int]:
    asked = {"base": 1_000_000, "cuts": 0, "sanction_cuts": 0, "served": 22, "whole": 22} | changes
    predicate = np.array([asked.pop("predicate", 3)], dtype=np.int8)
    columns = {name: np.array([amount]) for name, amount in asked.items()}
    found = allowance.allowances_of(predicate=predicate, policy=POLICY, **columns)
    return [int(amount) for amount in found]


MONTHS = "months must lie between 1 and 12"
DAYS = "the days served must lie between none and the working days of the month"
NO_CODE = "an array holds a number that stands for no code"
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: credits_of(months=0), MONTHS),
    (lambda: credits_of(months=13), MONTHS),
    (lambda: credits_of(months=-1), MONTHS),
    (lambda: credits_of(level=99), NO_CODE),
    (lambda: credits_of(predicate=5), NO_CODE),
    (lambda: paid(served=30), DAYS),
    (lambda: paid(served=-1), DAYS),
    (lambda: paid(served=0, whole=0), DAYS),
    (lambda: paid(cuts=-5000), "a cut cannot be negative"),
    (lambda: paid(sanction_cuts=-1), "a cut cannot be negative"),
    (lambda: paid(base=-1), "its base cannot be negative"),
    (lambda: paid(predicate=5), NO_CODE),
    (lambda: paid(predicate=-2), NO_CODE),
    (
        lambda: scoring.achievements_of(np.array([1]), np.array([-1]), np.array([False]), on=ON_2021),
        "a realisation cannot be negative",
    ),
    (
        lambda: scoring.explain_achievement([1], -1, direction="MORE", maximum=False, on=ON_2021),
        "a realisation cannot be negative",
    ),
]


@pytest.mark.parametrize(("ask", "words"), REFUSED)
def test_nonsense_is_refused(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ask()


def test_the_edges_are_answered() -> None:
    assert credits_of(months=1) == credit.credits_of(
        np.array([0], dtype=np.int8), np.array([0], dtype=np.int8), np.array([1]), on=ON
    )
    assert paid(served=0) == [0]
    assert paid(whole=1, served=1) == paid()
    assert paid(predicate=MISSING) == [MISSING]
    assert paid(cuts=20000) == paid(cuts=10000)


def test_scores_and_progress_of_a_company_ask_for_a_day() -> None:
    one, whole = np.array([[100]]), np.array([10000])
    present = np.array([[True]])
    assert schemes.weighted_scores_of(one, present, whole, missing="REFUSE", on=ON)[0].tolist() == [100]
    with pytest.raises(NotInForce):
        schemes.weighted_scores_of(one, present, whole, missing="REFUSE", on=EARLY)
    start, target = np.array([0]), np.array([100])
    assert schemes.progress_of(start, target, np.array([50]), on=ON).tolist() == [5000]
    with pytest.raises(NotInForce):
        schemes.progress_of(start, target, np.array([50]), on=EARLY)
