"""Answers a whole CSV row by row: nested keys as counts.VERY_GOOD and target.0, a bad row fills its error column."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from selaras.rules.contract.lines import records
from selaras.rules.contract.rules import Rule, explain
from selaras.rules.contract.schema import InputRefused, Schema, error_of, refuse
from selaras.rules.dated import NotInForce
from selaras.rules.sentences import Sentence, day_words, say

ERROR = "error"
DONE = 0
BAD_ROWS = 2
NO_DATA = 3
# What spreadsheets of countries with a decimal comma put between the columns.
_FOREIGN = ";"
# A longer one stays text and is refused as such: Python reads no number of thousands of digits.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,30}")
_FLAGS = {"true": True, "false": False}


def write_table(rule: Rule, given: TextIO, out: TextIO, *, on: date, language: str) -> int:
    """Read CSV, write the same rows with the result's columns and `error`, streaming; returns the exit code.

    DONE when every row was answered, NO_DATA when every row failed for want of law on the day, else BAD_ROWS.
    """
    lines = records(given)
    answers = (*leaves(rule.output), ERROR)
    heads = _heads(lines)
    writer = csv.DictWriter(out, [*(head for head in heads if head not in answers), *answers], restval="")
    writer.writeheader()
    seen: Counter[int] = Counter()
    for cells in lines:
        code, answered = _answered(rule, heads, cells, on, language)
        kept = {head: cell for head, cell in zip(heads, cells or (), strict=False) if head not in answers}
        writer.writerow(kept | answered)
        seen[code] += 1
    if set(seen) == {NO_DATA}:
        return NO_DATA
    return DONE if set(seen) <= {DONE} else BAD_ROWS


def _heads(lines: Iterator[list[str] | None]) -> list[str]:
    """The header of the table; a column that appears twice, or no readable header at all, is refused."""
    heads = next(lines, [])
    if heads is None:
        raise refuse("", "input_csv")
    if not heads:
        raise refuse("", "input_head")
    if len(heads) == 1 and _FOREIGN in heads[0]:
        raise refuse("", "input_comma")
    twice = [head for head, count in Counter(heads).items() if count > 1]
    if twice:
        raise InputRefused([error_of(head, "input_duplicate") for head in twice])
    return heads


def _answered(
    rule: Rule, heads: Sequence[str], cells: Sequence[str] | None, on: date, language: str
) -> tuple[int, dict[str, str]]:
    """The exit code of one row and the cells that it gains; None is a row that could not be read."""
    try:
        if cells is None:
            raise refuse("", "input_csv")
        return DONE, flatten(explain(rule.name, read_row(rule, heads, cells), on=on).result)
    except InputRefused as refused:
        errors = [error.as_json(language) for error in refused.errors]
        return BAD_ROWS, {ERROR: "; ".join(f"{e['field']}: {e['message']}" for e in errors)}
    except NotInForce as missing:
        return NO_DATA, {ERROR: no_data_sentence(missing, language)}


def _in(language: str, sentence: Sentence) -> str:
    return sentence.en if language == "en" else sentence.id


def no_data_sentence(missing: NotInForce, language: str) -> str:
    """The sentence for a rule or a year of the calendar without data on the day."""
    return _in(language, say("not_in_force", what=missing.what, day=day_words(missing.on)))


def read_row(rule: Rule, heads: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """The nested input behind a row; empty cells are absent. Raises InputRefused for too many cells."""
    if len(cells) > len(heads):
        raise refuse("", "input_columns")
    nested: dict[str, Any] = {}
    for column, cell in zip(heads, cells, strict=False):
        if cell:
            _place(nested, column.split("."), _typed(_leaf(rule.input, column.split(".")), cell))
    return {key: _as_lists(value) for key, value in nested.items()}


def leaves(schema: Schema, path: str = "") -> Iterator[str]:
    """The flat column names of a result, lists up to their greatest length."""
    if "oneOf" in schema:
        schema = schema["oneOf"][0]
    if schema["type"] == "object":
        for name, inner in schema["properties"].items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    elif schema["type"] == "array":
        for place in range(schema["maxItems"]):
            yield from leaves(schema["items"], f"{path}.{place}")
    else:
        yield path


def flatten(value: Any, path: str = "") -> dict[str, str]:
    """A nested result as flat cells; null becomes an empty cell."""
    if isinstance(value, Mapping):
        pairs = [(str(key), inner) for key, inner in value.items()]
    elif isinstance(value, list):
        pairs = [(str(place), inner) for place, inner in enumerate(value)]
    else:
        return {path: "" if value is None else value if isinstance(value, str) else json.dumps(value)}
    flat: dict[str, str] = {}
    for key, inner in pairs:
        flat |= flatten(inner, f"{path}.{key}" if path else key)
    return flat


def _leaf(schema: Schema, path: list[str]) -> Schema | None:
    """The schema of a column, looked up in every variant; None for an unknown column."""
    if "oneOf" in schema:
        found = (_leaf(variant, path) for variant in schema["oneOf"])
        return next((leaf for leaf in found if leaf is not None), None)
    if not path:
        return schema
    if schema["type"] == "object" and path[0] in schema["properties"]:
        return _leaf(schema["properties"][path[0]], path[1:])
    return _leaf(schema["items"], path[1:]) if schema["type"] == "array" and path[0].isdigit() else None


def _typed(schema: Schema | None, cell: str) -> Any:
    kind = schema["type"] if schema else "string"
    if kind == "integer" and _WHOLE.fullmatch(cell):
        return int(cell)
    return _FLAGS.get(cell.lower(), cell) if kind == "boolean" else cell


def _place(nested: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        inner = nested.setdefault(name, {})
        if not isinstance(inner, dict):
            raise refuse(".".join(path), "input_unknown")
        nested = inner
    if isinstance(nested.get(path[-1]), dict):
        raise refuse(".".join(path), "input_unknown")
    nested[path[-1]] = value


def _as_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and set(value) == {str(place) for place in range(len(value))}:
        return [_as_lists(value[str(place)]) for place in range(len(value))]
    return {key: _as_lists(inner) for key, inner in value.items()}
