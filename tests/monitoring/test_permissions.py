"""Role by role: reports, drafts, completion, action plans; the outsider finds nothing anywhere."""

from datetime import date

import pytest
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core.models import Event
from selaras.monitoring import operations
from selaras.monitoring.operations import Asked, Draft, Said
from selaras.monitoring.queries import plan_to_judge

JUNE = date(2026, 6, 1)
ROLES = {
    "Sari": None, "Budi": None, "Ratna": None, "Wati": None, "Dewi": "OFFICER", "Dewi as employee": "EMPLOYEE",
    "Joko": "AUDITOR", "Hasan": "HEAD", "Oki": "OPERATOR", "Lina": None, "Tono": "OFFICER",
}  # fmt: skip


@pytest.fixture
def report(plans, actor):
    return operations.open_report(plan=plans["Sari"], month_on=JUNE, by=actor("Sari"), at=AT)


@pytest.fixture
def look(client_as):
    def at(url):
        answers = {}
        for who, role in ROLES.items():
            answers[who] = client_as(who.split()[0], role).get(url).status_code
        return answers

    return at


def submitted(report, actor):
    return operations.submit(report=report, draft=Draft(texts={"challenges": "x"}), by=actor("Sari"), at=AT)


def test_a_draft_is_its_authors_own(report, look):
    answers = look(reverse("monitoring:report", args=[report.pk]))
    assert answers.pop("Sari") == 200
    assert (answers.pop("Lina"), answers.pop("Tono")) == (404, 404)
    assert set(answers.values()) == {403}


def test_a_submitted_report_is_read_by_the_line_officer_and_auditor(report, actor, look):
    submitted(report, actor)
    answers = look(reverse("monitoring:report", args=[report.pk]))
    assert {who for who, status in answers.items() if status == 200} == {
        "Sari",
        "Budi",
        "Ratna",
        "Dewi",
        "Joko",
    }
    assert (answers["Lina"], answers["Tono"]) == (404, 404)
    assert Event.objects.filter(verb="report.look").count() == 1


def test_completion_is_seen_by_those_who_watch(plans, look):
    answers = look(reverse("monitoring:completion"))
    assert {who for who, status in answers.items() if status == 200} == {"Dewi", "Joko", "Hasan", "Tono"}


def test_an_officer_of_another_unit_sees_neither_report_nor_unit(report, actor, kepahiang, client_as):
    from selaras.organisation.models import Grant

    submitted(report, actor)
    Grant.objects.filter(role="OFFICER").update(unit=kepahiang.units["DIKLAT"])
    dewi = client_as("Dewi", "OFFICER")
    assert dewi.get(reverse("monitoring:report", args=[report.pk])).status_code == 403
    by_person = f"{reverse('monitoring:completion')}?by=person&month=2026-06"
    assert "Sari Wulandari" not in dewi.get(by_person).content.decode()
    assert "Bidang Mutasi" not in dewi.get(reverse("monitoring:completion")).content.decode()


def test_action_plans_are_read_by_the_line_officer_and_auditor(plans, look):
    answers = look(reverse("monitoring:steps", args=[plans["Sari"].pk]))
    assert {who for who, status in answers.items() if status == 200} == {
        "Sari",
        "Budi",
        "Ratna",
        "Dewi",
        "Joko",
    }


@pytest.mark.parametrize("who", ["Wati", "Dewi", "Ratna", "Joko", "Oki"])
def test_nobody_else_writes_a_report_or_answers_it(report, actor, client_as, who):
    role = ROLES[who]
    sent = {"version": report.version, "challenges": "x"}
    assert client_as(who, role).post(reverse("monitoring:save", args=[report.pk]), sent).status_code == 403
    done = submitted(report, actor)
    sent = {"version": done.version, "answer": "x"}
    assert client_as(who, role).post(reverse("monitoring:answer", args=[done.pk]), sent).status_code == 403


def test_every_door_is_shut_to_an_outsider_and_to_nobody(report, actor, kepahiang, plans, client_as, client):
    done = submitted(report, actor)
    evidence = done.evidence.create(
        result=plans["Sari"].lineages.first(), name="x", link="https://x.test", added_at=AT
    )
    wati = actor("Wati")
    said = Said(behaviour="LOYAL", text="x", response="MIXED")
    made = operations.give_feedback(plan=plan_to_judge(wati, plans["Sari"].pk), said=said, by=wati, at=AT)
    asked = operations.ask_colleague(
        plan=plans["Sari"], giver=kepahiang["Dewi"], asked=Asked("?", TODAY), by=actor("Sari"), at=AT
    )
    step = operations.add_step(
        plan=plans["Sari"], result_id=evidence.result_id, text="x", due_on=None, by=actor("Sari"), at=AT
    )
    ids = {
        "report": done.pk, "save": done.pk, "withdraw": done.pk, "answer": done.pk, "reply": done.pk,
        "report_paper": done.pk, "evidence": evidence.pk, "steps": plans["Sari"].pk, "give_to": plans["Sari"].pk,
        "feedback_reply": made.pk, "feedback_file": made.pk, "feedback_paper": plans["Sari"].pk,
        "request": asked.pk, "close_request": asked.pk, "ask": plans["Sari"].pk, "ask_external": plans["Sari"].pk,
        "change_step": step.pk,
    }  # fmt: skip
    lina = client_as("Lina")
    for name, pk in ids.items():
        url = reverse(f"monitoring:{name}", args=[pk])
        looked = lina.get(url, follow=True)
        own_list = looked.redirect_chain and str(pk) not in looked.redirect_chain[-1][0]
        assert looked.status_code in (404, 405) or own_list, name
        assert lina.post(url).status_code in (404, 405), name
        assert client.get(url).status_code == 302, name
        assert "login" in client.post(url)["Location"], name


def test_an_officer_records_the_answer_of_an_appraiser_without_account(kepahiang, actor, client_as):
    from tests.monitoring import making

    plan = making.plan_of(kepahiang, "Hasan", "Zurdi")
    report = operations.open_report(plan=plan, month_on=JUNE, by=actor("Hasan"), at=AT)
    draft = Draft(texts={"challenges": "x"})
    report = operations.submit(report=report, draft=draft, by=actor("Hasan"), at=AT)
    assert "tidak memiliki akun yang aktif" in (
        client_as("Dewi", "OFFICER").get(reverse("monitoring:report", args=[report.pk])).content.decode()
    )
    done = operations.answer(report=report, text="Baik", by=actor("Dewi", role="OFFICER"), at=AT)
    assert done.answered_by_id == kepahiang["Zurdi"].pk
    assert Event.objects.get(verb="report.answer").actor_id == kepahiang.members["Dewi"].pk


def test_an_officer_answers_for_a_closed_account_and_never_for_one_who_left(kepahiang, actor):
    from tests.monitoring import making

    from selaras.accounts.models import Membership
    from selaras.monitoring.permissions import can_answer
    from selaras.organisation.models import EmploymentPeriod

    plan = making.plan_of(kepahiang, "Sari", "Budi")
    report = operations.open_report(plan=plan, month_on=JUNE, by=actor("Sari"), at=AT)
    report = operations.submit(report=report, draft=Draft(texts={"challenges": "x"}), by=actor("Sari"), at=AT)
    officer = actor("Dewi", role="OFFICER")
    assert not can_answer(officer, report)
    Membership.objects.filter(pk=kepahiang["Budi"].member_id).update(is_active=False)
    fresh = type(report).objects.get(pk=report.pk)
    assert can_answer(officer, fresh)
    EmploymentPeriod.objects.filter(person=kepahiang["Budi"]).update(until_on=JUNE)
    verdict = can_answer(officer, type(report).objects.get(pk=report.pk))
    assert not verdict and kepahiang["Budi"].name in str(verdict.reason)
