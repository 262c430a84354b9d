"""The monthly report: opened, kept while it is written, submitted, answered, talked about."""

import uuid
from datetime import date, datetime

import pytest
from tests.cast import AT, TODAY
from tests.monitoring.making import WIB

from selaras.core.models import Event, Notice
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.monitoring import operations, queries
from selaras.monitoring.models import Feedback, Realisation, Report
from selaras.monitoring.operations import Draft, Remark

JUNE = date(2026, 6, 1)


@pytest.fixture
def sari(actor, plans):
    return actor("Sari")


@pytest.fixture
def budi(actor, plans):
    return actor("Budi")


@pytest.fixture
def report(plans, sari):
    return operations.open_report(plan=plans["Sari"], month_on=JUNE, by=sari, at=AT)


def place(report, number=0):
    entry = queries.sheet_of(report).results[number].entries[0]
    return entry.result_id, entry.indicator_id


def write(report, sari, text="Sembilan usul selesai", **kwargs):
    draft = Draft(realisations={place(report): {"text": text, "data_source": "SIASN"}})
    return operations.save_draft(report=report, draft=draft, by=sari, at=AT, **kwargs)


def test_a_report_is_opened_once_with_its_last_day(report, plans, sari):
    again = operations.open_report(plan=plans["Sari"], month_on=date(2026, 6, 17), by=sari, at=AT)
    assert again.pk == report.pk
    assert report.due_on == date(2026, 7, 5)
    assert Event.objects.filter(verb="report.open").count() == 1


@pytest.mark.parametrize("month", [date(2026, 8, 1), date(2025, 12, 1)])
def test_a_month_outside_the_plan_or_not_begun_is_refused(plans, sari, month):
    with pytest.raises(InvalidRefused):
        operations.open_report(plan=plans["Sari"], month_on=month, by=sari, at=AT)


def test_without_a_plan_in_force_nothing_is_opened(plans, sari):
    plans["Sari"].versions.update(state="DRAFT")
    with pytest.raises(StateRefused):
        operations.open_report(plan=plans["Sari"], month_on=JUNE, by=sari, at=AT)


def test_a_report_shows_results_with_indicators_and_targets(report):
    sheet = queries.sheet_of(report)
    assert [len(one.entries) for one in sheet.results] == [2, 1, 1]
    assert sheet.results[0].entries[0].indicator.target == "91 %"
    assert sheet.results[2].entries[0].indicator is None
    assert sheet.is_empty


def test_drafts_keep_themselves_without_an_event(report, sari):
    before = Event.objects.count()
    saved = write(report, sari, version=1)
    assert saved.version == 2
    entry = queries.sheet_of(report).results[0].entries[0]
    assert (entry.text, entry.data_source) == ("Sembilan usul selesai", "SIASN")
    assert Event.objects.count() == before


def test_only_the_fields_that_are_sent_change(report, sari):
    write(report, sari)
    operations.save_draft(report=report, draft=Draft(texts={"challenges": "Jaringan"}), by=sari, at=AT)
    operations.save_draft(
        report=report, draft=Draft(realisations={place(report): {"data_source": "E-office"}}), by=sari, at=AT
    )
    entry = queries.sheet_of(report).results[0].entries[0]
    assert (entry.text, entry.data_source) == ("Sembilan usul selesai", "E-office")
    assert Report.objects.get().challenges == "Jaringan"


def test_the_same_text_twice_writes_once(report, sari):
    first = write(report, sari, version=1)
    assert write(report, sari, version=first.version).version == first.version


def test_an_old_version_of_another_page_is_refused_and_changes_nothing(report, sari):
    write(report, sari, version=1, page=uuid.uuid4())
    with pytest.raises(StaleRefused):
        write(report, sari, "Lain", version=1, page=uuid.uuid4())
    assert Realisation.objects.get().text == "Sembilan usul selesai"


def test_a_lost_answer_does_not_lose_the_newer_text(report, sari):
    page = uuid.uuid4()
    write(report, sari, "A", version=1, page=page)
    saved = write(report, sari, "AB", version=1, page=page)
    assert Realisation.objects.get().text == "AB"
    assert saved.version == 3


def test_results_of_another_plan_are_refused(report, plans, sari, actor):
    other = operations.open_report(plan=plans["Wati"], month_on=JUNE, by=actor("Wati"), at=AT)
    with pytest.raises(InvalidRefused):
        operations.save_draft(
            report=report, draft=Draft(realisations={place(other): {"text": "x"}}), by=sari, at=AT
        )


def test_an_empty_report_is_not_submitted_and_says_why(report, sari):
    with pytest.raises(InvalidRefused) as refused:
        operations.submit(report=report, by=sari, at=AT)
    assert "challenges" in refused.value.fields


def test_an_explained_challenge_is_enough(report, sari):
    draft = Draft(texts={"challenges": "Cuti melahirkan sebulan penuh"})
    assert operations.submit(report=report, draft=draft, by=sari, at=AT).state == "SUBMITTED"


@pytest.mark.parametrize(("day", "late"), [(date(2026, 7, 5), False), (date(2026, 7, 6), True)])
def test_late_begins_after_the_local_due_day(report, actor, day, late):
    sari = actor("Sari", on=day)
    write(report, sari)
    sent = operations.submit(report=report, by=sari, at=datetime(2026, 7, day.day, 23, 59, tzinfo=WIB))
    assert sent.is_late is late


def test_submitting_tells_the_appraiser_and_answering_the_employee(report, sari, budi, kepahiang):
    write(report, sari)
    sent = operations.submit(report=report, by=sari, at=AT)
    assert Notice.objects.get().member_id == kepahiang.members["Budi"].pk
    result_id = place(report)[0]
    remarks = [
        Remark(result_id=result_id, text="Rapi dan cepat", symbol="THUMB"),
        Remark(behaviour="ACCOUNTABLE", text="Selalu ada buktinya"),
        Remark(result_id=result_id),
    ]
    done = operations.answer(report=sent, text="Terima kasih", remarks=remarks, by=budi, at=AT)
    assert (done.state, done.answered_by_id) == ("ANSWERED", kepahiang["Budi"].pk)
    assert list(Feedback.objects.order_by("pk").values_list("response", "giver_kind", "occasion")) == [
        ("POSITIVE", "LEADER", "SCHEDULED"),
        ("", "LEADER", "SCHEDULED"),
    ]
    assert {one.window.number for one in Feedback.objects.all()} == {2}
    assert Notice.objects.filter(member=kepahiang.members["Sari"]).count() == 1


def test_an_answer_says_something_about_things_that_exist(report, sari, budi):
    write(report, sari)
    sent = operations.submit(report=report, by=sari, at=AT)
    with pytest.raises(InvalidRefused):
        operations.answer(report=sent, text=" ", by=budi, at=AT)
    with pytest.raises(InvalidRefused):
        operations.answer(report=sent, text="", remarks=[Remark(behaviour="KIND", text="x")], by=budi, at=AT)
    assert Report.objects.get().state == "SUBMITTED"


def test_it_can_be_withdrawn_until_it_is_answered(report, sari, budi):
    write(report, sari)
    sent = operations.submit(report=report, by=sari, at=AT)
    with pytest.raises(NotAllowed):
        operations.save_draft(report=sent, draft=Draft(texts={"challenges": "x"}), by=sari, at=AT)
    again = operations.withdraw(report=sent, by=sari, at=AT)
    assert (again.state, again.submitted_at, again.is_late) == ("DRAFT", None, None)
    sent = operations.submit(report=again, by=sari, at=AT)
    operations.answer(report=sent, text="Baik", by=budi, at=AT)
    with pytest.raises(StateRefused):
        operations.withdraw(report=sent, by=sari, at=AT)


def test_two_answers_with_one_version_are_one(report, sari, budi):
    write(report, sari)
    sent = operations.submit(report=report, by=sari, at=AT)
    operations.answer(report=sent, text="Baik", by=budi, at=AT, version=sent.version)
    with pytest.raises((StaleRefused, StateRefused)):
        operations.answer(report=sent, text="Kurang", by=budi, at=AT, version=sent.version)
    assert Report.objects.get().answer == "Baik"


def test_the_conversation_is_of_the_two_and_the_line(report, sari, budi, actor):
    write(report, sari)
    sent = operations.submit(report=report, by=sari, at=AT)
    with pytest.raises(NotAllowed):
        operations.reply(report=sent, text="Halo", by=sari, at=AT)
    done = operations.answer(report=sent, text="Baik", by=budi, at=AT)
    operations.reply(report=done, text="Terima kasih, Pak", by=sari, at=AT)
    with pytest.raises(NotAllowed):
        operations.reply(report=done, text="Ikut", by=actor("Wati"), at=AT)
    assert [one.text for one in queries.sheet_of(done).replies] == ["Terima kasih, Pak"]


def test_a_result_that_left_the_plan_is_still_shown_when_it_was_reported(report, sari, plans):
    from selaras.planning.models import PlanVersion

    write(report, sari)
    plans["Sari"].versions.update(state="SUPERSEDED")
    PlanVersion.objects.create(plan=plans["Sari"], number=2, state="SET", created_at=AT, set_at=AT)
    results = queries.sheet_of(report).results
    assert [(one.content, one.entries[-1].text) for one in results] == [(None, "Sembilan usul selesai")]


def test_a_month_is_opened_for_everybody_once(plans, actor):
    dewi = actor("Dewi", role="OFFICER")
    period = plans["Sari"].period
    assert operations.open_month(period=period, month_on=JUNE, by=dewi, at=AT) == 3
    assert operations.open_month(period=period, month_on=JUNE, by=dewi, at=AT) == 0
    with pytest.raises(NotAllowed):
        operations.open_month(period=period, month_on=JUNE, by=actor("Sari"), at=AT)


def test_what_waits_is_told_in_one_statement(report, sari, budi, django_assert_num_queries):
    with django_assert_num_queries(1):
        mine = queries.waiting_for(sari)
    assert [one.count for one in mine] == [4, 1, 1]
    assert mine[-1].url.endswith(f"/{report.pk}/")
    write(report, sari)
    operations.submit(report=report, by=sari, at=AT)
    assert [one.count for one in queries.waiting_for(budi) if one.icon == "report"][-1] == 1


def test_completion_counts_due_sent_on_time_and_answered(report, sari, budi, actor, plans, kepahiang):
    write(report, sari)
    sent = operations.submit(report=report, by=sari, at=AT)
    operations.answer(report=sent, text="Baik", by=budi, at=AT)
    counts = queries.completion_of(plans["Sari"].period, TODAY, actor("Dewi", role="OFFICER"))
    row, column = counts.unit_ids.index(kepahiang.units["MUTASI"].pk), counts.months.index(JUNE)
    assert counts.due[row, column] == 3
    assert counts.submitted[row, column] == counts.answered[row, column] == 1
    assert counts.on_time[row, column] == 0
    assert counts.due.shape == (1, 7)
