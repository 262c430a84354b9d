"""Reminders before a deadline passes and while something waits: told in the morning, mailed with the day's digest."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from selaras.core import notices
from selaras.core.models import Agency
from selaras.core.time import local_day
from selaras.jobs.reminders.appraisal import APPRAISAL
from selaras.jobs.reminders.follow_up import FOLLOW_UP
from selaras.jobs.reminders.lines import Day, joining_at_once, lines_of, settle_earlier
from selaras.jobs.reminders.planning import PLANNING
from selaras.jobs.reminders.reports import REPORT_DUE, report_lines

REMINDERS = (*PLANNING, *APPRAISAL, *FOLLOW_UP)


def remind_all(agency: Agency, at: datetime) -> int:
    """Remind everybody of what waits, in a fixed number of statements; return how many lines were told.

    Nobody is reminded of the same kind of thing twice on one day of the agency, however often this runs.
    """
    day = day_of(agency, at)
    with joining_at_once():
        told = [line for reminder in REMINDERS for line in lines_of(reminder, day)]
        reports = report_lines(agency, day.on)
        settle_earlier(told, day, at)
    return notices.tell_each([*told, *reports], at=at)


def day_of(agency: Agency, at: datetime) -> Day:
    """Return the agency's local day with the moment in which it began."""
    on, zone = local_day(at, agency.time_zone), agency.time_zone
    return Day(agency.pk, on, datetime.combine(on, time.min, tzinfo=ZoneInfo(zone)), zone)


__all__ = ["REMINDERS", "REPORT_DUE", "day_of", "remind_all"]
