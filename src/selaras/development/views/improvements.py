"""Improvement plans: those one may read, planning help after a result, its steps and conclusion."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.appraisal.papers import window_name
from selaras.core import audit
from selaras.core.http import AgencyRequest, add_refusal, page_of, reason_sent, signed_in
from selaras.core.verdict import Refused
from selaras.development import operations
from selaras.development.forms import FinishForm, ImprovementForm, StepForm, blank_steps
from selaras.development.models import ImprovementPlan, ImprovementState
from selaras.development.operations import PlannedStep
from selaras.development.permissions import can_finish_step, can_lead_improvement, can_see_improvement
from selaras.development.queries import (
    evaluation_to_help,
    improvement_for,
    improvements_for,
    steps_of,
    waiting_for_help,
)
from selaras.development.queries.people import helpers_for
from selaras.development.views.sent import version_sent
from selaras.development.workflow import IMPROVEMENT
from selaras.organisation.queries import headers_of

USUAL_LENGTH = timedelta(days=90)
MOST_OPEN = 10
ENDINGS = ("achieve", "fail", "cancel")


@signed_in
@require_safe
def improvements(request: AgencyRequest) -> HttpResponse:
    """List the plans one may read, and the results that still have none."""
    state = request.GET.get("state", "")
    rows = improvements_for(
        request.actor, state if state in ImprovementState.values else "", request.GET.get("q", "")[:100]
    )
    page = page_of(rows, request)
    waiting = list(waiting_for_help(request.actor)[:MOST_OPEN])
    people = [one.person_id for one in page.rows] + [one.person_id for one in waiting]
    context = {
        "page": page,
        "waiting": [(one, window_name(one.window)) for one in waiting],
        "headers": headers_of(people, request.actor.on),
        "filters": [
            {
                "name": "state",
                "label": _("State"),
                "options": [("", _("All states")), *ImprovementState.choices],
            }
        ],
    }
    return render(request, "development/improvements.html", context)


@signed_in
def improvement_new(request: AgencyRequest, evaluation_id: int) -> HttpResponse:
    """Plan dated help after a result below Good."""
    found = evaluation_to_help(request.actor, evaluation_id)
    helpers = [
        one
        for one in helpers_for(found.unit_id, [found.appraiser_id, found.superior_id], request.actor.on)
        if one.pk != found.person_id
    ]
    data = request.POST if request.method == "POST" else None
    on = request.actor.on
    form = ImprovementForm(data, initial={"starts_on": on, "ends_on": on + USUAL_LENGTH})
    steps, status = blank_steps(data, helpers), 200
    if data is not None:
        status = 422
        if all([form.is_valid(), *(one.is_valid() for one in steps)]):
            try:
                return redirect("development:improvement", _create(request, found, form, steps).pk)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    context = {
        "evaluation": found,
        "window": window_name(found.window),
        "form": form,
        "steps": steps,
        "header": headers_of([found.person_id], on),
    }
    return render(request, "development/improvement_new.html", context, status=status)


def _create(
    request: AgencyRequest, found: Any, form: ImprovementForm, steps: list[StepForm]
) -> ImprovementPlan:
    planned = [
        PlannedStep(one.cleaned_data["text"], one.cleaned_data["due_on"], one.cleaned_data["helper"])
        for one in steps
        if one.cleaned_data["text"]
    ]
    fields = {name: form.cleaned_data[name] for name in ("goal", "starts_on", "ends_on")}
    made = operations.create_improvement(
        evaluation=found, **fields, steps=planned, by=request.actor, at=request.at
    )
    messages.success(request, _("The plan was made. The employee and the helpers were told."))
    return made


@signed_in
def improvement(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one plan; a POST adds help, marks a step as done, or concludes."""
    found = improvement_for(request.actor, pk, request.at)
    if request.method != "POST":
        return _page(request, found, {})
    what = request.POST.get("step", "")
    if what in ENDINGS:
        _end(request, found, what)
        return redirect("development:improvement", pk)
    return _write(request, found, what)


def _end(request: AgencyRequest, found: ImprovementPlan, what: str) -> None:
    text = reason_sent(request)
    who: dict[str, Any] = {"by": request.actor, "at": request.at, "version": version_sent(request)}
    if what == "cancel":
        operations.cancel_improvement(plan=found, reason=text, **who)
    else:
        operations.conclude_improvement(plan=found, achieved=what == "achieve", conclusion=text, **who)
    messages.success(request, _("The plan was concluded and the employee was told."))


def _write(request: AgencyRequest, found: ImprovementPlan, what: str) -> HttpResponse:
    """Add a piece of help, or mark one ("finish-12") as given."""
    form: Any = _add_form(request, found, request.POST) if what == "add" else FinishForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            (_add if what == "add" else _finish)(request, found, form)
            return redirect("development:improvement", found.pk)
        except Refused as refused:
            status = refused.status
            add_refusal(form, refused)
    return _page(request, found, {what: form}, status)


def _add_form(request: AgencyRequest, found: ImprovementPlan, data: Any = None) -> StepForm:
    evaluation = found.evaluation
    near = [evaluation.appraiser_id, evaluation.superior_id]
    helpers = helpers_for(evaluation.unit_id, near, request.actor.on)
    return StepForm(data, helpers=[one for one in helpers if one.pk != found.person_id], auto_id="add_%s")


def _add(request: AgencyRequest, found: ImprovementPlan, form: StepForm) -> None:
    values = form.cleaned_data
    operations.add_step(
        plan=found,
        text=values["text"],
        due_on=values["due_on"],
        helper_id=values["helper"],
        by=request.actor,
        at=request.at,
        version=values["version"],
    )
    messages.success(request, _("The help was added."))


def _finish(request: AgencyRequest, found: ImprovementPlan, form: FinishForm) -> None:
    wanted = request.POST.get("step", "").removeprefix("finish-")
    step = next((one for one in steps_of(found) if str(one.pk) == wanted), None)
    if step is None:
        raise Http404
    values = form.cleaned_data
    operations.finish_step(
        step=step,
        note=values["note"],
        done_on=values["done_on"],
        by=request.actor,
        at=request.at,
        version=values["version"],
    )
    messages.success(request, _("The step is marked as done."))


def _page(
    request: AgencyRequest, found: ImprovementPlan, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    actor = request.actor
    whole = bool(can_see_improvement(actor, found))
    steps = steps_of(found, None if whole else actor.person_id)
    leads = bool(can_lead_improvement(actor, found))
    blank = {
        one.pk: FinishForm(initial={"done_on": actor.on}, auto_id=f"finish{one.pk}_%s")
        for one in steps
        if can_finish_step(actor, one)
    }
    blank.update({pk: forms[f"finish-{pk}"] for pk in blank if f"finish-{pk}" in forms})
    people = [found.person_id, found.evaluation.appraiser_id, found.evaluation.superior_id]
    context = {
        "plan": found,
        "whole": whole,
        "steps": steps,
        "finish": blank,
        "leads": leads,
        "add": forms.get("add") or (_add_form(request, found) if leads else None),
        "headers": headers_of(people, actor.on),
        "endings": IMPROVEMENT.open_to(actor, found) if leads else [],
        "history": audit.history_of(found) if whole else None,
    }
    return render(request, "development/improvement.html", context, status=status)
