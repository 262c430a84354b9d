"""The action plan of a plan: the steps by which each result is to be reached."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.core.http import AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import Refused, require
from selaras.monitoring import operations, permissions
from selaras.monitoring.forms.steps import StepForm
from selaras.monitoring.models import ActionStep
from selaras.monitoring.queries.steps import steps_of
from selaras.monitoring.views.shown import number_in
from selaras.planning.models import Plan
from selaras.planning.queries import plan_for, results_of


@signed_in
def steps(request: AgencyRequest, plan_id: int) -> HttpResponse:
    """Show the action plan, with a line to add a step for its author."""
    plan = plan_for(request.actor, plan_id, request.at)
    require(permissions.can_read_plan_work(request.actor, plan))
    if request.method == "POST":
        require(permissions.can_plan_steps(request.actor, plan))
    results = results_of(plan)
    form = StepForm(results, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _added(request, plan, form)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    context = {
        "plan": plan, "results": results, "steps": steps_of(plan), "form": form,
        "is_own": bool(permissions.can_plan_steps(request.actor, plan)), "on": request.actor.on,
    }  # fmt: skip
    return render(request, "monitoring/steps.html", context, status=status)


def _added(request: AgencyRequest, plan: Plan, form: StepForm) -> HttpResponse:
    said = form.cleaned_data
    operations.add_step(
        plan=plan, result_id=int(said["result"]), text=said["text"], due_on=said["due_on"],
        by=request.actor, at=request.at,
    )  # fmt: skip
    messages.success(request, _("The step was added."))
    return redirect("monitoring:steps", plan.pk)


@signed_in
@require_POST
def change_step(request: AgencyRequest, step_id: int) -> HttpResponse:
    """Mark a step as done or open again, or take it out."""
    step = get_object_or_404(ActionStep.objects.select_related("result__plan"), pk=step_id)
    version = number_in(request.POST.get("version", ""))
    if request.POST.get("step") == "remove":
        operations.remove_step(step=step, by=request.actor, at=request.at, version=version)
        messages.success(request, _("The step was taken out."))
    else:
        done = request.POST.get("step") == "done"
        operations.finish_step(step=step, done=done, by=request.actor, at=request.at, version=version)
    return redirect("monitoring:steps", step.result.plan_id)
