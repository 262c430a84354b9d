"""The calculators: every rule of the contract, and those that reckon with what the agency itself has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.core.models import Agency, AgencyKind
from selaras.core.verdict import Sentence as Text
from selaras.regulations.models import Topic
from selaras.regulations.queries import further, guides, points, procedures, readiness, rulings, totals
from selaras.regulations.queries.allowance import allowance_calculator
from selaras.regulations.queries.choices import held_on
from selaras.regulations.queries.company import deadline_calculator, key_result_calculator, score_calculator
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.topics import month_folder
from selaras.rules.contract import InputRefused, rule_names, rule_of
from selaras.rules.contract.schema import Schema, check
from selaras.rules.explain import Explanation
from selaras.rules.rating import COMPANY_MATRIX

PERSONAL = frozenset({"nip"})
"""Rules that ask for a number which names a person: it may stand in no address."""

LAW_OF: Mapping[str, tuple[str, ...]] = {
    "predicate": ("permenpanrb-6-2022", "permenpanrb-8-2021", "pp-30-2019"),
    "indicator-achievement": ("permenpanrb-8-2021",),
    "distribution": ("se-menpanrb-3-2023",),
    "credit": ("permenpanrb-1-2023", "perbkn-3-2023"),
    "absence-sanction": ("pp-94-2021",),
    "study-leave-band": ("permenpanrb-6-2022",),
    "deadline": ("permenpanrb-6-2022", "calendar"),
    "wording": ("permenpanrb-6-2022",),
    "talent-box": ("permenpanrb-3-2020",),
    "nip": ("identity",),
}

OWN = frozenset({"allowance", "employee-of-month"})
"""Calculators that reckon with a choice of the agency."""

BESIDE = (
    *further.BUILDERS,
    *guides.BUILDERS,
    *points.BUILDERS,
    *procedures.BUILDERS,
    *readiness.BUILDERS,
    *rulings.BUILDERS,
    *totals.BUILDERS,
)
"""Builders of the calculators of the law of civil servants beside those of the contract."""

LABELS_OF: Mapping[str, Mapping[str, Text]] = {
    "absence-sanction": {"level": _("Severity")},
    "distribution": {"actual": _("Actual share (%)")},
}


def calculators_of(agency: Agency, on: date) -> list[Calculator]:
    """Return the calculators of an agency in the order of the contract, its own ones last."""
    if agency.kind == AgencyKind.COMPANY:
        held = held_on(agency, Topic.SCHEME, on)
        own = [_contract("predicate", company=True), deadline_calculator(), key_result_calculator()]
        return [*own, score_calculator(held.value, held.choice), _of_month(agency, on)]
    held = held_on(agency, Topic.ALLOWANCE, on)
    assert held.value is not None
    listed = [_contract(name, company=False) for name in rule_names()]
    return [
        *listed,
        *_beside(),
        _of_month(agency, on),
        allowance_calculator(held.value, held.choice, on),
    ]


def _of_month(agency: Agency, on: date) -> Calculator:
    held = held_on(agency, Topic.EMPLOYEE_OF_MONTH, on)
    assert held.value is not None
    return readiness.employee_of_month(held.value, held.choice, month_folder(agency))


def calculator_of(agency: Agency, key: str, on: date) -> Calculator:
    """Return one calculator of an agency; KeyError when it has none of that key."""
    if agency.kind == AgencyKind.COMPANY or key in OWN:
        return {one.key: one for one in calculators_of(agency, on)}[key]
    if key in rule_names():
        return _contract(key, company=False)
    return {one.key: one for one in _beside()}[key]


def answer_of(calculator: Calculator, given: Any, on: date) -> Explanation:
    """Return the explained answer; raises InputRefused and NotInForce."""
    errors = check(calculator.schema, given)
    if errors:
        raise InputRefused(errors)
    return calculator.answer(given, on)


def _beside() -> list[Calculator]:
    """The calculators of the law of civil servants beside those of the contract."""
    return [build() for build in BESIDE]


def _contract(name: str, *, company: bool) -> Calculator:
    rule = rule_of(name)
    return Calculator(
        key=name,
        title=rule.title,
        schema=_without(rule.input, company),
        output=rule.output,
        answer=rule.answer,
        instruments=("company-matrix",) if company else LAW_OF.get(name, ()),
        is_contract=True,
        is_personal=name in PERSONAL,
        labels=LABELS_OF.get(name, {}),
    )


def _without(schema: Schema, company: bool) -> Schema:
    """Leave out the schemes of the others: a company's in an agency, and the law's in a company."""
    if "oneOf" not in schema:
        return schema
    kept = [
        one
        for one in schema["oneOf"]
        if "scheme" not in one["properties"]
        or (one["properties"]["scheme"]["const"] == COMPANY_MATRIX) is company
    ]
    return {"oneOf": kept}
