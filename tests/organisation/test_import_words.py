"""What an import says about a workbook is true, complete and helpful: codes, days, formulas, circles."""

import pytest
from tests.cast import TODAY
from tests.organisation.test_import import sheet
from tests.organisation.test_sheets import book

from selaras.organisation.sheets.findings import error
from selaras.organisation.sheets.plan import plan
from selaras.organisation.sheets.reading import read

ONE = "H,A,Non-ASN,,J,T,,{unit},{name},{parent},,,,{day}"


def row(unit="BKPSDM", name="", parent="", day=""):
    return ONE.format(unit=unit, name=name, parent=parent, day=day)


def found(table):
    draft = plan(table, on=TODAY)
    return [(one.row, one.column, one.code, one.severity) for one in draft.findings], draft


def test_a_code_in_other_letters_is_read_as_the_unit_that_exists(kepahiang):
    codes, draft = found(sheet(row(unit="bkpsdm")))
    assert codes == [(2, "unit_code", "unit_case", "warning")]
    assert draft.findings[0].sentence.startswith("“bkpsdm” dibaca sebagai unit “BKPSDM”")
    assert "bkpsdm" not in draft.known.units
    codes, draft = found(sheet(row(unit="BARU", name="Unit baru", parent="Bkpsdm")))
    assert codes == [(2, "parent_code", "unit_case", "warning")]
    assert draft.known.units["BARU"].lines[0].values["parent"] == "BKPSDM"


def test_a_position_in_other_letters_is_the_one_that_exists(kepahiang):
    code = kepahiang.positions["Sari"].code
    assert code != code.swapcase()
    codes, draft = found(sheet(f"N-1,Andi,Non-ASN,,{code.swapcase()},,,,,,,,Plt,"))
    assert (2, "position_code", "position_case", "warning") in codes
    assert draft.position_of[2] == code and code.swapcase() not in draft.known.positions


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_spellings_of_a_new_unit_are_one(kepahiang, order):
    rows = [row(unit="BARU", name="Unit baru"), row(unit="baru").replace("H,A", "I,B").replace(",J,", ",K,")]
    codes, draft = found(sheet(*(rows[place] for place in order)))
    assert [code for _row, _column, code, _severity in codes] == ["unit_case"]
    assert "BARU" in draft.known.units and "baru" not in draft.known.units


def test_a_slip_of_the_pen_gets_the_likely_unit(kepahiang):
    _codes, draft = found(sheet(row(unit="BKPDSM")))
    assert "Maksud Anda “BKPSDM”?" in draft.findings[0].sentence
    assert found(sheet(row(unit="ENTAH")))[0][0][2] == "unknown_unit"


def test_days_are_written_as_the_template_asks():
    said = error(2, "until_on", "reversed_dates", until=TODAY, start=TODAY)
    assert "15-07-2026" in said.sentence and "2026-07-15" not in said.sentence
    assert said.as_data()["values"] == {"until": "15-07-2026", "start": "15-07-2026"}


@pytest.mark.parametrize(
    ("cell", "key"), [(0, "number"), (1, "name"), (2, "employment"), (3, "position_title")]
)
def test_a_formula_is_one_mistake_not_two(kepahiang, cell, key):
    values = ["H-1", "Andi", "Non-ASN", "Staf", "BKPSDM"]

    def write(made, page):
        for place, text in enumerate(values):
            (page.write_formula if place == cell else page.write_string)(
                1, place, '="A"&"B"' if place == cell else text
            )

    codes, _draft = found(read(book(write), "x.xlsx"))
    assert codes == [(2, key, "formula", "error")]


def test_a_circle_is_named_at_every_row_that_makes_it(kepahiang):
    first, second = "H,A,Non-ASN,,J,T,,N,Satu,,,I,,", "I,B,Non-ASN,,K,U,,N,,,,H,,"
    codes, _draft = found(sheet(first, second))
    assert [one[:3] for one in codes if one[2] == "superior_loop"] == [
        (2, "superior_number", "superior_loop"),
        (3, "superior_number", "superior_loop"),
    ]
    first, second = "H,A,Non-ASN,,J,T,,N,N,M,,,,", "I,B,Non-ASN,,K,U,,M,M,N,,,,"
    codes, draft = found(sheet(first, second))
    assert [one[0] for one in codes if one[2] == "unit_loop"] == [2, 3]
    assert ["“N”" in one.sentence for one in draft.findings if one.code == "unit_loop"] == [True, False]


def test_a_day_far_ahead_is_pointed_out_and_next_month_is_not(kepahiang):
    codes, draft = found(sheet(row(day="01-03-2030")))
    assert codes == [(2, "from_on", "far_ahead", "warning")]
    assert "01-03-2030" in draft.findings[0].sentence
    assert found(sheet(row(day="01-08-2026")))[0] == []
