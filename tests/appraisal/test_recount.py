"""Running deadlines follow the agency's working days: set-based, audited, told, and never into the past."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.appraisal.year import at, make_plan

from selaras.appraisal import operations
from selaras.appraisal.models import Evaluation, Objection
from selaras.appraisal.operations.notices import RECOUNTED, RECOUNTED_KEPT, RECOUNTED_MANY
from selaras.appraisal.operations.recount import last_day
from selaras.appraisal.queries.calendar import calendar_of
from selaras.core import jobs, notices
from selaras.core.audit import history_of
from selaras.core.models import Agency, Job, Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import NotAllowed
from selaras.organisation import operations as organisation
from selaras.organisation.models import Assignment, HolidayOverride, Person, Position, PositionPeriod
from selaras.planning import operations as planning

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 15)
COPIED = (
    "state", "results_rating", "results_grounds", "behaviour_rating", "behaviour_grounds", "predicate", "explanation",
    "achievement", "rated_at", "rated_on", "delivered_on", "return_until", "object_until", "report_until",
)  # fmt: skip
NEXT = date(2026, 7, 21)  # a Tuesday within every running clock


def holiday(steps, day, *, is_holiday=True, on=TODAY):
    return organisation.set_holiday(
        day=day,
        is_holiday=is_holiday,
        reason="SK Bupati 7/2026",
        by=steps.who("Dewi", on, "OFFICER"),
        at=at(on),
    )


def recount(steps, on=TODAY):
    return operations.recount_deadlines(
        by=steps.who("Dewi", on, "OFFICER"), at=at(on), reason="SK Bupati 7/2026"
    )


def test_a_day_off_extends_what_runs_and_says_so(steps):
    steps.delivered()
    before = steps.evaluation("Sari")
    holiday(steps, NEXT)
    moved = recount(steps)
    after = steps.evaluation("Sari")
    for clock in ("return_until", "object_until", "report_until"):
        step = {"return_until": "RETURN", "object_until": "OBJECT", "report_until": "REPORT"}[clock]
        since = before.delivered_on if clock != "report_until" else before.window.closes_on
        assert getattr(after, clock) == calendar_of(after.window).until(step, since) > getattr(before, clock)
    assert {one.clock for one in moved if one.evaluation_id == after.pk} == {
        "return_until", "object_until", "report_until",
    }  # fmt: skip
    assert after.version == before.version, "nobody's open page becomes stale by a day off"

    event = history_of(after)[0]
    assert (event.verb, event.reason) == ("appraisal.recount", "SK Bupati 7/2026")
    assert event.before["object_until"] == before.object_until.isoformat()
    assert event.after["object_until"] == after.object_until.isoformat() and event.article
    mine = Notice.objects.filter(member=steps.cast.members["Sari"], kind=RECOUNTED)
    assert {one.values["clock"]["name"] for one in mine} == {"return_until", "object_until"}
    assert all(str(after.pk) in one.url for one in mine)
    assert not Notice.objects.filter(member=steps.cast.members["Joko"]).exists()


def test_a_second_recount_changes_and_tells_nothing(steps):
    steps.delivered()
    holiday(steps, NEXT)
    recount(steps)
    told = Notice.objects.count()
    assert recount(steps) == [] and Notice.objects.count() == told


def test_two_days_off_in_a_row_are_one_line_from_the_first_day_to_the_last(steps):
    steps.delivered()
    first = steps.evaluation("Sari").object_until
    for day in (NEXT, NEXT + timedelta(days=1)):
        holiday(steps, day)
        recount(steps)
    told = [
        one for one in Notice.objects.filter(member=steps.cast.members["Sari"], kind=RECOUNTED)
        if one.values["clock"]["name"] == "object_until"
    ]  # fmt: skip
    assert [one.values["before"] for one in told] == [first.isoformat()]
    assert told[0].values["day"] == steps.evaluation("Sari").object_until.isoformat()
    assert "keberatan" in notices.text_of(told[0]).lower()


def test_what_was_decided_or_closed_stays(steps):
    steps.delivered()
    objection = steps.object()
    steps.decide(objection, on=TODAY)
    steps.achieve()
    steps.rate("Wati")
    steps.deliver("Wati")
    steps.accept("Wati")
    operations.report(evaluation=steps.evaluation("Wati"), by=steps.who("Budi", TODAY), at=at(TODAY))
    decided = Objection.objects.get()
    wati = steps.evaluation("Wati")
    holiday(steps, NEXT)
    recount(steps)
    assert Objection.objects.get().decide_until == decided.decide_until
    after = steps.evaluation("Wati")
    assert (after.return_until, after.report_until) == (wati.return_until, wati.report_until)
    assert after.object_until > wati.object_until, "the right to object still runs"
    steps.year.period.state = "CLOSED"
    steps.year.period.save()
    holiday(steps, NEXT + timedelta(days=1))
    assert recount(steps) == []


def test_the_superior_who_decides_is_told(steps):
    steps.delivered()
    before = steps.object()
    holiday(steps, NEXT)
    recount(steps)
    after = Objection.objects.get()
    assert after.decide_until > before.decide_until
    told = Notice.objects.get(
        member=steps.cast.members["Ratna"], kind=RECOUNTED, values__clock__name="decide_until"
    )
    assert told.values["day"] == after.decide_until.isoformat()


def test_a_day_that_is_worked_all_the_same_shortens_but_not_before_the_end_of_tomorrow(steps):
    steps.delivered()
    sari = steps.evaluation("Sari")
    extra = holiday(steps, NEXT)
    recount(steps)
    long = steps.evaluation("Sari").object_until
    organisation.remove_holiday(holiday=extra, by=steps.who("Dewi", TODAY, "OFFICER"), at=at(TODAY))
    recount(steps)
    assert steps.evaluation("Sari").object_until == sari.object_until < long

    Evaluation.objects.filter(pk=sari.pk).update(object_until=sari.object_until + timedelta(days=7))
    Notice.objects.all().delete()
    recount(steps, on=sari.object_until)
    kept = steps.evaluation("Sari")
    assert kept.object_until == sari.object_until + timedelta(days=1), "the end of tomorrow, not of today"
    told = Notice.objects.get(member=steps.cast.members["Sari"], kind=RECOUNTED_KEPT)
    assert told.values["counted"] == sari.object_until.isoformat()
    assert history_of(kept)[0].after["counted_until"] == sari.object_until.isoformat()


@pytest.mark.parametrize(
    ("before", "counted", "expected"),
    [
        (10, 12, 12),  # later holds
        (10, 8, 8),  # earlier, still ahead
        (10, 4, 6),  # earlier than tomorrow: tomorrow
        (6, 4, 6),  # it ends tomorrow anyway: it stays
        (5, 4, 5),  # it ends today: it stays
        (3, 4, 3),  # it has run out, and the new day has passed too
        (3, 6, 6),  # it had run out, but that day was no working day
        (3, 2, 3),  # what is over is not rewritten
    ],
)
def test_the_last_day_on_the_fifth(before, counted, expected):
    assert last_day(date(2026, 6, before), date(2026, 6, counted), date(2026, 6, 5)).day == expected


def test_six_days_a_week_shorten_the_clocks(steps):
    steps.delivered()
    before = steps.evaluation("Sari").object_until
    officer = steps.who("Dewi", TODAY, "OFFICER")
    organisation.change_agency(
        agency=steps.cast.kepahiang, values={"working_week": 6}, by=officer, at=at(TODAY)
    )
    recount(steps)
    assert TODAY < steps.evaluation("Sari").object_until < before


def test_changing_the_calendar_queues_the_recount_and_only_then(steps):
    officer = steps.who("Dewi", TODAY, "OFFICER")
    holiday(steps, NEXT)
    assert not Job.objects.filter(kind="appraisal.recount").exists(), "nothing runs yet"
    steps.delivered()
    extra = holiday(steps, NEXT + timedelta(days=1))
    organisation.remove_holiday(holiday=extra, by=officer, at=at(TODAY))
    agency = Agency.objects.get(pk=steps.cast.kepahiang.pk)
    organisation.change_agency(agency=agency, values={"working_week": 6}, by=officer, at=at(TODAY))
    organisation.change_agency(agency=agency, values={"place": "Curup"}, by=officer, at=at(TODAY))
    rows = Job.objects.filter(kind="appraisal.recount")
    assert rows.count() == 3
    assert rows.order_by("pk")[0].values["reason"] == "SK Bupati 7/2026"


def test_only_the_officer_of_the_agency_recounts(steps):
    with pytest.raises(NotAllowed):
        operations.recount_deadlines(by=steps.who("Budi", TODAY), at=at(TODAY))


def many(steps, count):
    """More people of Budi's, all delivered at once."""
    cast = steps.cast
    for number in range(count):
        person = Person.objects.create(
            kind="EMPLOYEE", number=f"19900101202001{number:04d}", name=f"Pegawai {number}"
        )
        position = Position.objects.create(code=f"P{number}")
        PositionPeriod.objects.create(
            position=position, unit=cast.units["MUTASI"], title=f"Analis {number}", kind="ADMINISTRATION",
            level="PELAKSANA", from_on=date(2024, 1, 1),
        )  # fmt: skip
        make_plan(
            steps.year.period,
            Assignment.objects.create(person=person, position=position, from_on=date(2024, 1, 1)),
        )


def statements(steps):
    with CaptureQueriesContext(connection) as caught:
        recount(steps)
    return len(caught.captured_queries)


def test_the_number_of_statements_is_fixed_and_an_appraiser_gets_one_line(steps):
    steps.delivered()
    holiday(steps, NEXT)
    few = statements(steps)
    many(steps, 25)
    HolidayOverride.objects.all().delete()
    steps.open()
    sari = steps.evaluation("Sari")
    Evaluation.objects.filter(window=steps.year.quarter).update(
        **{name: getattr(sari, name) for name in COPIED}
    )  # fmt: skip
    Notice.objects.all().delete()
    holiday(steps, NEXT + timedelta(days=1))
    holiday(steps, NEXT + timedelta(days=2))
    assert statements(steps) <= few
    told = Notice.objects.get(member=steps.cast.members["Budi"], kind=RECOUNTED_MANY)
    assert told.values["count"] >= 25 and "role=APPRAISER" in told.url


def test_the_job_says_how_many_moved_and_another_agency_is_not_touched(steps):
    steps.delivered()
    holiday(steps, NEXT)
    from selaras.appraisal.tasks import recount as work

    row = Job.objects.get(kind="appraisal.recount")
    result = work(lambda *_: None, row)
    assert result["moved"] >= 3 and str(result["moved"]) in result["sentence"]
    assert "appraisal.recount" in jobs._works
    with acting_in(steps.cast.outsider):
        assert not Notice.objects.exists()


def test_the_agency_decides_what_is_an_estimate(steps):
    """Idul Fitri 2027 is computed for 10 and 11 March."""
    annual, since = steps.year.annual, date(2027, 3, 8)
    assert calendar_of(annual).is_estimated("DECIDE", since)
    holiday(steps, date(2027, 3, 10))
    assert calendar_of(annual).is_estimated("DECIDE", since), "the second day may still move"
    holiday(steps, date(2027, 3, 11))
    assert not calendar_of(annual).is_estimated("DECIDE", since)

    later = date(2028, 6, 5)
    assert calendar_of(annual).is_estimated("DECIDE", later), "the joint leave of 2028 is not decreed"
    officer, agency = steps.who("Dewi", TODAY, "OFFICER"), steps.cast.kepahiang
    organisation.change_agency(agency=agency, values={"calendar_until": 2028}, by=officer, at=at(TODAY))
    assert not calendar_of(annual).is_estimated("DECIDE", later)
    assert calendar_of(annual).is_estimated("DECIDE", date(2028, 12, 27)), "it ends in a year not complete"


def test_the_working_week_of_the_agency_decides_what_is_an_estimate(steps):
    annual, since = steps.year.annual, date(2027, 5, 7)
    assert calendar_of(annual).is_estimated("DECIDE", since)
    Agency.objects.filter(pk=steps.cast.kepahiang.pk).update(working_week=6)
    assert not calendar_of(annual).is_estimated("DECIDE", since)


def test_a_result_taken_back_follows_the_working_days_too(steps):
    steps.achieve()
    steps.open()
    steps.rate(on=date(2026, 7, 13))
    sari = steps.evaluation("Sari")
    started = {"by": steps.who("Budi", TODAY), "at": at(TODAY)}
    operations.take_back(evaluation=sari, reason="Salah ketik angka realisasi.", **started)
    before = steps.evaluation("Sari")
    assert before.sign_again_since == date(2026, 7, 13)
    holiday(steps, NEXT)
    recount(steps)
    after = steps.evaluation("Sari")
    counted = calendar_of(after.window).until("DELIVER", before.sign_again_since)
    assert after.sign_again_until == counted > before.sign_again_until
    told = Notice.objects.get(kind=RECOUNTED, member=steps.cast.members["Budi"])
    assert "yang telah diperbaiki" in notices.text_of(told)
    steps.rate(on=date(2026, 7, 16))
    signed = steps.evaluation("Sari")
    assert signed.deliver_until == counted, "signing again gains no time"
    holiday(steps, date(2026, 7, 22), on=date(2026, 7, 16))
    recount(steps, on=date(2026, 7, 16))
    assert steps.evaluation("Sari").deliver_until > counted


def move(steps, closes_on, on, window=None):
    window = window or steps.year.quarter
    return planning.change_window(
        window=window, version=None, by=steps.who("Dewi", on, "OFFICER"), at=at(on), opens_on=window.opens_on,
        closes_on=closes_on,
    )  # fmt: skip


def test_a_moved_window_moves_the_day_of_the_report_and_says_so(steps):
    steps.delivered()
    before = steps.evaluation("Sari")
    moved = move(steps, date(2026, 8, 7), TODAY)
    after = steps.evaluation("Sari")
    assert after.report_until == calendar_of(moved).until("REPORT", moved.closes_on) > before.report_until
    assert (after.return_until, after.object_until) == (before.return_until, before.object_until)
    event = history_of(after)[0]
    assert event.verb == "appraisal.recount_window"
    assert event.after == {"report_until": after.report_until.isoformat()}
    told = Notice.objects.get(member=steps.cast.members["Budi"], kind="appraisal.recounted_window_many")
    assert "Triwulan II 2026" in notices.text_of(told) and "hari terakhir" in notices.text_of(told).lower()
    move(steps, date(2026, 8, 10), TODAY)
    assert Notice.objects.filter(kind="appraisal.recounted_window_many", member=told.member).count() == 1


def test_a_window_moved_long_after_its_end_reaches_old_clocks_and_no_other_window(steps):
    steps.open()
    steps.open(on=date(2026, 12, 15), window=steps.year.annual)
    annual = steps.evaluation("Sari", steps.year.annual).report_until
    late = date(2026, 12, 16)
    moved = move(steps, date(2026, 12, 18), late)
    assert steps.evaluation("Sari").report_until == calendar_of(moved).until("REPORT", moved.closes_on)
    assert steps.evaluation("Sari", steps.year.annual).report_until == annual


def test_a_window_that_closes_earlier_brings_the_day_of_the_report_forward(steps):
    steps.open()
    before = steps.evaluation("Sari").report_until
    moved = move(steps, TODAY, TODAY)
    assert steps.evaluation("Sari").report_until == calendar_of(moved).until("REPORT", TODAY) < before


def test_what_was_reported_stays_when_the_window_moves(steps):
    steps.delivered()
    steps.accept()
    operations.report(evaluation=steps.evaluation("Sari"), by=steps.who("Budi", TODAY), at=at(TODAY))
    before = steps.evaluation("Sari").report_until
    move(steps, date(2026, 8, 7), TODAY)
    assert steps.evaluation("Sari").report_until == before


def test_moving_a_window_takes_a_fixed_number_of_statements(steps):
    steps.delivered()
    with CaptureQueriesContext(connection) as few:
        move(steps, date(2026, 8, 7), TODAY)
    many(steps, 25)
    steps.open()
    with CaptureQueriesContext(connection) as caught:
        move(steps, date(2026, 8, 10), TODAY)
    assert len(caught.captured_queries) <= len(few.captured_queries) + 1
