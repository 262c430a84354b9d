"""Organisational achievement: which one counts for an evaluation, and which units still lack one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection

from selaras.appraisal.models import Evaluation, OrganisationAchievement
from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.planning.models import Scheme, Window, WindowKind
from selaras.rules.appraisers import Ruling, achievement_unit, achievement_year

UNITS = """
SELECT u.unit_id, u.name, coalesce(parent.name, ''), a.id, coalesce(a.achievement, ''), coalesce(a.grounds, ''),
       a.set_at, coalesce(a.version, 0), coalesce(e.waiting, 0), coalesce(e.signed, 0)
FROM organisation_unitperiod u
LEFT JOIN organisation_unitperiod parent ON parent.agency_id = u.agency_id AND parent.unit_id = u.parent_id
  AND parent.from_on <= %(on)s AND (parent.until_on IS NULL OR parent.until_on > %(on)s)
LEFT JOIN appraisal_organisationachievement a
  ON a.agency_id = u.agency_id AND a.unit_id = u.unit_id AND a.window_id = %(window)s
LEFT JOIN (
  SELECT appraiser_unit_id, count(*) FILTER (WHERE state = 'OPEN') AS waiting,
         count(*) FILTER (WHERE state <> 'OPEN') AS signed
  FROM appraisal_evaluation WHERE agency_id = %(agency)s AND window_id = %(window)s GROUP BY 1
) e ON e.appraiser_unit_id = u.unit_id
WHERE u.agency_id = %(agency)s AND u.from_on <= %(on)s AND (u.until_on IS NULL OR u.until_on > %(on)s)
  AND (%(whole)s OR u.unit_id = ANY(%(units)s))
  AND (a.id IS NOT NULL OR e.appraiser_unit_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM organisation_headship h WHERE h.agency_id = u.agency_id AND h.unit_id = u.unit_id
      AND h.from_on <= %(on)s AND (h.until_on IS NULL OR h.until_on > %(on)s)))
ORDER BY (a.id IS NOT NULL), coalesce(e.waiting, 0) DESC, u.name, u.unit_id
"""


@dataclass(frozen=True)
class UnitLine:
    """One unit in a window: its achievement, or that it is missing, and how many evaluations rest on it."""

    unit_id: int
    name: str
    parent: str
    achievement_id: int | None
    achievement: str
    grounds: str
    set_at: object
    version: int
    waiting: int
    signed: int

    @property
    def is_missing(self) -> bool:
        """Say whether somebody waits for this achievement."""
        return self.achievement_id is None


def units_of(user: Actor, window: Window) -> list[UnitLine]:
    """Return the led units that the user oversees, those that lack an achievement first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            UNITS,
            {
                "agency": current_agency_id(),
                "window": window.pk,
                "on": min(user.on, window.closes_on),
                "whole": user.whole_agency,
                "units": list(user.unit_ids),
            },
        )
        return [UnitLine(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Counting:
    """The achievement that counts for an evaluation: which, of which window, and why; empty code when missing.

    `can_come` says whether somebody can still enter it; then signing waits for it.
    """

    achievement: str
    window_id: int | None
    rulings: tuple[Ruling, ...]
    is_last_year: bool
    can_come: bool


class Achievements:
    """The achievements of some units in a window and in the window of the year before; one statement."""

    def __init__(self, window: Window, units: Iterable[int | None], zone: str) -> None:
        self.window, self.zone = window, ZoneInfo(zone)
        self.rows: dict[tuple[int, int], OrganisationAchievement] = {}
        wanted = {unit for unit in units if unit is not None}
        rows = OrganisationAchievement.objects.filter(unit__in=wanted, window__kind=window.kind).filter(
            window__period__year__in=(window.period.year - 1, window.period.year),
            window__number=window.number,
        )
        for row in rows.select_related("window__period"):
            self.rows[row.unit_id, row.window.period.year] = row

    def counting(self, unit_id: int | None, on: date) -> Counting:
        """Return what counts for evaluations whose appraiser leads the unit, as known on a day (p. 94 f and g)."""
        law_on = self.window.judged_until
        by_law = self.window.period.scheme == Scheme.PERMENPANRB_6_2022
        unit_rule = (achievement_unit(on=law_on),) if by_law else ()
        if unit_id is None:
            return Counting("", None, unit_rule, False, False)
        year = self.window.period.year
        own = self.rows.get((unit_id, year))
        if not by_law or self.window.kind != WindowKind.ANNUAL:
            return _counted(own, unit_rule, False, can_come=own is None)
        issued_on = own.set_at.astimezone(self.zone).date() if own else None
        still_time = achievement_year(year, issued_on=on, on=law_on)[0] == year
        if own is None and still_time:
            return _counted(None, unit_rule, False, can_come=True)
        counted_year, ruling = achievement_year(year, issued_on=issued_on, on=law_on)
        row = self.rows.get((unit_id, counted_year))
        return _counted(row, (*unit_rule, ruling), counted_year != year, can_come=False)


def _counted(
    row: OrganisationAchievement | None, rulings: tuple[Ruling, ...], is_last_year: bool, *, can_come: bool
) -> Counting:
    if row is None:
        return Counting("", None, rulings, is_last_year, can_come)
    return Counting(row.achievement, row.window_id, rulings, is_last_year, False)


def counting_for(evaluation: Evaluation, on: date, zone: str) -> Counting:
    """Return the achievement that counts for one evaluation on a day."""
    known = Achievements(evaluation.window, [evaluation.appraiser_unit_id], zone)
    return known.counting(evaluation.appraiser_unit_id, on)
