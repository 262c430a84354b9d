"""No text makes a document fail; what cannot be drawn is printed by its name."""

from dataclasses import replace

import pytest
from document_papers import ANNEX, AT, LIST
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_reading import flat, text_of

from selaras.documents.content import as_data
from selaras.documents.glyphs import _UNUSUAL, clean
from selaras.documents.render import _press, render


def annex_text(text: str, language: str = "id") -> str:
    data = as_data(replace(ANNEX, resources=(text,)))
    return text_of(render("A.1.8", data, language=language, at=AT, number="1", verify_url="https://x.id/v/1"))


def test_characters_taken_for_granted_have_glyphs() -> None:
    sure = {chr(n) for n in range(0x20, 0x2500) if not _UNUSUAL.match(chr(n))}
    assert _press()._unprintable(sorted(sure)) == set()


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("bagus! Pertahankan 👍", "bagus! Pertahankan [jempol]"),
        ("segera diatasi. 🙂", "segera diatasi. [senyum]"),
        ("👍🏽 hebat", "[jempol] hebat"),
        ("laporan 🦄 ini", "laporan [unicorn face] ini"),
        ("Pak 中文 Li", "Pak [aksara Han: U+4E2D U+6587] Li"),
        ("ꦗꦮ", "[aksara Jawa: U+A997 U+A9AE]"),
        ("rahasia\u202egnp.exe", "rahasiagnp.exe"),
        ("a\x00b\x07c", "abc"),
    ],
)
def test_characters_without_glyph_are_named(written: str, printed: str) -> None:
    assert printed in annex_text(written)


def test_names_follow_the_language_of_the_document() -> None:
    data = as_data(replace(LIST, rows=(("1", "Bagus 👍", None, "x"),)))
    assert "[thumbs up sign]" in text_of(
        render("LIST", data, language="en", at=AT, number="1", verify_url="https://x.id")
    )


@pytest.mark.parametrize(
    "text",
    [
        "#let x = 1",
        "*tebal* _miring_ `kode`",
        "$x^2$ <label> @ref",
        "\\ \\n // bukan komentar /* juga */",
        "= Judul",
        "- butir",
        "1. satu",
        '#import "base.typ": *',
        "~ -- --- ... 'a' \"b\"",
        "[kurung] {kurawal}",
        "https://contoh.go.id/a_b*c",
        "/ istilah: arti",
        "[#panic()]",
    ],
)
def test_markup_is_plain_text(text: str) -> None:
    assert text in annex_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "العربية مكتوبة من اليمين",
        "☹ ☺ ★ ✓",
        "q\u0301\u0330\u0325",
        "x" + "\u0301" * 300,
        "\ud800 sendirian",
        "\ue000 \U000f0000 \uffff \ufffe",
        "👨‍👩‍👧‍👦 🇮🇩 1️⃣",
        "\u2060\u200b\ufeff",
        "a\u0334\u05b0\u064b",
        "\U0001f1ee",
        "ก็ दे ꧋ 𝔘 ﷽ \u0cb9",
        "\r\n\t\v\f",
        "😀" * 500,
    ],
)
def test_strange_texts_never_fail(text: str) -> None:
    assert annex_text(text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(min_size=1, max_size=40))
def test_no_text_fails(text: str) -> None:
    assert annex_text(text)


def test_very_long_texts_break_over_pages_and_stay_complete() -> None:
    words = " ".join(f"kata{n}" for n in range(400))
    assert words in flat(annex_text(words))


def test_a_word_without_spaces_stays_inside_its_column() -> None:
    text = annex_text("A" * 3000)
    assert text.replace("\n", "").count("A" * 500) >= 1
    assert max(map(len, text.splitlines())) < 200


def test_clean_keeps_ordinary_text() -> None:
    assert clean("Rencana, 80 – 90 % “baik” é ñ") == "Rencana, 80 – 90 % “baik” é ñ"
