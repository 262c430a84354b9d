"""Reads a workbook or CSV of people into rows of cells, with what stands in formulas and merged cells."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from selaras.core.verdict import InvalidRefused
from selaras.organisation.sheets.cells import Looked, Unreadable, look
from selaras.organisation.sheets.columns import BY_KEY, COLUMNS
from selaras.organisation.sheets.findings import Finding, error, warning
from selaras.organisation.sheets.safety import DAMAGED, check_file, safe_workbook, sheet_paths
from selaras.organisation.sheets.understood import headers, plain

SHEETS = ("pegawai", "employees", "people", "data pegawai")
HEADER_WITHIN = 10
MOST_ROWS = 30_000
LAST_ROW, LAST_COLUMN = MOST_ROWS + HEADER_WITHIN, 200
DELIMITERS = ",;\t|"
Value = str | float | int | bool | date | datetime | None


@dataclass
class Table:
    """The rows below the headers: (row number in the sheet, value by column key), and what was found on the way."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(content: bytes, name: str) -> Table:
    """Read a file; raises `InvalidRefused` with one sentence when it cannot be read at all."""
    if check_file(name, content) == ".csv":
        return _table(_csv_rows(content), set(), [])
    book = safe_workbook(content)
    sheet, path = _sheet(sheet_paths(book))
    looked = _looked(book, path)
    _refuse_far_cells(looked)
    return _table(_workbook_rows(book, sheet), looked.formulas, looked.merged)


def _looked(book: zipfile.ZipFile, path: str) -> Looked:
    if path not in book.namelist():
        return Looked()
    try:
        return look(book.read(path))
    except Unreadable as broken:
        raise InvalidRefused(DAMAGED, {"file": DAMAGED}) from broken


def _sheet(paths: dict[str, str]) -> tuple[str, str]:
    if not paths:
        raise InvalidRefused(_("The workbook has no sheet. Download the template, fill it in and send it."))
    for name, path in paths.items():
        if plain(name) in SHEETS:
            return name, path
    return next(iter(paths.items()))


def _refuse_far_cells(looked: Looked) -> None:
    """Refuse a sheet with a filled cell far away: the reader makes the whole rectangle up to it in memory."""
    if looked.last_row > LAST_ROW or looked.last_column >= LAST_COLUMN:
        raise InvalidRefused(
            _(
                "A cell far outside the table is filled (beyond row %(row)s or column %(column)s). "
                "Delete everything outside the table and send the file again."
            )
            % {"row": LAST_ROW, "column": letters(LAST_COLUMN - 1)}
        )


def letters(index: int) -> str:
    """Return the letters of a column: 0 → A, 27 → AB."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _workbook_rows(book: zipfile.ZipFile, sheet: str) -> list[list[Value]]:
    file: Any = book.fp
    file.seek(0)
    try:
        found = CalamineWorkbook.from_filelike(file).get_sheet_by_name(sheet)
        cells: Any = found.to_python(skip_empty_area=False)
        return cells
    except (CalamineError, ValueError, OSError) as broken:
        raise InvalidRefused(
            _("The sheet “%(name)s” cannot be read. Open the file, save it again and send that copy.")
            % {"name": sheet}
        ) from broken


def _csv_rows(content: bytes) -> list[list[Value]]:
    text = _decoded(content)
    if text.lstrip().startswith("<"):
        raise InvalidRefused(
            _("This is a web page, not a CSV file. Save the list as .xlsx or .csv and send that.")
        )
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return [list(row) for row in csv.reader(StringIO(text), delimiter=delimiter, strict=True)]
    except csv.Error as broken:
        raise InvalidRefused(
            _("The CSV file is damaged: a quotation mark is not closed. Save it again from the spreadsheet.")
        ) from broken


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise InvalidRefused(_("This is no CSV file. Save the list as .xlsx or .csv and send that."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _table(rows: list[list[Value]], formulas: set[tuple[int, int]], merged: list[Any]) -> Table:
    table = Table()
    top, columns = _columns(rows, table)
    table.findings += _merges(merged, top + 1, columns)
    if len(rows) - top - 1 > MOST_ROWS:
        raise InvalidRefused(
            _("The sheet has more than %(most)s rows. Split it in several files.") % {"most": MOST_ROWS}
        )
    for index in range(top + 1, len(rows)):
        _add(table, index + 1, rows[index], columns, formulas)
    if not table.rows:
        raise InvalidRefused(_("The sheet has headers but no rows. Fill in the rows and send it again."))
    return table


def _add(
    table: Table,
    number: int,
    row: list[Value],
    columns: dict[int, str],
    formulas: set[tuple[int, int]],
) -> None:
    cells: dict[str, Any] = {}
    for index, key in columns.items():
        value = row[index] if index < len(row) else None
        if (number, index) in formulas:
            table.findings.append(error(number, key, "formula"))
            value = None
        if value is not None and value != "":
            cells[key] = value
    if cells or any((number, index) in formulas for index in columns):
        table.rows.append((number, cells))


def _columns(rows: list[list[Value]], table: Table) -> tuple[int, dict[int, str]]:
    known = headers()
    for top, row in enumerate(rows[:HEADER_WITHIN]):
        keys = {index: known[plain(cell)] for index, cell in enumerate(row) if cell and plain(cell) in known}
        if {"number", "name"} <= set(keys.values()):
            _check_headers(row, keys, table)
            return top, keys
    raise InvalidRefused(
        _(
            "The headers were not found: the first rows must hold at least “%(number)s” and “%(name)s”. "
            "Download the template and put the list into it."
        )
        % {"number": BY_KEY["number"].header, "name": BY_KEY["name"].header}
    )


def _check_headers(row: list[Value], keys: dict[int, str], table: Table) -> None:
    for column in COLUMNS:
        places = [letters(index) for index, key in keys.items() if key == column.key]
        if len(places) > 1:
            raise InvalidRefused(
                _("The header “%(header)s” stands in several columns: %(places)s. Take the others away.")
                % {"header": column.header, "places": ", ".join(places)}
            )
    for index, cell in enumerate(row):
        if cell and index not in keys and str(cell).strip():
            table.findings.append(warning(None, None, "unknown_column", value=str(cell).strip()[:60]))


def _merges(merged: list[Any], header: int, columns: dict[int, str]) -> list[Finding]:
    found = []
    for left, top, right, bottom in merged:
        if bottom < header or right < min(columns):
            continue
        where = f"{letters(left)}{top}:{letters(right)}{bottom}"
        if top <= header:
            raise InvalidRefused(
                _("The headers %(range)s are merged. Unmerge them, so that each column has its own header.")
                % {"range": where}
            )
        found.append(error(top, columns.get(left), "merged", range=where))
    return found
