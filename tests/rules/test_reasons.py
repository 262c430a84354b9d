"""The small rules told in a sentence: the answer of the table, its words, its article, and what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from selaras.rules import reasons, tables
from selaras.rules.codes import UnknownCode
from selaras.rules.explain import Explanation

ON = date(2026, 7, 15)
TOLD: list[tuple[Callable[..., Explanation], dict[str, Any], dict[str, Any], str, str]] = [
    (reasons.explain_behaviour_guide, {"observed": "CONSISTENT_AND_GUARDS"}, {"rating": "ABOVE"}, "Diatas", "Bab IV"),
    (reasons.explain_cascading, {"way": "LOAD"}, {"represents": True}, "mewakili capaian pimpinan", "(hlm. 41)"),
    (reasons.explain_cascading, {"way": "SERVICE"}, {"represents": False}, "tidak mutlak", "(hlm. 41–42)"),
    (reasons.explain_graduation, {"months": 24, "norm": 24}, {"graduation": "ON_TIME"}, "Tepat waktu", "angka 7"),
    (reasons.explain_change, {"event": "STUDY_LEAVE_ENDS"}, {"change": "SAME_PLAN"}, "tanpa dokumen baru", "huruf B"),
    (
        reasons.explain_group, {"kind": "JPT", "leads_independent_unit": False}, {"group": "JPT_UNIT_HEAD"},
        "pimpinan unit kerja mandiri", "tahap 2 dan 7",
    ),
    (reasons.explain_lateness, {"minutes": 449}, {"days": 0, "rest": 449}, "449 menit", "kumulatif"),
    (reasons.explain_lateness, {"minutes": 900}, {"days": 2, "rest": 0}, "2 hari; sisa 0", "kumulatif"),
    (reasons.explain_base_credit, {"rank": "III_D"}, {"credit": "100.00"}, "III/d: 100,00", "angka kredit dasar"),
    (reasons.explain_base_credit, {"rank": "III_A"}, {"credit": "0.00"}, "III/a: 0,00", "angka kredit dasar"),
    (reasons.explain_diploma, {"level": "AHLI_PERTAMA"}, {"credit": "12.50"}, "25,00 %", "ijazah"),
    (reasons.explain_move, {"level": "AHLI_MUDA", "years": 5}, {"credit": "75.00"}, "dihitung 3 tahun", "perpindahan"),
    (reasons.explain_move, {"level": "AHLI_MUDA", "years": 2}, {"credit": "50.00"}, "dihitung 2 tahun", "perpindahan"),
    (reasons.explain_performance, {"predicate": "POOR"}, {"performance": "BELOW"}, "Di bawah", "sumbu kinerja"),
    (reasons.explain_form, {"form": "TRAINING", "amount": 100}, {"hours": 2}, "100 menit", "konversi JP"),
    (reasons.explain_form, {"form": "MENTORING", "amount": 3}, {"hours": 6}, "3 pertemuan", "konversi JP"),
    (reasons.explain_form, {"form": "BENCHMARKING", "amount": 2}, {"hours": 20}, "2 hari", "konversi JP"),
]  # fmt: skip


@pytest.mark.parametrize(("explain", "given", "result", "words", "article"), TOLD)
def test_a_small_rule_tells_its_answer_and_its_article(explain, given, result, words, article):
    told = explain(**given, on=ON)
    assert dict(told.result) == result
    last = told.steps[-1]
    assert words in last.id and last.en and last.en != last.id and article in last.cite.article
    assert all(step.ref and step.confidence for step in told.steps)


@pytest.mark.parametrize(
    ("explain", "given", "refused"),
    [
        (reasons.explain_behaviour_guide, {"observed": "OFTEN"}, UnknownCode),
        (reasons.explain_cascading, {"way": "LUCK"}, UnknownCode),
        (reasons.explain_change, {"event": "RAIN"}, UnknownCode),
        (reasons.explain_group, {"kind": "KING", "leads_independent_unit": False}, UnknownCode),
        (reasons.explain_diploma, {"level": "KING"}, UnknownCode),
        (reasons.explain_move, {"level": "KING", "years": 1}, UnknownCode),
        (reasons.explain_move, {"level": "AHLI_MUDA", "years": -1}, ValueError),
        (reasons.explain_performance, {"predicate": "FINE"}, UnknownCode),
        (reasons.explain_lateness, {"minutes": -1}, ValueError),
        (reasons.explain_form, {"form": "PARTY", "amount": 1}, UnknownCode),
        (reasons.explain_form, {"form": "TRAINING", "amount": -1}, ValueError),
    ],
)
def test_a_small_rule_refuses_what_the_law_does_not_know(explain, given, refused):
    with pytest.raises(refused):
        explain(**given, on=ON)


WHOLE: list[tuple[Callable[..., Explanation], str, list[str]]] = [
    (
        tables.tell_results_guide,
        "results-guide",
        ["Diatas Ekspektasi: Sebagian besar", "Sesuai Ekspektasi: Sebagian", "Dibawah Ekspektasi: Sebagian"],
    ),
    (
        tables.tell_behaviour_guide,
        "behaviour-guide",
        [
            "Diatas Ekspektasi: pegawai konsisten menerapkan nilai dasar dan menjaga",
            "Sesuai Ekspektasi: pegawai konsisten menerapkan nilai dasar bagi",
            "Dibawah Ekspektasi: pegawai belum konsisten",
        ],
    ),
    (
        tables.tell_cascading,
        "cascading",
        [
            "Pembagian aspek: capaian pegawai mewakili",
            "Pembagian wilayah: capaian pegawai mewakili",
            "Pembagian beban target kuantitatif: capaian pegawai mewakili",
            "Layanan: capaian pegawai tidak mutlak",
            "Output antara: capaian pegawai tidak mutlak",
        ],
    ),
    (
        tables.tell_changes,
        "plan-change",
        [
            "Pegawai pindah: disusun SKP baru",
            "Penilai pindah: SKP disusun dan ditetapkan kembali",
            "Tugas belajar dimulai: SKP tetap",
            "Tugas belajar selesai: SKP tetap",
            "Pembimbingan mengubah indikator atau target: SKP diubah",
        ],
    ),
]


@pytest.mark.parametrize(("tell", "rule", "begins"), WHOLE)
def test_a_whole_table_is_told_row_by_row(tell, rule, begins):
    told = tell(on=ON)
    assert (told.rule, told.on, told.result) == (rule, ON, {})
    assert len(told.steps) == len(begins)
    for step, begin in zip(told.steps, begins, strict=True):
        assert step.id.startswith(begin) and step.en and step.cite.instrument == "PermenPANRB 6/2022"


def test_each_form_of_development_tells_how_it_counts():
    told = tables.tell_forms(on=ON)
    words = [step.id for step in told.steps]
    assert told.rule == "development-form" and len(words) == 11
    assert "Pelatihan: satu JP tiap 45 menit." in words and "Mentoring: 2 JP tiap pertemuan." in words
    assert "Patok banding: paling banyak 10 JP sehari." in words
    assert {step.confidence for step in told.steps} == {"unconfirmed"}
