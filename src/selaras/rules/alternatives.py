"""Where sources disagree: the other values of a table, and the readings that no table can hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from selaras.rules.sentences import Sentence
from selaras.rules.shapes import check_keys, check_sentence, check_value, need

# Kinds whose rows stand alone, so that an alternative may write only the rows that differ.
_BY_ROW = frozenset({"names", "records", "map", "table"})


@dataclass(frozen=True)
class Alternative:
    """Another value that a source gives, of the same shape as the chosen one; `parts` are the codes that differ."""

    source: Sentence
    value: Any
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A disagreement that is no value of the table: how it is read here, and how else it could be."""

    chosen: Sentence
    other: Sentence


def check_alternatives(
    listed: Any, raw: Any, chosen: Any, spec: Mapping[str, Any]
) -> tuple[Alternative, ...]:
    """The alternatives of an entry, each checked as strictly as the chosen value; raises BrokenLaw.

    `raw` is the chosen value as written and `chosen` as checked. An alternative has a `source` and either a whole
    `value` or, in tables of rows, `differs` with the rows that differ. Its codes are those of the value.
    """
    need(isinstance(listed, list) and bool(listed), "alternatives must be a list with at least one entry")
    found: list[Alternative] = []
    for place, item in enumerate(listed, 1):
        need(isinstance(item, dict), "an alternative must be a mapping")
        allowed = {"source", "value", "differs"}
        check_keys(item, required={"source"}, allowed=allowed, where="an alternative")
        need(("value" in item) != ("differs" in item), "an alternative has either 'value' or 'differs'")
        source = check_sentence(item["source"], "alternative source")
        written = item["value"] if "value" in item else _with_rows(raw, item["differs"], str(spec["kind"]))
        value = check_value(str(spec["kind"]), written, spec)
        _check_codes(value, chosen, place)
        for other in (chosen, *(one.value for one in found)):
            need(value != other, f"alternative {place} says nothing new")
        found.append(Alternative(source, value, _parts(value, chosen)))
    return tuple(found)


def check_readings(listed: Any) -> tuple[Reading, ...]:
    """The readings of an entry, each with what is `chosen` and the `other` one in both languages."""
    need(isinstance(listed, list) and bool(listed), "readings must be a list with at least one entry")
    return tuple(_checked_reading(item) for item in listed)


def _checked_reading(item: Any) -> Reading:
    need(isinstance(item, dict), "a reading must be a mapping")
    check_keys(item, required={"chosen", "other"}, allowed={"chosen", "other"}, where="a reading")
    sentences = [check_sentence(item[key], f"reading {key}") for key in ("chosen", "other")]
    need(sentences[0] != sentences[1], "a reading has the same sentence twice")
    return Reading(*sentences)


def _with_rows(raw: Any, rows: Any, kind: str) -> dict[str, Any]:
    need(kind in _BY_ROW, f"'differs' suits tables of rows, not the kind '{kind}'; write the whole value")
    need(isinstance(rows, dict) and bool(rows), "differs must be a mapping of codes")
    for code in rows:
        need(code in raw, f"differs name '{code}', which the value does not hold")
    return {**raw, **rows}


def _check_codes(value: Any, chosen: Any, place: int) -> None:
    """Other files and the functions refer to codes, so that a swap must bring no new one and lose none."""
    for given, known in zip(_codes(value), _codes(chosen), strict=True):
        for code in sorted(given - known):
            need(False, f"alternative {place} names '{code}', which the value does not hold")
        need(given == known, f"alternative {place} lacks {', '.join(sorted(known - given))}")


def _codes(value: Any) -> tuple[set[str], set[str]]:
    """The codes of the rows and, of a matrix, those of the columns."""
    columns = value["columns"] if isinstance(value, Mapping) and "cells" in value else ()
    return set(rows_of(value)), set(columns)


def rows_of(value: Any) -> Mapping[str, Any]:
    """The rows of a value by code: of a mapping, of bands, of a matrix; none where a value has no rows."""
    if isinstance(value, Mapping):
        cells: Mapping[str, Any] = value.get("cells", value)
        return cells
    if isinstance(value, tuple):
        return {part["code"]: part for part in value if isinstance(part, Mapping)}
    return {}


def _parts(value: Any, chosen: Any) -> tuple[str, ...]:
    mine, other = rows_of(chosen), rows_of(value)
    return tuple(code for code in mine if mine[code] != other[code])


def narrowed(value: Any, parts: Iterable[str]) -> Any:
    """The rows of a value that have these codes, in its own order; the whole value where it has no single rows."""
    kept = set(parts)
    if isinstance(value, Mapping) and "cells" not in value:
        return {code: row for code, row in value.items() if code in kept}
    if isinstance(value, tuple) and rows_of(value):
        return tuple(part for part in value if part["code"] in kept)
    return value
