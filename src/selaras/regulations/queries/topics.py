"""The choices that an agency has: for each its schema, the value of the law files, and the check of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.core.models import Agency, AgencyKind
from selaras.core.verdict import Sentence as Text
from selaras.regulations.models import Topic
from selaras.rules import allowance, careers, policy, schemes
from selaras.rules.codes import PREDICATES
from selaras.rules.contract.schema import (
    Schema,
    choice,
    decimal,
    flag,
    many,
    predicate_schema,
    record,
    text,
    whole,
)
from selaras.rules.dated import in_force
from selaras.rules.hundredths import format_hundredths
from selaras.rules.sentences import Sentence

PERCENTS = ("0.00", "100.00")
SCORES = ("0.01", "120.00")
CLASSES = tuple(f"CLASS_{number}" for number in range(1, 18))
MOST_RUPIAH = 1_000_000_000
MOST_COMPONENTS = 6
MOST_MONTHS = 24
ROUND_TO = ("1", "100", "1000")
LEVELS = ("LIGHT", "MEDIUM", "SEVERE")

Build = Callable[[Agency, date], Any]


@dataclass(frozen=True)
class TopicRule:
    """One topic: what it decides, who has it, its schema, its starting value and its check on a day."""

    topic: Topic
    purpose: Text
    kinds: frozenset[str]
    schema: Callable[[date], Schema]
    default: Callable[[Agency, date], Mapping[str, Any] | None]
    errors: Callable[[Mapping[str, Any], Agency, date], tuple[policy.ChoiceError, ...]]


def topics_of(agency: Agency) -> tuple[TopicRule, ...]:
    """Return the topics on which an agency decides."""
    return tuple(rule for rule in TOPICS.values() if agency.kind in rule.kinds)


def _week_schema(on: date) -> Schema:
    rows = in_force("calendar", "working-week", on).value
    names: dict[str, Sentence] = {code: row["sentence"] for code, row in rows.items()}
    return record({"week": choice(tuple(names), names)})


def _week_default(agency: Agency, on: date) -> Mapping[str, Any]:
    rows = in_force("calendar", "working-week", on).value
    return {"week": next(code for code, row in rows.items() if row["days"] == agency.working_week)}


def _distribution_schema(on: date) -> Schema:
    return record({"check": choice(("WARN", "SILENT"))})


def _allowance_schema(on: date) -> Schema:
    percent = decimal(*PERCENTS)
    cuts = in_force(allowance.ALLOWANCE, "cuts", on).value
    return record(
        {
            "productivity": percent,
            "discipline": percent,
            "factors": record(dict.fromkeys(reversed(PREDICATES), percent)),
            "cut_base": choice(allowance.CUT_BASES),
            "cuts": record(dict.fromkeys(cuts, percent)),
            "sanctions": record(dict.fromkeys(LEVELS, percent), ("LIGHT", "SEVERE")),
            "proration": choice(("BY_WORKING_DAYS", "WHOLE_MONTH")),
            "rounding": choice(allowance.ROUNDINGS),
            "round_to": choice(ROUND_TO),
            "bases": record({code: whole(0, MOST_RUPIAH) for code in CLASSES}, CLASSES),
        }
    )


def _allowance_default(agency: Agency, on: date) -> Mapping[str, Any]:
    start = allowance.default_policy(on=on)
    cuts = in_force(allowance.ALLOWANCE, "cuts", on).value
    fixed = {level: policy.sanction_cut_of(level, on=on) for level in LEVELS}
    return {
        "productivity": format_hundredths(start.productivity),
        "discipline": format_hundredths(start.discipline),
        "factors": {code: format_hundredths(start.factors[code]) for code in reversed(PREDICATES)},
        "cut_base": start.cut_base,
        "cuts": {code: format_hundredths(row["percent"]) for code, row in cuts.items()},
        "sanctions": {level: format_hundredths(cut) for level, cut in fixed.items() if cut is not None},
        "proration": in_force(allowance.ALLOWANCE, "reckoning", on).value["START"]["proration"],
        "rounding": start.rounding,
        "round_to": str(start.round_to),
        "bases": {},
    }


def _allowance_errors(value: Mapping[str, Any], agency: Agency, on: date) -> tuple[policy.ChoiceError, ...]:
    return policy.allowance_errors(value, is_regional=agency.kind == AgencyKind.REGIONAL, on=on)


def _scheme_schema(on: date) -> Schema:
    component = record({"name": text(), "weight": decimal(*PERCENTS)})
    bands = {code: decimal(*SCORES) for code in reversed(PREDICATES[1:])}
    return record(
        {
            "components": many(component, 1, MOST_COMPONENTS),
            "missing": choice(
                schemes.MISSING_CHOICES, in_force(schemes.COMPANY_SCHEMES, "missing-choices", on).value
            ),
            "bands": record(bands),
        }
    )


def _month_schema(on: date) -> Schema:
    return record(
        {
            "lowest_predicate": predicate_schema(),
            "months_between": whole(0, MOST_MONTHS),
            "newcomers": flag(),
        }
    )


def month_folder(agency: Agency) -> str:
    """Return whose starting choice about the employee of the month an agency has: the civil service's or companies'."""
    return schemes.COMPANY_SCHEMES if agency.kind == AgencyKind.COMPANY else careers.CAREERS


def _month_default(agency: Agency, on: date) -> Mapping[str, Any]:
    return asdict(careers.default_month_policy(on=on, folder=month_folder(agency)))


def _no_errors(value: Mapping[str, Any], agency: Agency, on: date) -> tuple[policy.ChoiceError, ...]:
    return ()


EVERY_KIND = frozenset(AgencyKind.values)
PUBLIC = EVERY_KIND - {AgencyKind.COMPANY}
TOPICS: dict[Topic, TopicRule] = {
    Topic.WORKING_WEEK: TopicRule(
        Topic.WORKING_WEEK,
        _("Deadlines in working days are counted by it."),
        EVERY_KIND,
        _week_schema,
        _week_default,
        _no_errors,
    ),
    Topic.DISTRIBUTION: TopicRule(
        Topic.DISTRIBUTION,
        _(
            "Decides whether the pages of rating and of the distribution show where the limits of"
            " SE MenPANRB 3/2023 are broken."
        ),
        PUBLIC,
        _distribution_schema,
        lambda agency, on: {"check": "WARN"},
        _no_errors,
    ),
    Topic.ALLOWANCE: TopicRule(
        Topic.ALLOWANCE,
        _(
            "A delivered result shows what its predicate pays by it, and the calculator of the allowance reckons with"
            " all of it: shares, factors, cuts, sanctions, proration, rounding. Nothing is paid from here."
        ),
        PUBLIC,
        _allowance_schema,
        _allowance_default,
        _allowance_errors,
    ),
    Topic.SCHEME: TopicRule(
        Topic.SCHEME,
        _(
            "Only the calculator of the weighted score reckons with it; ratings follow the matrix of expectations,"
            " and no result is computed from this choice."
        ),
        frozenset({AgencyKind.COMPANY}),
        _scheme_schema,
        lambda agency, on: None,
        lambda value, agency, on: policy.scheme_errors(value, on=on),
    ),
    Topic.EMPLOYEE_OF_MONTH: TopicRule(
        Topic.EMPLOYEE_OF_MONTH,
        _("Decides who may be nominated and chosen; whoever has a running sanction never is."),
        EVERY_KIND,
        _month_schema,
        _month_default,
        _no_errors,
    ),
}
