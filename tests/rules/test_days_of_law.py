"""A function of the rules takes the day of the law, or says why it needs none."""

import inspect
from collections.abc import Callable
from datetime import date

import pytest

from selaras.rules import allowance, days
from selaras.rules.dated import NotInForce

WITHOUT_DAY = (days.is_working_day, days.working_days_between, allowance.allowances_of)


@pytest.mark.parametrize("function", WITHOUT_DAY, ids=lambda one: one.__name__)
def test_a_function_without_a_day_of_law_says_why(function: Callable[..., object]) -> None:
    assert "on" not in inspect.signature(function).parameters
    assert "No `on`: " in (inspect.getdoc(function) or "")


def test_each_year_has_its_own_calendar() -> None:
    """26 December was joint leave in 2024 and 2025; 28 December 2026 is an ordinary Monday."""
    assert not days.is_working_day(date(2024, 12, 26))
    assert not days.is_working_day(date(2025, 12, 26))
    assert days.is_working_day(date(2026, 12, 28))
    with pytest.raises(NotInForce):
        days.is_working_day(date(1990, 1, 2))
    with pytest.raises(NotInForce):
        days.working_days_between(date(1990, 1, 2), date(1990, 1, 5))
