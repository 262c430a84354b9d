"""The periodic pay increase when it is postponed, and which years' rating decides."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import careers
from selaras.rules.dated import in_force

DAYS = st.dates(date(1980, 1, 1), date(2040, 12, 31))


@given(DAYS, DAYS)
def test_a_postponed_increase_is_looked_at_again_within_a_year_and_never_in_the_past(
    raise_on: date, on: date
) -> None:
    review = careers.raise_review_day(raise_on, on=on)
    assert on < review <= careers.add_months(max(raise_on, on), 12)
    assert (review.year - raise_on.year) >= 1
    assert review == careers.add_months(raise_on, 12 * (review.year - raise_on.year))


def test_what_rating_decides_is_said_with_its_doubt() -> None:
    record = careers.Record(date(2022, 1, 1), ("POOR", "VERY_GOOD"))
    found = careers.periodic_raise(record, on=date(2026, 6, 1))
    assert found.lacks == ("PREDICATES",)
    assert found.steps[0].en.startswith("The average rating is read from the predicates of the last years")
    assert found.steps[0].confidence == "unconfirmed"
    entry = in_force(careers.CAREERS, "periodic-raise", date(2026, 6, 1))
    assert any("does not say of which years" in one.other.en for one in entry.readings)
