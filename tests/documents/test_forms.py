"""The official forms print the columns of the regulation in their order and every text exactly."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from document_papers import (
    ALL,
    D_1_3,
    DIRECTOR,
    EV_01,
    EV_03,
    EXPECTATIONS,
    HEAD,
    LIST,
    SKP_01,
    SKP_03,
    header,
)
from pdf_reading import flat, pages, pdf_of, reader, says, text_of

from selaras.documents.shapes import Choice, FeedbackLine, IndicatorRow, Letterhead, ResultRow, SkpPaper

RHK = "RENCANA HASIL KERJA"
HEADINGS = yaml.safe_load((Path(__file__).parent / "headings.yaml").read_text("utf-8"))


def assert_in_order(text: str, parts: list[str] | tuple[str, ...]) -> None:
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} does not follow in: {text[place : place + 300]}"
        place = found + len(part)


@pytest.mark.parametrize("form", ALL)
def test_headings_stand_in_the_order_of_the_law(form: str) -> None:
    assert_in_order(flat(text_of(pdf_of(form, ALL[form]))), HEADINGS[form])


def test_skp_01_prints_every_text_of_the_law() -> None:
    text = flat(text_of(pdf_of("A.1.2", SKP_01)))
    for row in SKP_01.main + SKP_01.additional:
        assert says(text, f"{row.text} (penugasan dari {row.assigned_by})" if row.assigned_by else row.text)
        for indicator in row.indicators:
            assert says(text, indicator.text)
            assert says(text, f"{indicator.target}")
    for expectations in EXPECTATIONS.values():
        assert all(says(text, expectation) for expectation in expectations)
    assert "PERIODE PENILAIAN: 1 JANUARI SD 31 DESEMBER TAHUN 2026" in text
    assert "5 INSTANSI Kementerian X" in text
    assert_in_order(
        text, ("A. UTAMA", "7 Terlaksananya direktif", "B. TAMBAHAN", "8 Terlaksananya rencana aksi")
    )


def test_one_result_with_several_indicators_is_printed_once() -> None:
    text = flat(text_of(pdf_of("A.1.2", SKP_01)))
    assert text.count("Terwujudnya Direktorat Jenderal III yang reform dan akuntabel") == 1
    assert_in_order(
        text, ("Nilai pelaksanaan Reformasi Birokrasi", "85", "Nilai Akuntabilitas Kinerja", "85")
    )


def test_skp_03_prints_result_and_indicator_of_the_superior_and_an_empty_part() -> None:
    text = flat(text_of(pdf_of("A.1.7", SKP_03)))
    assert "Indikator Kinerja Individu: Persentase Pemerintah Daerah" in text
    for row in SKP_03.main:
        assert says(text, row.text)
        assert all(says(text, i.text) and says(text, f"{i.target}") for i in row.indicators)
    assert "B. TAMBAHAN - - - - - -" in text


def test_ev_01_keeps_realisation_and_feedback_as_written() -> None:
    text = flat(text_of(pdf_of("C.1.2", EV_01)))
    for row in EV_01.main + EV_01.additional:
        for indicator in row.indicators:
            assert says(text, f"{indicator.realisation}")
            assert says(text, indicator.feedback[0].text)
    assert "ISTIMEWA/ BAIK/ BUTUH PERBAIKAN/ KURANG/ SANGAT KURANG" in text
    assert "DIATAS EKSPEKTASI/ SESUAI EKSPEKTASI/ DIBAWAH EKSPEKTASI" in text
    assert "SANGAT BAIK/ BAIK/ BUTUH PERBAIKAN/ KURANG (MISCONDUCT)/ SANGAT KURANG" in text
    assert "Triwulan I/ Triwulan II/ Triwulan III/ Triwulan IV-Akhir" in text
    assert text.count("Pejabat Penilai Kinerja,") == 1
    assert "Pegawai yang Dinilai," not in text


def test_unchosen_options_are_struck_through() -> None:
    def lines(rating: Any) -> int:
        pdf = reader(pdf_of("C.1.3", replace(EV_03, work_rating=rating)))
        content = b"".join(page.get_contents().get_data() for page in pdf.pages)  # type: ignore[union-attr]
        return content.count(b" l\n")

    assert lines("MEETS") == lines(None) + 2


def test_an_own_scale_is_printed_with_its_own_words() -> None:
    own = replace(EV_03, predicate=Choice("Bintang", ("Bintang", "Tumbuh", "Perlu Bantuan")))
    assert "Bintang/ Tumbuh/ Perlu Bantuan" in flat(text_of(pdf_of("C.1.3", own)))


def test_electronic_signatures_show_method_moment_and_hash() -> None:
    text = flat(text_of(pdf_of("D.1.3", D_1_3)))
    assert text.count("Ditandatangani secara elektronik") == 3
    assert "persetujuan dalam aplikasi · 31 Januari 2026, 10.42 WIB" in text
    assert "9f2c9f2c9f2c" in text
    assert "Jakarta, 31 Januari 2026" in text


def test_company_prints_in_its_language_and_words_without_emblem() -> None:
    company = Letterhead("PT Nusantara Karya", kind="COMPANY", labels={"employee_number": "STAFF ID"})
    paper = replace(SKP_03, header=replace(header(HEAD, DIRECTOR), letterhead=company))
    pdf = pdf_of("A.1.7", paper, language="en")
    text = flat(text_of(pdf))
    assert_in_order(text, ("PERFORMANCE PLAN", "APPRAISAL PERIOD: 1 JANUARY TO 31 DECEMBER 2026", "STAFF ID"))
    assert "NIP" not in text
    assert reader(pdf).trailer["/Root"]["/Lang"] == "en"


def test_public_agency_keeps_the_language_of_the_law() -> None:
    assert "SASARAN KINERJA PEGAWAI" in text_of(pdf_of("A.1.2", SKP_01, language="en"))


def test_qualitative_forms_print_measure_and_perspective_in_one_sentence() -> None:
    for form, place in (("A.1.1", "perspektif"), ("A.1.6", "")):
        text = flat(text_of(pdf_of(form, SKP_01)))
        assert "61,95%" in text
        assert "KUALITATIF" in text
        assert place in text.lower()
    assert "HASIL KERJA YANG DIHARAPKAN" in flat(text_of(pdf_of("C.1.1", EV_01)))


def test_empty_papers_print_dashes() -> None:
    empty = SkpPaper(header(replace(HEAD, rank=None, unit=""), DIRECTOR), (), (), (), ())
    text = flat(text_of(pdf_of("A.1.7", empty)))
    assert text.count("- - - - - -") == 2
    bare = SkpPaper(header(HEAD, DIRECTOR), (ResultRow("Hasil tanpa indikator"),), (), (), ())
    assert "1 - Hasil tanpa indikator - - -" in flat(text_of(pdf_of("A.1.7", bare)))
    assert "Tidak ada data." in text_of(pdf_of("LIST", replace(LIST, rows=())))


def test_texts_of_five_thousand_characters_break_over_pages_with_repeated_headers() -> None:
    long = ("Kalimat panjang yang menjelaskan capaian secara rinci. " * 91)[:5000]
    row = ResultRow(
        long,
        (IndicatorRow(long, long, "Kualitas", None, long, (FeedbackLine(long, "Pimpinan"),)),) * 2,
        superior_result=long,
    )
    found = pages(pdf_of("C.1.3", replace(EV_03, main=(row,))))
    assert len(found) > 8
    assert all(RHK in flat(page) for page in found[1:5])


def test_long_lists_repeat_their_header() -> None:
    assert all("Selesai" in page for page in pages(pdf_of("LIST", LIST)))
