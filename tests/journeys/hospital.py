"""Sixty people of a hospital, as its officer has them in a workbook: a director, five divisions and their staff."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from xlsxwriter import Workbook

from selaras.organisation.sheets.columns import COLUMNS, Cell

SINCE = date(2025, 1, 1)
NAME = "RSUD Kepahiang"
UNITS = ("Pelayanan Medis", "Keperawatan", "Farmasi", "Keuangan", "Perencanaan")
NAMES = (
    "Agus", "Ayu", "Bagas", "Citra", "Dimas", "Eka", "Fajar", "Gita", "Hendra", "Intan", "Kurnia", "Lestari",
)  # fmt: skip
SURNAMES = ("Pratama", "Utami", "Saputra", "Maharani", "Nugroho")
DIRECTOR, HEAD, EMPLOYEE, OBJECTOR = range(4)
"""Rows of the people who live the year in browsers: the director, and the first three of the first division."""


def staff() -> list[dict[str, Any]]:
    """The director first, then twelve people of each division (eleven of the last), its head before the others."""
    lead = {
        "name": "dr. Ratih Kusuma, M.Kes.", "position_title": f"Direktur {NAME}", "unit_code": "RS",
        "unit_name": NAME, "parent_code": "PEMKAB", "is_head": "YES", "position_kind": "ADMINISTRATION",
        "position_level": "ADMINISTRATOR", "rank": "IV/b",
    }  # fmt: skip
    return [_civil_servant(0) | lead, *(_member(number) for number in range(1, 60))]


def _member(number: int) -> dict[str, Any]:
    place, rank = divmod(number - 1, 12)
    unit = {"unit_code": f"RS-{place + 1}", "name": f"{NAMES[rank]} {SURNAMES[place]}"}
    if rank == 0:
        return _civil_servant(number) | unit | {
            "position_title": f"Kepala Bidang {UNITS[place]}", "position_kind": "ADMINISTRATION",
            "position_level": "PENGAWAS", "rank": "III/d", "is_head": "YES", "unit_name": UNITS[place],
            "parent_code": "RS",
        }  # fmt: skip
    if rank <= 2:
        expert = {"position_kind": "FUNCTIONAL_EXPERT", "position_level": "AHLI_PERTAMA", "rank": "III/b"}
        return _civil_servant(number) | unit | expert | {"position_title": "Perawat Ahli Pertama"}
    return unit | {
        "number": f"RS{number + 1:04}", "email": f"rs{number + 1}@example.test", "employment": "NON_ASN",
        "position_code": f"RS-{number + 1:02}", "position_title": f"Staf {UNITS[place]} {rank}",
        "position_kind": "OTHER", "from_on": SINCE,
    }  # fmt: skip


def _civil_servant(number: int) -> dict[str, Any]:
    birth = date(1975 + number % 20, 3, 15)
    return {
        "number": f"{birth:%Y%m%d}200901{1 + number % 2}{number + 1:03}", "birth_on": birth,
        "email": f"rs{number + 1}@example.test", "employment": "PNS", "position_code": f"RS-{number + 1:02}",
        "from_on": SINCE,
    }  # fmt: skip


def workbook(people: list[dict[str, Any]], path: Path, **wrong: Any) -> Path:
    """The people in the shape of the template, in Indonesian; `wrong` spoils cells of the third row."""
    content = io.BytesIO()
    with translation.override("id"), Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Pegawai")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for index, column in enumerate(COLUMNS):
            sheet.write_string(0, index, str(column.header))
        for line, one in enumerate(people, 1):
            for index, text in _cells(one | (wrong if line == 3 else {})):
                if isinstance(text, date):
                    sheet.write_datetime(line, index, text, day)
                else:
                    sheet.write_string(line, index, text)
    path.write_bytes(content.getvalue())
    return path


def _cells(one: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    for index, column in enumerate(COLUMNS):
        value = one.get(column.key, "")
        if value != "":
            is_day = column.cell == Cell.DATE and isinstance(value, date)
            yield index, value if is_day else str(column.choices.get(value, value))
