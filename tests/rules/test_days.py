"""Working days are counted as a person with a calendar would count them."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import days
from selaras.rules.codes import UnknownCode
from selaras.rules.dated import NotInForce, in_force

ON = date(2025, 12, 31)
some_day = st.dates(date(2023, 1, 1), date(2026, 12, 31))
steps = st.sampled_from(days.STEPS)
weeks = st.sampled_from([5, 6])


def counted_by_hand(start: date, count: int, week: int) -> date:
    """Walk day by day: the count-th day after the start on which people work."""
    day = start
    while count:
        day += timedelta(days=1)
        off = {holiday.day for holiday in days.national_holidays(day.year)}
        if day.weekday() < week and day not in off:
            count -= 1
    return day


@given(steps, some_day, weeks)
def test_a_deadline_is_what_one_counts_by_hand(step: str, start: date, week: int) -> None:
    count = in_force("permenpanrb-6-2022", "deadlines", ON).value[step]["days"]
    found = days.deadline(step, start, on=ON, working_week=week)
    assert found.until_on == counted_by_hand(start, count, week)
    assert days.working_days_between(start, found.until_on, working_week=week) == count
    assert days.is_working_day(found.until_on, working_week=week)


@given(steps, st.lists(some_day, max_size=20), weeks)
def test_the_array_agrees_with_the_single_deadline(step: str, starts: list[date], week: int) -> None:
    array = days.deadlines_of(step, np.array(starts, dtype="datetime64[D]"), on=ON, working_week=week)
    single = [days.deadline(step, start, on=ON, working_week=week).until_on for start in starts]
    assert array.astype("datetime64[D]").tolist() == single


@given(some_day, some_day)
def test_days_between_are_antisymmetric(first: date, second: date) -> None:
    assert days.working_days_between(first, second) == -days.working_days_between(second, first)


@given(some_day, some_day, steps)
def test_a_later_start_never_ends_earlier(first: date, second: date, step: str) -> None:
    early, late = sorted((first, second))
    assert days.deadline(step, early, on=ON).until_on <= days.deadline(step, late, on=ON).until_on


def test_the_calendar_begins_and_ends_where_the_law_file_says() -> None:
    span = in_force("calendar", "years", ON).value["CALENDAR"]
    assert days.national_holidays(span["first"])[0].day == date(2002, 1, 1)
    assert days.national_holidays(span["last"])


def test_joint_leave_is_no_working_day() -> None:
    assert not days.is_working_day(date(2026, 12, 24))
    assert any(
        holiday.joint_leave and holiday.day == date(2026, 12, 24) for holiday in days.national_holidays(2026)
    )


def test_an_agency_may_replace_the_days_off_of_a_year() -> None:
    start = date(2026, 12, 21)
    usual = days.deadline("DECIDE", start, on=ON)
    own = days.deadline("DECIDE", start, on=ON, overrides={2026: [date(2026, 12, 25)]})
    assert (usual.until_on, own.until_on) == (date(2027, 1, 4), date(2026, 12, 31))


def test_a_given_list_replaces_the_whole_calendar() -> None:
    found = days.deadline("DECIDE", date(2150, 1, 1), on=ON, holidays=[date(2150, 1, 2)])
    assert not found.estimated
    assert found.until_on == date(2150, 1, 13)


@pytest.mark.parametrize(
    ("start", "reason"), [(date(2031, 6, 1), "not decreed yet"), (date(2027, 5, 10), "still estimates")]
)
def test_an_estimate_is_explained_by_its_true_reason(start: date, reason: str) -> None:
    told = days.explain_deadline("DECIDE", start, on=ON)
    assert told.result["estimated"]
    assert reason in told.steps[-1].en


def test_estimated_dates_mark_the_deadline() -> None:
    assert days.deadline("DELIVER", date(2027, 3, 1), on=ON).estimated
    assert not days.deadline("DELIVER", date(2026, 6, 1), on=ON).estimated
    assert days.deadline("DELIVER", date(2031, 6, 1), on=ON).estimated


def test_a_year_without_data_is_said_not_guessed() -> None:
    for year in (1, 2001, 2077, 9999):
        with pytest.raises(NotInForce, match=r"calendar|calendar/years"):
            days.national_holidays(year)
    with pytest.raises(NotInForce):
        days.deadline("DELIVER", date(2090, 1, 1), on=date(2090, 1, 1))


def test_a_week_of_four_days_and_an_unknown_step_are_refused() -> None:
    with pytest.raises(ValueError, match="5, 6 days, not 4"):
        days.deadline("DELIVER", ON, on=ON, working_week=4)
    with pytest.raises(UnknownCode):
        days.deadline("LUNCH", ON, on=ON)


def test_fixed_days() -> None:
    assert days.fixed_day("PLAN_SET", 2026, on=ON) == date(2026, 1, 31)
    assert days.fixed_day("ANNUAL_EVALUATION", 2025, on=ON) == date(2026, 1, 31)


def test_the_library_still_decrees_joint_leave_as_far_as_the_law_file_says() -> None:
    span = in_force("calendar", "years", ON).value["CALENDAR"]
    last = span["joint_leave_until"]
    assert any(holiday.joint_leave for holiday in days.national_holidays(last))
    assert not any(holiday.joint_leave for holiday in days.national_holidays(last + 1))
    assert len(days.national_holidays(span["last"])) >= len(days.national_holidays(2025)) - 12


IDUL_FITRI = date(
    2027, 3, 10
)  # a Wednesday, with its second day on Thursday; both still computed, not decreed


def test_only_a_doubtful_day_that_could_move_the_deadline_makes_it_an_estimate() -> None:
    """Idul Adha 2027 is computed for Monday 17 May."""
    assert days.deadline("DECIDE", date(2027, 5, 10), on=ON).estimated
    before = days.deadline("DECIDE", date(2027, 4, 28), on=ON)
    assert before.until_on < date(2027, 5, 16) and not before.estimated
    assert not days.deadline("DECIDE", date(2027, 5, 19), on=ON).estimated


def test_the_working_week_decides_whether_a_doubtful_day_matters() -> None:
    """Seven working days from Friday 7 May: over Idul Adha in a week of five days, before it in one of six."""
    five, six = (days.deadline("DECIDE", date(2027, 5, 7), on=ON, working_week=week) for week in (5, 6))
    assert (five.until_on, five.estimated) == (date(2027, 5, 24), True)
    assert (six.until_on, six.estimated) == (date(2027, 5, 15), False)


def test_a_day_that_the_agency_decided_is_no_estimate() -> None:
    start = IDUL_FITRI - timedelta(days=2)
    assert days.deadline("DECIDE", start, on=ON).estimated
    second = IDUL_FITRI + timedelta(days=1)
    one = days.deadline("DECIDE", start, on=ON, changes={IDUL_FITRI: True})
    both = days.deadline("DECIDE", start, on=ON, changes={IDUL_FITRI: True, second: True})
    assert one.estimated and not both.estimated
    assert both.until_on == days.deadline("DECIDE", start, on=ON).until_on


def test_a_single_day_of_an_agency_does_not_settle_its_year() -> None:
    own = {date(2027, 1, 6): True}
    assert days.deadline("DECIDE", IDUL_FITRI - timedelta(days=2), on=ON, changes=own).estimated
    later = days.deadline("DECIDE", date(2031, 6, 2), on=ON, changes={date(2031, 6, 3): True})
    assert later.estimated, "the joint leave of 2031 is not decreed"
    whole = [holiday.day for holiday in days.national_holidays(2031)]
    assert not days.deadline("DECIDE", date(2031, 6, 2), on=ON, overrides={2031: whole}).estimated


@given(steps, some_day, weeks, st.lists(some_day, max_size=5), st.lists(some_day, max_size=5))
def test_own_days_are_counted_as_by_hand(
    step: str, start: date, week: int, off: list[date], worked: list[date]
) -> None:
    changes = {**dict.fromkeys(worked, False), **dict.fromkeys(off, True)}
    found = days.deadline(step, start, on=ON, working_week=week, changes=changes)
    count = in_force("permenpanrb-6-2022", "deadlines", ON).value[step]["days"]
    day = start
    while count:
        day += timedelta(days=1)
        national = any(holiday.day == day for holiday in days.national_holidays(day.year))
        if day.weekday() < week and not changes.get(day, national):
            count -= 1
    assert found.until_on == day
    assert days.working_days_between(start, day, working_week=week, changes=changes) > 0
