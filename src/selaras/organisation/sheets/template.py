"""Writes the workbook that agencies fill in: drop-downs, an example, instructions; and lists in the same shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from selaras.core.vocabulary import speaks_as_company
from selaras.organisation.sheets.columns import Cell, labels_of, offered

ROWS_READY = 5000
RISKY = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before = + - @."""
    return f"'{text}" if text.startswith(RISKY) else text


def workbook_of(rows: Iterable[Mapping[str, Any]], *, with_example: bool = True) -> bytes:
    """Return a workbook in the shape of the import: values by column key, the template when there are no rows."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Employees"))
    formats = _formats(book)
    lists = _lists(book)
    _headers(sheet, formats)
    count = 0
    for count, row in enumerate(rows, 1):
        _row(sheet, count, row, formats)
    _prepare(sheet, formats, lists, max(count, ROWS_READY))
    if with_example:
        _example(book, formats)
        _instructions(book, formats)
    choices = book.get_worksheet_by_name(_("Choices"))
    assert choices is not None
    choices.hide()
    book.close()
    return target.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    return {
        "head": book.add_format(
            {"bold": True, "bg_color": "#0B2F57", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        ),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "dd-mm-yyyy"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }


def _lists(book: Workbook) -> dict[str, str]:
    sheet = book.add_worksheet(_("Choices"))
    places: dict[str, str] = {}
    chosen = [column for column in offered() if column.choices]
    for index, column in enumerate(chosen):
        labels = [str(label) for label in labels_of(column).values()]
        sheet.write_column(0, index, labels)
        letter = xl_col_to_name(index, True)
        places[column.key] = f"='{_('Choices')}'!{letter}$1:{letter}${len(labels)}"
    return places


def _headers(sheet: Any, formats: dict[str, Any]) -> None:
    for index, column in enumerate(offered()):
        star = " *" if column.required else ""
        sheet.write_string(0, index, f"{column.header}{star}", formats["head"])
        sheet.write_comment(0, index, str(column.help), {"x_scale": 2})
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2)


def _prepare(sheet: Any, formats: dict[str, Any], lists: dict[str, str], last: int) -> None:
    for index, column in enumerate(offered()):
        style = {Cell.DATE: "day"}.get(column.cell, "text")
        sheet.set_column(index, index, column.width, formats[style])
        if column.key in lists:
            sheet.data_validation(
                1,
                index,
                last,
                index,
                {
                    "validate": "list",
                    "source": lists[column.key],
                    "error_title": str(column.header)[:32],
                    "error_message": _("Choose one of the list."),
                },
            )
        if column.cell == Cell.NUMBER:
            rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 30}
            sheet.data_validation(1, index, last, index, rule)


def _row(sheet: Any, line: int, row: Mapping[str, Any], formats: dict[str, Any]) -> None:
    for index, column in enumerate(offered()):
        value = row.get(column.key)
        if value in (None, ""):
            continue
        if isinstance(value, date):
            sheet.write_datetime(line, index, value, formats["day"])
        elif column.cell == Cell.NUMBER:
            sheet.write_number(line, index, value)
        elif column.choices:
            sheet.write_string(line, index, str(column.choices[value]), formats["text"])
        else:
            sheet.write_string(line, index, neutral(str(value)), formats["text"])


SINCE = {"unit_code": "MUTASI", "employment": "PNS", "from_on": date(2024, 1, 2)}
LEADING_TWO = "197911032005011002"
EXAMPLE: tuple[dict[str, Any], ...] = (
    {
        **SINCE,
        "number": "199203152018012001",
        "name": "Sari Wulandari, S.Kom.",
        "rank": "III/b",
        "position_code": "MUT-02",
        "position_title": "Analis SDM Aparatur Ahli Pertama",
        "position_kind": "FUNCTIONAL_EXPERT",
        "position_level": "AHLI_PERTAMA",
        "job_class": 8,
    },
    {
        **SINCE,
        "number": LEADING_TWO,
        "name": "Budi Santoso, S.IP.",
        "rank": "IV/a",
        "position_code": "MUT-01",
        "position_title": "Kepala Bidang Mutasi",
        "position_kind": "ADMINISTRATION",
        "position_level": "ADMINISTRATOR",
        "job_class": 11,
        "unit_name": "Bidang Mutasi",
        "parent_code": "BADAN",
        "is_head": "YES",
    },
    {
        **SINCE,
        "number": "197208251998032004",
        "name": "Ratna Juwita, S.Sos.",
        "rank": "IV/c",
        "position_code": "BDN-01",
        "position_title": "Kepala Badan",
        "position_kind": "JPT",
        "position_level": "JPT_PRATAMA",
        "job_class": 14,
        "unit_code": "BADAN",
        "unit_name": "Badan Kepegawaian",
        "is_head": "YES",
    },
    {
        "number": LEADING_TWO,
        "name": "Budi Santoso, S.IP.",
        "position_code": "DIK-01",
        "position_title": "Kepala Bidang Diklat",
        "position_kind": "ADMINISTRATION",
        "position_level": "ADMINISTRATOR",
        "unit_code": "DIKLAT",
        "unit_name": "Bidang Diklat",
        "parent_code": "BADAN",
        "is_head": "YES",
        "kind": "PLT",
        "from_on": date(2026, 1, 5),
        "until_on": date(2026, 7, 5),
    },
)


COMPANY_EXAMPLE: tuple[dict[str, Any], ...] = (
    {
        "number": "K-0042",
        "name": "Sari Wulandari, S.Kom.",
        "employment": "COMPANY",
        "rank": "G6",
        "position_code": "LYN-02",
        "position_title": "Staf Layanan Pelanggan",
        "unit_code": "LAYANAN",
        "from_on": date(2024, 1, 2),
    },
    {
        "number": "K-0007",
        "name": "Budi Santoso, S.E.",
        "employment": "COMPANY",
        "rank": "G12",
        "position_code": "LYN-01",
        "position_title": "Manajer Layanan Pelanggan",
        "unit_code": "LAYANAN",
        "unit_name": "Layanan Pelanggan",
        "parent_code": "DIREKSI",
        "is_head": "YES",
        "from_on": date(2024, 1, 2),
    },
    {
        "number": "K-0001",
        "name": "Ratna Juwita, S.T., M.M.",
        "employment": "COMPANY",
        "rank": "G15",
        "position_code": "DIR-01",
        "position_title": "Direktur Utama",
        "unit_code": "DIREKSI",
        "unit_name": "Direksi",
        "is_head": "YES",
        "from_on": date(2024, 1, 2),
    },
)


def example_rows() -> list[dict[str, Any]]:
    """Return invented people whose rows show heads, superiors in any order and, in an agency, an acting post."""
    return [dict(row) for row in (COMPANY_EXAMPLE if speaks_as_company() else EXAMPLE)]


def _example(book: Workbook, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_("Example"))
    _headers(sheet, formats)
    for index, column in enumerate(offered()):
        sheet.set_column(index, index, column.width)
    for line, row in enumerate(example_rows(), 1):
        _row(sheet, line, row, formats)


def _instructions(book: Workbook, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_("Instructions"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100, formats["wrap"])
    sheet.write_string(0, 0, _("How to fill in this workbook"), formats["title"])
    lines = [
        _("Write one row for each person on the first sheet. Do not merge cells and do not use formulas."),
        _("Numbers of employees are text: keep the column formatted as text, or the last digits are lost."),
        _("Rows may stand in any order: a unit or superior may come after the people who need it."),
        _("An empty cell says nothing: what is stored stays as it is."),
        _("A person who acts in another post (Plt, Plh) has a second row with that post."),
        _("A row with only unit code, unit name and the unit above creates a unit without people."),
        _(
            "After the upload you see what would change and every mistake. Nothing is written before you agree."
        ),
    ]
    for line, text in enumerate(lines, 2):
        sheet.write_number(line, 0, line - 1)
        sheet.write_string(line, 1, text, formats["wrap"])
    start = len(lines) + 3
    sheet.write_string(start, 0, _("Column"), formats["head"])
    sheet.write_string(start, 1, _("What to write"), formats["head"])
    for offset, column in enumerate(offered(), 1):
        star = " *" if column.required else ""
        sheet.write_string(start + offset, 0, f"{column.header}{star}")
        text = str(column.help)
        if column.choices:
            text = f"{text} {'; '.join(str(label) for label in labels_of(column).values())}."
        sheet.write_string(start + offset, 1, text, formats["wrap"])
