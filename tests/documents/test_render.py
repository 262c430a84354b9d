"""Documents are archivable, accessible, repeatable and never fail for what people hand over."""

import base64
import hashlib
import json
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from struct import pack

import pytest
from document_papers import ALL, AT, AWARD, D_1_3, EV_03, LIST, SKP_03
from pdf_reading import ADDRESS, NUMBER, pages, pdf_of, reader, says, text_of

from selaras.documents import wording
from selaras.documents.content import as_data, content_hash
from selaras.documents.render import FormRefused, Press, render
from selaras.documents.shapes import FeedbackLine, Letterhead, Realisation, ReportRow

PAGES = {
    "A.1.2": 2,
    "A.1.7": 3,
    "A.1.8": 1,
    "B.1.2": 1,
    "D.1.1": 1,
    "D.1.2": 1,
    "D.1.3": 1,
    "AWARD": 1,
    "LIST": 2,
}


@pytest.mark.parametrize("form", ALL)
def test_every_page_has_number_address_hash_and_page(form: str) -> None:
    found = pages(pdf_of(form, ALL[form]))
    assert len(found) == PAGES.get(form, len(found))
    code = content_hash(form, as_data(ALL[form]))[:12]
    for n, page in enumerate(found, start=1):
        assert f"Nomor: {NUMBER}" in page
        assert f"Verifikasi: {ADDRESS}" in page
        assert f"Kode isi: {code}" in page
        assert f"Halaman {n} dari {len(found)}" in page


@pytest.mark.parametrize("form", ALL)
def test_documents_are_archivable_and_accessible(form: str) -> None:
    pdf = reader(pdf_of(form, ALL[form]))
    catalogue = pdf.trailer["/Root"]
    described = catalogue["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2<" in described
    assert "<pdfaid:conformance>A<" in described
    assert "<pdfuaid:part>1<" in described
    assert catalogue["/Lang"] == "id"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert pdf.metadata is not None
    assert pdf.metadata.title
    assert pdf.metadata.creation_date == AT


@pytest.mark.parametrize("form", ALL)
def test_same_input_gives_the_same_bytes(form: str) -> None:
    assert pdf_of(form, ALL[form]) == pdf_of(form, ALL[form])


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from document_papers import *; from selaras.documents.content import as_data;"
        "from selaras.documents.render import render;"
        f"given = dict(language='id', at=AT, number={NUMBER!r}, verify_url={ADDRESS!r});"
        "pdf = render('C.1.3', as_data(EV_03), **given);"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    here = Path(__file__).parent
    path = f"{here}:{here.parents[1] / 'src'}"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(pdf_of("C.1.3", EV_03)).hexdigest()


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0\0\xff\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "logo",
    [
        _png(),
        b"\x89PNG broken",
        b"<svg broken",
        b"\xff\xd8 broken",
        b"\x00\x01",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="2"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><image href="/etc/passwd"/></svg>',
    ],
)
def test_any_logo_gives_a_document(logo: bytes) -> None:
    paper = replace(LIST, letterhead=Letterhead("PT Nusantara Karya", kind="COMPANY", logo=logo))
    assert "PT NUSANTARA KARYA" in text_of(pdf_of("LIST", paper))
    assert base64.b64encode(logo).decode() in as_data(paper)["letterhead"]["logo"]


def test_hash_covers_the_content_but_not_the_act_of_signing() -> None:
    data = as_data(D_1_3)
    unsigned = replace(
        D_1_3, signatures=tuple(replace(s, mark=None, signed_on=None) for s in D_1_3.signatures)
    )
    assert content_hash("D.1.3", data) == content_hash("D.1.3", as_data(unsigned))
    assert content_hash("D.1.3", data) != content_hash("D.1.1", data)
    assert content_hash("D.1.3", data) != content_hash("D.1.3", as_data(replace(D_1_3, predicate="GOOD")))
    assert content_hash("D.1.3", {"text": "\ud800"})


def test_rendering_leaves_the_data_as_it_was() -> None:
    data = as_data(EV_03)
    before = content_hash("C.1.3", data)
    render("C.1.3", data, language="id", at=AT, number=NUMBER, verify_url=ADDRESS)
    assert content_hash("C.1.3", data) == before == content_hash("C.1.3", as_data(EV_03))


def test_refusals_say_what_is_wrong() -> None:
    with pytest.raises(FormRefused, match=r"There is no form X\.9"):
        render("X.9", {}, language="id", at=AT, number="", verify_url="")
    with pytest.raises(FormRefused, match="time zone"):
        render("LIST", as_data(LIST), language="id", at=datetime(2026, 1, 1), number="", verify_url="")
    with pytest.raises(FormRefused, match="not in fr"):
        render("LIST", as_data(LIST), language="fr", at=AT, number="", verify_url="")
    with pytest.raises(FormRefused, match="cannot be printed"):
        render("A.1.2", {}, language="id", at=AT, number="", verify_url="")


def test_a_draft_needs_neither_number_nor_address() -> None:
    paper = replace(SKP_03, header=replace(SKP_03.header, letterhead=Letterhead("Kementerian X", draft=True)))
    text = text_of(render("A.1.7", as_data(paper), language="id", at=AT, number="", verify_url=""))
    assert "RANCANGAN" in text
    assert "Nomor:" not in text
    assert render("LIST", as_data(LIST), language="id", at=AT, number="", verify_url="x" * 9000)


def test_threads_share_one_press() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: pdf_of("D.1.3", D_1_3), range(12)))
    assert len(made) == 1


def test_a_fresh_press_knows_nothing_and_prints_the_same() -> None:
    assert Press()._unprintable(["a", "👍"]) == {"👍"}


def test_both_languages_have_every_label() -> None:
    assert wording.labels("id").keys() == wording.labels("en").keys()
    assert all(text for language in wording.LANGUAGES for text in wording.labels(language).values())


def test_dates_are_worded_in_both_languages() -> None:
    assert wording.date_text(date(2026, 8, 17), "id") == "17 Agustus 2026"
    assert wording.moment_text(AT, "en") == "31 January 2026, 10:42 WIB"
    assert wording.period_text(date(2025, 7, 1), date(2026, 6, 30), "id") == "1 Juli 2025 sd 30 Juni 2026"


def test_the_archive_keeps_the_hash() -> None:
    for form, paper in ALL.items():
        data = as_data(paper)
        assert content_hash(form, json.loads(json.dumps(data))) == content_hash(form, data)


def test_a_moment_within_a_second_prints() -> None:
    moment = AT.replace(microsecond=123456)
    pdf = render("LIST", as_data(LIST), language="id", at=moment, number=NUMBER, verify_url=ADDRESS)
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("reason", ["Menata ulang berkas mutasi. " * 35, "Baris\n" * 166])
def test_a_long_reason_leaves_the_certificate_on_one_page(reason: str) -> None:
    printed = pages(pdf_of("AWARD", replace(AWARD, reason=reason[:1000].strip())))
    assert len(printed) == 1 and says(printed[0], AWARD.signatures[0].name)


ENDINGS = {
    "answers": {"answers": tuple(FeedbackLine("Isi jawaban " * 20, "Pimpinan") for _n in range(4))},
    "told": {"achievements": ("Isi capaian " * 80,) * 2, "challenges": ("Isi kendala " * 20,), "answers": ()},
    "table": {"achievements": (), "challenges": (), "answers": ()},
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_signature_of_a_report_never_stands_alone(ending: str) -> None:
    paper = replace(ALL["B.1.2"], improvements=(), additional=(), **ENDINGS[ending])
    lengths = set()
    for words in range(0, 260, 20):
        rows = tuple(
            ReportRow("Hasil", ("Langkah",), (Realisation("Isi laporan " * words),)) for _n in range(3)
        )
        other = (ReportRow("Hasil tambahan", (), (Realisation("Isi laporan"),)),)
        printed = pages(pdf_of("B.1.2", replace(paper, main=rows, additional=other)))
        lengths.add(len(printed))
        assert says(printed[-1], paper.signatures[0].name)
        assert "Isi" in printed[-1], words
    assert len(lengths) > 1, "the lengths cross the end of a page"


def lengthened(form: str, words: int) -> object:
    """The paper with more words before its end, so that the end wanders over the end of a page."""
    paper = ALL[form]
    if form.startswith("D"):
        return replace(paper, notes=("Isi catatan " * words,))
    first, *others = paper.main
    return replace(paper, main=(replace(first, text="Hasil " * words), *others), notes=("Isi catatan " * 9,))


@pytest.mark.parametrize(("form", "last"), [("C.1.3", "Isi"), ("D.1.1", "Isi"), ("D.1.3", "Mengubah")])
def test_the_signature_of_an_evaluation_never_stands_alone(form: str, last: str) -> None:
    lengths = set()
    for words in range(10, 310, 20):
        printed = pages(pdf_of(form, lengthened(form, words)))
        lengths.add(len(printed))
        assert says(printed[-1], ALL[form].signatures[-1].name)
        assert last in printed[-1], words
    assert len(lengths) > 1, "the lengths cross the end of a page"
