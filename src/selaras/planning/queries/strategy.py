"""Reads of strategic goals and of the agreements of units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404

from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import (
    Agreement,
    AgreementItem,
    GoalIndicator,
    Period,
    StrategicGoal,
    YearlyTarget,
)


def named_unit(on: date) -> Subquery:
    """The name of a row's unit on a day."""
    return Subquery(UnitPeriod.objects.filter(holds_on(on), unit=OuterRef("unit")).values("name")[:1])


def goals(on: date) -> QuerySet[StrategicGoal]:
    """Return all goals with indicators and yearly targets, in three statements."""
    targets = Prefetch("targets", YearlyTarget.objects.order_by("year"))
    indicators = Prefetch(
        "indicators", GoalIndicator.objects.order_by("ordinal", "pk").prefetch_related(targets)
    )
    rows = StrategicGoal.objects.annotate(unit_name=named_unit(on)).prefetch_related(indicators)
    return rows.order_by("-first_year", "code")


def goal_of(goal_id: int, on: date) -> StrategicGoal:
    """Return one goal, or raise Http404."""
    goal = goals(on).filter(pk=goal_id).first()
    if goal is None:
        raise Http404
    return goal


def goal_indicator_of(indicator_id: int) -> GoalIndicator:
    """Return one indicator of a goal, or raise Http404."""
    rows: QuerySet[Any] = GoalIndicator.objects.select_related("goal").prefetch_related("targets")
    indicator = rows.filter(pk=indicator_id).first()
    if indicator is None:
        raise Http404
    return indicator


def agreements(on: date, period: Period | None = None) -> QuerySet[Agreement]:
    """Return the agreements of a year, or of all years, with the number of their lines."""
    rows = Agreement.objects.select_related("period", "signed_by", "unit")
    rows = rows.annotate(unit_name=named_unit(on), lines=Count("items"))
    return (rows.filter(period=period) if period else rows).order_by("-period__year", "unit__code")


def agreement_of(agreement_id: int, on: date) -> Agreement:
    """Return one agreement, or raise Http404."""
    agreement = agreements(on).filter(pk=agreement_id).first()
    if agreement is None:
        raise Http404
    return agreement


def items_of(agreement: Agreement) -> list[AgreementItem]:
    """Return the lines of an agreement in order."""
    return list(AgreementItem.objects.filter(agreement=agreement).order_by("ordinal", "id"))
