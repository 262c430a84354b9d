"""Reads of performance years and their windows."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from selaras.planning.models import Period, PeriodState, Window


def current_period(on: date) -> Period | None:
    """Return the performance year of a day; between years, the newest one that began before it."""
    periods = Period.objects.filter(starts_on__lte=on).order_by("-starts_on")
    return periods.filter(ends_on__gte=on).first() or periods.first()


def periods() -> QuerySet[Period]:
    """Return all performance years, newest first."""
    return Period.objects.order_by("-year")


def workable_periods() -> QuerySet[Period]:
    """Return the years in which plans are still made or changed."""
    return periods().exclude(state=PeriodState.CLOSED)


def period_of(period_id: int) -> Period:
    """Return one performance year, or raise Http404."""
    period = Period.objects.filter(pk=period_id).first()
    if period is None:
        raise Http404
    return period


def windows_of(period: Period) -> list[Window]:
    """Return the evaluations of a year in the order they are made, the year itself last."""
    windows = list(Window.objects.filter(period=period))
    return sorted(windows, key=lambda one: (one.judged_until, one.kind != "PERIODIC", one.number))


def window_on(period: Period, on: date) -> Window | None:
    """Return the periodic evaluation whose judged days hold a day."""
    rows = Window.objects.filter(period=period, kind="PERIODIC", judged_from__lte=on, judged_until__gte=on)
    return rows.first()
