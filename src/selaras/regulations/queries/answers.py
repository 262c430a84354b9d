"""Writes an answer of the rules in words: labels for its fields, names for its codes."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateformat import format as write_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from selaras.core.verdict import Sentence as Text
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.labels import label_of
from selaras.regulations.queries.tables import decimal_text
from selaras.regulations.queries.words import code_word, is_indonesian
from selaras.rules.contract.schema import DECIMAL, Schema
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths


@dataclass(frozen=True)
class Line:
    """One line of the answer."""

    label: str
    text: str


def lines_of(schema: Schema, value: Mapping[str, Any], labels: Mapping[str, Text]) -> Iterator[Line]:
    """Give the lines of an answer in the order of its schema; a list of things gives the lines that each has."""
    for name, inner in schema["properties"].items():
        if name not in value:
            continue
        items = inner.get("items", {})
        if items.get("type") == "object":
            for item in value[name]:
                said = {key: one for key, one in item.items() if one is not None}
                yield from lines_of(items, said, labels)
        elif inner.get("type") == "object":
            for key, one in inner["properties"].items():
                yield Line(
                    f"{label_of(name, labels)}: {label_of(key, labels)}", text_of(one, value[name][key])
                )
        else:
            yield Line(label_of(name, labels), text_of(inner, value[name]))


def groups_of(
    schema: Schema, value: Mapping[str, Any], labels: Mapping[str, Text]
) -> list[tuple[str, list[Line]]]:
    """Return a choice in words: its single values first, then its groups under their headings."""
    single: list[Line] = []
    groups: list[tuple[str, list[Line]]] = []
    for name, inner in schema["properties"].items():
        if name not in value:
            continue
        if inner["type"] == "object":
            lines = [
                Line(label_of(f"{name}.{key}", labels), text_of(inner["properties"][key], value[name][key]))
                for key in inner["properties"]
                if key in value[name]
            ]
            groups += [(label_of(name, labels), lines)] if lines else []
        elif inner["type"] == "array":
            lines = [
                Line(one["name"], text_of(inner["items"]["properties"]["weight"], one["weight"]))
                for one in value[name]
            ]
            groups.append((label_of(name, labels), lines))
        else:
            single.append(Line(label_of(name, labels), text_of(inner, value[name])))
    return [("", single), *groups] if single else groups


def text_of(schema: Schema, value: Any) -> str:
    """Return one value in words; nothing is said as such."""
    if value is None:
        return _("none")
    if "oneOf" in schema:
        return text_of(schema["oneOf"][0], value)
    if isinstance(value, list):
        return ", ".join(text_of(schema["items"], item) for item in value) or _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _scalar(schema, value)


def _scalar(schema: Schema, value: Any) -> str:
    if "enum" in schema:
        names = schema.get("x-names", {})
        language = "id" if is_indonesian() else "en"
        return str(names[value][language]) if value in names else code_word(value, "")
    if schema.get("format") == "date":
        return write_date(date.fromisoformat(value), "l, j F Y")
    if schema["type"] == "integer":
        return str(number_format(value, use_l10n=True, force_grouping=True))
    is_decimal = schema.get("pattern") == DECIMAL
    return decimal_text(parse_hundredths(value)) if is_decimal else str(value)


def json_of(told: Explanation) -> str:
    """Return the answer as the public contract prints it."""
    return json.dumps(told.as_json(), ensure_ascii=False, indent=2)


def command_of(calculator: Calculator, given: Any, on: date) -> str:
    """Return the command that gives the same answer in a shell."""
    words = json.dumps(given, ensure_ascii=False)
    return (
        f"echo {shlex.quote(words)} | selaras rules explain {calculator.key} --on {on.isoformat()}"
        if calculator.is_contract
        else ""
    )
