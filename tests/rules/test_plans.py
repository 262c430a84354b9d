"""The checks of a plan: the regulation's own plans pass, and each rule finds what it is for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from selaras.rules.codes import UnknownCode
from selaras.rules.dated import in_force
from selaras.rules.examples import load_example
from selaras.rules.plans import Annex, Finding, IndicatorDraft, PlanDraft, ResultDraft, check_plan

ON = date(2026, 1, 31)
BEHAVIOURS = {
    code: tuple(guide.id for guide in row["guides"])
    for code, row in in_force("permenpanrb-6-2022", "behaviours", ON).value.items()
}
ANNEX = Annex(("Pendampingan pimpinan",), ("Dilaporkan setiap bulan",), ("Diusulkan menerima penghargaan",))


def plan_of(example: dict[str, Any]) -> PlanDraft:
    """A worked example of the regulation as a draft."""
    results = tuple(
        ResultDraft(
            row["text"],
            row["kind"],
            row.get("source"),
            tuple(
                IndicatorDraft(
                    i["text"], i["target"], aspect=i.get("aspect"), perspective=i.get("perspective")
                )
                for i in row["indicators"]
            ),
        )
        for row in example["results"]
    )
    return PlanDraft(2026, example["group"], example["approach"], results, BEHAVIOURS, ANNEX, set_on=ON)


def changed(draft: PlanDraft, place: int, **values: Any) -> PlanDraft:
    results = list(draft.results)
    results[place] = replace(results[place], **values)
    return replace(draft, results=tuple(results))


def found(draft: PlanDraft, rule: str, **kwargs: Any) -> list[Finding]:
    return [finding for finding in check_plan(draft, on=ON, **kwargs) if finding.rule == rule]


TOP = plan_of(load_example("skp-01"))
STAFF = plan_of(load_example("skp-03"))


@pytest.mark.parametrize("draft", [TOP, STAFF], ids=["SKP-01", "SKP-03"])
def test_the_plans_of_the_regulation_have_no_errors(draft: PlanDraft) -> None:
    assert [finding for finding in check_plan(draft, on=ON) if finding.level in ("ERROR", "REPORT")] == []


def test_v1_wants_a_main_result() -> None:
    assert found(replace(STAFF, results=()), "V1")[0].where == ("results",)
    only_additional = tuple(replace(result, kind="ADDITIONAL") for result in STAFF.results)
    assert found(replace(STAFF, results=only_additional), "V1")[0].level == "ERROR"


def test_v2_wants_agreed_results_as_main_and_all_indicators() -> None:
    assert found(changed(TOP, 0, kind="ADDITIONAL"), "V2")[0].where == ("results", 0)
    assert found(changed(TOP, 7, kind="MAIN"), "V2") == []
    missing = found(replace(TOP, agreement={"PK-1": "Persentase air minum layak"}), "V2")
    assert missing[0].where == ("agreement", "PK-1")
    assert "Persentase air minum layak" in missing[0].id
    carried = replace(TOP.results[0].indicators[0], agreement_ref="PK-1")
    draft = changed(replace(TOP, agreement={"PK-1": "Air"}), 0, indicators=(carried,))
    assert found(draft, "V2") == []


def test_v3_and_v4_look_at_perspectives_of_top_officials_only() -> None:
    without = changed(
        TOP, 5, indicators=(IndicatorDraft("Nilai IKPA", "95", perspective="BUSINESS_PROCESS"),)
    )
    assert len(found(without, "V3")) == 1
    assert found(without, "V4") == []
    assert found(STAFF, "V3") == [] == found(STAFF, "V4")
    fewer = replace(TOP, results=TOP.results[:1])
    assert len(found(fewer, "V4")) == 2


def test_v5_wants_indicators_and_targets() -> None:
    assert found(changed(STAFF, 1, indicators=()), "V5")[0].where == ("results", 1)
    no_target = (IndicatorDraft("Ketepatan waktu", "  "),)
    assert found(changed(STAFF, 1, indicators=no_target), "V5")[0].where == ("results", 1, "indicators", 0)
    assert found(changed(replace(STAFF, approach="QUALITATIVE"), 1, indicators=no_target), "V5") == []
    blank = changed(replace(STAFF, approach="QUALITATIVE"), 1, indicators=(IndicatorDraft(" "),))
    assert len(found(blank, "V5")) == 1


def test_v6_wants_a_role_in_the_matrix() -> None:
    assert found(changed(STAFF, 0, source=None), "V6")[0].level == "WARNING"
    assert found(changed(STAFF, 0, source=None, in_matrix=True), "V6") == []
    assert found(changed(TOP, 0, source=None), "V6") == []


def test_v7_makes_acting_assignments_main() -> None:
    """CL-1: a planner appointed Plt. Sekretaris Deputi (p. 50)."""
    assert found(changed(STAFF, 0, acting=True), "V7") == []
    assert found(changed(STAFF, 0, acting=True, kind="ADDITIONAL"), "V7")[0].level == "ERROR"


def test_v8_marks_absolute_words_in_targets() -> None:
    target = (IndicatorDraft("Klaim", "Semua klaim selalu tepat waktu"),)
    assert [f.where for f in found(changed(STAFF, 0, indicators=target), "V8")] == [
        ("results", 0, "indicators", 0)
    ] * 2
    assert found(changed(STAFF, 0, indicators=target, vital=True), "V8") == []
    assert found(changed(TOP, 0, indicators=target), "V8") == []


def test_v9_wants_the_appraisers_approval() -> None:
    assert len(found(changed(STAFF, 0, assigned_by_other=True), "V9")) == 1
    assert found(changed(STAFF, 0, assigned_by_other=True, approved_by_appraiser=True), "V9") == []


def test_v10_wants_the_annex_but_not_its_consequences() -> None:
    assert found(replace(STAFF, annex=None), "V10")[0].where == ("annex",)
    assert [f.where[1] for f in found(replace(STAFF, annex=Annex(("",), ())), "V10")] == [
        "resources",
        "accountability",
    ]
    assert found(replace(STAFF, annex=replace(ANNEX, consequences=())), "V10") == []


def test_v11_wants_the_seven_values_unchanged() -> None:
    fewer = {code: guides for code, guides in BEHAVIOURS.items() if code != "LOYAL"}
    assert "Loyal" in found(replace(STAFF, behaviours=fewer), "V11")[0].id
    edited = BEHAVIOURS | {"LOYAL": ("Setia",)}
    assert found(replace(STAFF, behaviours=edited), "V11")[0].where == ("behaviours", "LOYAL")
    added = BEHAVIOURS | {"BRAVE": ("Berani",)}
    assert found(replace(STAFF, behaviours=added), "V11")[0].where == ("behaviours", "BRAVE")


def test_v12_reports_a_late_plan_with_its_article() -> None:
    late = found(replace(STAFF, set_on=date(2026, 2, 1)), "V12")[0]
    assert (late.level, late.cite.article) == ("REPORT", "Pasal 14 ayat (1)")
    assert "31 Januari 2026" in late.id
    assert "31 January 2026" in late.en


def test_v13_advises_on_wording() -> None:
    assert found(changed(STAFF, 0, text="Menyusun laporan"), "V13")[0].level == "LINT"
    assert found(STAFF, "V13") == []


def test_a_company_only_checks_main_results_and_indicators() -> None:
    bare = PlanDraft(
        2026, "ADMIN_FUNCTIONAL", "QUANTITATIVE", (ResultDraft("Menjual"),), set_on=date(2026, 5, 1)
    )
    assert {f.rule for f in check_plan(bare, on=ON, scheme="company-matrix")} == {"V5"}
    empty = replace(bare, results=())
    assert {f.rule for f in check_plan(empty, on=ON, scheme="company-matrix")} == {"V1"}


def test_an_unknown_approach_is_refused() -> None:
    with pytest.raises(UnknownCode):
        check_plan(replace(STAFF, approach="MIXED"), on=ON)
