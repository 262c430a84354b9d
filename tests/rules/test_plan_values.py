"""Plan values of 2021: rounded once, never above the highest value, and asked on a day."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import plan_values, scoring
from selaras.rules.codes import PREDICATES
from selaras.rules.dated import NotInForce
from selaras.rules.hundredths import as_hundredths, format_hundredths

ON = date(2021, 12, 31)
LATER = date(2025, 12, 31)
VALUES = dict(zip(PREDICATES, (25, 60, 80, 100, 120), strict=True))
FACTORS = dict(zip(PREDICATES, (20, 40, 60, 80, 100), strict=True))
weights = st.integers(0, 10000).map(lambda part: (part, 10000 - part))
categories = st.sampled_from(PREDICATES)
extras = st.lists(st.tuples(categories, st.integers(0, 10000), st.integers(0, 12000)), max_size=3)


def test_a_plan_value_is_rounded_once() -> None:
    """23.988 + 64.008 + 1.998 is 89.994; the additional part rounded by itself would make it 90.00."""
    told = plan_values.explain_plan_value(
        [("VERY_GOOD", 1999), ("NEEDS_IMPROVEMENT", 8001)], [("NEEDS_IMPROVEMENT", 333, 10000)], on=ON
    )
    assert told.result["value"] == "89.99"


@given(weights, categories, categories, extras)
def test_a_plan_value_is_the_exact_sum_rounded_and_capped(
    shares: tuple[int, int], one: str, two: str, additional: list[tuple[str, int, int]]
) -> None:
    results = list(zip((one, two), shares, strict=True))
    main = sum(Fraction(VALUES[code] * weight, 10000) for code, weight in results)
    more = sum(Fraction(FACTORS[code] * scope * value, 10**8) for code, scope, value in additional)
    exact = min(main + min(more, Fraction(10)), Fraction(120))
    told = plan_values.explain_plan_value(results, additional, on=ON)
    assert told.result["value"] == format_hundredths(as_hundredths(exact))
    parts = [
        (part, VALUES[code] * 100, weight)
        for part, (code, weight) in zip(("AGREEMENT", "INITIATIVE"), results, strict=True)
    ]
    assert plan_values.explain_plan_total(parts, additional, on=ON).result == told.result
    assert int(float(told.result["value"])) <= 120


def test_a_value_above_the_highest_is_cut_and_said() -> None:
    told = plan_values.explain_plan_value([("VERY_GOOD", 10000)], [("VERY_GOOD", 1000, 12000)], on=ON)
    assert told.result["value"] == "120.00"
    assert "130,00" in told.steps[-1].id and "120,00" in told.steps[-1].id
    assert told.steps[-1].confidence == "unconfirmed"
    assert plan_values.plan_total([(12000, 10000)], 1000, on=ON) == 12000


def test_the_example_of_a_unit_head() -> None:
    """59.2 + 43.6 + 0 = 102.8 (PermenPANRB 8/2021 p. 363)."""
    parts = [("AGREEMENT", 11840, 5000), ("INITIATIVE", 8720, 5000)]
    told = plan_values.explain_plan_total(parts, [], on=ON)
    assert told.result == {"value": "102.80"}
    assert [one.id for one in told.steps][:2] == [
        "Perjanjian kinerja dan direktif bernilai 118,40, bobot 50,00 %: 59,20.",
        "Rencana aksi atau inisiatif strategis bernilai 87,20, bobot 50,00 %: 43,60.",
    ]


BEHAVIOUR = {"peers_consulted": False, "new_idea": False}
FLAG = np.array([False])
REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: plan_values.plan_total([(10000, 9999)], 0, on=ON), "the weights .* must add up to 100 %"),
    (lambda: plan_values.plan_total([(12001, 10000)], 0, on=ON), "a value lies between 0 and 120.00"),
    (lambda: plan_values.plan_total([(-1, 10000)], 0, on=ON), "a value lies between 0 and 120.00"),
    (
        lambda: plan_values.plan_total([(10000, -1), (1, 10001)], 0, on=ON),
        "a weight lies between 0 and 100 %",
    ),
    (lambda: plan_values.plan_total([(10000, 10000)], 1001, on=ON), "additional results .* 10.00"),
    (lambda: plan_values.plan_total([(10000, 10000)], -1, on=ON), "additional results .* 10.00"),
    (
        lambda: plan_values.additional_value(["GOOD"], [-1], [10000], on=ON),
        "a weight lies between 0 and 100 %",
    ),
    (
        lambda: plan_values.additional_value(["GOOD"], [500], [12001], on=ON),
        "a value lies between 0 and 120.00",
    ),
    (lambda: plan_values.explain_plan_total([("OTHER", 1, 10000)], [], on=ON), "'OTHER' is unknown"),
    (lambda: scoring.explain_score(12001, 0, on=ON, **BEHAVIOUR), "a value lies between 0 and 120.00"),
    (lambda: scoring.explain_score(0, -1, on=ON, **BEHAVIOUR), "a value lies between 0 and 120.00"),
    (
        lambda: scoring.scores_of(np.array([12001]), np.array([0]), FLAG, on=ON),
        "a value lies between 0 and 120.00",
    ),
    (
        lambda: scoring.scores_of(np.array([0]), np.array([-1]), FLAG, on=ON),
        "a value lies between 0 and 120.00",
    ),
    (
        lambda: scoring.score_predicates_of(np.array([1_200_001]), FLAG, on=ON),
        "a score lies between 0 and 120.00",
    ),
    (lambda: scoring.score_predicates_of(np.array([-1]), FLAG, on=ON), "a score lies between 0 and 120.00"),
]


@pytest.mark.parametrize(("ask", "words"), REFUSED)
def test_what_no_value_can_be_is_refused(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ask()


def test_nothing_is_in_force_on_another_day() -> None:
    with pytest.raises(NotInForce):
        plan_values.plan_total([(10000, 10000)], 0, on=LATER)
    with pytest.raises(NotInForce):
        plan_values.explain_plan_total([("AGREEMENT", 10000, 10000)], [], on=LATER)


def test_no_people_have_no_scores() -> None:
    none = np.array([], dtype=np.int64)
    assert scoring.scores_of(none, none, none > 0, on=ON).tolist() == []
