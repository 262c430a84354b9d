"""The agency's working days and the deadlines that the law counts in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.organisation.models import HolidayOverride
from selaras.planning.models import Window
from selaras.rules.days import Deadline, deadline, national_holidays, working_days_between


@dataclass(frozen=True)
class Calendar:
    """How an agency counts: its working week, its own days off by year, the scheme and the day of the law."""

    working_week: int
    overrides: Mapping[int, Collection[date]]
    scheme: str
    law_on: date

    def until(self, step: str, from_on: date) -> date:
        """Return the last day of a step that starts on a day (not counted)."""
        return deadline(
            step,
            from_on,
            on=self.law_on,
            working_week=self.working_week,
            overrides=self.overrides,
            scheme=self.scheme,
        ).until_on

    def days_left(self, on: date, until_on: date) -> int:
        """Return the working days that remain after a day; negative when the deadline has passed."""
        return working_days_between(on, until_on, working_week=self.working_week, overrides=self.overrides)


def calendar_of(window: Window) -> Calendar:
    """Return how the agency counts the deadlines of a window; two statements."""
    agency = Agency.objects.get(pk=current_agency_id())
    changed: dict[int, dict[date, bool]] = defaultdict(dict)
    for row in HolidayOverride.objects.all():
        changed[row.day.year][row.day] = row.is_holiday
    overrides = {year: _days_off(year, days) for year, days in changed.items()}
    return Calendar(agency.working_week, overrides, window.period.scheme, window.judged_until)


def time_zone() -> str:
    """Return the zone in whose days the agency counts."""
    return str(Agency.objects.only("time_zone").get(pk=current_agency_id()).time_zone)


def _days_off(year: int, changed: Mapping[date, bool]) -> frozenset[date]:
    off = {holiday.day for holiday in national_holidays(year)}
    for day, is_holiday in changed.items():
        (off.add if is_holiday else off.discard)(day)
    return frozenset(off)


def is_estimated(step: str, from_on: date, window: Window) -> bool:
    """Say whether the calendar behind a stored deadline may still change; reads no database."""
    found: Deadline = deadline(step, from_on, on=window.judged_until, scheme=window.period.scheme)
    return found.estimated
