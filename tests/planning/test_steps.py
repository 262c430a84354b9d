"""The way of a plan from draft to force and beyond, with its refusals."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.planning.making import ANNEX, JANUARY, RESULT

from selaras.core.models import Notice
from selaras.core.verdict import InvalidRefused, NotAllowed, Refused, StaleRefused, StateRefused
from selaras.documents.queries import papers_of, signatures_of
from selaras.planning import operations as ops
from selaras.planning.models import PlanGroup, PlanState, PlanVersion
from selaras.planning.queries import (
    content_of,
    findings_of,
    results_of,
    set_version_of,
    waiting_for,
)
from selaras.planning.queries.difference import difference_of
from selaras.planning.workflow import PLAN

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 3, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_a_plan_knows_who_appraises_and_why(year, cast):
    plan = year.plan(cast["Sari"])
    assert (plan.group, plan.appraiser, plan.superior) == (
        PlanGroup.ADMIN_FUNCTIONAL,
        cast["Budi"],
        cast["Ratna"],
    )
    assert plan.appraiser_reason == "DIRECT_SUPERIOR"
    assert year.plan(cast["Hasan"]).group == PlanGroup.JPT_UNIT_HEAD


def test_from_draft_to_force(year, cast):
    version = year.in_force(cast["Sari"])
    assert version.state == "SET"
    plan = version.plan
    assert [one.text for one in results_of(plan)] == [RESULT.text]
    assert set_version_of(plan) == version
    given_ = signatures_of(version)
    assert [(one.purpose, one.signer_name) for one in given_] == [
        ("EMPLOYEE", cast["Sari"].name),
        ("APPRAISER", cast["Budi"].name),
    ]
    assert {one.content_hash for one in given_} == {version.content_hash}
    assert {one.form for one in papers_of(plan)} == {"A.1.7", "A.1.8"}


def test_everyone_concerned_is_told(year, cast):
    version = year.in_force(cast["Sari"])
    told = set(Notice.objects.values_list("member", "kind"))
    sari, budi = cast["Sari"].member_id, cast["Budi"].member_id
    assert {
        (budi, "plan.submitted"),
        (sari, "plan.agreed"),
        (budi, "plan.signed"),
        (sari, "plan.set"),
    } <= told
    assert Notice.objects.filter(kind="plan.set").get().url == f"/plans/{version.plan_id}/"


def test_rules_of_level_error_refuse_submitting(year, cast):
    version = year.plan(cast["Sari"]).versions.get()
    with pytest.raises(ops.FindingsRefused) as refused:
        ops.submit(version=version, by=year.on("Sari"), at=JANUARY)
    assert {one.rule for one in refused.value.findings} == {"V1", "V10"}
    assert "hasil kerja utama" in str(refused.value.sentence)
    version.refresh_from_db()
    assert version.state == "DRAFT"


def test_work_given_by_another_leader_needs_approval(year, cast):
    version = year.written(cast["Sari"])
    by = year.on("Sari")
    other = ops.ResultInput(
        text="Data pegawai pensiun mutakhir",
        source="ASSIGNMENT",
        given_by_other=True,
        indicators=RESULT.indicators,
    )
    row = ops.save_result(version=version, result=other, by=by, at=JANUARY)
    with pytest.raises(ops.FindingsRefused):
        ops.submit(version=version, by=by, at=JANUARY)
    with pytest.raises(NotAllowed):
        ops.approve_assignment(version=version, lineage_id=row.lineage_id, by=by, at=JANUARY)
    ops.approve_assignment(version=version, lineage_id=row.lineage_id, by=year.on("Budi"), at=JANUARY)
    assert ops.submit(version=version, by=by, at=JANUARY).state == "SUBMITTED"


def test_a_changed_text_loses_its_approval(year, cast):
    version = year.written(cast["Sari"])
    by = year.on("Sari")
    other = ops.ResultInput(text="Data mutakhir", source="ASSIGNMENT", given_by_other=True)
    row = ops.save_result(version=version, result=other, by=by, at=JANUARY)
    ops.approve_assignment(version=version, lineage_id=row.lineage_id, by=year.on("Budi"), at=JANUARY)
    changed = ops.ResultInput(text="Data lain", source="ASSIGNMENT", given_by_other=True)
    again = ops.save_result(version=version, result=changed, lineage_id=row.lineage_id, by=by, at=JANUARY)
    assert (again.approved_at, again.approved_by) == (None, None)


def test_returned_with_a_reason_and_submitted_again(year, cast):
    version = ops.submit(version=year.written(cast["Sari"]), by=year.on("Sari"), at=JANUARY)
    with pytest.raises(InvalidRefused):
        ops.return_plan(version=version, reason="  ", by=year.on("Budi"), at=JANUARY)
    version = ops.return_plan(
        version=version, reason="Targetnya terlalu rendah.", by=year.on("Budi"), at=JANUARY
    )
    assert (version.state, version.return_reason) == ("RETURNED", "Targetnya terlalu rendah.")
    assert Notice.objects.filter(kind="plan.returned", member=cast["Sari"].member_id).exists()
    assert ops.submit(version=version, by=year.on("Sari"), at=JANUARY).return_reason == ""


def test_what_was_signed_and_returned_is_signed_anew(year, cast):
    version = ops.submit(version=year.written(cast["Sari"]), by=year.on("Sari"), at=JANUARY)
    version = ops.agree(version=version, by=year.on("Budi"), at=JANUARY)
    version = ops.sign(version=version, by=year.on("Sari"), at=JANUARY)
    version = ops.return_plan(version=version, reason="Masih keliru.", by=year.on("Budi"), at=JANUARY)
    ops.save_provisions(
        version=version, provisions={**ANNEX, "CONSEQUENCE": ["Apresiasi"]}, by=year.on("Sari"), at=JANUARY
    )
    version = ops.submit(version=version, by=year.on("Sari"), at=JANUARY)
    version = ops.agree(version=version, by=year.on("Budi"), at=JANUARY)
    version = ops.sign(version=version, by=year.on("Sari"), at=JANUARY)
    version = ops.set_plan(version=version, by=year.on("Budi"), at=JANUARY)
    hashes = [one.content_hash for one in signatures_of(version)]
    assert hashes.count(version.content_hash) == 2 and len(hashes) == 3


def test_the_text_cannot_change_after_submitting(year, cast):
    version = ops.submit(version=year.written(cast["Sari"]), by=year.on("Sari"), at=JANUARY)
    with pytest.raises(NotAllowed):
        ops.save_result(version=version, result=RESULT, by=year.on("Sari"), at=JANUARY)
    ops.save_expectations(
        version=version, expectations={"LOYAL": ["Menjaga rahasia"]}, by=year.on("Budi"), at=JANUARY
    )
    assert content_of(version).expectations == {"LOYAL": ("Menjaga rahasia",)}


def test_a_stale_page_is_refused(year, cast):
    version = year.written(cast["Sari"])
    by = year.on("Sari")
    lineage = content_of(version).results[0].lineage_id
    seen = content_of(version).results[0].version
    more = {"version": version, "result": RESULT, "lineage_id": lineage, "by": by, "at": JANUARY}
    ops.save_result(row_version=seen, **more)
    with pytest.raises(StaleRefused):
        ops.save_result(row_version=seen, **more)
    with pytest.raises(StaleRefused):
        ops.save_provisions(version=version, provisions=ANNEX, row_version=1, by=by, at=JANUARY)
    with pytest.raises(StaleRefused):
        ops.submit(version=version, sent=version.version + 5, by=by, at=JANUARY)


def test_autosaves_make_no_event(year, cast):
    from selaras.core.models import Event

    version = year.written(cast["Sari"])
    before = Event.objects.count()
    by = year.on("Sari")
    ops.save_result(version=version, result=RESULT, by=by, at=JANUARY, autosave=True)
    ops.save_expectations(version=version, expectations={}, by=by, at=JANUARY, autosave=True)
    ops.save_provisions(version=version, provisions=ANNEX, by=by, at=JANUARY, autosave=True)
    assert Event.objects.count() == before


def test_an_external_appraiser_signs_on_paper(year, cast):
    version = year.plan(cast["Hasan"]).versions.get()
    hasan, dewi = year.on("Hasan"), year.on("Dewi", "OFFICER")
    indicator = ops.IndicatorInput(text="Nilai kinerja anggaran", target_text="92", perspective="BUDGET")
    result = ops.ResultInput(text="Tata kelola anggaran yang optimal", source="PK", indicators=[indicator])
    ops.save_result(version=version, result=result, by=hasan, at=JANUARY)
    ops.save_provisions(version=version, provisions=ANNEX, by=hasan, at=JANUARY)
    version = ops.submit(version=version, by=hasan, at=JANUARY)
    with pytest.raises(InvalidRefused):
        ops.agree(version=version, by=dewi, at=JANUARY)
    version = ops.agree(version=version, by=dewi, at=JANUARY, reason="Disetujui Bupati dalam rapat.")
    version = ops.sign(version=version, by=hasan, at=JANUARY)
    version = ops.set_plan(version=version, by=dewi, at=JANUARY, reason="Ditandatangani Bupati.")
    assert version.state == "SET"
    wet = {one.purpose: one.method for one in signatures_of(version)}
    assert wet == {"EMPLOYEE": "CLICK", "APPRAISER": "WET"}


def test_after_january_the_superior_may_decide(year, cast, actor):
    version = ops.submit(version=year.written(cast["Sari"]), by=year.on("Sari"), at=JANUARY)
    with pytest.raises(NotAllowed):
        ops.agree(version=version, by=year.on("Ratna"), at=JANUARY)
    ratna = actor("Ratna", on=date(2026, 3, 3))
    version = ops.agree(version=version, by=ratna, at=MARCH)
    version = ops.sign(version=version, by=actor("Sari", on=date(2026, 3, 3)), at=MARCH)
    version = ops.set_plan(version=version, by=ratna, at=MARCH)
    assert [one.purpose for one in signatures_of(version)] == ["EMPLOYEE", "SUPERIOR"]
    late = [one.rule for one in findings_of(version, content_of(version), date(2026, 3, 3))]
    assert "V12" in late


def test_a_change_keeps_lineages_and_supersedes(year, cast):
    first = year.in_force(cast["Sari"])
    sari, budi = year.on("Sari"), year.on("Budi")
    with pytest.raises(InvalidRefused):
        ops.begin_change(plan=first.plan, reason="", by=sari, at=MARCH)
    second = ops.begin_change(plan=first.plan, reason="Target disesuaikan.", by=sari, at=MARCH)
    with pytest.raises(StateRefused):
        ops.begin_change(plan=first.plan, reason="Sekali lagi.", by=sari, at=MARCH)
    old, new = content_of(first), content_of(second)
    assert [one.lineage_id for one in old.results] == [one.lineage_id for one in new.results]
    assert difference_of(old, new).is_empty
    second.plan = first.plan
    for step, by in ((ops.submit, sari), (ops.agree, budi), (ops.sign, sari), (ops.set_plan, budi)):
        second = step(version=second, by=by, at=MARCH)
    first.refresh_from_db()
    assert (first.state, second.state) == ("SUPERSEDED", "SET")
    states = {(one.form, one.subject_version): one.state for one in papers_of(first.plan)}
    assert states[("A.1.7", 1)] == "SUPERSEDED" and states[("A.1.7", 2)] == "VALID"


def test_the_difference_is_readable(year, cast):
    first = year.in_force(cast["Sari"])
    sari = year.on("Sari")
    second = ops.begin_change(plan=first.plan, reason="Target disesuaikan.", by=sari, at=MARCH)
    second.plan = first.plan
    before = content_of(second).results[0]
    kept = ops.IndicatorInput(
        text=before.indicators[0].text, aspect="QUANTITY", target_text="150 usul",
        lineage_id=before.indicators[0].lineage_id,
    )  # fmt: skip
    changed = ops.ResultInput(text=before.text, intervened_text=before.intervened_text, indicators=[kept])
    ops.save_result(version=second, result=changed, lineage_id=before.lineage_id, by=sari, at=MARCH)
    ops.save_result(version=second, result=ops.ResultInput(text="Hasil baru"), by=sari, at=MARCH)
    change = difference_of(content_of(first), content_of(second))
    assert [one.kind for one in change.results] == ["CHANGED", "ADDED"]
    rows = change.results[0].indicators
    assert [(one.kind, [(f.name, f.before, f.after) for f in one.fields]) for one in rows] == [
        ("CHANGED", [("target", "120 – 140 usul", "150 usul")]),
        ("REMOVED", []),
    ]
    ops.remove_result(version=second, lineage_id=before.lineage_id, by=sari, at=MARCH)
    change = difference_of(content_of(first), content_of(second))
    assert {one.kind for one in change.results} == {"ADDED", "REMOVED"}


def test_a_change_can_be_thrown_away(year, cast):
    first = year.in_force(cast["Sari"])
    second = ops.begin_change(plan=first.plan, reason="Keliru.", by=year.on("Sari"), at=MARCH)
    second.plan = first.plan
    ops.discard_change(version=second, by=year.on("Sari"), at=MARCH)
    assert PlanVersion.objects.filter(plan=first.plan).count() == 1
    with pytest.raises(StateRefused):
        ops.discard_change(version=first, by=year.on("Sari"), at=MARCH)


def test_the_desk_takes_one_statement(year, cast, django_assert_num_queries):
    ops.submit(version=year.written(cast["Sari"]), by=year.on("Sari"), at=JANUARY)
    ops.submit(version=year.written(cast["Wati"], "Wati"), by=year.on("Wati"), at=JANUARY)
    budi = year.on("Budi")
    with django_assert_num_queries(1):
        lines = waiting_for(budi)
    assert [one.count for one in lines] == [2, 1]
    assert str(lines[0].text).startswith("2 ")


def test_the_desk_says_what_waits(year, cast):
    version = year.written(cast["Sari"])
    assert "tulis" in str(waiting_for(year.on("Sari"))[0].text)
    version = ops.submit(version=version, by=year.on("Sari"), at=JANUARY)
    assert [one.url for one in waiting_for(year.on("Sari"))] == []
    assert f"/plans/{version.plan_id}/" in [one.url for one in waiting_for(year.on("Budi"))]


def test_after_january_a_waiting_plan_is_on_the_superiors_desk(year, cast):
    ratna = cast["Ratna"]
    version = ops.submit(version=year.written(cast["Sari"]), by=year.on("Sari"), at=JANUARY)
    address = f"/plans/{version.plan_id}/"
    last = version.plan.period.plans_due_on
    assert version.plan.superior_id == ratna.pk
    before, after = (year.on("Ratna").acting_on(last + timedelta(days=days)) for days in (0, 1))
    assert address not in [one.url for one in waiting_for(before)]
    (line,) = [one for one in waiting_for(after) if one.url == address]
    assert line.due_on == last and "sudah lewat" in str(line.text)

    ops.submit(version=year.written(cast["Wati"], "Wati"), by=year.on("Wati"), at=JANUARY)
    (line,) = [one for one in waiting_for(after) if "sudah lewat" in str(one.text)]
    assert line.count == 2 and line.url == "/plans/"


def test_a_change_stays_two_weeks_with_the_appraiser_alone(year, cast):
    first = year.in_force(cast["Sari"])
    second = ops.begin_change(plan=first.plan, reason="Target disesuaikan.", by=year.on("Sari"), at=MARCH)
    PlanVersion.objects.filter(pk=second.pk).update(state="SUBMITTED", submitted_at=MARCH)
    seen = [
        any(f"/plans/{first.plan_id}/" == one.url for one in waiting_for(year.on("Ratna").acting_on(day)))
        for day in (MARCH.date() + timedelta(days=days) for days in (1, 14, 15))
    ]
    assert seen == [False, False, True]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(PLAN.by_name)), st.sampled_from(
    ["Sari", "Budi", "Ratna", "Dewi", "Joko", "Wati"])), max_size=12))  # fmt: skip
def test_no_sequence_of_steps_reaches_an_undeclared_state(year, cast, acts):
    """Whatever anybody tries in any order, states are declared ones and each change was a declared step."""
    from django.db import transaction

    takes = {
        "submit": ops.submit, "withdraw": ops.withdraw, "agree": ops.agree, "sign": ops.sign, "set": ops.set_plan,
        "return": ops.return_plan,
    }  # fmt: skip
    moves = {(state, step.to) for step in PLAN.steps for state in step.from_}
    roles = {"Dewi": "OFFICER", "Joko": "AUDITOR"}
    try:
        with transaction.atomic():
            version = year.written(cast["Sari"])
            for name, who in acts:
                before = version.state
                more = {"reason": "Karena."} if name in ("return", "agree", "sign", "set") else {}
                try:
                    with transaction.atomic():
                        take = takes.get(name)
                        if take is None:
                            PLAN.take(version, name, by=year.on(who, roles.get(who)), at=JANUARY)
                        else:
                            version = take(
                                version=version, by=year.on(who, roles.get(who)), at=JANUARY, **more
                            )
                except Refused:
                    pass
                state = PlanVersion.objects.get(pk=version.pk).state
                assert state in PlanState.values
                assert state == before or (before, state) in moves
            raise Undone
    except Undone:
        pass


class Undone(Exception):
    """Takes one example of the property back."""


def test_an_address_copied_from_a_paper_finds_it_wherever_its_line_broke(year, cast, client):
    paper = papers_of(year.in_force(cast["Sari"]).plan)[0]
    broken = paper.token[:15] + "\u200b" + paper.token[15:20] + "\u200b\n" + paper.token[20:]
    assert client.get(f"/verify/{broken}/").status_code == 200
    assert client.get(f"/verify/{paper.token[:-1]}/").status_code == 404
