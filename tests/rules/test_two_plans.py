"""Two plans in one year and the two halves of 2021: dated, explained, and honest about what cannot be weighed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import history, scoring
from selaras.rules.dated import NotInForce

ON_2021 = date(2021, 12, 31)
AFTER = date(2022, 12, 31)


@pytest.mark.parametrize(
    ("plans", "words"),
    [
        ([], "there is no plan to weigh"),
        ([(8000, 0)], "a plan is weighed by at least one month, not 0"),
        ([(8000, 6), (9000, -1)], "a plan is weighed by at least one month, not -1"),
        ([(8000, 7), (9000, 6)], "a year has 12 months, not 13"),
    ],
)
def test_months_that_cannot_be_weighed_are_refused(plans: list[tuple[int, int]], words: str) -> None:
    for ask in (scoring.integrated_value, scoring.explain_two_plans):
        with pytest.raises(ValueError) as refused:
            ask(plans, on=ON_2021)
        assert str(refused.value) == words


@pytest.mark.parametrize("on", [date(2021, 6, 30), date(2022, 1, 1), AFTER])
def test_two_plans_are_weighed_only_while_plans_had_a_value(on: date) -> None:
    with pytest.raises(NotInForce):
        scoring.integrated_value([(8000, 6), (9000, 6)], on=on)
    with pytest.raises(NotInForce):
        scoring.explain_two_plans([(8000, 6), (9000, 6)], on=on)


def test_the_explanation_says_how_weak_the_rule_is() -> None:
    told = scoring.explain_two_plans([(8000, 2), (9000, 10)], on=ON_2021)
    assert told.rule == "two-plans" and told.result == {"value": "88.33"}
    assert {one.confidence for one in told.steps} == {"unconfirmed"}
    assert told.refs == ("permenpanrb-8-2021/two-plans@2021-07-01",)


@given(st.lists(st.tuples(st.integers(0, 12_000), st.integers(1, 3)), min_size=1, max_size=4))
def test_the_value_lies_between_the_plans_and_ignores_their_order(plans: list[tuple[int, int]]) -> None:
    value = scoring.integrated_value(plans, on=ON_2021)
    assert min(plans)[0] <= value <= max(plans)[0]
    assert value == scoring.integrated_value(plans[::-1], on=ON_2021)


@pytest.mark.parametrize("on", [date(2021, 12, 30), date(2022, 1, 1), date(2026, 6, 1)])
def test_the_halves_of_2021_are_integrated_at_the_end_of_2021_only(on: date) -> None:
    with pytest.raises(NotInForce):
        history.explain_integration(8000, 9000, on=on)
    with pytest.raises(NotInForce):
        history.integrated_2021(8000, 9000, on=on)
    assert history.integrated_2021(8000, 9000, on=ON_2021) == 8500
