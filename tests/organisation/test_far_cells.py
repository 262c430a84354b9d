"""A tiny workbook with one cell at the end of the sheet is refused before it can fill the memory."""

from io import BytesIO

import pytest
import xlsxwriter

from selaras.core.verdict import InvalidRefused
from selaras.organisation.sheets.reading import LAST_COLUMN, LAST_ROW, read


def workbook(row, column):
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Pegawai")
        sheet.write(0, 0, "NIP")
        sheet.write(row, column, "x")
    return target.getvalue()


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 0), (0, 16_383), (LAST_ROW, 0), (3, LAST_COLUMN)])
def test_a_far_cell_is_refused_in_words(db, row, column):
    with pytest.raises(InvalidRefused, match="jauh di luar tabel|far outside the table"):
        read(workbook(row, column), "pegawai.xlsx")


def test_a_table_of_ordinary_size_is_read_up_to_its_headers(db):
    with pytest.raises(InvalidRefused) as refused:
        read(workbook(40, 20), "pegawai.xlsx")
    assert "luar tabel" not in str(refused.value) and "outside the table" not in str(refused.value)
