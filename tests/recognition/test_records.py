"""Sanction records are seen by few, consequences are proposed by the rules and decided by people."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from tests.cast import AT, TODAY
from tests.recognition.results import plan_of, result_of, window_of

from selaras.core.actor import system_actor
from selaras.core.models import Event, Job, Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.organisation import operations as organisation
from selaras.recognition import operations, tasks
from selaras.recognition.models import Consequence
from selaras.recognition.queries import consequences_for, sanction_for, sanctions_for, waiting_for
from selaras.recognition.queries.discipline import guidance_for

FACTS = {
    "title": "Teguran tertulis",
    "article": "PP 94/2021 Pasal 9",
    "facts": "Tidak masuk kerja tanpa alasan yang sah selama 4 hari kerja.",
}


def propose(cast, actor, person="Wati", level="LIGHT", by="Dewi", role="OFFICER"):
    return operations.propose_sanction(
        person=cast[person], level=level, **FACTS, by=actor(by, role=role), at=AT
    )


def test_a_sanction_from_proposal_to_end(kepahiang, actor):
    head = actor("Hasan", role="HEAD")
    made = propose(kepahiang, actor)
    assert made.state == "PROPOSED"
    assert Notice.objects.filter(
        member=kepahiang.members["Wati"], kind="recognition.sanction_proposed"
    ).exists()
    with pytest.raises(InvalidRefused):
        operations.enforce_sanction(sanction=made, letter="", from_on=TODAY, by=head, at=AT)
    with pytest.raises(InvalidRefused):
        operations.enforce_sanction(
            sanction=made, letter="1/SK", from_on=TODAY, until_on=TODAY, by=head, at=AT
        )
    with pytest.raises(StateRefused):
        operations.end_sanction(sanction=made, reason="Selesai", by=head, at=AT)
    with pytest.raises(StaleRefused):
        operations.enforce_sanction(sanction=made, letter="1/SK", from_on=TODAY, by=head, at=AT, version=5)
    forced = operations.enforce_sanction(
        sanction=made,
        letter="800/12/2026",
        from_on=TODAY,
        until_on=date(2026, 8, 1),
        by=head,
        at=AT,
        version=1,
    )
    assert forced.state == "IN_FORCE"
    later = actor("Hasan", on=date(2026, 8, 1), role="HEAD")
    assert [line.count for line in waiting_for(later)] == [1]
    assert operations.end_sanction(sanction=forced, reason="Masa berakhir.", by=later, at=AT).state == "ENDED"
    with pytest.raises(StateRefused):
        operations.revoke_sanction(sanction=forced, reason="Keliru.", by=later, at=AT)


def test_nobody_decides_in_the_own_affair(kepahiang, actor):
    with pytest.raises(NotAllowed):
        propose(kepahiang, actor, person="Dewi")
    made = propose(kepahiang, actor, person="Dewi", by="Hasan", role="HEAD")
    with pytest.raises(NotAllowed):
        operations.revoke_sanction(sanction=made, reason="x", by=actor("Dewi", role="OFFICER"), at=AT)


def test_the_appraiser_records_a_reminder_and_nothing_more(kepahiang, actor):
    plan_of(kepahiang, "Wati")
    reminder = propose(kepahiang, actor, level="REMINDER", by="Budi", role="APPRAISER")
    with pytest.raises(NotAllowed):
        propose(kepahiang, actor, level="LIGHT", by="Budi", role="APPRAISER")
    with pytest.raises(NotAllowed):
        propose(kepahiang, actor, person="Dewi", level="REMINDER", by="Budi", role="APPRAISER")
    with pytest.raises(NotAllowed):
        operations.enforce_sanction(sanction=reminder, letter="1", from_on=TODAY, by=actor("Budi"), at=AT)


def test_who_sees_a_sanction(kepahiang, actor, cast):
    plan_of(kepahiang, "Wati")
    light, reminder = propose(kepahiang, actor), propose(kepahiang, actor, level="REMINDER")

    def seen(name, role=None):
        return {one.pk for one in sanctions_for(actor(name, role=role))}

    both = {light.pk, reminder.pk}
    assert seen("Wati") == seen("Dewi", "OFFICER") == seen("Hasan", "HEAD") == seen("Joko", "AUDITOR") == both
    assert seen("Budi", "APPRAISER") == {reminder.pk}
    assert seen("Sari") == seen("Ratna", "SUPERIOR") == seen("Dewi", "EMPLOYEE") == set()
    with pytest.raises(NotAllowed):
        sanctions_for(actor("Oki"))
    with acting_in(cast.outsider):
        assert not sanctions_for(actor("Tono", role="HEAD")).exists()


def test_an_auditors_look_is_recorded(kepahiang, actor):
    made = propose(kepahiang, actor)
    sanction_for(actor("Joko", role="AUDITOR"), made.pk, AT)
    assert Event.objects.filter(verb="recognition.look", object_id=made.pk).count() == 1
    sanction_for(actor("Wati"), made.pk, AT)
    assert Event.objects.filter(verb="recognition.look").count() == 1
    with pytest.raises(Http404):
        sanction_for(actor("Sari"), made.pk, AT)


PROPOSED = {
    "VERY_GOOD": {"SUCCESSION_PRIORITY", "DEVELOPMENT_PRIORITY", "AWARD"},
    "GOOD": {"DEVELOPMENT_PRIORITY"},
    "NEEDS_IMPROVEMENT": {"IMPROVEMENT_PLAN", "COUNSELLING"},
    "POOR": {"IMPROVEMENT_PLAN", "COUNSELLING", "SANCTION_REVIEW"},
    "VERY_POOR": {"IMPROVEMENT_PLAN", "COUNSELLING", "SANCTION_REVIEW"},
}


@pytest.mark.parametrize("predicate", PROPOSED)
def test_what_the_rules_propose_after_a_year(kepahiang, actor, predicate):
    result = result_of(kepahiang, "Sari", predicate)
    made = operations.propose_consequences(evaluation=result, by=actor("Dewi", role="OFFICER"), at=AT)
    assert {one.kind for one in made} == PROPOSED[predicate]
    assert all(one.article.startswith("PermenPANRB 6/2022 Pasal") for one in made)
    assert {one.state for one in Consequence.objects.all()} == {"PROPOSED"}
    again = operations.propose_consequences(evaluation=result, by=actor("Dewi", role="OFFICER"), at=AT)
    assert again == [] and Consequence.objects.count() == len(made)


def test_a_quarter_proposes_help_only(kepahiang, actor):
    quarter = window_of(2026, "PERIODIC")
    by = system_actor(kepahiang.kepahiang.pk, TODAY)
    good = result_of(kepahiang, "Sari", "VERY_GOOD", window=quarter)
    poor = result_of(kepahiang, "Wati", "POOR", window=quarter)
    assert operations.propose_consequences(evaluation=good, by=by, at=AT) == []
    made = operations.propose_consequences(evaluation=poor, by=by, at=AT)
    assert {one.kind for one in made} == {"IMPROVEMENT_PLAN", "COUNSELLING"}


@pytest.mark.parametrize("state", ["RATED", "DELIVERED", "OBJECTED"])
def test_nothing_is_proposed_before_the_result_is_settled(kepahiang, actor, state):
    result = result_of(kepahiang, "Sari", "POOR", state=state)
    with pytest.raises(StateRefused):
        operations.propose_consequences(evaluation=result, by=actor("Dewi", role="OFFICER"), at=AT)


def test_a_whole_window_is_proposed_in_few_statements(kepahiang, actor, django_assert_max_num_queries):
    for name, predicate in (("Sari", "VERY_GOOD"), ("Wati", "POOR")):
        result_of(kepahiang, name, predicate)
    result_of(
        kepahiang, "Budi", "GOOD", unit="BKPSDM", appraiser="Ratna", superior="Hasan", state="DELIVERED"
    )
    window, officer, done = window_of(), actor("Dewi", role="OFFICER"), []
    with django_assert_max_num_queries(12):
        made = operations.propose_for_window(
            window=window, by=officer, at=AT, progress=lambda n, total: done.append((n, total))
        )
    assert made == 6 and done == [(2, 2)]
    daily = system_actor(kepahiang.kepahiang.pk, TODAY)
    assert operations.propose_daily(by=daily, at=AT) == 0
    with pytest.raises(NotAllowed):
        operations.propose_for_window(window=window, by=actor("Budi"), at=AT)


def test_people_decide_and_the_appraiser_is_told_of_help(kepahiang, actor):
    result = result_of(kepahiang, "Sari", "POOR")
    officer = actor("Dewi", role="OFFICER")
    made = {one.kind: one for one in operations.propose_consequences(evaluation=result, by=officer, at=AT)}
    assert [line.count for line in waiting_for(officer)] == [3]
    taken = operations.take_up(consequence=made["COUNSELLING"], by=officer, at=AT, version=1)
    assert Notice.objects.filter(member=kepahiang.members["Budi"], kind="recognition.help_wanted").exists()
    assert (
        operations.finish(consequence=taken, by=officer, at=AT, reason="Dua pertemuan.").note
        == "Dua pertemuan."
    )
    with pytest.raises(InvalidRefused):
        operations.decline(consequence=made["SANCTION_REVIEW"], reason="", by=officer, at=AT)
    with pytest.raises(NotAllowed):
        operations.decline(consequence=made["SANCTION_REVIEW"], reason="x", by=actor("Budi"), at=AT)
    with pytest.raises(StaleRefused):
        operations.decline(consequence=made["SANCTION_REVIEW"], reason="x", by=officer, at=AT, version=3)
    declined = operations.decline(
        consequence=made["SANCTION_REVIEW"], reason="Tidak ada pelanggaran disiplin.", by=officer, at=AT
    )
    assert declined.state == "DECLINED"
    with pytest.raises(StateRefused):
        operations.finish(consequence=declined, by=officer, at=AT)


def test_who_sees_the_follow_up(kepahiang, actor, cast):
    operations.propose_consequences(
        evaluation=result_of(kepahiang, "Dewi", "POOR", unit="DIKLAT", appraiser="Yusuf"),
        by=system_actor(kepahiang.kepahiang.pk, TODAY),
        at=AT,
    )
    assert consequences_for(actor("Joko", role="AUDITOR")).count() == 3
    own = consequences_for(actor("Dewi", role="OFFICER")).first()
    with pytest.raises(NotAllowed):
        operations.take_up(consequence=own, by=actor("Dewi", role="OFFICER"), at=AT)
    for name in ("Sari", "Budi", "Oki"):
        with pytest.raises(NotAllowed):
            consequences_for(actor(name))
    with acting_in(cast.outsider):
        assert not consequences_for(actor("Tono", role="OFFICER")).exists()


def test_a_company_has_a_table_of_its_own(cast, actor):
    with acting_in(cast.outsider):
        window = window_of(scheme="company-matrix")
        result = result_of(cast, "Lina", "GOOD", window=window, unit="HQ", appraiser="Tono", superior="Tono")
        made = operations.propose_consequences(evaluation=result, by=actor("Tono", role="OFFICER"), at=AT)
        assert [one.article for one in made] == ["Skema matriks perusahaan pilihan perusahaan"]
        assert made[0].law_ref.startswith("company-matrix/consequences@")


def test_old_windows_are_left_to_rest(kepahiang, actor):
    result_of(kepahiang, "Sari", "POOR")
    far = system_actor(kepahiang.kepahiang.pk, TODAY + timedelta(days=600))
    assert operations.propose_daily(by=far, at=AT) == 0


def test_the_job_proposes_in_the_reach_of_who_asked(kepahiang, actor):
    result_of(kepahiang, "Sari", "GOOD")
    row = Job(
        kind=tasks.PROPOSE,
        created_at=AT,
        started_by=kepahiang.members["Dewi"],
        values={"window": window_of().pk, "role": "OFFICER"},
    )
    told = tasks.propose(lambda done, total=None: None, row)
    assert told["made"] == 1 and "1" in told["sentence"]
    row.values = {"window": window_of().pk, "role": "EMPLOYEE"}
    with pytest.raises(NotAllowed):
        tasks.propose(lambda done, total=None: None, row)
    tasks.look_daily(kepahiang.kepahiang, AT)
    assert Consequence.objects.count() == 1


def test_a_record_shows_the_steps_of_the_law_and_then_the_remedy_with_its_last_day(
    kepahiang, actor, client_as
):
    made = propose(kepahiang, actor, level="SEVERE")
    address = reverse("recognition:sanction", args=[made.pk])
    proposed = client_as("Dewi", "OFFICER").get(address).content.decode()
    assert "Pembentukan tim pemeriksa" in proposed and "Pasal 29" in proposed
    assert "calculators/discipline-procedure/?level=SEVERE" in proposed
    officer = actor("Dewi", role="OFFICER")
    organisation.set_holiday(day=date(2026, 7, 20), is_holiday=True, reason="Hari jadi", by=officer, at=AT)
    operations.enforce_sanction(sanction=made, letter="1/SK", from_on=date(2026, 7, 15), by=officer, at=AT)
    own = client_as("Wati").get(address).content.decode()
    assert (
        "Keberatan diajukan kepada atasan pejabat yang berwenang menghukum" in own and "5 Agustus 2026" in own
    )
    assert "sanction=WRITTEN_REPRIMAND&amp;received_on=2026-07-15" in own


def test_a_reminder_a_free_title_and_a_company_have_no_remedy_of_the_law(kepahiang, actor):
    reminder = propose(kepahiang, actor, level="REMINDER")
    assert guidance_for(reminder, kepahiang.kepahiang) is None
    made = propose(kepahiang, actor)
    company = replace_kind(kepahiang.kepahiang, "COMPANY")
    assert guidance_for(made, company) is None
    made.title, made.state, made.from_on = "Teguran keras", "IN_FORCE", TODAY
    assert guidance_for(made, kepahiang.kepahiang) is None
    made.title = "written reprimand"
    found = guidance_for(made, kepahiang.kepahiang)
    assert found is not None and found.told.result["remedy"] == "OBJECTION"


def replace_kind(agency, kind):
    changed = type(agency).objects.get(pk=agency.pk)
    changed.kind = kind
    return changed
