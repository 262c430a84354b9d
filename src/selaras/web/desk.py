"""My desk: what waits for the person in the role now chosen, gathered from every stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from importlib import import_module
from importlib.util import find_spec

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selaras.appraisal.models import EvaluationState
from selaras.core.actor import Actor
from selaras.core.http import AgencyRequest, signed_in
from selaras.core.waiting import Waiting
from selaras.insight.permissions import can_oversee
from selaras.insight.queries import Standing, standing_of
from selaras.planning.models import PlanState
from selaras.planning.permissions import can_manage_periods

Source = Callable[[Actor], Iterable[Waiting]]
STAGES = ("organisation", "planning", "monitoring", "appraisal", "recognition", "development", "insight")
FAR = date.max


def sources() -> list[Source]:
    """Return each stage's `waiting_for`, in the order of the cycle."""
    found = []
    for stage in STAGES:
        if find_spec(f"selaras.{stage}.queries"):
            source = getattr(import_module(f"selaras.{stage}.queries"), "waiting_for", None)
            if source is not None:
                found.append(source)
    return found


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return everything that waits for the actor, the most urgent first."""
    lines = [line for source in sources() for line in source(actor)]
    return sorted(lines, key=lambda line: line.due_on or FAR)


def begins_first_year(actor: Actor, standing: Standing) -> bool:
    """Say whether the actor is the officer of an agency that has no performance year yet."""
    return not standing.has_years and bool(can_manage_periods(actor))


@signed_in
@require_safe
def desk(request: AgencyRequest) -> HttpResponse:
    """Show what waits, or how the year is going when nothing does."""
    lines = waiting_for(request.actor)
    standing = Standing() if lines else standing_of(request.actor)
    context = {
        "lines": lines,
        "on": request.actor.on,
        "year": standing.year,
        "plan_states": PlanState,
        "result_states": EvaluationState,
        "oversees": not lines and bool(can_oversee(request.actor)),
        "begins": begins_first_year(request.actor, standing),
    }
    return render(request, "desk/desk.html", context)
