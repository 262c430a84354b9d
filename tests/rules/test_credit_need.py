"""The months to a need are the fewest whose conversions, each rounded as the law does, reach it."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import credit
from selaras.rules.codes import PREDICATES, encode

ON = date(2025, 12, 31)
LEVELS = credit.levels(on=ON)
cases = st.tuples(
    st.sampled_from(LEVELS),
    st.integers(0, 50000),
    st.sampled_from(("RANK", "LEVEL")),
    st.sampled_from(PREDICATES),
    st.integers(1, 12),
)


def owned_after(level: str, owned: int, predicate: str, months: int, first: int) -> int:
    """Points after whole months from a month of the year: one conversion for each calendar year touched."""
    years: dict[int, int] = {}
    for month in range(first - 1, first - 1 + months):
        years[month // 12] = years.get(month // 12, 0) + 1
    return credit.accumulated(owned, [(level, predicate, served) for served in years.values()], on=ON)


@given(cases)
def test_the_months_are_enough_and_one_less_is_not(case: tuple[str, int, str, str, int]) -> None:
    level, owned, goal, predicate, first = case
    need = credit.need_for(level, owned, goal=goal, predicate=predicate, start_month=first, on=ON)
    if need is None:
        return
    assert owned_after(level, owned, predicate, need.months, first) >= need.needed
    if need.months:
        assert owned_after(level, owned, predicate, need.months - 1, first) < need.needed


@given(st.lists(cases, min_size=1, max_size=20))
def test_months_of_one_and_of_many_agree(people: list[tuple[str, int, str, str, int]]) -> None:
    needs = [
        credit.need_for(level, owned, goal=goal, predicate=predicate, start_month=first, on=ON)
        for level, owned, goal, predicate, first in people
    ]
    counted = [(person, need) for person, need in zip(people, needs, strict=True) if need is not None]
    found = credit.months_needed(
        encode([person[0] for person, _ in counted], LEVELS),
        encode([person[3] for person, _ in counted], PREDICATES),
        np.array([need.missing for _, need in counted], dtype=np.int64),
        np.array([person[4] for person, _ in counted], dtype=np.int64),
        on=ON,
    )
    assert found.tolist() == [need.months for _, need in counted]


@given(cases)
def test_the_explained_day_is_that_of_the_months(case: tuple[str, int, str, str, int]) -> None:
    level, owned, goal, predicate, first = case
    start = date(2026, first, 15)
    told = credit.explain_need(level, owned, goal=goal, start_on=start, on=ON).result
    need = credit.need_for(level, owned, goal=goal, predicate=predicate, start_month=first, on=ON)
    if need is None:
        assert told == {"needed": None}
    else:
        assert told["earliest"][predicate] == credit.earliest_month(start, need.months).isoformat()


def test_conversions_that_round_up_count_and_those_that_round_down_do_not() -> None:
    """3 months of First expert earn 3.13, not 3.125; 64 months of Beginner in need earn 14.99, not 15."""
    short = credit.need_for("AHLI_PERTAMA", 4687, goal="RANK", predicate="GOOD", on=ON)
    assert short == credit.Need(5000, 313, 3)
    slow = credit.need_for("PEMULA", 0, goal="RANK", predicate="NEEDS_IMPROVEMENT", on=ON)
    assert slow == credit.Need(1500, 1500, 65)


def test_a_year_begins_in_january_wherever_the_months_begin() -> None:
    """Poor earns a Beginner 1.88 a year (1.875) and 0.94 in half a year: from July one month more is needed."""
    needs = [
        credit.need_for("PEMULA", 168, goal="RANK", predicate="POOR", start_month=first, on=ON)
        for first in (1, 7)
    ]
    assert [need.months for need in needs if need] == [85, 86]


def test_accumulated_points_are_told_and_belong_to_one_level() -> None:
    told = credit.explain_accumulated("AHLI_PERTAMA", 0, [("VERY_GOOD", 12), ("GOOD", 2)], on=ON)
    assert told.result == {"credit": "20.83"}
    with pytest.raises(ValueError, match="several levels"):
        credit.accumulated(0, [("PEMULA", "GOOD", 12), ("TERAMPIL", "GOOD", 12)], on=ON)
    with pytest.raises(ValueError, match="negative"):
        credit.explain_accumulated("PEMULA", -1, [], on=ON)
    with pytest.raises(ValueError, match="'NONE' is unknown"):
        credit.explain_accumulated("NONE", 0, [], on=ON)


@pytest.mark.parametrize(("missing", "month"), [(-1, 1), (1, 0), (1, 13)])
def test_what_no_calendar_or_need_holds_is_refused(missing: int, month: int) -> None:
    one = np.array([0], dtype=np.int8)
    with pytest.raises(ValueError, match="month|missing"):
        credit.months_needed(one, one, np.array([missing]), np.array([month]), on=ON)
    with pytest.raises(ValueError, match="month|owned"):
        credit.need_for("PEMULA", missing, goal="RANK", predicate="GOOD", start_month=month, on=ON)
