"""The workbook of a company: its own columns and choices, and headers of every kind of agency understood."""

from io import BytesIO

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook
from tests.web.company_reading import words_of_workbook

from selaras.core.vocabulary import speaking
from selaras.organisation.sheets.columns import COLUMNS, offered
from selaras.organisation.sheets.template import example_rows, workbook_of
from selaras.organisation.sheets.understood import choices_of, headers, plain


def template(*, as_company, language="id"):
    with speaking(as_company=as_company), translation.override(language):
        return workbook_of(example_rows())


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_company_has_no_kind_and_level_and_one_kind_of_employment(language):
    said = words_of_workbook(template(as_company=True, language=language))
    assert "K-0042" in said and "III/b" not in said
    assert not [word for word in ("PNS", "PPPK", "NIP", "JPT", "Ahli Muda", "ASN") if word in said]
    with speaking(as_company=True):
        assert len(offered()) == len(COLUMNS) - 2


def test_an_agency_keeps_all_columns():
    said = words_of_workbook(template(as_company=False))
    assert "PNS" in said and "Pangkat/golongan ruang" in said and "K-0042" not in said


@pytest.mark.parametrize("as_company", [False, True])
@pytest.mark.parametrize("language", ["id", "en"])
def test_headers_written_for_either_are_understood_by_both(as_company, language):
    book = CalamineWorkbook.from_filelike(BytesIO(template(as_company=as_company, language=language)))
    first = book.get_sheet_by_index(0).to_python()[0]
    assert all(headers()[plain(header)] for header in first)


def test_choices_are_understood_in_both_voices():
    known = choices_of("employment")
    assert known[plain("Karyawan perusahaan")] == known[plain("Company employee")] == "COMPANY"
    assert known["pns"] == "PNS"
