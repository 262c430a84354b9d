"""Calculators of single numbers: credit points, the plan value of 2021, the talent axis, lesson hours by form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.regulations.queries.further import POINTS, VALUES, among, made
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.words import short_name
from selaras.rules import credit, plan_values, reasons, scoring
from selaras.rules.codes import RATINGS
from selaras.rules.contract.schema import (
    decimal,
    many,
    names_of,
    predicate_schema,
    record,
    refuse,
    whole,
)
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths

CREDIT = ("perbkn-3-2023", "permenpanrb-1-2023")
MOST_YEARS = 40
MOST_RESULTS = 6
MOST_ADDITIONAL = 3
MOST_PLANS = 3
MOST_MONTHS = 12
MOST_AMOUNT = 100_000
PERCENTS = ("0.00", "100.00")


def credit_base() -> Calculator:
    """Base credit points of a rank."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_base_credit(asked["rank"], on=on)

    rows = law_file("identity", "ranks").entries[-1].value
    ranks = {code: name for code, row in rows.items() if (name := short_name(row)) is not None}
    given = record({"rank": among(ranks)})
    labels = {"rank": _("Rank")}
    return made("credit-base", given, {"credit": decimal(*POINTS)}, answer, CREDIT, labels)


def credit_diploma() -> Calculator:
    """Credit points for a higher diploma."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_diploma(asked["level"], on=on)

    given = record({"level": among(names_of(credit.PERMENPANRB_1_2023, "levels"))})
    return made("credit-diploma", given, {"credit": decimal(*POINTS)}, answer, CREDIT)


def credit_move() -> Calculator:
    """Credit points on moving to a functional position."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_move(asked["level"], asked["years"], on=on)

    levels = names_of(credit.PERMENPANRB_1_2023, "levels")
    given = record({"level": among(levels), "years": whole(0, MOST_YEARS)})
    labels = {"years": _("Years in the work of the position before")}
    return made("credit-move", given, {"credit": decimal(*POINTS)}, answer, CREDIT, labels)


def plan_value() -> Calculator:
    """The plan value of 2021 from the categories of results."""
    main = record({"category": predicate_schema(), "weight": decimal(*PERCENTS)})
    extra = record({"category": predicate_schema(), "scope": decimal(*PERCENTS), "value": decimal(*VALUES)})

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        results = [(one["category"], parse_hundredths(one["weight"])) for one in asked["results"]]
        additional = [
            (one["category"], parse_hundredths(one["scope"]), parse_hundredths(one["value"]))
            for one in asked.get("additional", ())
        ]
        try:
            return plan_values.explain_plan_value(results, additional, on=on)
        except ValueError:
            raise refuse("results", "input_weights") from None

    given = record(
        {"results": many(main, 1, MOST_RESULTS), "additional": many(extra, 0, MOST_ADDITIONAL)},
        ("additional",),
    )
    labels = {
        "results": _("Work result"),
        "additional": _("Additional result"),
        "additional.scope": _("Weight of its scope (%)"),
    }
    return made("plan-value", given, {"value": decimal(*VALUES)}, answer, ("permenpanrb-8-2021",), labels)


def two_plans() -> Calculator:
    """Two plans in one year as one value."""
    one = record({"value": decimal(*VALUES), "months": whole(1, MOST_MONTHS)})

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        plans = [(parse_hundredths(one["value"]), one["months"]) for one in asked["plans"]]
        try:
            return scoring.explain_two_plans(plans, on=on)
        except ValueError:
            raise refuse("plans", "input_plan_months") from None

    given = record({"plans": many(one, 1, MOST_PLANS)})
    labels = {"plans": _("Plan (SKP)"), "plans.months": _("Months under this plan")}
    return made("two-plans", given, {"value": decimal(*VALUES)}, answer, ("permenpanrb-8-2021",), labels)


def talent_performance() -> Calculator:
    """Where a predicate stands on the performance axis of the nine boxes."""
    places = names_of("permenpanrb-3-2020", "performances")

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_performance(asked["predicate"], on=on)

    given = record({"predicate": predicate_schema()})
    result = {"performance": among({code: places[code] for code in reversed(RATINGS)})}
    return made("talent-performance", given, result, answer, ("permenpanrb-3-2020",))


def development_form() -> Calculator:
    """Lesson hours by form of development."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_form(asked["form"], asked["amount"], on=on)

    given = record({"form": among(names_of("development", "forms")), "amount": whole(0, MOST_AMOUNT)})
    labels = {
        "form": _("Form of development"),
        "amount": _("Minutes, sessions (coaching, mentoring) or days (benchmarking, secondment)"),
        "hours": _("Lesson hours (JP)"),
    }
    return made(
        "development-form", given, {"hours": whole(0, MOST_AMOUNT)}, answer, ("perlan-10-2018",), labels
    )


BUILDERS = (
    credit_base,
    credit_diploma,
    credit_move,
    plan_value,
    two_plans,
    talent_performance,
    development_form,
)
