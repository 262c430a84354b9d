"""Writes of performance years: create with all windows, move a window, open, close, reopen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.planning.models import Cadence, Period, PeriodState, Scheme, Window, WindowKind
from selaras.planning.operations.windows import window_moved
from selaras.planning.permissions import can_manage_periods, is_year_open
from selaras.planning.workflow import PERIOD
from selaras.rules.days import fixed_day

MONTHS_OF = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3}
# The law leaves the length of a periodic window to the agency (Lampiran IV.A.8 says only when the year's ends);
# these are proposals that the officer changes: days before and after the last judged day.
AROUND = {Cadence.MONTHLY: (4, 9), Cadence.QUARTERLY: (14, 14)}
ANNUAL_OPENS_BEFORE = 16


def _first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def proposed_windows(period: Period) -> list[Window]:
    """Return the periodic windows of a year's cadence and the annual one, with proposed days (Pasal 24–25)."""
    cadence = Cadence(period.cadence)
    before, after = AROUND[cadence]
    windows: list[Window] = []
    start = period.starts_on
    while start <= period.ends_on:
        following = start
        for _month in range(MONTHS_OF[cadence]):
            following = _first_of_next_month(following)
        until = min(following - timedelta(days=1), period.ends_on)
        windows.append(
            Window(
                period=period,
                kind=WindowKind.PERIODIC,
                number=len(windows) + 1,
                judged_from=start,
                judged_until=until,
                opens_on=until - timedelta(days=before),
                closes_on=until + timedelta(days=after),
            )
        )
        start = following
    return [*windows, _annual_window(period)]


def _annual_window(period: Period) -> Window:
    """The year is judged at its end, at the latest by the end of January (Lampiran IV.A.8b)."""
    return Window(
        period=period,
        kind=WindowKind.ANNUAL,
        number=0,
        judged_from=period.starts_on,
        judged_until=period.ends_on,
        opens_on=period.ends_on - timedelta(days=ANNUAL_OPENS_BEFORE),
        closes_on=fixed_day("ANNUAL_EVALUATION", period.year, on=period.ends_on),
    )


def create_period(
    *,
    year: int,
    cadence: str,
    scheme: str,
    by: Actor,
    at: datetime,
    name: str = "",
    plans_due_on: date | None = None,
    report_due_day: int = 5,
) -> Period:
    """Create a performance year with its windows; plans are due at the end of January (Pasal 14(1)).

    Raises `InvalidRefused` when the year exists already, `NotAllowed` for all but an officer of the agency.
    """
    require(can_manage_periods(by))
    if scheme not in Scheme.values or cadence not in Cadence.values:
        raise InvalidRefused(_("Choose a cadence and a scheme from the lists."))
    if Period.objects.filter(year=year).exists():
        raise InvalidRefused(
            _("The year %(year)s exists already. Open it in the list of periods.") % {"year": year},
            {"year": _("This year exists already.")},
        )
    starts_on = date(year, 1, 1)
    with transaction.atomic():
        period: Period = Period.objects.create(
            year=year,
            name=name.strip() or str(year),
            starts_on=starts_on,
            ends_on=date(year, 12, 31),
            cadence=cadence,
            scheme=scheme,
            plans_due_on=plans_due_on or fixed_day("PLAN_SET", year, on=date(year, 12, 31)),
            report_due_day=report_due_day,
        )
        Window.objects.bulk_create(proposed_windows(period))
        audit.record(
            obj=period, verb="period.create", by=by, at=at, article="PermenPANRB 6/2022 Pasal 24(3)",
            after={"year": year, "cadence": cadence, "scheme": scheme},
        )  # fmt: skip
    return period


def change_period(
    *,
    period: Period,
    version: int | None,
    by: Actor,
    at: datetime,
    name: str,
    plans_due_on: date,
    report_due_day: int,
) -> Period:
    """Change a year's name and due days."""
    require(can_manage_periods(by, period))
    if period.state == PeriodState.CLOSED:
        raise StateRefused(_("The period is closed. Reopen it before changing it."))
    values = {"name": name, "plans_due_on": plans_due_on, "report_due_day": report_due_day}
    with transaction.atomic():
        before, after = audit.difference(versions.change(period, version, **values), values)
        audit.record(obj=period, verb="period.change", by=by, at=at, before=before, after=after)
    return period


def change_window(
    *, window: Window, version: int | None, by: Actor, at: datetime, opens_on: date, closes_on: date
) -> Window:
    """Move the days on which an evaluation opens and closes; the year's stays within January (Lampiran IV.A.8b).

    What is to be reported counts from the last day, so those clocks are counted anew when it moves (Lampiran V.A).
    """
    require(can_manage_periods(by, window.period))
    _check_window(window, opens_on, closes_on, by.on)
    values = {"opens_on": opens_on, "closes_on": closes_on}
    with transaction.atomic():
        before, after = audit.difference(versions.change(window, version, **values), values)
        audit.record(
            obj=window, verb="window.change", by=by, at=at, before=before, after=after, subject=window.period,
            article="PermenPANRB 6/2022 Lampiran IV.A.8",
        )  # fmt: skip
        if "closes_on" in after:
            window_moved(window, by, at)
    return window


def _check_window(window: Window, opens_on: date, closes_on: date, on: date) -> None:
    require(is_year_open(window.period))
    if window.closed_at is not None:
        raise StateRefused(_("This evaluation window is already closed."))
    if closes_on <= opens_on:
        raise InvalidRefused(
            _("The window must close after it opens."), {"closes_on": _("Choose a day after the opening.")}
        )
    if closes_on < window.judged_until:
        raise InvalidRefused(
            _("The window judges the days until %(day)s, so it cannot close before that day.")
            % {"day": date_format(window.judged_until, "j F Y")},
            {"closes_on": _("Choose the last judged day or a later day.")},
        )
    if closes_on < on and closes_on != window.closes_on:
        raise InvalidRefused(
            _("The last day of a window cannot be moved into the past; nobody could act in time any more."),
            {"closes_on": _("This day has passed. Choose today or a later day.")},
        )
    latest = fixed_day("ANNUAL_EVALUATION", window.period.year, on=window.judged_until)
    law_binds = window.period.scheme == Scheme.PERMENPANRB_6_2022
    if window.kind == WindowKind.ANNUAL and law_binds and closes_on > latest:
        raise InvalidRefused(
            _("The annual evaluation is done by the end of January of the next year at the latest."),
            {"closes_on": _("Choose 31 January or an earlier day.")},
        )


def open_period(*, period: Period, by: Actor, at: datetime, version: int | None = None) -> Period:
    """Open a year: its plans now wait on the desks of the people."""
    return PERIOD.take(period, "open", by=by, at=at, version=version)  # type: ignore[no-any-return]


def close_period(*, period: Period, by: Actor, at: datetime, version: int | None = None) -> Period:
    """Close a year whose evaluations are over: everything in it can only be read, until it is reopened."""
    return PERIOD.take(period, "close", by=by, at=at, version=version)  # type: ignore[no-any-return]


def reopen_period(
    *, period: Period, by: Actor, at: datetime, reason: str, version: int | None = None
) -> Period:
    """Reopen a year that was closed by mistake, with a reason."""
    if not reason.strip():
        raise InvalidRefused(_("Write why the period is reopened."), {"reason": _("Write the reason.")})
    return PERIOD.take(period, "reopen", by=by, at=at, version=version, reason=reason)  # type: ignore[no-any-return]
