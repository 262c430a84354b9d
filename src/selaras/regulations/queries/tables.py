"""Turns a value of the law, of whatever kind, into a table that a person can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateformat import format as write_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from selaras.regulations.queries.words import code_word, field_word, said, short_name
from selaras.rules.dated import LAW, LawFile
from selaras.rules.hundredths import HUNDRED
from selaras.rules.lawyaml import read_yaml
from selaras.rules.sentences import Sentence

NUMBERS = frozenset({"count", "decimal", "decimals"})
TITLES = ("title", "sentence", "name")
LANGUAGES = frozenset({"id", "en"})
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Column:
    """One column: its heading, and whether it holds numbers."""

    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of texts: the first column names the row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def grid_of(file: LawFile, value: Any) -> Grid:
    """Return a value of a law file as a table in the language of the page."""
    return _GRIDS[file.kind](file, value)


def decimal_text(hundredths: int) -> str:
    """Write whole hundredths as short as they are, with the separator of the language."""
    exact = Decimal(hundredths) / HUNDRED
    places = 0 if hundredths % HUNDRED == 0 else 1 if hundredths % 10 == 0 else 2
    return str(number_format(exact, decimal_pos=places, use_l10n=True, force_grouping=True))


def _names(file: LawFile, value: Mapping[str, Sentence]) -> Grid:
    return Grid((Column(_("Name")),), tuple((said(name),) for name in value.values()))


def _map(file: LawFile, value: Mapping[str, str]) -> Grid:
    rows = tuple(
        (code_word(code, file.instrument), code_word(out, file.instrument)) for code, out in value.items()
    )
    return Grid((Column(_("If it is")), Column(_("Then"))), rows)


def _matrix(file: LawFile, value: Mapping[str, Any]) -> Grid:
    behaviour = [
        _("Behaviour: %(rating)s") % {"rating": code_word(code, file.instrument)} for code in value["columns"]
    ]
    heads = [Column(_("Results ↓ · behaviour →")), *map(Column, behaviour)]
    rows = tuple(
        (
            _("Results: %(rating)s") % {"rating": code_word(row, file.instrument)},
            *(code_word(value["cells"][row][column], file.instrument) for column in value["columns"]),
        )
        for row in value["rows"]
    )
    return Grid(tuple(heads), rows)


def _table(file: LawFile, value: Mapping[str, Mapping[str, int]]) -> Grid:
    columns = list(next(iter(value.values())))
    heads = [Column(_("What it is about"))] + [
        Column(field_word(name, file.instrument), True) for name in columns
    ]
    rows = tuple(
        (code_word(code, file.instrument), *(decimal_text(row[name]) for name in columns))
        for code, row in value.items()
    )
    return Grid(tuple(heads), rows)


def _bands(file: LawFile, value: Iterable[Mapping[str, Any]]) -> Grid:
    rows = tuple((code_word(b["code"], file.instrument), decimal_text(b["min"]), _upper(b)) for b in value)
    return Grid((Column(_("What it is about")), Column(_("From"), True), Column(_("Until"), True)), rows)


def _upper(band: Mapping[str, Any]) -> str:
    if "below" in band:
        return _("below %(number)s") % {"number": decimal_text(band["below"])}
    return decimal_text(band["max"]) if "max" in band else _("no limit")


def _words(file: LawFile, value: Iterable[str]) -> Grid:
    return Grid((Column(_("What it is about")),), ((", ".join(map(_month_or_word, value)),),))


def _month_or_word(word: str) -> str:
    is_month = len(word) == 2 and word.isdigit() and int(word) in MONTHS
    return write_date(date(2000, int(word), 1), "F") if is_month else word


def _number(file: LawFile, value: int) -> Grid:
    text = decimal_text(value if file.kind == "decimal" else value * HUNDRED)
    return Grid((Column(_("Value"), True),), ((text,),))


def _records(file: LawFile, value: Mapping[str, Mapping[str, Any]]) -> Grid:
    kinds = _kinds(file)
    title = next((name for name in TITLES if any(name in row for row in value.values())), None)
    named = title is not None or all(short_name(row) for row in value.values())
    shown = [
        name
        for name in kinds
        if name not in LANGUAGES | {title} and any(name in row for row in value.values())
    ]
    heads = [Column(_("What it is about"))] if named else []
    heads += [Column(field_word(name, file.instrument), kinds[name] in NUMBERS) for name in shown]
    rows = tuple(
        tuple(
            ([_title(row, title)] if named else [])
            + [_cell(row.get(name), kinds[name], file.instrument) for name in shown]
        )
        for row in value.values()
    )
    return Grid(tuple(heads), rows)


def _title(row: Mapping[str, Any], title: str | None) -> str:
    short = short_name(row)
    if short is not None:
        return said(short)
    found = row.get(title or "")
    return said(found) if isinstance(found, Sentence) else ""


def _kinds(file: LawFile) -> dict[str, str]:
    """The type of each field, as the file declares it."""
    raw = read_yaml(LAW / file.instrument / f"{file.name}.yaml")["fields"]
    return {name.rstrip("?"): kind for name, kind in raw.items()}


def _cell(value: Any, kind: str, folder: str) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(_cell(item, kind.removesuffix("s"), folder) for item in value)
    return _CELLS[kind](value, folder)


_CELLS: dict[str, Callable[[Any, str], str]] = {
    "text": lambda value, folder: value,
    "count": lambda value, folder: str(value),
    "decimal": lambda value, folder: decimal_text(value),
    "date": lambda value, folder: write_date(value, "j F Y"),
    "code": code_word,
    "flag": lambda value, folder: _("yes") if value else _("no"),
    "sentence": lambda value, folder: said(value),
}
_GRIDS: dict[str, Callable[[LawFile, Any], Grid]] = {
    "names": _names,
    "records": _records,
    "matrix": _matrix,
    "map": _map,
    "table": _table,
    "bands": _bands,
    "words": _words,
    "count": _number,
    "decimal": _number,
}
