"""Long work: progress is seen before it commits, its end is said in words, and a killed one is not left running."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.urls import reverse
from tests.cast import AT

from selaras.core import audit, files, jobs, notices
from selaras.core.models import Event, EventSeal, Job, JobState, Notice, Receipt
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused
from selaras.jobs import mail as digests
from selaras.jobs import upkeep
from selaras.jobs.permissions import can_read_report
from selaras.jobs.timetable import DAILY, OFTEN
from selaras.organisation.models import Unit

KIND = notices.register("test.notice", "Anda mendapat kabar tentang %(what)s.")


@jobs.job("test.count")
def count(progress, job):
    for done in range(3):
        progress(done + 1, 3)
    Unit.objects.create(code="MADE")
    return {"sentence": "Tiga selesai."}


@jobs.job("test.refuse")
def refuse(progress, job):
    Unit.objects.create(code="HALF")
    raise InvalidRefused("Berkasnya rusak.")


@pytest.fixture
def started(cast):
    def start(kind):
        with acting_in(cast.kepahiang):
            return Job.objects.create(kind=kind, created_at=AT, started_by=cast.members["Dewi"])

    return start


def end_of(cast, job):
    jobs.run_job(agency_id=cast.kepahiang.pk, job_id=job.pk)
    with acting_in(cast.kepahiang):
        return Job.objects.get(pk=job.pk)


@pytest.mark.django_db(transaction=True)
def test_a_job_shows_progress_and_ends_with_a_sentence(cast, started, client_as):
    done = end_of(cast, started("test.count"))
    assert (done.state, done.done, done.total) == (JobState.DONE, 3, 3)
    page = client_as("Dewi", "OFFICER").get(reverse("jobs:job", args=[done.pk]))
    assert "Tiga selesai." in page.content.decode()
    with acting_in(cast.kepahiang):
        assert Unit.objects.filter(code="MADE").exists()


@pytest.mark.django_db(transaction=True)
def test_a_refused_job_leaves_nothing_half_written(cast, started):
    failed = end_of(cast, started("test.refuse"))
    assert (failed.state, failed.failure) == (JobState.FAILED, "Berkasnya rusak.")
    with acting_in(cast.kepahiang):
        assert not Unit.objects.filter(code="HALF").exists()


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_job_stops_and_rolls_back(cast, started):
    job = started("test.count")
    with acting_in(cast.kepahiang):
        Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    assert end_of(cast, job).state == JobState.CANCELLED
    with acting_in(cast.kepahiang):
        assert not Unit.objects.filter(code="MADE").exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_once(cast, started):
    job = started("test.count")
    end_of(cast, job)
    with acting_in(cast.kepahiang):
        Unit.objects.filter(code="MADE").delete()
    end_of(cast, job)
    with acting_in(cast.kepahiang):
        assert not Unit.objects.filter(code="MADE").exists()


@pytest.mark.django_db(transaction=True)
def test_finished_work_is_done_together_with_what_it_wrote(cast, started, monkeypatch):
    """A worker that is killed right after the work has committed must not leave it to be called failed."""
    change = jobs._change

    def killed(agency_id, job_id, only, **values):
        assert values.get("state") == JobState.RUNNING, "killed before a second transaction"
        return change(agency_id, job_id, only, **values)

    monkeypatch.setattr(jobs, "_change", killed)
    assert end_of(cast, started("test.count")).state == JobState.DONE


def test_who_lost_the_role_no_longer_reads_what_was_made_in_it(cast, client_as):
    with acting_in(cast.kepahiang):
        stored = files.store([b"x"], name="a.zip", media_type="application/zip", by=None, at=AT)
        values = {"role": "OFFICER"}
        made = {
            "created_at": AT,
            "state": JobState.DONE,
            "report": stored,
            "started_by": cast.members["Sari"],
        }
        row = Job.objects.create(kind="test.count", values=values, **made)
        upload = Job.objects.create(kind="organisation.import", **made)
    for one in (row, upload):
        assert client_as("Sari").get(reverse("jobs:report", args=[one.pk])).status_code == 403
    read = client_as("Dewi", "OFFICER").get(reverse("jobs:report", args=[row.pk]))
    assert read.status_code == 200
    assert b"".join(read.streaming_content) == b"x"
    with acting_in(cast.kepahiang):
        assert Event.objects.get(verb="job.look").actor_id == cast.members["Dewi"].pk


def test_an_archive_of_papers_is_read_by_whoever_may_see_every_result_in_it(kepahiang, actor):
    from selaras.appraisal import tasks
    from selaras.appraisal.models import Evaluation

    row = Job.objects.create(kind="appraisal.papers", created_at=AT, started_by=kepahiang.members["Dewi"])
    assert not can_read_report(actor("Dewi", role="OFFICER"), row), (
        "an older archive does not say what it holds"
    )
    row.result = {"evaluations": []}
    assert can_read_report(actor("Dewi", role="OFFICER"), row)
    row.result = {"evaluations": [1]}
    assert not Evaluation.objects.filter(pk=1).exists()
    assert not tasks.may_read_papers(actor("Dewi", role="OFFICER"), row)


def test_work_whose_worker_was_killed_is_shown_as_failed(kepahiang):
    row = Job.objects.create(
        kind="test.count", created_at=AT, state=JobState.RUNNING, started_at=AT - timedelta(hours=1)
    )
    upkeep.fail_stalled(kepahiang.kepahiang, AT)
    row.refresh_from_db()
    assert row.state == JobState.FAILED


def test_others_do_not_watch_a_persons_job(cast, started, client_as):
    job = started("test.count")
    address = reverse("jobs:job", args=[job.pk])
    assert client_as("Dewi").get(address).status_code == 200
    assert client_as("Sari").get(address).status_code == 403
    assert client_as("Tono", "OFFICER").get(address).status_code == 404


def test_events_are_sealed_within_their_agency(kepahiang, actor):
    audit.record(obj=kepahiang["Sari"], verb="test.x", by=actor("Dewi"), at=AT)
    upkeep.seal_events(kepahiang.kepahiang, AT)
    assert EventSeal.objects.count() == Event.objects.count() == 1


def test_one_digest_a_person_with_everything_new(kepahiang):
    for what in ("laporan Juni", "rencana 2026"):
        notices.tell(
            members=[kepahiang.members["Sari"].pk, None], kind=KIND, url="/", at=AT, values={"what": what}
        )
    digests.send_digests(kepahiang.kepahiang, AT)
    digests.send_digests(kepahiang.kepahiang, AT)
    (message,) = mail.outbox
    assert message.to == ["sari@example.test"]
    assert "laporan Juni" in message.body and "rencana 2026" in message.body
    assert Notice.objects.filter(mailed_at=None).count() == 0


def test_what_waits_goes_before_what_is_only_to_be_known(kepahiang):
    """Three pieces of news came first; what has to be done leads the letter all the same, and names it."""
    sari = kepahiang.members["Sari"].pk
    for number in range(digests.MOST_ITEMS + 3):
        notices.tell(members=[sari], kind=KIND, url="/", at=AT, values={"what": f"kabar {number}"})
    todo = notices.register("test.todo", "Kerjakan %(what)s", waits=True)
    later = AT + timedelta(minutes=5)
    notices.tell(members=[sari], kind=todo, url="/", at=later, values={"what": "A & B"})
    digests.send_digests(kepahiang.kepahiang, later)
    (message,) = mail.outbox
    assert message.subject == "1 hal menunggu Anda di Selaras"
    waiting, news, todo = (
        message.body.index(one) for one in ("Menunggu Anda di", "Untuk diketahui", "A & B")
    )
    assert waiting < todo < news < message.body.index("kabar 0")
    assert message.body.count("/accounts/notices/") == digests.MOST_ITEMS


def test_a_letter_with_news_only_says_so(kepahiang):
    notices.tell(members=[kepahiang.members["Sari"].pk], kind=KIND, url="/", at=AT, values={"what": "kabar"})
    digests.send_digests(kepahiang.kepahiang, AT)
    (message,) = mail.outbox
    assert (
        message.subject == "1 pemberitahuan untuk Anda di Selaras" and "Menunggu Anda di" not in message.body
    )


class FailingBackend(locmem.EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if any("sari@example.test" in one.to for one in messages):
            raise SMTPRecipientsRefused({"sari@example.test": (550, b"no such box")})
        return super().send_messages(messages)


def test_a_refused_address_holds_no_other_letter_back_and_is_given_up_after_three_days(kepahiang, settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    type(kepahiang.users["Wati"]).objects.filter(pk=kepahiang.users["Wati"].pk).update(
        email="wati@example.test"
    )
    members = [kepahiang.members[name].pk for name in ("Sari", "Wati")]
    notices.tell(members=members, kind=KIND, url="/", at=AT, values={"what": "rencana"})
    waiting = []
    for day in range(4):
        digests.send_digests(kepahiang.kepahiang, AT + timedelta(days=day))
        waiting.append(list(Notice.objects.filter(mailed_at=None).values_list("member_id", flat=True)))
    assert [one.to for one in mail.outbox] == [["wati@example.test"]], "nobody is written to twice"
    assert waiting == [[members[0]]] * 3 + [[]]


def test_no_digest_is_sent_at_night_and_every_line_says_why():
    assert all(6 <= line.hour <= 18 for line in DAILY if line.name == "digest")
    assert all(line.why for line in (*OFTEN, *DAILY))


def test_old_receipts_are_erased(kepahiang):
    import uuid

    for days in (1, 31):
        Receipt.objects.create(
            member=kepahiang.members["Sari"], key=uuid.uuid4(), path="/", at=AT - timedelta(days=days)
        )
    upkeep.tidy(kepahiang.kepahiang, AT)
    assert Receipt.objects.count() == 1


def test_whoever_has_not_sent_the_report_is_reminded_once(kepahiang, actor):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from selaras.jobs.reminders import REPORT_DUE, remind_all
    from selaras.planning import operations as planning
    from selaras.planning.models import PlanState, PlanVersion

    by = actor("Dewi", role="OFFICER")
    period = planning.create_period(year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=by, at=AT)
    planning.open_period(period=period, by=by, at=AT)
    planning.create_plan(period=period, assignment=kepahiang.assignments["Sari"], by=by, at=AT)
    PlanVersion.objects.update(state=PlanState.SET, set_at=AT, set_on=AT.date())
    for moment in (datetime(2026, 8, day, 6, tzinfo=ZoneInfo("Asia/Jakarta")) for day in (2, 3, 4, 5, 6)):
        remind_all(kepahiang.kepahiang, moment)
    told = Notice.objects.filter(kind=REPORT_DUE)
    assert [one.member_id for one in told] == [kepahiang.members["Sari"].pk]


@pytest.mark.django_db(transaction=True)
def test_a_daily_line_is_done_once_a_day_even_when_the_tick_is_late(cast):
    from selaras.core.models import TimetableMark
    from selaras.jobs.tasks import due_lines, run_line

    agency = cast.kepahiang
    assert "tidy" in due_lines(agency, AT, 1), "at ten the line of two o'clock is late, not lost"
    run_line(agency_id=agency.pk, name="tidy")
    assert "tidy" not in due_lines(agency, AT, 1)
    assert "tidy" in due_lines(agency, AT + timedelta(days=1), 1)
    with acting_in(agency):
        assert TimetableMark.objects.get(line="tidy").done_on == AT.date()
    assert "digest" not in due_lines(agency, AT.replace(hour=23), 1), "no e-mail at night, however late it is"


def test_every_line_of_the_timetable_runs(kepahiang):
    for line in (*OFTEN, *DAILY):
        line.work(kepahiang.kepahiang, AT)


def test_values_past_their_declared_time_are_erased_and_the_chain_stays_whole(kepahiang, actor):
    from selaras.core.models import EventValue
    from selaras.jobs.retention import CLOCKS, erase_due

    old, by = AT.replace(year=AT.year - 11), actor("Dewi")
    audit.record(obj=kepahiang["Sari"], verb="test.old", by=by, at=old, after={"phone": "0812"})
    audit.record(obj=kepahiang["Sari"], verb="test.new", by=by, at=AT, after={"phone": "0813"})
    audit.seal(at=AT)
    erase_due(kepahiang.kepahiang, AT)
    assert [one.after for one in EventValue.objects.filter(event__verb__startswith="test.")] == [
        {"phone": "0813"}
    ]
    assert Event.objects.filter(verb="retention.erase").count() == 1
    audit.seal(at=AT)
    assert audit.verify() is None
    assert all(model.privacy.retention_years for model in CLOCKS)


def test_traces_that_belong_to_no_agency_are_erased(kepahiang):
    from axes.models import AccessLog
    from django.contrib.sessions.models import Session
    from django.db import connection

    for days in (-1, 1):
        Session.objects.create(session_key=f"k{days}", session_data="", expire_date=AT + timedelta(days=days))
    for days in (89, 91):
        log = AccessLog.objects.create(username="x", path_info="/")
        AccessLog.objects.filter(pk=log.pk).update(attempt_time=AT - timedelta(days=days))
    with connection.cursor() as cursor:
        for steps, days in ((["doing", "failed"], 89), (["doing", "failed"], 91), ([], 91)):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                " VALUES ('default', 'x', '{}') RETURNING id"
            )
            (job,) = cursor.fetchone()
            for status in steps:
                cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
            cursor.execute(
                "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [AT - timedelta(days=days), job]
            )
        upkeep.forget_traces(kepahiang.kepahiang, AT)
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'x' ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == ["failed", "todo"]
    assert [one.session_key for one in Session.objects.all()] == ["k1"]
    assert AccessLog.objects.filter(username="x").count() == 1


def test_every_declared_time_has_a_clock_or_a_reason():
    from selaras.core.privacy import declared
    from selaras.jobs.retention import CLOCKS, ELSEWHERE, TEXTS

    people = {
        "organisation",
        "planning",
        "monitoring",
        "appraisal",
        "recognition",
        "development",
        "regulations",
    }
    named = {model._meta.label_lower for model, privacy in declared() if privacy and privacy.fields}
    clocked = {model._meta.label_lower for model in (*CLOCKS, *TEXTS)}
    assert not clocked & ELSEWHERE.keys()
    left = {one for one in named - clocked - ELSEWHERE.keys() if one.partition(".")[0] not in people}
    assert left == set(), "a table with a time and neither a clock nor a reason"
    assert ELSEWHERE.keys() <= named, "a reason for a table that is not there"


def test_a_survey_and_the_files_of_a_job_end_with_their_time(kepahiang, actor):
    from selaras.core.models import StoredFile
    from selaras.insight.models import Answer, Participation, Question, Survey
    from selaras.jobs.retention import erase_due
    from selaras.planning import operations as planning

    by = actor("Dewi", role="OFFICER")
    period = planning.create_period(year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=by, at=AT)
    for years in (0, 2, 6):
        closes = AT.date().replace(year=AT.year - years)
        survey = Survey.objects.create(period=period, title=str(years), closes_on=closes)
        Participation.objects.create(survey=survey, person=kepahiang["Sari"])
        question = Question.objects.create(survey=survey, ordinal=1, text="?")
        Answer.objects.create(question=question, score=4, text=f"t{years}")
    media = {"media_type": "text/plain", "by": None, "at": AT}
    report, given = (files.store([name.encode()], name=name, **media) for name in ("report", "given"))
    old = {"created_at": AT, "finished_at": AT - timedelta(days=400), "values": {"file": given.pk}}
    Job.objects.create(kind="organisation.import", report=report, **old)
    erase_due(kepahiang.kepahiang, AT)
    assert [one.survey.title for one in Participation.objects.all()] == ["0"]
    assert sorted(Answer.objects.values_list("text", "score")) == [("", 4), ("t0", 4), ("t2", 4)]
    assert StoredFile.objects.count() == 0
    event = Event.objects.get(verb="retention.erase").values.get()
    assert event.after["core.storedfile"] == 2 and event.after["insight.answer"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends_digests_repeats_no_letter(cast, monkeypatch):
    from selaras.jobs.tasks import run_line

    with acting_in(cast.kepahiang):
        notices.tell(members=[cast.members["Sari"].pk], kind=KIND, url="/", at=AT, values={"what": "x"})
    deliver = digests._delivered

    def killed(*given):
        deliver(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(digests, "_delivered", killed)
    with pytest.raises(KeyboardInterrupt):
        run_line(agency_id=cast.kepahiang.pk, name="digest")
    monkeypatch.undo()
    run_line(agency_id=cast.kepahiang.pk, name="digest")
    digests.send_digests(cast.kepahiang, AT)
    assert len(mail.outbox) == 1
