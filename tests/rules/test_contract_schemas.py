"""The public contract is what other programs were told; a change of it is a decision, not an accident."""

import io
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from selaras.rules import contract
from selaras.rules.contract.schema import check
from selaras.rules.dated import CONFIDENCES, NotInForce

TOLD = Path(__file__).parent / "contract.json"


def test_the_list_is_the_one_that_was_told() -> None:
    """After a decided change: `selaras rules list > tests/rules/contract.json`, and read what changes."""
    out = io.StringIO()
    assert contract.main(["list"], io.StringIO(), out, io.StringIO()) == 0
    assert out.getvalue() == TOLD.read_text(encoding="utf-8")


def variants(schema: Any) -> list[Any]:
    return schema.get("oneOf", [schema])


@pytest.mark.parametrize(
    "rule", json.loads(TOLD.read_text(encoding="utf-8"))["rules"], ids=lambda rule: rule["rule"]
)
def test_every_bound_of_the_contract_holds_on_both_sides(rule: dict[str, Any]) -> None:
    """The least and the greatest value of each number are taken, their neighbours are not."""
    for variant in variants(rule["input"]):
        for name, schema in variant["properties"].items():
            for value, fits in edges(schema):
                assert (check(schema, value, name) == []) is fits, (name, value)


def edges(schema: Any) -> list[tuple[Any, bool]]:
    kind = schema.get("type")
    if kind == "integer":
        least, most = schema["minimum"], schema["maximum"]
        return [(least - 1, False), (least, True), (most, True), (most + 1, False), (str(least), False)]
    if kind == "boolean":
        return [(True, True), (False, True), (0, False), (None, False), ("true", False)]
    if "enum" in schema:
        return [*((code, True) for code in schema["enum"]), (schema["enum"][0].lower(), False), (None, False)]
    if "x-maximum" in schema:
        most = schema["x-maximum"]
        whole, cents = most.split(".")
        beyond = f"{int(whole) + (cents == '99')}.{(int(cents) + 1) % 100:02d}"
        return [
            (schema["x-minimum"], True),
            (most, True),
            (beyond, False),
            ("-0.01", False),
            (most + "0", False),
        ]
    return []


@pytest.mark.parametrize(
    "rule", json.loads(TOLD.read_text(encoding="utf-8"))["rules"], ids=lambda rule: rule["rule"]
)
def test_the_dates_that_are_told_are_those_on_which_the_rule_answers(rule: dict[str, Any]) -> None:
    """The first day has data, the day before has none; so has the last one, where there is a last."""
    for number, told in enumerate(rule["in_force"]):
        first = date.fromisoformat(told["from"])
        given = ASKED[rule["rule"]][number]
        assert contract.explain(rule["rule"], given, on=first).result
        last = date.fromisoformat(told["until"]) if told["until"] else None
        for outside in (first - DAY, *([last + DAY] if last else [])):
            with pytest.raises(NotInForce):
                contract.explain(rule["rule"], given, on=outside)
        assert told["confidence"] in CONFIDENCES


def test_what_a_schema_says_of_a_text_is_what_is_refused() -> None:
    for rule, key in (("wording", "text"), ("nip", "nip")):
        pattern = contract.rule_of(rule).input["properties"][key]["pattern"]
        for given in ("", " ", "19860926201505100"):
            fits = re.search(pattern, given) is not None
            assert answers(rule, {key: given}) is fits, (rule, given)


def answers(rule: str, given: dict[str, str]) -> bool:
    try:
        contract.explain(rule, given, on=date(2024, 12, 31))
    except contract.InputRefused:
        return False
    return True


DAY = timedelta(days=1)
ASKED: dict[str, list[dict[str, Any]]] = {
    "predicate": [
        {"scheme": "permenpanrb-6-2022", "results": "ABOVE", "behaviour": "MEETS"},
        {
            "scheme": "permenpanrb-8-2021",
            "skp": "108.50",
            "behaviour": "92.00",
            "peers_consulted": False,
            "new_idea": False,
        },
    ],
    "indicator-achievement": [
        {
            "scheme": "permenpanrb-8-2021",
            "target": "85",
            "realisation": "92",
            "direction": "MORE",
            "maximum": False,
        }
    ],
    "distribution": [
        {"scheme": "se-menpanrb-3-2023", "organisation": "EXCELLENT", "counts": {"VERY_GOOD": 8}},
    ],
    "credit": [{"level": "AHLI_PERTAMA", "predicate": "GOOD", "months": 12}],
    "absence-sanction": [{"days": 14, "consecutive_days": 0}],
    "study-leave-band": [{"place": "ABROAD", "programme": "S1", "gpa": "3.61"}],
    "deadline": [{"step": "OBJECT", "from": "2026-01-05", "working_week": 5}],
    "wording": [{"text": "Menulis resep"}],
    "talent-box": [{"performance": "ABOVE", "potential": "HIGH"}],
    "nip": [{"nip": "198609262005051001"}],
}
