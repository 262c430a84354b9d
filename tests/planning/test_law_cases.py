"""SKP-01 and SKP-03 of the regulation go through the operations and come back row by row, on pages and on paper."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader
from tests.planning.making import ANNEX, JANUARY

from selaras.documents.operations import pdf_of
from selaras.documents.queries import papers_of
from selaras.planning import operations as ops
from selaras.planning.queries import content_of, findings_of
from selaras.rules.examples import load_example

pytestmark = pytest.mark.django_db
FIRST, THIRD = load_example("skp-01"), load_example("skp-03")


def typed(example: dict) -> list[ops.ResultInput]:
    """The results of an example as somebody types them."""
    leader = {one["number"]: one for one in example.get("superior_results", ())}
    rows = []
    for one in example["results"]:
        served = leader.get(one.get("superior_result"), {})
        rows.append(
            ops.ResultInput(
                text=one["text"],
                kind=one["kind"],
                source=one.get("source", "PK"),
                assigned_by=one.get("assignment", "").removeprefix("penugasan dari "),
                intervened_text=served.get("text", ""),
                intervened_indicator_text=served.get("indicator", ""),
                indicators=[
                    ops.IndicatorInput(
                        text=row["text"],
                        target_text=row["target"],
                        aspect=row.get("aspect", ""),
                        perspective=row.get("perspective", ""),
                    )
                    for row in one["indicators"]
                ],
            )
        )
    return rows


def through(year, cast, name: str, example: dict, appraiser: str, role: str | None, annex: dict):
    """Write the example as this person's plan and bring it into force."""
    by, decides = year.on(name), year.on(appraiser, role)
    version = year.plan(cast[name]).versions.get()
    for result in typed(example):
        ops.save_result(version=version, result=result, by=by, at=JANUARY)
    ops.save_expectations(version=version, expectations=example.get("expectations", {}), by=by, at=JANUARY)
    ops.save_provisions(version=version, provisions=annex, by=by, at=JANUARY)
    written = content_of(version)
    version = ops.submit(version=version, by=by, at=JANUARY)
    version = ops.agree(version=version, by=decides, at=JANUARY, reason="Rapat penetapan.")
    version = ops.sign(version=version, by=by, at=JANUARY)
    version = ops.set_plan(version=version, by=decides, at=JANUARY, reason="Rapat penetapan.")
    assert content_of(version) == written
    return version


def rows_of(version) -> list[tuple]:
    """The rows of a plan as the form prints them."""
    return [
        (one.number, one.kind, one.text, row.text, row.target, row.aspect, row.perspective)
        for one in content_of(version).results
        for row in one.indicators
    ]


def rows_in(example: dict) -> list[tuple]:
    """The rows of an example."""
    return [
        (
            one["number"], one["kind"], one["text"], row["text"], row["target"], row.get("aspect", ""),
            row.get("perspective", ""),
        )
        for one in example["results"]
        for row in one["indicators"]
    ]  # fmt: skip


def squeezed(pdf: bytes) -> str:
    """The text of a PDF without the breaks between lines."""
    text = "".join(page.extract_text() or "" for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[\s\u200b]+", "", text)


def assert_printed(paper, texts) -> None:
    printed = squeezed(pdf_of(paper))
    for text in texts:
        assert re.sub(r"\s+", "", text) in printed, text


def test_skp_01_row_by_row(year, cast):
    version = through(year, cast, "Hasan", FIRST, "Dewi", "OFFICER", ANNEX)
    assert rows_of(version) == rows_in(FIRST)
    given = {code: tuple(texts) for code, texts in FIRST["expectations"].items() if texts}
    assert content_of(version).expectations == given
    rules = {one.rule for one in findings_of(version, content_of(version), JANUARY.date())}
    assert not rules & {"V1", "V2", "V3", "V4", "V5", "V7", "V10", "V11", "V12"}
    paper = next(one for one in papers_of(version.plan) if one.form == "A.1.2")
    assert paper.content["header"]["appraiser_place"] == "AGENCY"
    assert [len(paper.content["main"]), len(paper.content["additional"])] == [7, 1]
    assert [row["target"] for one in paper.content["main"] for row in one["indicators"]] == [
        "61,95%", "3,5 dari skala 5", "90", "90", "85", "85", "95", "80%",
    ]  # fmt: skip
    assert_printed(paper, [one["text"] for one in FIRST["results"]])
    assert_printed(paper, [text for texts in FIRST["expectations"].values() for text in texts])
    assert_printed(paper, ["Penguatan Internal", "Anggaran", "penugasan dari Menteri", "Bupati Kepahiang"])


def test_skp_03_row_by_row_with_its_annex(year, cast):
    annex = {
        "RESOURCE": THIRD["annex"]["resources"],
        "ACCOUNTABILITY": THIRD["annex"]["accountability"],
        "CONSEQUENCE": THIRD["annex"]["consequences"],
    }
    version = through(year, cast, "Sari", THIRD, "Budi", "APPRAISER", annex)
    assert rows_of(version) == rows_in(THIRD)
    papers = {one.form: one for one in papers_of(version.plan)}
    form = papers["A.1.7"]
    assert {one["superior_result"] for one in form.content["main"]} == {THIRD["superior_results"][0]["text"]}
    assert {one["superior_indicator"] for one in form.content["main"]} == {
        THIRD["superior_results"][0]["indicator"]
    }
    assert [row["aspect"] for one in form.content["main"] for row in one["indicators"]] == [
        "Kualitas", "Kuantitas", "Waktu", "Kuantitas", "Kualitas", "Waktu", "Kuantitas",
    ]  # fmt: skip
    assert_printed(form, [one["text"] for one in THIRD["results"]])
    assert_printed(form, [row["target"] for one in THIRD["results"] for row in one["indicators"]])
    assert_printed(form, [cast["Sari"].name, cast["Budi"].name, "Ditandatangani secara elektronik"])
    assert_printed(papers["A.1.8"], [text for texts in THIRD["annex"].values() for text in texts])


def test_a_plan_of_a_leader_needs_the_budget_perspective(year, cast):
    version = year.plan(cast["Hasan"]).versions.get()
    by = year.on("Hasan")
    for result in typed(FIRST):
        if not any(one.perspective == "BUDGET" for one in result.indicators):
            ops.save_result(version=version, result=result, by=by, at=JANUARY)
    rules = {one.rule for one in findings_of(version, content_of(version), JANUARY.date())}
    assert {"V3", "V10"} <= rules and "V1" not in rules


def test_work_as_acting_official_is_a_main_result(year, cast):
    version = year.written(cast["Sari"])
    acting = ops.ResultInput(
        text="Tugas Plt. terlaksana", kind="ADDITIONAL", source="ASSIGNMENT", is_acting=True,
        indicators=[ops.IndicatorInput(text="Jumlah layanan", target_text="12 – 14 layanan")],
    )  # fmt: skip
    ops.save_result(version=version, result=acting, by=year.on("Sari"), at=JANUARY)
    with pytest.raises(ops.FindingsRefused) as refused:
        ops.submit(version=version, by=year.on("Sari"), at=JANUARY)
    assert [one.rule for one in refused.value.findings] == ["V7"]
    assert "hlm. 50" in str(refused.value.findings[0].cite)
