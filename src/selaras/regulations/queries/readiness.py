"""Calculators of careers: ready for promotion, the next increase or a medal, or what is missing and from when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence as Text
from selaras.regulations.models import Choice, Topic
from selaras.regulations.queries.instruments import other_named
from selaras.regulations.queries.kinds import Calculator
from selaras.rules import careers, policy
from selaras.rules.careers import Readiness, Record
from selaras.rules.contract.schema import Schema, choice, day, decimal, flag, predicate_schema, record, refuse
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths
from selaras.rules.sentences import Sentence, say

POINTS = ("0.00", "9999.99")
Judge = Callable[[Mapping[str, Any], Record, date], tuple[Readiness, dict[str, date]]]
LABELS: Mapping[str, Text] = {
    "before": _("Predicate of the year before"),
    "chosen_on": _("Chosen last on"),
    "first_raise_rank": _("Rank of somebody who waits for the very first increase"),
    "grade": _("Medal"),
    "had_heavier_sanction": _("Has had a medium or severe sanction"),
    "had_unpaid_leave": _("Has taken leave outside the state's responsibility"),
    "has_running_sanction": _("A sanction is running"),
    "has_vacancy": _("There is a vacancy in the next level"),
    "kind": _("Kind of promotion"),
    "last": _("Predicate of the last year"),
    "missing_credit": _("Credit points still missing"),
    "passed_test": _("The competence test is passed"),
    "ready": _("Ready"),
    "from_on": _("By time alone from"),
    "next_on": _("Next period of promotion"),
    "notice_on": _("Notice goes out by"),
    "review_on": _("A postponed increase is looked at again by"),
}


def rank_promotion() -> Calculator:
    """Promotion in rank."""

    def judge(given: Mapping[str, Any], found: Record, on: date) -> tuple[Readiness, dict[str, date]]:
        ready = careers.rank_promotion(given["kind"], found, on=on)
        return ready, {"next_on": careers.next_promotion_day(max(ready.from_on, on), on=on)}

    given = {
        "kind": _titles("rank-promotion"),
        "since_on": day(),
        **_predicates(),
        "missing_credit": decimal(*POINTS),
    }
    labels = {"since_on": _("In the present rank since")}
    return _made("rank-promotion", given, ("next_on",), judge, ("pp-99-2000", "perbkn-4-2025"), labels)


def level_promotion() -> Calculator:
    """Promotion in level of a functional official."""

    def judge(given: Mapping[str, Any], found: Record, on: date) -> tuple[Readiness, dict[str, date]]:
        flags = {name: given[name] for name in ("has_vacancy", "passed_test")}
        return careers.level_promotion(found, **flags, on=on), {}

    given = {
        "since_on": day(), **_predicates(), "missing_credit": decimal(*POINTS), "has_vacancy": flag(),
        "passed_test": flag(),
    }  # fmt: skip
    labels = {"since_on": _("In the present level since")}
    return _made("level-promotion", given, (), judge, _cited("level-promotion"), labels)


def periodic_raise() -> Calculator:
    """The periodic pay increase (KGB)."""

    def judge(given: Mapping[str, Any], found: Record, on: date) -> tuple[Readiness, dict[str, date]]:
        ready = careers.periodic_raise(found, on=on)
        notice = careers.raise_notice_day(ready.from_on, on=on)
        return ready, {"notice_on": notice, "review_on": careers.raise_review_day(ready.from_on, on=on)}

    first = law_file(careers.CAREERS, "periodic-raise").entries[-1].value["RAISE"]["first_ranks"]
    given = {"since_on": day(), "last": predicate_schema(), "first_raise_rank": choice(tuple(first))}
    labels = {"since_on": _("Last increase, or appointment, on")}
    return _made("periodic-raise", given, ("notice_on", "review_on"), judge, ("pp-7-1977",), labels)


def long_service_medal() -> Calculator:
    """Satyalancana Karya Satya."""

    def judge(given: Mapping[str, Any], found: Record, on: date) -> tuple[Readiness, dict[str, date]]:
        return careers.long_service_medal(given["grade"], found, on=on), {}

    given = {
        "grade": _titles("satyalancana"), "since_on": day(), "had_heavier_sanction": flag(),
        "had_unpaid_leave": flag(),
    }  # fmt: skip
    labels = {"since_on": _("Appointed (CPNS) on")}
    return _made("long-service-medal", given, (), judge, ("pp-35-2010",), labels)


def employee_of_month(value: Mapping[str, Any], chosen: Choice | None, folder: str) -> Calculator:
    """Employee of the month, by what the agency chose."""
    conditions = policy.month_policy_of(value)

    def judge(given: Mapping[str, Any], found: Record, on: date) -> tuple[Readiness, dict[str, date]]:
        return careers.employee_of_month(found, on=on, policy=conditions, folder=folder), {}

    given = {"last": predicate_schema(), "has_running_sanction": flag(), "chosen_on": day()}
    cited = _cited("employee-of-month", folder)
    made = _made("employee-of-month", given, (), judge, cited, {})
    return replace(made, topic=Topic.EMPLOYEE_OF_MONTH, choice=chosen)


BUILDERS = (rank_promotion, level_promotion, periodic_raise, long_service_medal)
OPTIONAL = frozenset({"last", "before", "missing_credit", "first_raise_rank", "chosen_on"})


def _predicates() -> dict[str, Schema]:
    return {"last": predicate_schema(), "before": predicate_schema()}


def _titles(name: str) -> Schema:
    rows = law_file(careers.CAREERS, name).entries[-1].value
    names: dict[str, Sentence] = {code: row["title"] for code, row in rows.items()}
    return choice(tuple(names), names)


def _cited(name: str, folder: str = careers.CAREERS) -> tuple[str, ...]:
    return tuple({other_named(entry.cite.instrument).key for entry in law_file(folder, name).entries})


def _record_of(given: Mapping[str, Any], on: date) -> Record:
    if "before" in given and "last" not in given:
        raise refuse("last", "input_missing")
    credit = given.get("missing_credit")
    chosen = given.get("chosen_on")
    return Record(
        since_on=date.fromisoformat(given["since_on"]) if "since_on" in given else on,
        predicates=tuple(given[name] for name in ("last", "before") if name in given),
        missing_credit=None if credit is None else parse_hundredths(credit),
        has_running_sanction=given.get("has_running_sanction", False),
        had_heavier_sanction=given.get("had_heavier_sanction", False),
        had_unpaid_leave=given.get("had_unpaid_leave", False),
        chosen_on=None if chosen is None else date.fromisoformat(chosen),
        first_raise_rank=given.get("first_raise_rank"),
    )


def _made(
    key: str,
    given: Mapping[str, Schema],
    days: tuple[str, ...],
    judge: Judge,
    instruments: tuple[str, ...],
    labels: Mapping[str, Text],
) -> Calculator:
    def answer(asked: dict[str, Any], on: date) -> Explanation:
        ready, more = judge(asked, _record_of(asked, on), on)
        told = {"from_on": ready.from_on, **more}
        result = {"ready": ready.ready, **{name: found.isoformat() for name, found in told.items()}}
        return Explanation(key, on, result, ready.steps)

    schema = record(given, tuple(name for name in given if name in OPTIONAL))
    output = record({"ready": flag(), "from_on": day(), **{name: day() for name in days}})
    title = say(f"rule_{key.replace('-', '_')}")
    return Calculator(key, title, schema, output, answer, instruments, labels={**LABELS, **labels})
