"""The agency's working days and the deadlines that the law counts in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.planning.models import Window
from selaras.rules.days import Deadline, deadline, national_holidays, working_days_between

LONGEST = 3
"""How many years after its law a deadline is looked for at most."""
CALENDAR = """
SELECT a.working_week, a.calendar_until,
       coalesce((SELECT json_object_agg(h.day, h.is_holiday) FROM organisation_holidayoverride h
                 WHERE h.agency_id = a.id), '{}'::json)
FROM core_agency a WHERE a.id = %s
"""


@dataclass(frozen=True)
class Calendar:
    """How an agency counts: its working week, what it decided about days and years, the scheme, the law's day.

    `changes` are single days it made free or working; `complete_until` is the last year whose days off it has
    declared complete, so that nobody estimates them any more.
    """

    working_week: int
    changes: Mapping[date, bool]
    complete_until: int | None
    scheme: str
    law_on: date

    @property
    def settled(self) -> dict[int, Collection[date]]:
        """All national days off of the complete years in which a deadline under this law can end."""
        first = self.law_on.year
        last = min(self.complete_until or 0, first + LONGEST)
        return {year: [one.day for one in national_holidays(year)] for year in range(first, last + 1)}

    def deadline(self, step: str, from_on: date) -> Deadline:
        """Return the deadline of a step that starts on a day (not counted), and whether it may still change."""
        return deadline(
            step,
            from_on,
            on=self.law_on,
            working_week=self.working_week,
            overrides=self.settled,
            changes=self.changes,
            scheme=self.scheme,
        )

    def until(self, step: str, from_on: date) -> date:
        """Return the last day of a step that starts on a day (not counted)."""
        return self.deadline(step, from_on).until_on

    def is_estimated(self, step: str, from_on: date) -> bool:
        """Say whether days off that nobody has decided yet may still move the end of a step."""
        return self.deadline(step, from_on).estimated

    def days_left(self, on: date, until_on: date) -> int:
        """Return the working days that remain after a day; negative when the deadline has passed."""
        return working_days_between(
            on, until_on, working_week=self.working_week, overrides=self.settled, changes=self.changes
        )

    def of(self, scheme: str, law_on: date) -> Calendar:
        """Return how the same agency counts in a period of another scheme or law."""
        return replace(self, scheme=scheme, law_on=law_on)


def calendar_of(window: Window) -> Calendar:
    """Return how the agency counts the deadlines of a window; one statement."""
    return calendar_under(window.period.scheme, window.judged_until)


def calendar_under(scheme: str, law_on: date) -> Calendar:
    """Return how the agency counts under a scheme and the law of a day; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(CALENDAR, [current_agency_id()])
        week, complete_until, found = cursor.fetchone()
    rows: dict[str, Any] = found
    changes = {date.fromisoformat(day): bool(is_holiday) for day, is_holiday in rows.items()}
    return Calendar(week, changes, complete_until, scheme, law_on)


def time_zone() -> str:
    """Return the zone in whose days the agency counts."""
    return str(Agency.objects.only("time_zone").get(pk=current_agency_id()).time_zone)
