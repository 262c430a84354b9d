"""The calculators of a company: its deadlines, its weighted score, the progress of its key results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from selaras.regulations.models import Choice, Topic
from selaras.regulations.queries.kinds import Calculator
from selaras.rules import days, policy, schemes
from selaras.rules.contract import rule_of
from selaras.rules.contract.schema import (
    AMOUNTS,
    VALUES,
    Schema,
    choice,
    decimal,
    names_of,
    predicate_schema,
    record,
    refuse,
)
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths
from selaras.rules.rating import COMPANY_MATRIX
from selaras.rules.sentences import say

PROGRESS = ("0.00", "100.00")


def deadline_calculator() -> Calculator:
    """Return the deadlines of the company's own scheme, in working days."""
    rows = law_file(COMPANY_MATRIX, "deadlines").entries[-1].value
    rule = rule_of("deadline")
    steps = choice(tuple(rows), {code: row["title"] for code, row in rows.items()})
    schema = {**rule.input, "properties": {**rule.input["properties"], "step": steps}}

    def answer(given: dict[str, Any], on: date) -> Explanation:
        listed = given.get("holidays")
        return days.explain_deadline(
            given["step"],
            date.fromisoformat(given["from"]),
            on=on,
            working_week=given["working_week"],
            holidays=None if listed is None else [date.fromisoformat(item) for item in listed],
            scheme=COMPANY_MATRIX,
        )

    return Calculator("deadline", rule.title, schema, rule.output, answer, (COMPANY_MATRIX, "calendar"))


def key_result_calculator() -> Calculator:
    """Return the progress of one key result (OKR) from its start to its target, in either direction."""
    amount = decimal(*AMOUNTS)
    names = ("start", "commit", "target", "stretch", "actual")
    levels = names_of(schemes.COMPANY_SCHEMES, "okr-levels")
    output = record({"progress": decimal(*PROGRESS), "level": choice(tuple(levels), levels)})

    def answer(given: dict[str, Any], on: date) -> Explanation:
        amounts = {name: parse_hundredths(given[name]) for name in names}
        actual = amounts.pop("actual")
        try:
            result = schemes.KeyResult(**amounts)
        except ValueError:
            raise refuse("target", "input_key_result") from None
        return schemes.explain_key_result(result, actual, on=on)

    schema = record(dict.fromkeys(names, amount))
    title = say("rule_key_result")
    return Calculator("key-result", title, schema, output, answer, (schemes.COMPANY_SCHEMES,))


def score_calculator(value: Mapping[str, Any] | None, chosen: Choice | None) -> Calculator:
    """Return the weighted score by the components that the company chose."""
    components = value["components"] if value else []
    keys = [f"COMPONENT_{place}" for place in range(1, len(components) + 1)]
    schema: Schema = record({"scores": record({key: decimal(*VALUES) for key in keys}, keys)})

    def answer(given: dict[str, Any], on: date) -> Explanation:
        assert value is not None
        scores = [given["scores"].get(key) for key in keys]
        parts = [
            schemes.Component(one["name"], parse_hundredths(one["weight"]), score and parse_hundredths(score))
            for one, score in zip(components, scores, strict=True)
        ]
        try:
            return schemes.explain_weighted(
                parts, missing=value["missing"], on=on, bands=policy.bands_of(value)
            )
        except schemes.ScoreRefused:
            raise refuse("scores", "input_score_missing") from None

    return Calculator(
        key="weighted-score",
        title=say("rule_weighted_score"),
        schema=schema,
        output=record({"score": decimal(*VALUES), "predicate": predicate_schema()}),
        answer=answer,
        instruments=(schemes.COMPANY_SCHEMES,),
        topic=Topic.SCHEME,
        choice=chosen,
        is_ready=value is not None,
        labels={f"scores.{key}": one["name"] for key, one in zip(keys, components, strict=True)},
    )
