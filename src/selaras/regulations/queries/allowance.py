"""The calculator of the allowance: it reckons with the shares, factors, cuts and bases that the agency chose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from selaras.core.verdict import Sentence as Text
from selaras.regulations.models import Choice, Topic
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.words import said
from selaras.rules import allowance, policy
from selaras.rules.contract.schema import (
    Schema,
    choice,
    names_of,
    predicate_schema,
    record,
    refuse,
    whole,
)
from selaras.rules.dated import in_force
from selaras.rules.discipline import PP_94_2021
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import parse_hundredths
from selaras.rules.sentences import Sentence, decimal_words, say

MOST_EVENTS = 62
MOST_DAYS = 31
MOST_RUPIAH = 1_000_000_000


def allowance_calculator(value: Mapping[str, Any], chosen: Choice | None, on: date) -> Calculator:
    """Return the calculator of one agency on one day."""
    cuts = in_force(allowance.ALLOWANCE, "cuts", on).value

    def answer(given: dict[str, Any], day: date) -> Explanation:
        return _explained(value, given, day)

    return Calculator(
        key="allowance",
        title=say("rule_allowance"),
        schema=_schema(value, tuple(cuts)),
        output=record({"allowance": whole(0, MOST_RUPIAH)}),
        answer=answer,
        instruments=("kepmendagri-900-4700-2020", "pp-94-2021", "agency-policy"),
        topic=Topic.ALLOWANCE,
        choice=chosen,
        labels=cut_labels(on, "events"),
    )


def sanction_labels(path: str) -> dict[str, Text]:
    """Return the names of the levels of sanctions, as labels of the fields below a path."""
    names = names_of(PP_94_2021, "sanction-levels")
    return {f"{path}.{level}": said(name) for level, name in names.items()}


def cut_labels(on: date, path: str) -> dict[str, Text]:
    """Return the names of the kinds of breach, as labels of the fields below a path."""
    rows = in_force(allowance.ALLOWANCE, "cuts", on).value
    return {f"{path}.{code}": said(row["title"]) for code, row in rows.items()}


def _schema(value: Mapping[str, Any], cuts: tuple[str, ...]) -> Schema:
    properties: dict[str, Schema] = {"base": whole(0, MOST_RUPIAH)}
    if value["bases"]:
        properties = {"job_class": choice(tuple(value["bases"]))}
    properties |= {
        "predicate": predicate_schema(),
        "events": record({code: whole(0, MOST_EVENTS) for code in cuts}, cuts),
        "served": whole(0, MOST_DAYS),
        "whole": whole(1, MOST_DAYS),
        "sanction": choice(tuple(value["sanctions"]), names_of(PP_94_2021, "sanction-levels")),
    }
    return record(properties, ("sanction",))


def _explained(value: Mapping[str, Any], given: Mapping[str, Any], on: date) -> Explanation:
    if given["served"] > given["whole"]:
        raise refuse("served", "input_served")
    by_class = "job_class" in given
    base = value["bases"][given["job_class"]] if by_class else given["base"]
    served, whole_days = given["served"], given["whole"]
    if value["proration"] == "WHOLE_MONTH":
        served, whole_days = min(served, 1), 1
    cut = sum(parse_hundredths(value["cuts"][code]) * times for code, times in given["events"].items())
    level = given.get("sanction")
    told = allowance.explain_allowance(
        base,
        given["predicate"],
        cuts=cut,
        sanction_cut=parse_hundredths(value["sanctions"][level]) if level else 0,
        served=served,
        whole=whole_days,
        policy=policy.allowance_policy_of(value),
        on=on,
    )
    return Explanation(told.rule, on, told.result, (*_event_steps(value, given["events"], on), *told.steps))


def _event_steps(value: Mapping[str, Any], events: Mapping[str, int], on: date) -> list[Step]:
    """How the cuts add up, one step for each kind of breach."""
    entry = in_force(allowance.ALLOWANCE, "cuts", on)
    found = []
    for code, times in events.items():
        if times:
            each = parse_hundredths(value["cuts"][code])
            title: Sentence = entry.value[code]["title"]
            words = say(
                "allowance_event",
                title=title,
                times=times,
                each=decimal_words(each),
                percent=decimal_words(each * times),
            )
            found.append(step(entry, words))
    return found
