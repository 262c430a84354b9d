"""The time to improve of PP 30/2019: whom it leads where, and how its months end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules.careers import add_months, last_day_of
from selaras.rules.codes import UnknownCode
from selaras.rules.procedures import explain_improvement

ON = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("begins_on", "until"),
    [
        (date(2026, 2, 1), date(2026, 7, 31)),
        (date(2026, 2, 15), date(2026, 8, 14)),
        (date(2026, 8, 28), date(2027, 2, 27)),
        (date(2026, 8, 29), date(2027, 2, 28)),
        (date(2026, 8, 30), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 9, 1), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 9, 30)),
    ],
)
def test_six_whole_months_end_with_the_month_where_it_lacks_the_day(begins_on: date, until: date) -> None:
    assert last_day_of(begins_on, 6) == until
    told = explain_improvement("POOR", begins_on, kind="JPT", on=ON)
    assert told.result["steps"][0] == {"code": "CHANCE", "until": until.isoformat()}


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_whole_months_never_end_earlier_for_a_later_day_and_reach_the_same_day(
    day: date, months: int
) -> None:
    until = last_day_of(day, months)
    assert until <= last_day_of(day + timedelta(days=1), months)
    assert until + timedelta(days=1) >= add_months(day, months)
    assert last_day_of(date(day.year, day.month, 1), 12) == date(day.year + 1, day.month, 1) - timedelta(
        days=1
    )


def test_only_a_leader_is_spared_the_posting_and_the_dismissal() -> None:
    def codes(kind: str) -> list[str]:
        told = explain_improvement("POOR", date(2026, 2, 1), kind=kind, on=ON)
        return [one["code"] for one in told.result["steps"]]

    assert codes("JPT") == ["CHANCE", "TEST", "MOVE"]
    for kind in ("ADMINISTRATION", "FUNCTIONAL_EXPERT", "FUNCTIONAL_SKILL"):
        assert codes(kind) == ["CHANCE", "TEST", "MOVE", "TEMPORARY", "DISMISSAL"]


@pytest.mark.parametrize("kind", ["OTHER", "", "CEO"])
def test_a_position_of_which_the_law_does_not_speak_is_refused(kind: str) -> None:
    for predicate in ("POOR", "GOOD"):
        with pytest.raises(UnknownCode):
            explain_improvement(predicate, date(2026, 2, 1), kind=kind, on=ON)


def test_nothing_after_the_test_has_a_firm_day() -> None:
    told = explain_improvement("POOR", date(2026, 2, 1), kind="ADMINISTRATION", on=ON)
    assert [one["until"] for one in told.result["steps"]] == ["2026-07-31", None, None, None, None]
    assert "2027" not in " ".join(one.en for one in told.steps)
    assert told.steps[3].en.endswith("counted from the day on which it begins.")
