"""Keeps what was counted in each unit, so that the overview is read and not counted; derived, without events."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, datetime, timedelta

from django.db import transaction

from selaras.core.actor import Actor
from selaras.core.models import SealHead
from selaras.core.verdict import require
from selaras.insight.models import Tally, UnitTally
from selaras.insight.permissions import can_recount
from selaras.insight.queries import count, is_changed, tally_of
from selaras.planning.models import Period, Window

KEPT = timedelta(days=400)
"""How long after its last judged day a window is still counted by itself: the year and the one before."""
BATCH = 1000
TOGETHER = timedelta(seconds=5)
"""Officers who ask within so short a time share one count."""


def recount(*, period: Period, by: Actor, at: datetime) -> Tally:
    """Count a year anew for the whole agency because an officer asks; who asks together waits for one count.

    No event is recorded: nothing is said that the stages do not hold, and an event would ask for the next count.
    """
    require(can_recount(by))
    with transaction.atomic():
        tally, is_new = _locked(period, by.on, at)
        if is_new or at - tally.at > TOGETHER:
            _count(tally, period, by.on, at)
    return tally


def recount_changed(*, on: date, at: datetime) -> int:
    """Count the years in which people work wherever anything was written since; return how many were counted."""
    windows = Window.objects.filter(opens_on__lte=on, judged_until__gte=on - KEPT)
    counted = 0
    for period in Period.objects.filter(pk__in=windows.values("period")).order_by("pk"):
        tally = tally_of(period)
        if tally is None or is_changed(tally, on):
            with transaction.atomic():
                _count(_locked(period, on, at)[0], period, on, at)
            counted += 1
        else:
            Tally.objects.filter(pk=tally.pk).update(looked_at=at)
    return counted


def _locked(period: Period, on: date, at: datetime) -> tuple[Tally, bool]:
    """Return the tally of a year under lock, one count at a time, and whether it is new."""
    first = {"at": at, "looked_at": at, "on": on, "sealed": 0}
    _tally, is_new = Tally.objects.get_or_create(period=period, defaults=first)
    return Tally.objects.select_for_update().get(period=period), is_new


def _count(tally: Tally, period: Period, on: date, at: datetime) -> None:
    # Read before counting: an event that is sealed while we count asks for one count too many, never for none.
    sealed = SealHead.objects.values_list("sequence", flat=True).first() or 0
    windows = list(Window.objects.filter(period=period, opens_on__lte=on))
    rows = [
        UnitTally(
            tally=tally,
            window_id=window_id,
            unit_id=unit_id,
            steps={step: astuple(value) for step, value in steps.items()},
        )
        for (window_id, unit_id), steps in sorted(count(period, windows, on).items(), key=str)
    ]
    UnitTally.objects.filter(tally=tally).delete()
    UnitTally.objects.bulk_create(rows, BATCH)
    tally.at = tally.looked_at = at
    tally.on, tally.sealed = on, sealed
    tally.save(update_fields=["at", "looked_at", "on", "sealed"])
