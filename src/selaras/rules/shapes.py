"""The shapes a value of the law may have, and the check of each; decimals become whole hundredths here."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from selaras.rules.hundredths import format_hundredths, parse_hundredths
from selaras.rules.lawyaml import BrokenLaw
from selaras.rules.sentences import Sentence

CODE = re.compile(r"[A-Z][A-Z0-9_]*")
FOLDER = re.compile(r"[a-z0-9-]+")

# Which further keys a file of each kind carries at its top.
SPECS: dict[str, frozenset[str]] = {
    "names": frozenset(),
    "records": frozenset({"fields"}),
    "matrix": frozenset({"outcomes"}),
    "map": frozenset({"outcomes"}),
    "table": frozenset({"columns", "row_total", "column_total"}),
    "bands": frozenset({"step"}),
    "words": frozenset(),
    "count": frozenset(),
    "decimal": frozenset(),
}


def need(condition: bool, message: str) -> None:
    """Raise BrokenLaw with the message unless the condition holds."""
    if not condition:
        raise BrokenLaw(message)


def check_keys(
    raw: Mapping[str, Any], *, required: Collection[str], allowed: Collection[str], where: str
) -> None:
    """Every required key is there and none beside the allowed ones."""
    for key in sorted(required):
        need(key in raw, f"{where} lacks '{key}'")
    for key in raw:
        need(key in allowed, f"{where} has an unknown key '{key}'")


def check_text(value: Any, where: str) -> str:
    """A text that is not blank."""
    need(isinstance(value, str) and bool(value.strip()), f"{where} must be a text")
    return str(value)


def check_count(value: Any, where: str) -> int:
    """A whole number, zero or more."""
    need(isinstance(value, int) and not isinstance(value, bool), f"{where} must be a whole number")
    need(value >= 0, f"{where} must not be negative")
    return int(value)


def check_decimal(value: Any, where: str) -> int:
    """A decimal written as text; becomes whole hundredths."""
    need(isinstance(value, str), f"{where} must be a decimal in quotes")
    try:
        return parse_hundredths(value)
    except ValueError as reason:
        raise BrokenLaw(f"{where}: {reason}") from None


def check_date(value: Any, where: str) -> date:
    """A calendar day."""
    need(isinstance(value, date) and not isinstance(value, datetime), f"{where} must be a date")
    return value  # type: ignore[no-any-return]  # narrowed by need()


def check_code(value: Any, where: str) -> str:
    """A short upper-case code."""
    need(
        isinstance(value, str) and CODE.fullmatch(value) is not None,
        f"{where}: '{value}' is not an upper-case code",
    )
    return str(value)


def check_flag(value: Any, where: str) -> bool:
    """true or false."""
    need(isinstance(value, bool), f"{where} must be true or false")
    return bool(value)


def check_sentence(value: Any, where: str) -> Sentence:
    """A text in Indonesian and in English."""
    need(isinstance(value, dict), f"{where} must hold id and en")
    check_keys(value, required={"id", "en"}, allowed={"id", "en"}, where=where)
    return Sentence(check_text(value["id"], f"{where}.id"), check_text(value["en"], f"{where}.en"))


def _list_of(check: Callable[[Any, str], Any]) -> Callable[[Any, str], tuple[Any, ...]]:
    def checked(value: Any, where: str) -> tuple[Any, ...]:
        need(isinstance(value, list), f"{where} must be a list")
        return tuple(check(item, f"{where}[{place}]") for place, item in enumerate(value))

    return checked


FIELDS: dict[str, Callable[[Any, str], Any]] = {
    "text": check_text,
    "count": check_count,
    "decimal": check_decimal,
    "date": check_date,
    "code": check_code,
    "flag": check_flag,
    "sentence": check_sentence,
    "texts": _list_of(check_text),
    "codes": _list_of(check_code),
    "sentences": _list_of(check_sentence),
    "decimals": _list_of(check_decimal),
}


def check_value(kind: str, value: Any, spec: Mapping[str, Any]) -> Any:
    """The checked, frozen value of a kind; raises BrokenLaw."""
    return _KINDS[kind](value, spec, "value")


def check_records(
    value: Any, spec: Mapping[str, Any], where: str, code: re.Pattern[str] = CODE
) -> Mapping[str, Any]:
    """CODE → record; the file's `fields` give each field its type, a question mark makes it optional."""
    need(isinstance(value, dict) and bool(value), f"{where} must be a mapping of codes")
    fields = spec.get("fields")
    need(isinstance(fields, dict) and bool(fields), "fields must name the fields of a record")
    assert isinstance(fields, dict)
    for kind in fields.values():
        need(kind in FIELDS, f"unknown type of field '{kind}'")
    return MappingProxyType({key: _record(key, row, fields, where, code) for key, row in value.items()})


def _record(
    key: str, row: Any, fields: Mapping[str, str], where: str, code: re.Pattern[str]
) -> Mapping[str, Any]:
    need(code.fullmatch(key) is not None, f"{where}: '{key}' is not an upper-case code")
    need(isinstance(row, dict), f"{where}.{key} must be a mapping")
    names = {field.rstrip("?"): kind for field, kind in fields.items()}
    required = [field for field in fields if not field.endswith("?")]
    check_keys(row, required=required, allowed=names, where=f"{where}.{key}")
    return MappingProxyType(
        {field: FIELDS[names[field]](item, f"{where}.{key}.{field}") for field, item in row.items()}
    )


def _names(value: Any, spec: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    need(isinstance(value, dict) and bool(value), f"{where} must be a mapping of codes")
    return MappingProxyType(
        {check_code(key, where): check_sentence(pair, f"{where}.{key}") for key, pair in value.items()}
    )


def _matrix(value: Any, spec: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """Rows × columns → outcome code, every cell filled."""
    need(isinstance(value, dict), f"{where} must hold rows, columns and cells")
    check_keys(
        value, required={"rows", "columns", "cells"}, allowed={"rows", "columns", "cells"}, where=where
    )
    rows = FIELDS["codes"](value["rows"], f"{where}.rows")
    columns = FIELDS["codes"](value["columns"], f"{where}.columns")
    need(isinstance(value["cells"], dict), f"{where}.cells must be a mapping")
    check_keys(value["cells"], required=rows, allowed=rows, where=f"{where}.cells")
    cells = {}
    for row in rows:
        need(isinstance(value["cells"][row], dict), f"{where}.cells.{row} must be a mapping")
        check_keys(value["cells"][row], required=columns, allowed=columns, where=f"{where}.cells.{row}")
        cells[row] = _map(value["cells"][row], spec, f"{where}.cells.{row}")
    return MappingProxyType({"rows": rows, "columns": columns, "cells": MappingProxyType(cells)})


def _map(value: Any, spec: Mapping[str, Any], where: str) -> Mapping[str, str]:
    need(isinstance(value, dict) and bool(value), f"{where} must be a mapping of codes")
    outcomes = FIELDS["codes"](spec.get("outcomes"), "outcomes")
    for key, outcome in value.items():
        check_code(key, where)
        need(outcome in outcomes, f"{where}.{key}: '{outcome}' is not among the outcomes")
    return MappingProxyType(dict(value))


def _table(value: Any, spec: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """Rows of decimals under the same columns."""
    need(isinstance(value, dict) and bool(value), f"{where} must be a mapping of codes")
    columns = FIELDS["codes"](spec.get("columns"), "columns")
    rows = {}
    for key, row in value.items():
        check_code(key, where)
        need(isinstance(row, dict), f"{where}.{key} must be a mapping")
        check_keys(row, required=columns, allowed=columns, where=f"{where}.{key}")
        rows[key] = MappingProxyType(
            {column: check_decimal(row[column], f"{where}.{key}.{column}") for column in columns}
        )
    _check_totals(rows, columns, spec, where)
    return MappingProxyType(rows)


def _check_totals(
    rows: Mapping[str, Any], columns: Collection[str], spec: Mapping[str, Any], where: str
) -> None:
    """Shares add up: every row to `row_total`, every column to `column_total`, where the file names one."""
    across = {code: sum(row.values()) for code, row in rows.items()}
    down = {column: sum(row[column] for row in rows.values()) for column in columns}
    for key, sums in (("row_total", across), ("column_total", down)):
        if key in spec:
            total = check_decimal(spec[key], key)
            for code, found in sums.items():
                need(
                    found == total, f"{where}: {code} adds up to {format_hundredths(found)}, not {spec[key]}"
                )


def _bands(value: Any, spec: Mapping[str, Any], where: str) -> tuple[Mapping[str, Any], ...]:
    """Bands from low to high without gap or overlap: each has code and min, and max (last value) or below."""
    need(isinstance(value, list) and bool(value), f"{where} must be a list of bands")
    step = check_decimal(spec.get("step"), "step")
    need(step > 0, "step must be more than zero")
    bands = [_band(item, f"{where}[{place}]") for place, item in enumerate(value)]
    for lower, upper in pairwise(bands):
        end = lower["max"] + step if "max" in lower else lower.get("below")
        need(end is not None, f"{where}: band {lower['code']} has no end")
        need(end >= upper["min"], f"{where}: gap between {lower['code']} and {upper['code']}")
        need(end <= upper["min"], f"{where}: overlap of {lower['code']} and {upper['code']}")
    return tuple(MappingProxyType(band) for band in bands)


def _band(item: Any, where: str) -> dict[str, Any]:
    need(isinstance(item, dict), f"{where} must be a mapping")
    check_keys(item, required={"code", "min"}, allowed={"code", "min", "max", "below"}, where=where)
    need(not ("max" in item and "below" in item), f"{where} has both max and below")
    band: dict[str, Any] = {"code": check_code(item["code"], where)}
    for key in ("min", "max", "below"):
        if key in item:
            band[key] = check_decimal(item[key], f"{where}.{key}")
    need(band.get("max", band["min"]) >= band["min"], f"{where}: max lies below min")
    need("below" not in band or band["below"] > band["min"], f"{where}: below must lie above min")
    return band


_KINDS: dict[str, Callable[[Any, Mapping[str, Any], str], Any]] = {
    "names": _names,
    "records": check_records,
    "matrix": _matrix,
    "map": _map,
    "table": _table,
    "bands": _bands,
    "words": lambda value, spec, where: FIELDS["texts"](value, where),
    "count": lambda value, spec, where: check_count(value, where),
    "decimal": lambda value, spec, where: check_decimal(value, where),
}
