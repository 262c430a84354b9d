"""A year with plans and settled evaluations, made directly: the steps to them are tested in their own stages."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.planning.models import Period, Plan, Window

WIB = ZoneInfo("Asia/Jakarta")
RATED = datetime(2026, 1, 20, 9, tzinfo=WIB)
RATINGS = {
    "VERY_GOOD": ("ABOVE", "ABOVE"),
    "GOOD": ("MEETS", "MEETS"),
    "NEEDS_IMPROVEMENT": ("BELOW", "MEETS"),
    "POOR": ("ABOVE", "BELOW"),
    "VERY_POOR": ("BELOW", "BELOW"),
}


def window_of(year: int = 2025, kind: str = "ANNUAL", scheme: str = "permenpanrb-6-2022") -> Window:
    """The annual window of a year, or its first quarter."""
    period, _made = Period.objects.get_or_create(
        year=year,
        defaults={
            "name": f"Kinerja {year}",
            "starts_on": date(year, 1, 1),
            "ends_on": date(year, 12, 31),
            "cadence": "QUARTERLY",
            "scheme": scheme,
            "plans_due_on": date(year, 1, 31),
            "state": "OPEN",
        },
    )
    number, until = (0, date(year, 12, 31)) if kind == "ANNUAL" else (1, date(year, 3, 31))
    window, _made = Window.objects.get_or_create(
        period=period,
        kind=kind,
        number=number,
        defaults={
            "judged_from": date(year, 1, 1),
            "judged_until": until,
            "opens_on": until,
            "closes_on": date(until.year + 1, 1, 31),
        },
    )
    return window


def plan_of(cast, name: str, appraiser: str = "Budi", superior: str = "Ratna", year: int = 2026) -> Plan:
    """Somebody's plan of a year with its appraiser."""
    period = window_of(year).period
    plan, _made = Plan.objects.get_or_create(
        period=period,
        assignment=cast.assignments[name],
        defaults={
            "person": cast[name],
            "group": "ADMIN_FUNCTIONAL",
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            "appraiser": cast[appraiser],
            "superior": cast[superior],
        },
    )
    return plan


def result_of(
    cast,
    name: str,
    predicate: str,
    *,
    window: Window | None = None,
    unit: str = "MUTASI",
    appraiser: str = "Budi",
    superior: str = "Ratna",
    state: str = EvaluationState.REPORTED,
) -> Evaluation:
    """Somebody's evaluation of a window with its predicate."""
    window = window or window_of()
    results, behaviour = RATINGS[predicate]
    return Evaluation.objects.create(
        plan=plan_of(cast, name, appraiser, superior, window.period.year),
        window=window,
        person=cast[name],
        unit=cast.units[unit],
        state=state,
        appraiser=cast[appraiser],
        appraiser_reason="DIRECT_SUPERIOR",
        superior=cast[superior],
        results_rating=results,
        behaviour_rating=behaviour,
        predicate=predicate,
        opened_at=RATED,
        rated_at=RATED,
        rated_on=RATED.date(),
    )
