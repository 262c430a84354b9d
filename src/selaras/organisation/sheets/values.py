"""Turns cells into values: cleans stray spaces, reads dates and choices, and says what cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from selaras.organisation.sheets.columns import BY_KEY, Cell, Column, labels_of
from selaras.organisation.sheets.findings import Finding, error, warning
from selaras.organisation.sheets.understood import choices_of, label_key, plain

EXACT_DIGITS = 15
OLDEST, YEARS_AHEAD = 1940, 5
CLASSES = range(1, 31)
FAR_AHEAD = timedelta(days=90)
"""A post that begins later than this is more often a slip of the pen than a plan."""
LOST = re.compile(r"^\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)
INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])
FORMS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu ags aug",
            "september sep",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
WORDS = re.compile(r"^(\d{1,2}) ([A-Za-z]+) (\d{4})$")
NEUTRAL = re.compile(r"^'(?=[=+\-@\t\r])")


@dataclass
class PersonRow:
    """One row with its values; None and empty text say nothing about what is stored."""

    line: int
    number: str = ""
    name: str = ""
    email: str = ""
    sex: str = ""
    birth_on: date | None = None
    employment: str = ""
    rank: str = ""
    position_code: str = ""
    position_title: str = ""
    position_kind: str = ""
    position_level: str = ""
    job_class: int | None = None
    unit_code: str = ""
    unit_name: str = ""
    parent_code: str = ""
    is_head: str = ""
    superior_number: str = ""
    kind: str = ""
    from_on: date | None = None
    until_on: date | None = None
    person_ref: str = ""
    position_ref: str = ""
    unit_ref: str = ""
    broken: set[str] = field(default_factory=set)

    @property
    def is_unit_only(self) -> bool:
        """Say whether the row describes a unit without people."""
        return not self.number and not self.name and bool(self.unit_code)


KEYS = tuple(one.name for one in fields(PersonRow) if one.name not in ("line", "broken"))


def row_of(
    line: int, cells: dict[str, Any], on: date, broken: Iterable[str] = ()
) -> tuple[PersonRow, list[Finding]]:
    """Return a row's values and what was found in its cells; what is `broken` already is not called empty too."""
    row, found = PersonRow(line, broken=set(broken)), []
    for key, cell in cells.items():
        value, findings = READERS[BY_KEY[key].cell](cell, BY_KEY[key], on)
        found += [Finding(line, key, one.code, one.severity, one.values) for one in findings]
        if any(one.severity == "error" for one in findings):
            row.broken.add(key)
        elif value is not None:
            setattr(row, key, value)
    return row, found + _whole(row, on)


def _whole(row: PersonRow, on: date) -> list[Finding]:
    found = []
    if not row.is_unit_only:
        for key in ("number", "name"):
            if not getattr(row, key) and key not in row.broken:
                found.append(error(row.line, key, "empty"))
    if row.email:
        try:
            validate_email(row.email)
        except ValidationError:
            found.append(error(row.line, "email", "bad_email", value=row.email))
    if row.from_on and row.from_on > on + FAR_AHEAD:
        found.append(warning(row.line, "from_on", "far_ahead", day=row.from_on))
    if row.from_on and row.until_on and row.until_on <= row.from_on:
        found.append(error(row.line, "until_on", "reversed_dates", until=row.until_on, start=row.from_on))
    return found


Found = tuple[Any, list[Finding]]


def _clean(text: str) -> tuple[str, bool]:
    cleaned = " ".join(NEUTRAL.sub("", text).translate(INVISIBLE).replace("\u00a0", " ").split())
    return cleaned, cleaned != NEUTRAL.sub("", text)


def _text(cell: Any, column: Column, on: date) -> Found:
    if isinstance(cell, bool | int | float | date):
        return None, [error(None, None, "text_expected")]
    text, changed = _clean(str(cell))
    found = [warning(None, None, "spaces", value=text)] if changed else []
    return _checked(text, column, found)


def _checked(text: str, column: Column, found: list[Finding]) -> Found:
    if text.startswith("#") and text.rstrip("!?").isupper():
        return None, [error(None, None, "error_value", value=text)]
    if len(text) > column.longest:
        return None, [*found, error(None, None, "too_long", most=column.longest)]
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co") for letter in text):
        return None, [*found, error(None, None, "control")]
    return text, found


def _code(cell: Any, column: Column, on: date) -> Found:
    if isinstance(cell, bool | date):
        return None, [error(None, None, "text_expected")]
    if isinstance(cell, int | float):
        return _number_as_code(cell, column)
    text, changed = _clean(str(cell))
    if text.replace(" ", "").isdigit() and " " in text:
        text, changed = text.replace(" ", ""), True
    if LOST.match(text):
        return None, [error(None, None, "digits_lost", value=text)]
    found = [warning(None, None, "spaces", value=text)] if changed else []
    return _checked(text, column, found)


def _number_as_code(cell: float, column: Column) -> Found:
    if cell != int(cell) or len(str(abs(int(cell)))) > EXACT_DIGITS:
        return None, [error(None, None, "digits_lost", value=f"{cell:g}")]
    text = str(int(cell))
    return _checked(text, column, [warning(None, None, "number_as_text", value=text)])


def _date(cell: Any, column: Column, on: date) -> Found:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, bool | int | float):
        return None, [error(None, None, "bad_date", value=f"{cell:g}")]
    found: list[Finding] = []
    if not isinstance(cell, date):
        text, changed = _clean(str(cell))
        found = [warning(None, None, "spaces", value=text)] if changed else []
        read = _date_of(text)
        if read is None:
            return None, [error(None, None, "bad_date", value=text[:40])]
        cell = read
    if not OLDEST <= cell.year <= on.year + YEARS_AHEAD or (column.key == "birth_on" and cell >= on):
        return None, [error(None, None, "impossible_date", value=cell.strftime("%d-%m-%Y"))]
    return cell, found


def _date_of(text: str) -> date | None:
    words = WORDS.match(text)
    if words and words[2].lower() in MONTHS:
        text = f"{words[1]}-{MONTHS[words[2].lower()]}-{words[3]}"
    for form in FORMS:
        try:
            return datetime.strptime(text, form).date()  # a day has no zone
        except ValueError:
            continue
    return None


def _choice(cell: Any, column: Column, on: date) -> Found:
    if isinstance(cell, float) and cell == int(cell):
        cell = int(cell)
    text, changed = _clean(str(cell))
    known = choices_of(column.key)
    code = known.get(label_key(text)) or known.get(plain(text))
    offered = labels_of(column)
    if code not in offered:
        labels = "; ".join(str(label) for label in offered.values())
        return None, [error(None, None, "bad_choice", value=text[:40], choices=labels)]
    return code, [warning(None, None, "spaces", value=text)] if changed else []


def _number(cell: Any, column: Column, on: date) -> Found:
    text = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else _clean(str(cell))[0]
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) in CLASSES):
        return None, [error(None, None, "bad_number", value=text[:40])]
    return int(text), []


READERS: dict[Cell, Callable[[Any, Column, date], Found]] = {
    Cell.TEXT: _text,
    Cell.CODE: _code,
    Cell.DATE: _date,
    Cell.CHOICE: _choice,
    Cell.NUMBER: _number,
}
