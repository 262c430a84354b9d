"""Closing a year and its windows: asked with counts, refused with the reason, and consistent on every page."""

from contextlib import ExitStack
from datetime import date

import pytest
from django.urls import reverse
from tests.appraisal.year import at

from selaras.appraisal import operations, queries
from selaras.appraisal.models import Evaluation
from selaras.appraisal.permissions import can_judge, can_move, can_take_part
from selaras.core import clock
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused
from selaras.planning import operations as planning
from selaras.planning.models import Period, PeriodState, Window
from selaras.planning.queries.closing import consequences_of_closing, obstacle_to_closing

pytestmark = pytest.mark.django_db
AFTER = date(2027, 3, 1)


@pytest.fixture
def over(steps):
    """The year after its last window: nobody was rated, the quarter was closed, the annual one never opened."""
    steps.achieve()
    steps.open()
    operations.close_window(
        window=steps.year.quarter,
        by=steps.who("Dewi", date(2026, 7, 20), "OFFICER"),
        at=at(date(2026, 7, 20)),
    )
    return steps


@pytest.fixture
def clock_at():
    """Set the clock of the pages to ten in the morning of a day."""
    with ExitStack() as stack:
        yield lambda day: stack.enter_context(clock.fixed(at(day)))


def closed(steps):
    by = steps.who("Dewi", AFTER, "OFFICER")
    planning.close_period(period=steps.year.period, by=by, at=at(AFTER))
    steps.year.period.refresh_from_db()
    return steps


def test_a_year_is_not_closed_while_its_evaluations_run(steps):
    steps.open()
    by = steps.who("Dewi", date(2026, 7, 1), "OFFICER")
    with pytest.raises(NotAllowed, match="31 Januari 2027"):
        planning.close_period(period=steps.year.period, by=by, at=at(date(2026, 7, 1)))


def test_what_stands_against_closing_is_named_one_after_the_other(steps):
    steps.achieve()
    steps.open()
    period = steps.year.period
    assert "belum ditutup" in str(obstacle_to_closing(period, AFTER))
    Window.objects.filter(period=period).update(closed_at=at(AFTER))
    assert obstacle_to_closing(period, AFTER) is None, "what nobody signed is a consequence, no obstacle"
    steps.rate()
    rows = Evaluation.objects.filter(person=steps.cast["Sari"])
    for state in ("RATED", "DELIVERED", "OBJECTED", "DECIDED"):
        rows.update(state=state)
        assert obstacle_to_closing(period, AFTER) is not None, state
    rows.update(state="REPORTED", object_until=AFTER)
    assert obstacle_to_closing(period, AFTER) is not None, "the days for an objection still run"
    rows.update(object_until=date(2027, 2, 1))
    assert obstacle_to_closing(period, AFTER) is None


def test_a_year_made_by_mistake_can_be_closed_at_once(kepahiang, actor):
    day = date(2026, 1, 5)
    by = actor("Dewi", on=day, role="OFFICER")
    made = planning.create_period(
        year=2031, cadence="MONTHLY", scheme="permenpanrb-6-2022", by=by, at=at(day)
    )
    made = planning.open_period(period=made, by=by, at=at(day))
    assert planning.close_period(period=made, by=by, at=at(day)).state == "CLOSED"


def test_closing_is_asked_with_its_counts(over, client_as, clock_at):
    clock_at(AFTER)
    period = over.year.period
    client = client_as("Dewi", "OFFICER")
    url = reverse("planning:period_close", args=[period.pk])
    page = client.get(reverse("planning:period", args=[period.pk])).content.decode()
    assert f'href="{url}"' in page and 'name="step" value="close"' not in page
    asked = client.get(url).content.decode()
    assert "Ya, tutup periode" in asked and "Batal" in asked
    number = Evaluation.objects.filter(state="OPEN").count()
    assert any(str(number) in str(text) for text in consequences_of_closing(period, AFTER))
    assert Period.objects.get(pk=period.pk).state == PeriodState.OPEN, "looking closes nothing"
    answer = client.post(url, {"version": period.version}, follow=True)
    assert Period.objects.get(pk=period.pk).state == PeriodState.CLOSED
    assert period.name in answer.content.decode()


def test_a_post_without_the_question_only_leads_to_it(over, client_as, clock_at):
    clock_at(AFTER)
    period = over.year.period
    answer = client_as("Dewi", "OFFICER").post(
        reverse("planning:period_step", args=[period.pk]), {"step": "close", "version": period.version}
    )
    assert answer.status_code == 302 and answer["Location"].endswith("/close/")
    assert Period.objects.get(pk=period.pk).state == PeriodState.OPEN


def test_a_running_year_shows_why_and_refuses(steps, client_as):
    period = steps.year.period
    steps.open()
    client = client_as("Dewi", "OFFICER")
    url = reverse("planning:period_close", args=[period.pk])
    page = client.get(url).content.decode()
    assert "Ya, tutup periode" not in page and "31 Januari 2027" in page
    assert client.post(url, {"version": period.version}).status_code == 409
    assert Period.objects.get(pk=period.pk).state == PeriodState.OPEN


def test_after_closing_nobody_rates_reports_or_asks(over, client_as, clock_at):
    judge = over.who("Ratna", AFTER)
    closed(over)
    clock_at(AFTER)
    found = over.evaluation("Sari")
    for may in (
        can_judge(judge, found),
        can_take_part(over.who("Sari", AFTER), found),
        can_move(over.who("Dewi", AFTER, "OFFICER"), found),
    ):
        assert not may and over.year.period.name in str(may.reason)
    assert queries.waiting_for(judge) == [], "no task leads to a refusal"
    with pytest.raises(NotAllowed):
        operations.set_achievement(
            unit=over.cast.units["MUTASI"], window=over.year.quarter, achievement="GOOD", grounds="x" * 30,
            by=over.who("Dewi", AFTER, "OFFICER"), at=at(AFTER),
        )  # fmt: skip
    page = client_as("Sari").get(reverse("monitoring:own") + "?year=2026").content.decode()
    assert "Tahun ini sudah ditutup" in page
    assert f'action="{reverse("monitoring:open_report")}"' not in page
    period_page = client_as("Dewi", "OFFICER").get(reverse("planning:period", args=[over.year.period.pk]))
    text = period_page.content.decode()
    assert (
        "Sedang terbuka" not in text
        and reverse("planning:window_edit", args=[over.year.annual.pk]) not in text
    )


def test_a_window_long_past_is_not_opened(steps, client_as, clock_at):
    day = date(2026, 11, 21)
    with pytest.raises(StateRefused):
        steps.open(on=day)
    clock_at(day)
    client = client_as("Dewi", "OFFICER")
    url = reverse("appraisal:open_window", args=[steps.year.quarter.pk])
    assert client.post(url).status_code == 409
    assert not Evaluation.objects.exists()
    assert steps.open(on=date(2026, 7, 20)).opened > 0, "some days late is still possible"


def test_opening_and_closing_a_window_are_asked_with_counts(steps, client_as, clock_at):
    clock_at(date(2026, 7, 20))
    client = client_as("Dewi", "OFFICER")
    url = reverse("appraisal:open_window", args=[steps.year.quarter.pk])
    page = client.get(url).content.decode()
    assert "6 pegawai" in page or "6 orang" in page
    assert "17 Juli 2026" in page, "the window has ended, which is said"
    assert not Evaluation.objects.exists()
    steps.open()
    page = client.get(reverse("appraisal:close_window", args=[steps.year.quarter.pk])).content.decode()
    assert "Ya, tutup masa evaluasi" in page
    listed = client.get(reverse("appraisal:windows")).content.decode()
    assert f'action="{url}"' not in listed


def test_a_window_is_closed_once(over, client_as, clock_at):
    clock_at(date(2026, 7, 21))
    url = reverse("appraisal:close_window", args=[over.year.quarter.pk])
    assert client_as("Dewi", "OFFICER").post(url).status_code == 409


def test_the_last_day_of_a_window_is_not_moved_into_the_past(steps):
    by = steps.who("Dewi", date(2026, 7, 1), "OFFICER")
    window = steps.year.quarter
    with pytest.raises(InvalidRefused) as refused:
        planning.change_window(
            window=window, version=None, by=by, at=at(date(2026, 7, 1)), opens_on=window.opens_on,
            closes_on=date(2026, 6, 29),
        )  # fmt: skip
    assert "closes_on" in refused.value.fields
    moved = planning.change_window(
        window=window, version=None, by=by, at=at(date(2026, 7, 1)), opens_on=window.opens_on,
        closes_on=date(2026, 7, 1),
    )  # fmt: skip
    assert moved.closes_on == date(2026, 7, 1)
