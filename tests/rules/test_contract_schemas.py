"""The public contract is what other programs were told; a change of it is a decision, not an accident."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from selaras.rules import contract
from selaras.rules.contract.schema import check

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
