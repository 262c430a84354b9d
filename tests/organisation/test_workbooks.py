"""Workbooks as other programs write them, and as an attacker does: read rightly, or refused in one clear sentence."""

import re
import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from django.utils import translation

from selaras.core.verdict import InvalidRefused
from selaras.organisation.sheets.reading import read

HEAD = ("NIP", "Nama lengkap", "Jenis kepegawaian")
ADDRESS = re.compile(rb'(<(?:\w+:)?(?:c|row)\b[^>]*?)\s+r="[A-Z]*\d+"')


def book_of(*rows, change=None):
    """A plain workbook; `change` alters the XML of its sheet."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Pegawai")
        for line, row in enumerate((HEAD, *rows)):
            for column, value in enumerate(row):
                if str(value).startswith("="):
                    sheet.write_formula(line, column, value)
                else:
                    sheet.write(line, column, value)
    return altered(target.getvalue(), change) if change else target.getvalue()


def altered(content, change):
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            raw = old.read(part)
            new.writestr(
                part.filename, change(raw) if part.filename.startswith("xl/worksheets/sheet") else raw
            )
    return target.getvalue()


def said_of(content, name, language):
    with translation.override(language):
        with pytest.raises(InvalidRefused) as refused:
            read(content, name)
        return str(refused.value.sentence)


def without_addresses(raw):
    return ADDRESS.sub(rb"\1", raw)


def prefixed(raw):
    raw = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", raw)
    return raw.replace(b"xmlns=", b"xmlns:x=")


ROWS = (("K-1", "Ani", "Non-ASN"), ("K-2", '=CONCATENATE("B","udi")', "Non-ASN"))


@pytest.mark.parametrize("change", [None, without_addresses, prefixed])
def test_a_formula_is_seen_however_the_program_writes_cells(db, change):
    table = read(book_of(*ROWS, change=change), "pegawai.xlsx")
    assert [(one.row, one.column, one.code) for one in table.findings] == [(3, "name", "formula")]
    assert [cells.get("name") for _line, cells in table.rows] == ["Ani", None]
    assert [line for line, _cells in table.rows] == [2, 3]


def test_a_shared_formula_is_seen_in_each_cell(db):
    def shared(raw):
        raw = raw.replace(b"<f>CONCATENATE", b'<f t="shared" ref="B2:B3" si="0">CONCATENATE')
        return re.sub(rb'(<c r="B2"[^>]*>)', rb'\1<f t="shared" si="0"/>', raw)

    found = read(book_of(*ROWS, change=shared), "pegawai.xlsx").findings
    assert {one.row for one in found if one.code == "formula"} == {2, 3}


def test_far_cells_without_addresses_are_refused(db):
    def far(raw):
        more = b'<row r="1048576"><c t="inlineStr"><is><t>x</t></is></c></row>'
        return without_addresses(raw).replace(b"</sheetData>", more + b"</sheetData>")

    with pytest.raises(InvalidRefused, match="jauh di luar tabel|far outside the table"):
        read(book_of(*ROWS, change=far), "pegawai.xlsx")


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-40],
        lambda raw: b'<!DOCTYPE x [<!ENTITY a "b">]>' + raw,
        lambda raw: (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
        ).encode("utf-16"),
    ],
)
def test_a_broken_or_declaring_sheet_is_refused(db, change):
    for language, word in (("id", "berkas"), ("en", "file")):
        assert word in said_of(book_of(*ROWS, change=change), "pegawai.xlsx", language).lower()


BAD = {
    "an .xls that is a web page": (b"<html><table><tr><td>NIP</td></tr></table></html>", "daftar.xls"),
    "an .xlsx that is a web page": (b"<html><table></table></html>", "daftar.xlsx"),
    "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "daftar.xls"),
    "an .xlsx that is an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "daftar.xlsx"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "daftar.xlsx",
    ),
    "macros by name": (b"PK\x03\x04", "daftar.xlsm"),
    "another kind": (b"%PDF-1.7", "daftar.pdf"),
    "an empty file": (b"", "daftar.xlsx"),
    "more than 20 MB": (b"PK\x03\x04" + b"\0" * (20 * 1024 * 1024), "daftar.xlsx"),
    "a zip that is no workbook": (b"PK\x05\x06" + b"\0" * 18, "daftar.xlsx"),
    "half a workbook": (b"PK\x03\x04" + b"\0" * 100, "daftar.xlsx"),
}


def packed(**parts):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


def test_a_bomb_and_macros_inside_are_refused_before_anything_unpacks(db):
    bomb = packed(
        **{"[Content_Types]_xml": "<x/>", "xl__workbook_xml": "<x/>", "xl__a_xml": "0" * 60_000_000}
    )
    macro = packed(**{"[Content_Types]_xml": "<x/>", "xl__workbook_xml": "<x/>", "xl__vbaProject.bin": "x"})
    for content, word in ((bomb, "unpacks"), (macro, "macros")):
        assert word in said_of(content, "daftar.xlsx", "en")


@pytest.mark.parametrize("what", BAD)
def test_every_refusal_says_what_to_do_in_both_languages(db, what):
    content, name = BAD[what]
    said = {language: said_of(content, name, language) for language in ("id", "en")}
    assert said["id"] != said["en"] and all(one.endswith(".") and len(one) > 30 for one in said.values()), (
        said
    )
