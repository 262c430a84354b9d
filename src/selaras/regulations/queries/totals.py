"""Calculators that add up: the plan value of top officials and unit heads in 2021, credit points of several years."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.regulations.queries.further import POINTS, VALUES, among, made
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.points import CREDIT, MOST_ADDITIONAL, PERCENTS
from selaras.rules import credit, plan_values, scoring
from selaras.rules.contract.schema import decimal, many, names_of, predicate_schema, record, refuse, whole
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths

MOST_CONVERSIONS = 6
MOST_POINTS = (POINTS[0], "10999.99")


def plan_total() -> Calculator:
    """The plan value of 2021 from the parts of the main results."""
    parts = names_of(scoring.PERMENPANRB_8_2021, "plan-parts")
    main = record({"part": among(parts), "value": decimal(*VALUES), "weight": decimal(*PERCENTS)})
    extra = record({"category": predicate_schema(), "scope": decimal(*PERCENTS), "value": decimal(*VALUES)})

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        rows = [
            (one["part"], parse_hundredths(one["value"]), parse_hundredths(one["weight"]))
            for one in asked["parts"]
        ]
        additional = [
            (one["category"], parse_hundredths(one["scope"]), parse_hundredths(one["value"]))
            for one in asked.get("additional", ())
        ]
        try:
            return plan_values.explain_plan_total(rows, additional, on=on)
        except ValueError:
            raise refuse("parts", "input_weights") from None

    given = record(
        {"parts": many(main, 1, len(parts)), "additional": many(extra, 0, MOST_ADDITIONAL)}, ("additional",)
    )
    labels = {
        "parts": _("Main results"),
        "parts.part": _("Part of the main results"),
        "additional": _("Additional result"),
        "additional.scope": _("Weight of its scope (%)"),
    }
    return made("plan-total", given, {"value": decimal(*VALUES)}, answer, ("permenpanrb-8-2021",), labels)


def credit_accumulated() -> Calculator:
    """Credit points of one level after the conversions of several years."""
    levels = names_of(credit.PERMENPANRB_1_2023, "levels")
    one = record({"predicate": predicate_schema(), "months": whole(1, credit.MONTHS)})
    given = record(
        {
            "level": among(levels),
            "owned": decimal(*POINTS),
            "earned": many(one, 1, MOST_CONVERSIONS),
        }
    )

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        owned = parse_hundredths(asked["owned"])
        earned = [(one["predicate"], one["months"]) for one in asked["earned"]]
        return credit.explain_accumulated(asked["level"], owned, earned, on=on)

    labels = {"owned": _("Credit points owned"), "earned": _("Conversion of a year")}
    return made("credit-accumulated", given, {"credit": decimal(*MOST_POINTS)}, answer, CREDIT, labels)


BUILDERS = (plan_total, credit_accumulated)
