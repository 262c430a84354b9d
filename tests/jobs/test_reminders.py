"""Reminders: the right person, in time, once a day, in the morning, with a link that opens, however many people."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.appraisal.year import Steps, at, build, make_plan
from tests.cast import AT

from selaras.core import clock, notices
from selaras.core.actor import system_actor
from selaras.core.models import Agency, Notice, TimetableMark
from selaras.core.tenancy import acting_in
from selaras.development.models import Enrolment, ImprovementPlan, ImprovementStep, Training
from selaras.jobs.mail import send_digests
from selaras.jobs.reminders import REMINDERS, appraisal, follow_up, planning, remind_all
from selaras.jobs.tasks import due_lines, run_line
from selaras.organisation.models import Assignment, Person, Position, PositionPeriod
from selaras.planning.models import Plan, PlanState, PlanVersion
from selaras.recognition.models import Sanction


@pytest.fixture
def steps(kepahiang):
    """A year with plans and windows, and the steps of an evaluation."""
    return Steps(build(kepahiang))


def run(steps, day, hour=6):
    """Remind on a local day, and return who was told which kind."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind_all(steps.cast.kepahiang, at(day, hour))
    names = {member.pk: name for name, member in steps.cast.members.items()}
    rows = Notice.objects.exclude(pk__in=before)
    return {(names[one.member_id], one.kind): one for one in rows}


def days_told(steps, name, kind, due):
    """The days before and after the last day on which somebody is told; each told once however often it runs."""
    found = []
    for offset in range(-10, 16):
        day = due + timedelta(days=offset)
        first, second = run(steps, day), run(steps, day, 11)
        assert not set(first) & set(second), "twice on one day"
        if (name, kind) in first:
            found.append(offset)
    return found


def test_the_appraiser_is_reminded_to_rate(steps):
    steps.open()
    told = run(steps, date(2026, 7, 14))
    one = told["Budi", appraisal.RATE]
    assert (one.values["count"], one.values["due_on"]) == (2, "2026-07-17")
    assert "role=APPRAISER" in one.url
    assert ("Sari", appraisal.RATE) not in told
    assert ("Budi", appraisal.RATE) not in run(steps, date(2026, 7, 15))


def test_a_silent_appraisers_superior_is_reminded_of_the_own_days(steps):
    from selaras.appraisal import operations

    steps.open()
    operations.daily(by=system_actor(steps.cast.kepahiang.pk, date(2026, 7, 18)), at=at(date(2026, 7, 18), 0))
    due = steps.evaluation("Sari").sign_until
    told = run(steps, due - timedelta(days=3))
    assert ("Ratna", appraisal.RATE_FINAL) in told and ("Budi", appraisal.RATE) not in told


def test_a_signed_result_is_to_be_delivered(steps):
    steps.achieve()
    steps.open()
    due = steps.rate().deliver_until
    assert days_told(steps, "Budi", appraisal.DELIVER, due) == [-7, -3, -1, 0, 7, 14]
    one = Notice.objects.filter(kind=appraisal.DELIVER).first()
    assert one.url == reverse("appraisal:evaluation", args=[steps.evaluation("Sari").pk])


def test_the_employee_signs_or_objects(steps):
    delivered = steps.delivered()
    assert days_told(steps, "Sari", appraisal.OBJECT, delivered.object_until) == [-3, -1, 0]
    Notice.objects.all().delete()
    told = run(steps, delivered.return_until - timedelta(days=1))
    assert ("Sari", appraisal.SIGN) in told and ("Sari", appraisal.OBJECT) in told
    steps.accept()
    later = run(steps, delivered.return_until)
    assert not {kind for _name, kind in later} & {appraisal.SIGN, appraisal.OBJECT}


def test_a_final_result_reminds_nobody_of_an_objection(steps):
    from selaras.appraisal.models import Evaluation

    delivered = steps.delivered()
    Evaluation.objects.filter(pk=delivered.pk).update(is_final=True)
    assert ("Sari", appraisal.OBJECT) not in run(steps, delivered.object_until)


def test_the_superior_decides_and_the_appraiser_explains(steps):
    steps.delivered()
    objection = steps.object()
    told = run(steps, objection.decide_until - timedelta(days=1))
    assert {("Ratna", appraisal.DECIDE), ("Budi", appraisal.EXPLAIN)} <= set(told)
    steps.decide(objection)
    assert ("Ratna", appraisal.DECIDE) not in run(steps, objection.decide_until)
    report = run(steps, steps.evaluation("Sari").report_until)
    assert ("Budi", appraisal.REPORT) in report


def test_the_superior_is_reminded_to_report_what_the_superior_changed(steps):
    steps.delivered()
    steps.decide(steps.object(), "CHANGED", results_rating="ABOVE", behaviour_rating="ABOVE")
    told = run(steps, steps.evaluation("Sari").report_until)
    assert ("Ratna", appraisal.REPORT_CHANGED) in told
    assert not {("Budi", appraisal.REPORT), ("Ratna", appraisal.REPORT)} & set(told)


def set_state(steps, name, state, **more):
    plan = steps.year.plans[name]
    people = {key: steps.cast[who] for key, who in more.items()}
    Plan.objects.filter(pk=plan.pk).update(**people)
    PlanVersion.objects.filter(plan=plan).update(state=state)
    return plan


def test_plans_are_begun_written_signed_and_set(steps):
    due = steps.year.period.plans_due_on
    set_state(steps, "Sari", PlanState.DRAFT, appraiser="Budi", superior="Ratna")
    set_state(steps, "Wati", PlanState.SUBMITTED, appraiser="Budi", superior="Ratna")
    set_state(steps, "Yusuf", PlanState.AGREED, appraiser="Ratna", superior="Hasan")
    told = run(steps, due - timedelta(days=3))
    assert {
        ("Sari", planning.WRITE), ("Budi", planning.DECIDE), ("Yusuf", planning.SIGN), ("Dewi", planning.BEGIN),
    } <= set(told)  # fmt: skip
    assert ("Ratna", planning.SUPERIOR) not in told and ("Sari", planning.BEGIN) not in told
    assert ("Oki", planning.BEGIN) not in told, "an operator without a post plans nothing"


def test_after_january_it_is_the_superiors_turn(steps):
    due = steps.year.period.plans_due_on
    plan = set_state(steps, "Wati", PlanState.SIGNED, appraiser="Budi", superior="Ratna")
    one = run(steps, due + timedelta(days=1))["Ratna", planning.SUPERIOR]
    assert one.url == reverse("planning:plan", args=[plan.pk])
    assert ("Ratna", planning.SUPERIOR) not in run(steps, due + timedelta(days=2))
    assert ("Ratna", planning.SUPERIOR) in run(steps, due + timedelta(days=8))


def sanction(steps, **values):
    return Sanction.objects.create(
        **{
            "person": steps.cast["Sari"], "unit": steps.cast.units["MUTASI"], "level": "LIGHT", "title": "Teguran",
            "article": "PP 94/2021 Pasal 8", "facts": "Tidak masuk kerja", "proposed_at": at(date(2026, 7, 1)),
            **values,
        }
    )  # fmt: skip


def test_sanctions_wait_for_officer_and_head(steps):
    sanction(steps)
    told = run(steps, date(2026, 7, 4))
    assert {name for name, kind in told if kind == follow_up.PROPOSED} == {"Dewi", "Hasan"}
    assert told["Dewi", follow_up.PROPOSED].role == "OFFICER"
    assert told["Hasan", follow_up.PROPOSED].role == "HEAD"
    Sanction.objects.update(
        state="IN_FORCE", letter="SK 1", from_on=date(2026, 7, 5), until_on=date(2026, 8, 1)
    )
    told = run(steps, date(2026, 8, 1))
    assert {name for name, kind in told if kind == follow_up.ENDING} == {"Dewi", "Hasan"}


def test_nobody_is_reminded_of_an_own_sanction_nor_outside_the_own_units(steps):
    from selaras.organisation.models import Grant

    sanction(steps, person=steps.cast["Dewi"])
    Grant.objects.filter(member=steps.cast.members["Hasan"]).update(unit=steps.cast.units["DIKLAT"])
    assert not {name for name, kind in run(steps, date(2026, 7, 4)) if kind == follow_up.PROPOSED}
    Grant.objects.filter(member=steps.cast.members["Hasan"]).update(unit=steps.cast.units["BKPSDM"])
    told = run(steps, date(2026, 7, 11))
    assert {name for name, kind in told if kind == follow_up.PROPOSED} == {"Hasan"}, (
        "a unit reaches all below it"
    )


def training(steps):
    made = Training.objects.create(
        title="Arsip digital", kind="TECHNICAL", form="CLASSICAL", provider="LAN", starts_on=date(2026, 8, 3),
        ends_on=date(2026, 8, 5), hours=24, state="OPEN",
    )  # fmt: skip
    Enrolment.objects.create(
        training=made,
        person=steps.cast["Sari"],
        unit=steps.cast.units["MUTASI"],
        state="ENROLLED",
        asked_at=AT,
    )
    return made


def test_attendance_is_recorded_by_the_officer(steps):
    made = training(steps)
    assert ("Dewi", follow_up.ATTENDANCE) not in run(steps, made.ends_on)
    one = run(steps, made.ends_on + timedelta(days=1))["Dewi", follow_up.ATTENDANCE]
    assert (one.role, one.url) == ("OFFICER", reverse("development:attendance", args=[made.pk]))


def improvement(steps):
    steps.achieve()
    steps.open()
    steps.rate(results="BELOW", behaviour="BELOW")
    evaluation = steps.deliver()
    plan = ImprovementPlan.objects.create(
        evaluation=evaluation, person=steps.cast["Sari"], goal="Berkas lengkap", starts_on=date(2026, 7, 14),
        ends_on=date(2026, 9, 30), created_at=AT,
    )  # fmt: skip
    for ordinal, helper in enumerate((steps.cast["Wati"], None), start=1):
        ImprovementStep.objects.create(
            plan=plan, ordinal=ordinal, text="Mendampingi", helper=helper, due_on=date(2026, 8, 14)
        )
    return plan


def test_help_is_given_when_it_was_promised_and_concluded_at_the_end(steps):
    plan = improvement(steps)
    told = run(steps, date(2026, 8, 11))
    assert {name for name, kind in told if kind == follow_up.STEP} == {"Wati", "Sari"}
    ImprovementStep.objects.update(done_on=date(2026, 8, 12))
    assert not {kind for _n, kind in run(steps, date(2026, 8, 14))} & {follow_up.STEP}
    assert ("Budi", follow_up.CONCLUDE) in run(steps, plan.ends_on + timedelta(days=1))


def everything(steps):
    """Something of every kind waits; return the days on which each is told."""
    improvement(steps)
    sanction(steps)
    sanction(steps, state="IN_FORCE", letter="SK 1", from_on=date(2026, 7, 5), until_on=date(2026, 8, 1))
    training(steps)
    set_state(steps, "Wati", PlanState.SIGNED, appraiser="Budi", superior="Ratna")
    set_state(steps, "Yusuf", PlanState.DRAFT, appraiser="Ratna", superior="Hasan")
    steps.rate("Wati")
    clocks = steps.evaluation("Sari")
    return [
        date(2026, 1, 28), date(2026, 2, 1), date(2026, 7, 4), date(2026, 7, 14), date(2026, 8, 1), date(2026, 8, 6),
        date(2026, 8, 11), date(2026, 10, 1), clocks.return_until, steps.evaluation("Wati").deliver_until,
    ]  # fmt: skip


def test_every_link_opens_for_whoever_got_it_in_whatever_role(steps):
    days = everything(steps)
    kinds = set()
    for day in days:
        for (name, kind), one in run(steps, day).items():
            kinds.add(kind)
            roles = steps.cast.actor(name, on=day).roles
            for role in {roles[0], roles[-1]}:
                client = steps.cast.client(name, role)
                with clock.fixed(at(day, 9)):
                    answer = client.post(reverse("accounts:open_notice", args=[one.pk]), follow=True)
                assert answer.status_code == 200, (name, role, kind, one.url)
    assert len(kinds) >= 11


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("reminder", REMINDERS, ids=lambda one: one.kind)
def test_the_sentence_is_whole_in_both_languages(kepahiang, reminder, count):
    row = Notice(kind=reminder.kind, values={"count": count, "due_on": "2026-08-14"})
    said = {}
    for language in ("id", "en"):
        with translation.override(language):
            said[language] = notices.text_of(row)
    assert said["id"] != said["en"]
    for text in said.values():
        assert "%" not in text and text.endswith(".") and (text[0].isupper() or text[0].isdigit())
    assert "August" not in said["id"] and "Agustus" not in said["en"]


def test_one_letter_carries_the_reminders_of_the_morning(steps):
    delivered = steps.delivered()
    Notice.objects.update(mailed_at=AT)
    day = delivered.object_until - timedelta(days=1)
    run(steps, day)
    send_digests(steps.cast.kepahiang, at(day, 7))
    run(steps, day, 9)
    send_digests(steps.cast.kepahiang, at(day, 9))
    (letter,) = [one for one in mail.outbox if one.to == ["sari@example.test"]]
    assert "keberatan" in letter.body and "/accounts/notices/" in letter.body


def test_a_newer_reminder_takes_the_place_of_the_unread_one(steps):
    """The letter could not be sent for three days: it says each thing once, and the bell does too."""
    delivered = steps.delivered()
    Notice.objects.update(mailed_at=AT, read_at=AT)
    for days in (3, 1, 0):
        run(steps, delivered.object_until - timedelta(days=days))
    mine = Notice.objects.filter(member=steps.cast.members["Sari"], kind=appraisal.OBJECT)
    assert mine.count() == 3 and mine.filter(read_at=None).count() == 1
    send_digests(steps.cast.kepahiang, at(delivered.object_until, 7))
    (letter,) = [one for one in mail.outbox if one.to == ["sari@example.test"]]
    assert letter.body.count("dapat mengajukan keberatan") == 1


def test_nobody_is_reminded_at_night(cast):
    """Night is night in the agency: six in Jayapura is four in Jakarta."""
    agency = cast.kepahiang
    for zone, hour, expected in (
        ("Asia/Jakarta", 5, False), ("Asia/Jakarta", 6, True), ("Asia/Jakarta", 19, True), ("Asia/Jakarta", 20, False),
        ("Asia/Jayapura", 3, False), ("Asia/Jayapura", 4, True), ("Asia/Jayapura", 18, False),
    ):  # fmt: skip
        Agency.objects.filter(pk=agency.pk).update(time_zone=zone)
        agency.refresh_from_db()
        moment = datetime(2026, 7, 15, hour, tzinfo=ZoneInfo("Asia/Jakarta"))
        assert ("reminders" in due_lines(agency, moment, 1)) is expected, (zone, hour)


@pytest.mark.django_db(transaction=True)
def test_a_line_that_waited_until_night_is_left_for_the_morning(cast):
    agency = cast.kepahiang
    for hour, expected in ((23, 0), (6, 1)):
        with clock.fixed(AT.replace(hour=hour)):
            run_line(agency_id=agency.pk, name="reminders")
        with acting_in(agency):
            assert TimetableMark.objects.filter(line="reminders").count() == expected


def test_who_left_or_has_no_account_is_not_told(steps):
    steps.achieve()
    steps.open()
    due = steps.rate().deliver_until
    steps.cast.members["Budi"].is_active = False
    steps.cast.members["Budi"].save()
    assert ("Budi", appraisal.DELIVER) not in run(steps, due)


def test_another_agency_is_not_told(steps):
    steps.delivered()
    with acting_in(steps.cast.outsider):
        assert remind_all(steps.cast.outsider, at(date(2026, 8, 3))) == 0


def statements(steps, day):
    with CaptureQueriesContext(connection) as caught:
        told = remind_all(steps.cast.kepahiang, at(day, 6))
    return len(caught.captured_queries), told


def test_the_number_of_statements_does_not_grow_with_the_people(steps):
    steps.open()
    few, told = statements(steps, date(2026, 7, 14))
    assert 0 < few <= len(REMINDERS) + 5
    cast, members = steps.cast, type(steps.cast.members["Sari"])
    users = type(steps.cast.users["Sari"]).objects.bulk_create(
        type(steps.cast.users["Sari"])(username=f"banyak-{number}", password="!") for number in range(60)
    )
    for number, user in enumerate(users):
        person = Person.objects.create(
            kind="EMPLOYEE", number=f"19900101202001{number:04d}", name=f"Pegawai {number}",
            member=members.objects.create(user=user, created_at=AT),
        )  # fmt: skip
        position = Position.objects.create(code=f"P{number}")
        PositionPeriod.objects.create(
            position=position, unit=cast.units["MUTASI"], title=f"Analis {number}", kind="ADMINISTRATION",
            level="PELAKSANA", from_on=date(2024, 1, 1),
        )  # fmt: skip
        plan = make_plan(
            steps.year.period,
            Assignment.objects.create(person=person, position=position, from_on=date(2024, 1, 1)),
        )
        PlanVersion.objects.filter(plan=plan).update(state=PlanState.DRAFT)
    Notice.objects.all().delete()
    many, told_many = statements(steps, date(2026, 1, 28))
    assert told_many >= 60 > told
    assert many <= few + 1
