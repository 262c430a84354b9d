"""Pages of the strategic plan: goals with indicators and yearly targets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.actor import Actor, RoleCode
from selaras.core.audit import history_of
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.verdict import require
from selaras.organisation.models import Unit
from selaras.organisation.queries.structure import unit_choices
from selaras.planning import permissions
from selaras.planning.forms.strategy import GoalForm, GoalIndicatorForm
from selaras.planning.models import GoalIndicator, StrategicGoal
from selaras.planning.operations import strategy as operations
from selaras.planning.queries.strategy import goal_indicator_of, goal_of, goals
from selaras.planning.views.shown import missing_first
from selaras.planning.views.words import LABELS, VERBS


def keeps_anything(actor: Actor) -> bool:
    """Say whether the actor keeps goals or agreements of some unit."""
    return actor.role in (RoleCode.OFFICER, RoleCode.HEAD)


@signed_in
@require_safe
def goal_list(request: AgencyRequest) -> HttpResponse:
    """The strategic plan."""
    require(permissions.can_read_planning(request.actor))
    rows = goals(request.actor.on)
    search = request.GET.get("q", "").strip()[:100]
    if search:
        rows = rows.filter(text__icontains=search)
    page = page_of(rows, request)
    years = sorted(
        {one.year for row in page.rows for line in row.indicators.all() for one in line.targets.all()}
    )
    return render(
        request,
        "planning/strategy.html",
        {"page": page, "years": years, "may_add": keeps_anything(request.actor), "search": search},
    )


@signed_in
@require_safe
def goal(request: AgencyRequest, pk: int) -> HttpResponse:
    """One goal with its indicators."""
    require(permissions.can_read_planning(request.actor))
    row = goal_of(pk, request.actor.on)
    return render(
        request,
        "planning/goal.html",
        {
            "goal": row,
            "years": range(row.first_year, row.last_year + 1),
            "may": permissions.can_keep_strategy(request.actor, row.unit_id),
            "history": history_of(row),
            "verbs": VERBS,
            "labels": LABELS,
        },
    )


def _save_goal(request: AgencyRequest, row: StrategicGoal | None) -> Any:
    def save(data: dict[str, Any]) -> StrategicGoal:
        unit = Unit.objects.get(pk=data.pop("unit"))
        saved = operations.save_goal(unit=unit, goal=row, by=request.actor, at=request.at, **data)
        messages.success(request, _("The goal was saved."))
        return saved

    return save


@signed_in
def goal_add(request: AgencyRequest) -> HttpResponse:
    """Add a goal."""
    if not keeps_anything(request.actor):
        require(permissions.can_keep_strategy(request.actor, None))
    year, units = request.actor.on.year, unit_choices(request.actor)
    if first := missing_first(request, units=units):
        return first
    form = GoalForm(
        request.POST or None,
        units=units,
        initial={"first_year": year, "last_year": year + 4},
    )
    return handle(
        request, form, _save_goal(request, None), template="planning/goal_edit.html",
        then=lambda saved: reverse("planning:goal", args=[saved.pk]), context={"goal": None},
    )  # fmt: skip


@signed_in
def goal_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Change a goal."""
    row = goal_of(pk, request.actor.on)
    require(permissions.can_keep_strategy(request.actor, row.unit_id))
    names = ("code", "text", "first_year", "last_year", "version")
    initial = {name: getattr(row, name) for name in names} | {"unit": row.unit_id}
    form = GoalForm(request.POST or None, units=unit_choices(request.actor), initial=initial)
    return handle(
        request, form, _save_goal(request, row), template="planning/goal_edit.html",
        then=lambda saved: reverse("planning:goal", args=[pk]), context={"goal": row},
    )  # fmt: skip


@signed_in
@require_POST
def goal_remove(request: AgencyRequest, pk: int) -> HttpResponse:
    """Remove a goal that no agreement uses."""
    operations.remove_goal(goal=goal_of(pk, request.actor.on), by=request.actor, at=request.at)
    messages.success(request, _("The goal was removed."))
    return redirect("planning:strategy")


def _indicator_page(
    request: AgencyRequest, row: StrategicGoal, indicator: GoalIndicator | None
) -> HttpResponse:
    require(permissions.can_keep_strategy(request.actor, row.unit_id))
    years = range(row.first_year, row.last_year + 1)
    initial = GoalIndicatorForm.initial_of(indicator) if indicator else {}
    form = GoalIndicatorForm(request.POST or None, years=years, initial=initial)
    return handle(
        request, form,
        lambda _data: operations.save_goal_indicator(
            goal=row, indicator=indicator, by=request.actor, at=request.at, **form.given()
        ),
        template="planning/goal_indicator.html", then=lambda _saved: reverse("planning:goal", args=[row.pk]),
        context={"goal": row, "indicator": indicator}, said=_("The indicator was saved."),
    )  # fmt: skip


@signed_in
def goal_indicator_add(request: AgencyRequest, pk: int) -> HttpResponse:
    """Add an indicator to a goal."""
    return _indicator_page(request, goal_of(pk, request.actor.on), None)


@signed_in
def goal_indicator_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Change an indicator of a goal."""
    indicator = goal_indicator_of(pk)
    return _indicator_page(request, indicator.goal, indicator)


@signed_in
@require_POST
def goal_indicator_remove(request: AgencyRequest, pk: int) -> HttpResponse:
    """Remove an indicator that no agreement uses."""
    indicator = goal_indicator_of(pk)
    operations.remove_goal_indicator(indicator=indicator, by=request.actor, at=request.at)
    messages.success(request, _("The indicator was removed."))
    return redirect("planning:goal", indicator.goal_id)
