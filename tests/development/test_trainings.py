"""Places in training are asked for, proposed, decided and recorded; hours count against the year's duty."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from tests.cast import AT, TODAY
from tests.recognition.results import plan_of, result_of

from selaras.core.models import Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, Refused, StaleRefused, StateRefused
from selaras.development import operations
from selaras.development.models import Enrolment, Training
from selaras.development.operations import Attendance
from selaras.development.queries import (
    duty_of,
    enrolment_for,
    enrolments_for,
    hours_by_unit,
    hours_of,
    staff_of,
    trainings_for,
    waiting_for,
    weaknesses_of,
)
from selaras.monitoring.models import Feedback
from selaras.organisation.models import Grant

AFTER = date(2026, 8, 1)
COURSE = {
    "title": "Menulis laporan yang mudah dibaca",
    "kind": "TECHNICAL",
    "form": "CLASSICAL",
    "provider": "BPSDM Provinsi Bengkulu",
    "starts_on": date(2026, 7, 20),
    "ends_on": date(2026, 7, 22),
    "hours": 24,
}


@pytest.fixture
def course(kepahiang, actor):
    return operations.add_training(**COURSE, seats=2, by=actor("Dewi", role="OFFICER"), at=AT)


def ask(cast, actor, course, person="Sari", by=None, role=None, **more):
    return operations.ask_enrolment(
        training=course, person=cast[person], by=actor(by or person, role=role), at=AT, **more
    )


def feedback_on(cast, name, **more):
    values = {"response": "NEGATIVE", "text": "Laporan sulit dipahami.", "behaviour": "COMPETENT"}
    return Feedback.objects.create(
        plan=plan_of(cast, name),
        giver=cast["Budi"],
        giver_kind="LEADER",
        given_on=TODAY,
        given_at=AT,
        **values | more,
    )


def test_training_is_entered_and_changed_by_officers(kepahiang, actor, course):
    officer = actor("Dewi", role="OFFICER")
    with pytest.raises(NotAllowed):
        operations.add_training(**COURSE, by=actor("Budi"), at=AT)
    for wrong in (
        {"ends_on": date(2026, 7, 1)},
        {"hours": 0},
        {"title": " "},
        {"kind": "OTHER"},
        {"seats": 0},
    ):
        with pytest.raises(InvalidRefused) as refused:
            operations.add_training(**COURSE | wrong, by=officer, at=AT)
        assert set(refused.value.fields) == set(wrong)
    changed = operations.change_training(training=course, hours=30, by=officer, at=AT, version=1)
    assert changed.hours == 30
    with pytest.raises(StaleRefused):
        operations.change_training(training=course, hours=31, by=officer, at=AT, version=1)


def test_a_request_is_linked_to_what_was_seen(kepahiang, actor, course):
    heard = feedback_on(kepahiang, "Sari")
    feedback_on(kepahiang, "Sari", response="POSITIVE", text="Rapi.", symbol="THUMB")
    found = weaknesses_of(actor("Sari"), [kepahiang["Sari"].pk])
    assert [one.code for one in found] == [f"feedback-{heard.pk}"]
    made = ask(kepahiang, actor, course, weakness="Menulis laporan", feedback=heard)
    assert (made.state, made.feedback_id, made.unit_id) == (
        "REQUESTED",
        heard.pk,
        kepahiang.units["MUTASI"].pk,
    )
    with pytest.raises(Refused):
        ask(kepahiang, actor, course)
    with pytest.raises(InvalidRefused):
        ask(kepahiang, actor, course, person="Wati", feedback=heard)


def test_results_below_good_are_weaknesses_too(kepahiang, actor):
    result = result_of(kepahiang, "Sari", "NEEDS_IMPROVEMENT")
    found = weaknesses_of(actor("Budi"), [kepahiang["Sari"].pk])
    assert [(one.code, one.text) for one in found] == [(f"evaluation-{result.pk}", "NEEDS_IMPROVEMENT")]
    assert weaknesses_of(actor("Wati"), [kepahiang["Sari"].pk]) == []


def test_an_appraiser_proposes_own_staff(kepahiang, actor, course):
    plan_of(kepahiang, "Sari")
    assert staff_of(actor("Budi")) == [kepahiang["Sari"]]
    made = ask(kepahiang, actor, course, by="Budi", role="APPRAISER", feedback=feedback_on(kepahiang, "Sari"))
    assert made.asked_by_id == kepahiang["Budi"].pk
    assert Notice.objects.filter(member=kepahiang.members["Sari"], kind="development.proposed").exists()
    with pytest.raises(NotAllowed):
        ask(kepahiang, actor, course, person="Dewi", by="Budi", role="APPRAISER")
    with pytest.raises(NotAllowed):
        ask(kepahiang, actor, course, person="Joko", by="Joko", role="AUDITOR")


def test_the_officer_decides_while_there_are_seats(kepahiang, actor, course):
    officer = actor("Dewi", role="OFFICER")
    made = {name: ask(kepahiang, actor, course, person=name) for name in ("Sari", "Wati", "Budi")}
    assert [line.count for line in waiting_for(officer)] == [3]
    with pytest.raises(NotAllowed):
        operations.accept_enrolment(enrolment=made["Sari"], by=actor("Budi"), at=AT)
    for name in ("Sari", "Wati"):
        assert (
            operations.accept_enrolment(enrolment=made[name], by=officer, at=AT, version=1).state
            == "ENROLLED"
        )
    with pytest.raises(Refused, match="."):
        operations.accept_enrolment(enrolment=made["Budi"], by=officer, at=AT)
    with pytest.raises(InvalidRefused):
        operations.decline_enrolment(enrolment=made["Budi"], reason="", by=officer, at=AT)
    declined = operations.decline_enrolment(enrolment=made["Budi"], reason="Kursi penuh.", by=officer, at=AT)
    assert declined.answer == "Kursi penuh."
    assert Notice.objects.filter(member=kepahiang.members["Budi"], kind="development.declined").exists()
    assert operations.withdraw_enrolment(enrolment=made["Sari"], by=actor("Sari"), at=AT).state == "WITHDRAWN"
    assert ask(kepahiang, actor, course, person="Budi").state == "REQUESTED"
    with pytest.raises(StaleRefused):
        operations.accept_enrolment(enrolment=made["Budi"], by=officer, at=AT, version=1)


def test_many_are_enrolled_and_recorded_at_once(kepahiang, actor, course, django_assert_max_num_queries):
    officer = actor("Dewi", role="OFFICER")
    requested = ask(kepahiang, actor, course, person="Wati")
    made = operations.enrol(training=course, people=[kepahiang["Sari"], kepahiang["Wati"]], by=officer, at=AT)
    assert {one.state for one in made} == {"ENROLLED"} and requested.pk in {one.pk for one in made}
    assert operations.enrol(training=course, people=[kepahiang["Sari"]], by=officer, at=AT) == []
    with pytest.raises(Refused):
        operations.enrol(training=course, people=[kepahiang["Budi"]], by=officer, at=AT)
    sari, wati = (
        next(one for one in made if one.person_id == kepahiang[name].pk) for name in ("Sari", "Wati")
    )
    rows = [Attendance(sari.pk, True, 20, "CERT/1"), Attendance(wati.pk, False)]
    with pytest.raises(NotAllowed):
        operations.record_attendance(training=course, rows=rows, by=officer, at=AT)
    later = actor("Dewi", on=AFTER, role="OFFICER")
    assert [line.url for line in waiting_for(later)] == [f"/trainings/{course.pk}/attendance/"]
    with pytest.raises(InvalidRefused):
        operations.record_attendance(training=course, rows=[Attendance(sari.pk, True, 25)], by=later, at=AT)
    with django_assert_max_num_queries(20):
        assert operations.record_attendance(training=course, rows=rows, by=later, at=AT, version=1) == 2
    course.refresh_from_db()
    assert course.state == "HELD"
    assert operations.record_attendance(training=course, rows=rows, by=later, at=AT) == 0
    hours = hours_of(kepahiang["Sari"].pk, 2026, TODAY)
    assert (hours.earned, hours.duty.hours, hours.planned) == (20, 20, 0)
    assert hours_of(kepahiang["Wati"].pk, 2026, TODAY).earned == 0
    corrected = [Attendance(wati.pk, True)]
    assert operations.record_attendance(training=course, rows=corrected, by=later, at=AT) == 1
    assert Enrolment.objects.get(pk=wati.pk).hours_earned == 24


def test_a_cancelled_training_frees_everybody(kepahiang, actor, course):
    officer = actor("Dewi", role="OFFICER")
    made = ask(kepahiang, actor, course)
    with pytest.raises(NotAllowed):
        operations.hold_training(training=course, by=officer, at=AT)
    operations.cancel_training(training=course, reason="Pengajar berhalangan.", by=officer, at=AT, version=1)
    made.refresh_from_db()
    assert (made.state, made.answer) == ("WITHDRAWN", "Pengajar berhalangan.")
    assert Notice.objects.filter(
        member=kepahiang.members["Sari"], kind="development.training_cancelled"
    ).exists()
    with pytest.raises(NotAllowed):
        ask(kepahiang, actor, course)
    with pytest.raises(StateRefused):
        operations.cancel_training(training=course, reason="Lagi", by=officer, at=AT)
    with pytest.raises(StateRefused):
        operations.record_attendance(training=course, rows=[], by=officer, at=AT)


def test_the_duty_is_the_laws_or_the_agencys_own(kepahiang, actor):
    law = duty_of("PNS", 2026)
    assert (law.hours, law.confidence, law.is_own_choice) == (20, "practice", False)
    limit = duty_of("PPPK", 2026)
    assert (limit.hours, limit.most, limit.confidence) == (None, 24, "unconfirmed")
    assert "PP 49/2018" in limit.article and law.most is None
    assert duty_of("COMPANY", 2026).hours is None and duty_of("PNS", 2010).hours is None
    officer = actor("Dewi", role="OFFICER")
    made = operations.set_duty(
        year=2026, employment="PPPK", hours=20, article="Perbup 4/2026", by=officer, at=AT
    )
    assert duty_of("PPPK", 2026).is_own_choice and duty_of("PPPK", 2026).hours == 20
    assert duty_of("PPPK", 2026).most is None
    operations.set_duty(
        year=2026, employment="PPPK", hours=22, article="Perbup 9/2026", by=officer, at=AT, version=1
    )
    with pytest.raises(StaleRefused):
        operations.set_duty(
            year=2026, employment="PPPK", hours=2, article="x", by=officer, at=AT, version=made.version
        )
    with pytest.raises(NotAllowed):
        operations.set_duty(
            year=2026, employment="PNS", hours=1, article="x", by=actor("Hasan", role="HEAD"), at=AT
        )


@pytest.mark.parametrize("people", [1, 4])
def test_hours_of_units_in_two_statements(kepahiang, actor, django_assert_max_num_queries, people):
    officer = actor("Dewi", role="OFFICER")
    course = operations.add_training(**COURSE, by=officer, at=AT)
    names = ("Sari", "Wati", "Budi", "Yusuf")[:people]
    made = operations.enrol(training=course, people=[kepahiang[name] for name in names], by=officer, at=AT)
    later = actor("Dewi", on=AFTER, role="OFFICER")
    operations.record_attendance(
        training=course, rows=[Attendance(one.pk, True) for one in made], by=later, at=AT
    )
    with django_assert_max_num_queries(2):
        rows = {one.unit_id: one for one in hours_by_unit(officer, 2026, TODAY)}
    mutasi = rows[kepahiang.units["MUTASI"].pk]
    assert (mutasi.people, mutasi.with_duty, mutasi.met) == (3, 3, min(people, 3))
    assert sum(one.people for one in rows.values()) == 8
    with pytest.raises(NotAllowed):
        hours_by_unit(actor("Sari"), 2026, TODAY)


def test_who_sees_an_enrolment(kepahiang, actor, course, cast):
    plan_of(kepahiang, "Sari")
    made = ask(kepahiang, actor, course, weakness="Menulis laporan")
    for who in (
        ("Sari", None),
        ("Budi", "APPRAISER"),
        ("Dewi", "OFFICER"),
        ("Hasan", "HEAD"),
        ("Joko", "AUDITOR"),
    ):
        assert enrolment_for(actor(who[0], role=who[1]), made.pk) == made
    for who in (("Wati", None), ("Ratna", "SUPERIOR"), ("Dewi", "EMPLOYEE")):
        with pytest.raises(Http404):
            enrolment_for(actor(who[0], role=who[1]), made.pk)
    with pytest.raises(NotAllowed):
        trainings_for(actor("Oki"))
    with acting_in(cast.outsider):
        assert (
            not trainings_for(actor("Lina")).exists()
            and not enrolments_for(actor("Tono", role="OFFICER")).exists()
        )
        assert not Training.objects.exists()


def test_requests_end_with_the_training(kepahiang, actor, course):
    with pytest.raises(NotAllowed):
        operations.ask_enrolment(
            training=course,
            person=kepahiang["Sari"],
            by=actor("Sari", on=course.ends_on + timedelta(days=1)),
            at=AT,
        )


def test_an_officer_of_one_unit_changes_its_training_only(cast, kepahiang, actor, course):
    mutasi, diklat = cast.units["MUTASI"].pk, cast.units["DIKLAT"].pk
    Grant.objects.create(
        member=cast.members["Yusuf"], role="OFFICER", unit=cast.units["DIKLAT"], from_on=TODAY
    )
    whole, limited = actor("Dewi", role="OFFICER"), actor("Yusuf", role="OFFICER")
    for unit_id in (None, mutasi):
        with pytest.raises(NotAllowed):
            operations.add_training(**COURSE, unit_id=unit_id, by=limited, at=AT)
    own = operations.add_training(**COURSE, unit_id=diklat, by=limited, at=AT)
    other = operations.add_training(**COURSE, unit_id=mutasi, by=whole, at=AT)
    for foreign in (course, other):
        with pytest.raises(NotAllowed):
            operations.change_training(training=foreign, hours=3, by=limited, at=AT)
        with pytest.raises(NotAllowed):
            operations.cancel_training(training=foreign, reason="Batal", by=limited, at=AT)
        with pytest.raises(NotAllowed):
            operations.hold_training(training=foreign, by=limited.acting_on(AFTER), at=AT)
    with pytest.raises(NotAllowed):
        operations.change_training(training=own, unit_id=None, by=limited, at=AT)
    assert operations.change_training(training=own, hours=8, by=limited, at=AT).hours == 8
    assert operations.change_training(training=own, unit_id=mutasi, by=whole, at=AT).unit_id == mutasi
    with pytest.raises(InvalidRefused) as refused:
        operations.change_training(training=own, unit_id=2**40, by=whole, at=AT)
    assert set(refused.value.fields) == {"unit_id"}
    assert {one.unit_name for one in trainings_for(actor("Sari"))} == {None, "Bidang Mutasi dan Promosi"}
