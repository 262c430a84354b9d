"""Papers of the fixed cast for the tests of documents, built from the regulation's own examples."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from selaras.documents.shapes import (
    AwardPaper,
    BehaviourRow,
    Column,
    EvaluationDocument,
    FeedbackLine,
    FeedbackPaper,
    Header,
    IndicatorRow,
    Letterhead,
    ListPaper,
    PersonBlock,
    Realisation,
    ReportPaper,
    ReportRow,
    ResultPaper,
    ResultRow,
    RoleCode,
    SignatureBlock,
    SignatureMark,
    SkpAnnex,
    SkpPaper,
)

LAW = Path(__file__).parents[2] / "src/selaras/rules/law/permenpanrb-6-2022"
AT = datetime(2026, 1, 31, 10, 42, tzinfo=timezone(timedelta(hours=7)))
OPTIONS = ("Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV-Akhir")
PATTERN = (0.5, 1.0, 2.0, 6.0, 2.0)
MINISTRY = Letterhead("Kementerian X")


def _values(name: str) -> dict[str, Any]:
    entry: dict[str, Any] = yaml.safe_load((LAW / f"{name}.yaml").read_text("utf-8"))["values"][0]["value"]
    return entry


def _example(name: str) -> dict[str, Any]:
    example: dict[str, Any] = yaml.safe_load((LAW / "examples" / f"{name}.yaml").read_text("utf-8"))
    return example


ASPECTS, PERSPECTIVES, BEHAVIOURS = map(_values, ("aspects", "perspectives", "behaviours"))


def _remarks(lines: list[dict[str, Any]]) -> tuple[FeedbackLine, ...]:
    return tuple(FeedbackLine(line.get("text", ""), line.get("label")) for line in lines)


def _indicator(line: dict[str, Any]) -> IndicatorRow:
    return IndicatorRow(
        line["text"],
        line["target"],
        ASPECTS[line["aspect"]]["id"] if "aspect" in line else None,
        PERSPECTIVES[line["perspective"]]["id"] if "perspective" in line else None,
        line.get("realisation"),
        _remarks(line.get("feedback", [])),
    )


def _rows(example: dict[str, Any], kind: str, plan: dict[str, Any]) -> tuple[ResultRow, ...]:
    superiors = plan.get("superior_results", [{}])[0]
    return tuple(
        ResultRow(
            row["text"],
            tuple(map(_indicator, row["indicators"])),
            row["assignment"].removeprefix("penugasan dari ") if "assignment" in row else None,
            superiors.get("text"),
            superiors.get("indicator"),
        )
        for row in example["results"]
        if row["kind"] == kind
    )


def _behaviours(expectations: dict[str, Any], feedback: dict[str, Any]) -> tuple[BehaviourRow, ...]:
    return tuple(
        BehaviourRow(
            value["name"]["id"],
            tuple(guide["id"] for guide in value["guides"]),
            tuple(expectations.get(code, ())),
            _remarks(feedback.get(code, [])),
        )
        for code, value in BEHAVIOURS.items()
    )


def header(employee: PersonBlock, appraiser: PersonBlock, **more: Any) -> Header:
    return Header(MINISTRY, date(2026, 1, 1), date(2026, 12, 31), employee, appraiser, **more)


def signature(role: RoleCode, person: PersonBlock, *, signed: bool = True) -> SignatureBlock:
    mark = SignatureMark("CLICK", AT, "9f2c" * 16) if signed else None
    return SignatureBlock(role, person.name, person.number, None, "Jakarta", AT.date(), mark)


SUBDIRECTORATE, DIRECTORATE = "Kepala Subdirektorat II", "Direktorat II"
DIRECTOR_GENERAL = PersonBlock(
    "Ratna Kusumawardhani",
    "197003121995032001",
    "Pembina Utama (IV/e)",
    "Direktur Jenderal III",
    "Kementerian X",
)
MINISTER = PersonBlock("Bambang Wicaksono", None, None, "Menteri", "Kementerian X")
HEAD = PersonBlock(
    "Sutan Alamsyah Harahap", "197808172003121004", "Pembina (IV/a)", SUBDIRECTORATE, DIRECTORATE
)
DIRECTOR = PersonBlock(
    "Made Ayu Laksmi", "197405022000032003", "Pembina Utama Muda (IV/c)", "Direktur II", DIRECTORATE
)

PLAN_1, PLAN_3, RESULT_1, RESULT_3 = map(_example, ("skp-01", "skp-03", "ev-01", "ev-03"))
EXPECTATIONS = PLAN_1["expectations"]
TOP = {"appraiser_place": "AGENCY"}
BOTH = (signature("EMPLOYEE", HEAD), signature("APPRAISER", DIRECTOR))
BOTH_TOP = (signature("EMPLOYEE", DIRECTOR_GENERAL), signature("APPRAISER", MINISTER, signed=False))


def _year(quarter: int) -> dict[str, Any]:
    return {"cycle": OPTIONS[quarter - 1], "cycle_options": OPTIONS}


SKP_01 = SkpPaper(
    header(DIRECTOR_GENERAL, MINISTER, **TOP),
    _rows(PLAN_1, "MAIN", PLAN_1),
    _rows(PLAN_1, "ADDITIONAL", PLAN_1),
    _behaviours(EXPECTATIONS, {}),
    BOTH_TOP,
)
SKP_03 = SkpPaper(header(HEAD, DIRECTOR), _rows(PLAN_3, "MAIN", PLAN_3), (), _behaviours({}, {}), BOTH)
ANNEX = SkpAnnex(
    header(HEAD, DIRECTOR),
    *(tuple(PLAN_3["annex"][key]) for key in ("resources", "accountability", "consequences")),
    BOTH,
)
EV_01 = ResultPaper(
    header(DIRECTOR_GENERAL, MINISTER, **TOP, **_year(4)),
    "GOOD",
    PATTERN,
    _rows(RESULT_1, "MAIN", PLAN_1),
    _rows(RESULT_1, "ADDITIONAL", PLAN_1),
    "MEETS",
    _behaviours(EXPECTATIONS, RESULT_1["behaviours"]),
    "ABOVE",
    "GOOD",
    BOTH_TOP[1:],
)
EV_03 = ResultPaper(
    header(HEAD, DIRECTOR, **_year(4)),
    "GOOD",
    PATTERN,
    _rows(RESULT_3, "MAIN", PLAN_3),
    (),
    "MEETS",
    _behaviours({}, RESULT_3["behaviours"]),
    "BELOW",
    "POOR",
    BOTH[1:],
)
FEEDBACK_TOP = FeedbackPaper(
    header(DIRECTOR_GENERAL, MINISTER, **TOP, **_year(3)),
    EV_01.main,
    EV_01.additional,
    EV_01.behaviours,
    BOTH_TOP,
)
FEEDBACK = FeedbackPaper(header(HEAD, DIRECTOR, **_year(3)), EV_03.main, (), EV_03.behaviours, BOTH)
REPORT = ReportPaper(
    header(HEAD, DIRECTOR, cycle="Oktober 2026"),
    (
        ReportRow(
            SKP_03.main[0].text,
            ("Menguji fitur pelaporan bersama tiga pemda", "Menutup temuan uji keamanan"),
            (
                Realisation(
                    "18 dari 20 fitur lulus uji",
                    (
                        "Berita acara uji, 14 Oktober 2026",
                        "https://contoh.go.id/berkas/uji-fitur-oktober.pdf",
                    ),
                ),
                Realisation("Seluruh temuan tingkat tinggi ditutup"),
            ),
        ),
        ReportRow(SKP_03.main[1].text),
    ),
    (),
    BOTH[:1],
    achievements=("Uji fitur selesai lebih awal satu minggu",),
    challenges=("Dua pengembang pindah unit pada pertengahan bulan",),
    improvements=("Meminta dukungan satu pranata komputer dari Direktorat VII",),
    answers=(FeedbackLine("Pertahankan ritmenya 👍", "Pimpinan"),),
)
D_1_1 = EvaluationDocument(
    MINISTRY,
    date(2026, 1, 1),
    date(2026, 12, 31),
    "Triwulan IV-Akhir",
    HEAD,
    DIRECTOR,
    DIRECTOR_GENERAL,
    "GOOD",
    "POOR",
    ("Ikuti bimbingan kinerja untuk komunikasi tim pada triwulan pertama.",),
    BOTH,
)
D_1_2 = replace(D_1_1, signatures=(BOTH[0], signature("SUPERIOR", DIRECTOR_GENERAL)))
D_1_3 = replace(
    D_1_1,
    predicate="NEEDS_IMPROVEMENT",
    objection=("Umpan balik rekan kerja tidak seluruhnya dipertimbangkan.",),
    explanation=("Penilaian didasarkan pada tiga umpan balik yang terekam.",),
    decision=("Mengubah predikat setelah mendengar kedua pihak.",),
    signatures=(*BOTH, signature("SUPERIOR", DIRECTOR_GENERAL)),
)
AWARD = AwardPaper(
    MINISTRY,
    HEAD,
    "Pegawai Teladan Bulan Januari 2026",
    "Atas ketekunan menyelesaikan aplikasi SIMBG dan kesediaan mendampingi sembilan pemerintah daerah.",
    (signature("APPRAISER", DIRECTOR, signed=False),),
)
LIST = ListPaper(
    Letterhead("PT Nusantara Karya", kind="COMPANY"),
    "Daftar penyelesaian rencana kinerja",
    (Column("No", 0.3, "center"), Column("Nama", 2), Column("Unit", 2), Column("Selesai", 0.6, "right")),
    tuple((str(n), f"Pegawai {n}", f"Unit {n % 7}", f"{n % 100} %") for n in range(1, 90)),
    subtitle="Tahun 2026",
    facts=(("Dicetak untuk", "Bagian SDM"),),
    notes=("Sumber: aplikasi kinerja.",),
)
ALL = {
    "A.1.2": SKP_01,
    "A.1.7": SKP_03,
    "A.1.8": ANNEX,
    "B.1.2": REPORT,
    "B.1.4": FEEDBACK_TOP,
    "B.1.5": FEEDBACK,
    "C.1.2": EV_01,
    "C.1.3": EV_03,
    "D.1.1": D_1_1,
    "D.1.2": D_1_2,
    "D.1.3": D_1_3,
    "AWARD": AWARD,
    "LIST": LIST,
}
