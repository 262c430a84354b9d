"""Lists as workbooks: what they hold, that no cell is a formula, and that nothing missing becomes zero."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from selaras.organisation.sheets.listing import Listing, written

HEADERS = ("Nama", "Jumlah", "Hari")


def read(*rows, title="Daftar"):
    content, count = written(Listing(title, HEADERS, rows, (("Instansi", "=1+1"),)))
    with content:
        data = content.read()
    return CalamineWorkbook.from_filelike(BytesIO(data)), count, data


def test_cells_are_what_they_are_and_missing_stays_empty():
    book, count, _data = read(("Sari", 3, date(2026, 1, 31)), ("Wati", None, None), ("Budi", 0, None))
    rows = book.get_sheet_by_index(0).to_python()
    assert count == 3
    assert tuple(rows[0]) == HEADERS
    assert rows[1] == ["Sari", 3, date(2026, 1, 31)]
    assert rows[2] == ["Wati", "", ""], "missing is missing"
    assert rows[3] == ["Budi", 0, ""]


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+62 812", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text):
    book, _count, data = read((text, 1, datetime(2026, 1, 1, 5, tzinfo=UTC)))
    assert book.get_sheet_by_index(0).to_python()[1][0].startswith("'")
    assert book.get_sheet_by_index(1).to_python()[1][1] == "'=1+1"
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_long_title_with_signs_is_a_sheet():
    book, _count, _data = read(
        ("x", 1, None), title="Laporan [Oktober]: unit/bagian yang sangat panjang sekali"
    )
    assert len(book.sheet_names[0]) <= 31
