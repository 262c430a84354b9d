"""The workbook itself: the template, what is refused before it is read, and the way out and back in."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from tests.cast import AT, TODAY
from xlsxwriter import Workbook

from selaras.core.verdict import InvalidRefused
from selaras.organisation.operations import import_people
from selaras.organisation.sheets.columns import COLUMNS
from selaras.organisation.sheets.export import report_of, rows_of
from selaras.organisation.sheets.plan import plan
from selaras.organisation.sheets.reading import read
from selaras.organisation.sheets.template import example_rows, neutral, workbook_of


def book(write) -> bytes:
    target = BytesIO()
    made = Workbook(target, {"in_memory": True})
    sheet = made.add_worksheet("Pegawai")
    sheet.write_row(0, 0, ["NIP", "Nama", "Jenis kepegawaian", "Jabatan", "Kode unit"])
    write(made, sheet)
    made.close()
    return target.getvalue()


def codes(content):
    draft = plan(read(content, "x.xlsx"), on=TODAY)
    return {(one.row, one.column, one.code) for one in draft.findings}


def refused(content, name="x.xlsx"):
    with pytest.raises(InvalidRefused) as caught:
        read(content, name)
    return str(caught.value.sentence)


def test_the_template_has_every_column_a_list_of_choices_an_example_and_instructions():
    made = CalamineWorkbook.from_filelike(BytesIO(workbook_of([])))
    assert made.sheet_names == ["Pegawai", "Pilihan", "Contoh", "Petunjuk"]
    headers = made.get_sheet_by_name("Pegawai").to_python()[0]
    assert len(headers) == len(COLUMNS)
    assert len(made.get_sheet_by_name("Contoh").to_python()) == len(example_rows()) + 1
    parts = zipfile.ZipFile(BytesIO(workbook_of([])))
    assert b"dataValidation" in parts.read("xl/worksheets/sheet1.xml")


def test_the_template_is_understood_in_both_languages():
    from django.utils import translation

    for language in ("id", "en"):
        with translation.override(language):
            table = read(workbook_of(example_rows()), "x.xlsx")
        assert len(table.rows) == 4
        assert table.findings == []


def test_the_example_can_be_imported(kepahiang, actor):
    coded = ("unit_code", "parent_code", "position_code")
    rows = [
        {**row, "number": f"{row['number'][:-3]}077", **{key: f"X-{row[key]}" for key in coded if key in row}}
        for row in example_rows()
    ]
    table = read(workbook_of(rows), "x.xlsx")
    counts = import_people(table=table, by=actor("Dewi", role="OFFICER"), at=AT, on=TODAY)
    assert counts.new == 4


def test_what_is_exported_comes_back_unchanged(kepahiang):
    content = workbook_of(rows_of(TODAY), with_example=False)
    draft = plan(read(content, "x.xlsx"), on=TODAY)
    assert draft.changes == {}
    assert draft.findings == []


def test_cells_that_look_like_formulas_are_neutralised_and_come_back(kepahiang, actor):
    from selaras.organisation.models import Person

    Person.objects.filter(pk=kepahiang["Sari"].pk).update(name="=cmd|' /C calc'!A0")
    content = workbook_of(rows_of(TODAY), with_example=False)
    assert "'=cmd" in str(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python())
    assert plan(read(content, "x.xlsx"), on=TODAY).changes == {}
    assert [neutral(text)[0] for text in ("=1", "+1", "-1", "@a")] == ["'"] * 4


def test_a_formula_is_named_at_its_cell(kepahiang):
    content = book(
        lambda made, sheet: (sheet.write_string(1, 0, "H-1"), sheet.write_formula(1, 1, '="A"&"B"'))
    )
    assert (2, "name", "formula") in codes(content)


def test_a_nip_as_number_is_named_at_its_cell(kepahiang):
    content = book(
        lambda made, sheet: (sheet.write_number(1, 0, 199203152018012001), sheet.write_string(1, 1, "A"))
    )
    assert (2, "number", "digits_lost") in codes(content)


def test_a_short_number_is_read_with_a_note(kepahiang):
    content = book(lambda made, sheet: (sheet.write_number(1, 0, 1234), sheet.write_string(1, 1, "A")))
    assert (2, "number", "number_as_text") in codes(content)


def test_merged_cells_are_named(kepahiang):
    def write(made, sheet):
        sheet.write_string(1, 0, "H-1")
        sheet.merge_range(1, 1, 2, 1, "A")

    assert (2, "name", "merged") in codes(book(write))


def test_merged_headers_are_refused():
    target = BytesIO()
    made = Workbook(target, {"in_memory": True})
    sheet = made.add_worksheet("Pegawai")
    sheet.write_row(0, 0, ["NIP", "Nama", "Jabatan"])
    sheet.merge_range(0, 2, 0, 3, "Jabatan")
    sheet.write_row(1, 0, ["H-1", "A"])
    made.close()
    assert "C1:D1" in refused(target.getvalue())


def test_dates_are_read_in_every_usual_form(kepahiang):
    head = "NIP,Nama,Tanggal lahir\n"
    for text in ("15-03-1992", "15/03/1992", "1992-03-15", "15 Maret 1992", "15 Mar 1992"):
        draft = plan(read(f"{head}H,A,{text}".encode(), "x.csv"), on=TODAY)
        assert draft.rows[0].birth_on == date(1992, 3, 15)


def test_csv_in_other_clothes_is_read():
    text = "NIP;Nama;Jabatan\nH-1;Ändi;Staf\n"
    for content in (
        text.encode("utf-8-sig"),
        text.encode("cp1252"),
        text.encode("utf-16"),
        text.replace(";", "\t").encode(),
    ):
        assert read(content, "x.csv").rows[0][1]["name"] == "Ändi"


def bomb() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<a/>")
        packed.writestr("xl/workbook.xml", "<a/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return target.getvalue()


def parts(**more: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("[Content_Types].xml", "<a/>")
        packed.writestr("xl/workbook.xml", "<a/>")
        for name, content in more.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "x.xlsx", "kosong"),
        (b"PK\x03\x04rusak", "x.xlsx", "rusak"),
        (b"bukan apa-apa", "x.xlsx", "rusak"),
        (workbook_of([])[:900], "x.xlsx", "rusak"),
        (b"x" * (20 * 1024 * 1024 + 1), "x.xlsx", "20 MB"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", "kata sandi"),
        (OLE + b"\0" * 600, "x.xlsx", "Excel Workbook"),
        (b"<html><table><tr><td>NIP</td></tr></table>", "x.xls", "halaman web"),
        (b"\xef\xbb\xbf<html><table>", "x.xlsx", "halaman web"),
        (OLE, "x.xls", "Excel Workbook"),
        (b"PK", "x.xlsm", "makro"),
        (parts(xl__vbaProject_dot_bin=b"x"), "x.xlsx", "makro"),
        (bomb(), "x.xlsx", "jauh lebih besar"),
        (
            parts(xl__x_dot_xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'),
            "x.xlsx",
            "deklarasi",
        ),
        (b"GIF89a", "x.gif", ".xlsx"),
        (b'NIP,Nama\n"H,A', "x.csv", "tanda kutip"),
        (b"<html>", "x.csv", "halaman web"),
        (b"a,b\n1,2", "x.csv", "Judul kolom"),
        (b"NIP,Nama\n", "x.csv", "baris"),
        (b"NIP,Nama,NIP\n1,2,3", "x.csv", "A, C"),
        (b"a\0b", "x.csv", "CSV"),
    ],
    ids=range(21),
)
def test_bad_files_are_refused_with_a_clear_sentence(content, name, word):
    assert word in refused(content, name)


def test_the_report_holds_every_finding(kepahiang):
    draft = plan(read(b"NIP,Nama\nH,\n,B\n", "x.csv"), on=TODAY)
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(report_of(draft.findings, "x.csv")))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert len(rows) == len(draft.findings) + 3
