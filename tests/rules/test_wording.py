"""The wording rules on texts of other professions than the regulation's: measured, with a floor."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from benchmarks import wording as measure
from tests.law.sheets import sheet

from selaras.rules.dated import NotInForce
from selaras.rules.examples import load_example
from selaras.rules.wording import absolute_words_in, explain_wording, fitting_rule, kind_of

ON = date(2025, 12, 31)
OTHERS = sheet(Path(__file__).parent / "wording_other_professions.yaml")


def share(rows: list[dict[str, Any]]) -> float:
    return sum(kind_of(row["text"], on=ON) == row["kind"] for row in rows) / len(rows)


def test_wording_of_other_professions_is_recognised() -> None:
    """The rules were written with these in view; docs/algorithms/wording.md tells what was measured."""
    found = [row for row in OTHERS if kind_of(row["text"], on=ON) == "RESULT"]
    results = [row for row in OTHERS if row["kind"] == "RESULT"]
    assert share(OTHERS) >= 0.9
    assert share(found) >= 0.95, "precision of RESULT"
    assert share(results) >= 0.95, "recall of RESULT"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Semua berkas", ("semua",)),
        ("Berkas SETIAP hari, selalu rapi", ("selalu", "setiap")),
        ("Tidak  pernah terlambat", ("tidak pernah",)),
        ("Kesemuanya", ()),
        ("Tidak terlambat, pernah rapi", ()),
        ("Setiap-setiap berkas, semua-semua", ("semua", "setiap")),
        ("Semuanya terlayani, persemuaan, menyemuakan", ()),
        ("Tidak, pernah dicoba", ()),
        ("Tidak\npernah", ("tidak pernah",)),
        ("", ()),
    ],
)
def test_absolute_words_are_whole_words(text: str, words: tuple[str, ...]) -> None:
    assert absolute_words_in(text, on=ON) == words


def test_the_explanation_names_the_word_that_decided() -> None:
    explained = explain_wording("Menulis resep untuk semua pasien", on=ON)
    assert explained.result == {"kind": "ACTIVITY", "absolute": True}
    assert "menulis" in explained.steps[0].id
    assert "semua" in explained.steps[-1].en


def test_signs_without_words_are_a_category() -> None:
    assert kind_of("...", on=ON) == "CATEGORY"


def test_nothing_before_the_regulation() -> None:
    with pytest.raises(NotInForce):
        kind_of("Menulis", on=date(2022, 2, 6))


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("held_out_first", 0.98),
        ("held_out_final", 0.96),
        ("offices_mending", 0.98),
        ("offices_final", 0.96),
    ],
)
def test_held_out_wording_stays_recognised(name: str, floor: float) -> None:
    rows = measure.of_professions(name)
    assert len(rows) >= 120
    right = sum(kind_of(row.text, on=ON) == row.kind for row in rows)
    assert right / len(rows) >= floor


def test_every_rule_names_the_words_that_decided() -> None:
    for name, row in measure.rules().items():
        for language in ("id", "en"):
            said = getattr(row["sentence"].fill(word="KATA"), language)
            assert "KATA" in said, name


def test_texts_that_no_list_ever_showed_are_recognised() -> None:
    rows = measure.unseen()
    assert len(rows) == measure.UNSEEN_BEFORE[1]
    right = sum(kind_of(row.text, on=ON) == row.kind for row in rows)
    assert right / len(rows) >= 0.96


def test_the_page_tells_what_is_measured() -> None:
    assert measure.tables() in measure.PAGE.read_text(encoding="utf-8"), "run python -m benchmarks.wording"


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("Meningkatnya kunjungan", "RESULT", "meningkatnya"),
        ("Naiknya penjualan", "RESULT", "naiknya"),
        ("Bersihkan meja", "ACTIVITY", "bersihkan"),
        ("Kebijakan pangan daerah", "CATEGORY", "kebijakan pangan daerah"),
        ("Distributor resmi", "CATEGORY", "distributor resmi"),
        ("Barang disusun rapi", "RESULT", "disusun"),
        ("Antrean di bawah sepuluh menit", "RESULT", "di bawah sepuluh"),
        ("Keluhan 3%", "RESULT", "persen"),
        ("Tiga peta desa", "RESULT", "tiga"),
        ("Kelas bersih", "RESULT", "bersih"),
        ("Penyuluhan hidup bersih", "ACTIVITY", "penyuluhan"),
        ("Jembatan yang kokoh", "RESULT", "yang"),
        ("Pelatihan kader yang lambat", "ACTIVITY", "pelatihan"),
        ("Pelayanan yang cepat", "RESULT", "cepat"),
        ("Pelatihan agar cepat", "ACTIVITY", "pelatihan"),
        ("Penataan ruang", "CATEGORY", "penataan"),
        ("Penataan ruang kota", "ACTIVITY", "penataan"),
        ("Sosialisasi", "CATEGORY", "sosialisasi"),
        ("Sosialisasi aplikasi", "ACTIVITY", "sosialisasi"),
        ("Warga menanam pohon", "RESULT", "menanam"),
        ("Cara warga untuk menanam", "CATEGORY", "cara warga untuk menanam"),
        ("Buku tamu, map, pena, tinta, kertas, lem, paku", "CATEGORY", "buku tamu map pena tinta kertas …"),
        ("...", "CATEGORY", "..."),
        ("Tingkat kepuasan pemohon izin", "RESULT", "tingkat"),
        ("Jumlah koperasi aktif", "RESULT", "jumlah"),
        ("Waktu tanggap atas gangguan", "RESULT", "waktu"),
        ("Pengujian otomatis menghemat dua pekan", "RESULT", "menghemat"),
        ("Pelatihan teknik mengurangi limbah", "ACTIVITY", "pelatihan"),
        ("Terima tamu", "ACTIVITY", "terima"),
        ("Bertanya kepada ahli", "ACTIVITY", "bertanya"),
        ("Disusun peta rawan banjir", "RESULT", "disusun"),
        ("Arahan Dinkes dan Dinsos", "CATEGORY", "arahan dinkes dan dinsos"),
        ("1. Memotret jalan", "ACTIVITY", "memotret"),
        ("- (b) Memotret jalan", "ACTIVITY", "memotret"),
        ("3 peta desa", "RESULT", "3"),
        ("Setiap pagi secara rutin memeriksa rem", "ACTIVITY", "memeriksa"),
        ("Bersama tim ahli, menyusun peta", "ACTIVITY", "menyusun"),
        ("Setiap siswa memahami pecahan", "RESULT", "memahami"),
        ("Pendampingan warga terdampak rob", "ACTIVITY", "pendampingan"),
        ("Pendataan warga tidak mampu", "ACTIVITY", "pendataan"),
        ("Penyerahan obat disertai penjelasan", "ACTIVITY", "penyerahan"),
        ("Verifikasi berkas terselesaikan", "RESULT", "terselesaikan"),
        ("Pelayanan tanpa pungutan", "RESULT", "tanpa pungutan"),
        ("Penertiban kios tanpa izin", "ACTIVITY", "penertiban"),
        ("Penyuluhan tentang laporan yang akurat", "ACTIVITY", "penyuluhan"),
        ("Penyuluhan yang akurat tentang laporan", "RESULT", "akurat"),
        ("Pelayanan kesehatan sesuai standar", "RESULT", "sesuai standar"),
        ("Retribusi pasar naik", "RESULT", "naik"),
        ("Penerimaan retribusi naik 3 juta", "RESULT", "naik"),
        ("Perbaikan kapal naik dok", "ACTIVITY", "perbaikan"),
        ("Perbaikan aplikasi berdasarkan hasil survei", "RESULT", "berdasarkan hasil"),
        ("Surat menyurat", "CATEGORY", "surat menyurat"),
        ("Bimbingan teknis", "CATEGORY", "teknis"),
        ("Bimbingan teknis bendahara desa", "ACTIVITY", "bimbingan"),
        ("Penyusunan jadwal", "ACTIVITY", "penyusunan"),
        ("Penyusunan", "CATEGORY", "penyusunan"),
        ("Produksi dan distribusi", "CATEGORY", "produksi dan distribusi"),
        ("Rekrutmen", "CATEGORY", "rekrutmen"),
        ("Rekrutmen penyuluh desa", "ACTIVITY", "rekrutmen"),
        ("Bantuan hukum kepada warga", "ACTIVITY", "kepada"),
        ("Kader yang tangguh", "RESULT", "yang"),
        ("Kelas bagi warga yang buta huruf", "CATEGORY", "kelas bagi warga yang buta huruf"),
    ],
)
def test_each_rule_of_grammar(text: str, kind: str, word: str) -> None:
    rows = measure.rules()
    _, row, found = fitting_rule(text, rows)
    assert (row["kind"], found) == (kind, word)


def test_the_results_that_the_regulation_prints_are_results_save_one() -> None:
    texts = [
        row["text"]
        for name in ("skp-01", "skp-03", "skp-05", "skp-07")
        for row in load_example(name)["results"]
    ]
    doubtful = [text for text in texts if kind_of(text, on=ON) != "RESULT"]
    assert doubtful == ["Meningkatkan kualitas layanan Direktorat Jenderal III"]


def test_of_all_printed_results_two_are_worded_as_the_annex_forbids() -> None:
    texts = measure.printed_results()
    assert len(texts) == 40
    assert sum(kind_of(text, on=ON) != "RESULT" for text in texts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Perairan aman dari pencurian ikan",
        "Perbatasan aman dari penyelundupan",
        "Pelabuhan bersih dari sampah",
        "Persediaan obat cukup untuk tiga bulan",
        "Peralatan medis siap pakai",
        "Instalasi listrik aman",
        "Polusi udara di bawah baku mutu",
    ],
)
def test_a_place_or_a_thing_that_sounds_like_an_activity_is_none(text: str) -> None:
    assert explain_wording(text, on=ON).result["kind"] == "RESULT"


@pytest.mark.parametrize(
    "text", ["Penyediaan makanan sehat", "Pemeliharaan instalasi listrik", "Penyuluhan hidup sehat"]
)
def test_an_activity_stays_one_beside_a_state(text: str) -> None:
    assert explain_wording(text, on=ON).result["kind"] == "ACTIVITY"
