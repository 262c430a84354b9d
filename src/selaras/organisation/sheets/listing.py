"""Writes a list as a workbook: the columns that the page shows, every row of it, and a sheet that says what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from selaras.organisation.sheets.template import neutral

MOST_NAME = 31
WIDTHS = (12, 60)
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True)
class Listing:
    """A list to be written: its title, the headers, and how the page came to show these rows."""

    title: str
    headers: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)


def written(listing: Listing) -> tuple[IO[bytes], int]:
    """Return the workbook in a temporary file, and how many rows it holds; rows go to disk one by one."""
    target = TemporaryFile()  # noqa: SIM115 - whoever asked for the list closes it
    book = Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#0B2F57", "font_color": "#FFFFFF", "text_wrap": True})
    styles = {
        "day": book.add_format({"num_format": "dd-mm-yyyy"}),
        "moment": book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
    }
    sheet = book.add_worksheet(_sheet_name(listing.title))
    widths = [len(str(header)) + 6 for header in listing.headers]
    for place, header in enumerate(listing.headers):
        sheet.write_string(0, place, neutral(str(header)), head)
    count = 0
    for count, row in enumerate(listing.rows, 1):
        for place, value in enumerate(row):
            _cell(sheet, count, place, value, styles)
            if isinstance(value, str):
                widths[place] = max(widths[place], len(value) + 2)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width, WIDTHS[0]), WIDTHS[1]))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, max(len(listing.headers) - 1, 0))
    _about(book, listing, head)
    book.close()
    target.seek(0)
    return target, count


def _cell(sheet: Any, line: int, place: int, value: Any, styles: dict[str, Any]) -> None:
    """Write a value as what it is; a missing value leaves the cell empty, never zero."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        sheet.write_datetime(line, place, local, styles["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), styles["day"])
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, neutral(str(value)))


def _about(book: Workbook, listing: Listing, head: Any) -> None:
    sheet = book.add_worksheet(_("About this list"))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, neutral(listing.title), head)
    for line, (label, text) in enumerate(listing.about, 1):
        sheet.write_string(line, 0, neutral(label))
        sheet.write_string(line, 1, neutral(text))


def _sheet_name(title: str) -> str:
    return title.translate(FORBIDDEN).strip("' ")[:MOST_NAME].strip() or _("List")
