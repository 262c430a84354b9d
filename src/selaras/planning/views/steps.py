"""Acts on a plan: begin, workflow steps, change, close, new appraiser, copies, order and removal of results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from selaras.core.http import AgencyRequest, handle, reason_sent, signed_in
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import Person
from selaras.organisation.queries import headers_of
from selaras.planning import operations, permissions
from selaras.planning.forms.acts import AppraiserForm, ClosePlanForm, ReasonForm
from selaras.planning.models import AgreementItem, Plan, PlanVersion
from selaras.planning.operations import FindingsRefused
from selaras.planning.operations.agreements import adopt_from_agreement
from selaras.planning.operations.matrix import adopt_from_matrix
from selaras.planning.queries import content_of, findings_of, latest_version_of, period_of, plan_for
from selaras.planning.queries.checks import errors_in
from selaras.planning.views.editor import written_version
from selaras.planning.views.shown import changes_of, shown_findings, shown_plan

STEPS: dict[str, tuple[Any, bool]] = {
    "submit": (operations.submit, False),
    "withdraw": (operations.withdraw, False),
    "return": (operations.return_plan, True),
    "agree": (operations.agree, True),
    "sign": (operations.sign, True),
    "set": (operations.set_plan, True),
}


def sent_number(request: AgencyRequest, name: str = "version") -> int | None:
    """Return a whole number that was sent, or None."""
    return next(iter(sent_numbers(request, name)), None)


def sent_numbers(request: AgencyRequest, name: str) -> list[int]:
    """Return the whole numbers among what was sent."""
    sent = request.POST.getlist(name)
    return [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 18]


def done_words() -> dict[str, str]:
    """Return what is said after each step."""
    return {
        "submit": _("The plan was submitted. Your appraiser has been told."),
        "withdraw": _("The plan was taken back. You can go on writing."),
        "return": _("The plan was returned with your reason."),
        "agree": _("The plan is agreed. The employee has been asked to sign it."),
        "sign": _("The plan is signed. The appraiser has been asked to set it."),
        "set": _("The plan is set and in force. The documents have been issued."),
    }


@signed_in
@require_POST
def plan_begin(request: AgencyRequest, pk: int) -> HttpResponse:
    """Begin the own plan of a year."""
    period = period_of(pk)
    person = Person.objects.filter(pk=request.actor.person_id or 0).first()
    plan = operations.create_plan(period=period, person=person, by=request.actor, at=request.at)
    messages.success(request, _("The draft was begun."))
    return redirect("planning:plan_edit", plan.pk)


@signed_in
@require_POST
def plan_step(request: AgencyRequest, pk: int) -> HttpResponse:
    """Take a workflow step; findings of the rules are shown as a page."""
    plan = plan_for(request.actor, pk, request.at)
    version = latest_version_of(plan)
    version.plan = plan
    code = request.POST.get("step", "")
    if code not in STEPS:
        raise Http404
    operation, with_reason = STEPS[code]
    more: dict[str, Any] = {"reason": reason_sent(request)} if with_reason else {}
    try:
        operation(version=version, by=request.actor, at=request.at, sent=sent_number(request), **more)
    except FindingsRefused as refused:
        return _findings_page(request, plan, version, refused)
    messages.success(request, done_words()[code])
    return redirect("planning:plan", plan.pk)


def _findings_page(
    request: AgencyRequest, plan: Plan, version: PlanVersion, refused: FindingsRefused
) -> HttpResponse:
    content = content_of(version)
    findings = tuple(errors_in(findings_of(version, content, request.actor.on)))
    context = {**shown_plan(request, plan), "findings": shown_findings(findings, content)}
    context["may_write"] = permissions.can_write(request.actor, version)
    return render(request, "planning/plan_refused.html", context, status=refused.status)


@signed_in
def plan_change(request: AgencyRequest, pk: int) -> HttpResponse:
    """Begin a new version of a plan in force, with a reason."""
    plan = plan_for(request.actor, pk, request.at)
    version = latest_version_of(plan)
    version.plan = plan
    require(permissions.can_begin_change(request.actor, version))
    return handle(
        request, ReasonForm(request.POST or None),
        lambda data: operations.begin_change(plan=plan, reason=data["reason"], by=request.actor, at=request.at),
        template="planning/plan_change.html",
        context={**shown_plan(request, plan), "changes": changes_of(plan, request.actor.on)},
        then=lambda made: reverse("planning:plan", args=[plan.pk]),
        said=_("A new version was begun. The present one stays in force until the new one is set."),
    )  # fmt: skip


@signed_in
@require_POST
def plan_discard(request: AgencyRequest, pk: int) -> HttpResponse:
    """Throw a change away that is still being written."""
    plan, version = written_version(request, pk)
    operations.discard_change(version=version, by=request.actor, at=request.at)
    messages.success(request, _("The change was thrown away; the plan in force stays as it is."))
    return redirect("planning:plan", plan.pk)


@signed_in
def plan_close(request: AgencyRequest, pk: int) -> HttpResponse:
    """Close a plan after a move."""
    plan = plan_for(request.actor, pk, request.at)
    require(permissions.can_administer_plan(request.actor, plan))
    form = ClosePlanForm(request.POST or None, initial={"on": request.actor.on, "version": plan.version})
    return handle(
        request, form,
        lambda data: operations.close_plan(
            plan=plan, on=data["on"], reason=data["reason"], by=request.actor, at=request.at,
            version=data["version"],
        ),
        template="planning/plan_close.html", context=shown_plan(request, plan),
        said=_("The plan is closed. What was reported and evaluated stays."),
        then=lambda done: reverse("planning:plan", args=[plan.pk]),
    )  # fmt: skip


@signed_in
def plan_appraiser(request: AgencyRequest, pk: int) -> HttpResponse:
    """Record that somebody else appraises from now on."""
    plan = plan_for(request.actor, pk, request.at)
    require(permissions.can_administer_plan(request.actor, plan))
    search = (request.GET.get("q") or "").strip()[:100]
    people = _people(search, plan, request)
    form = AppraiserForm(
        request.POST or None, people=people,
        initial={"appraiser": plan.appraiser_id, "superior": plan.superior_id, "version": plan.version},
    )  # fmt: skip

    def record(data: dict[str, Any]) -> Plan:
        known = Person.objects.in_bulk([one for one in (data["appraiser"], data["superior"]) if one])
        return operations.change_appraiser(
            plan=plan, appraiser=known[data["appraiser"]], superior=known.get(data["superior"]),
            reason=data["reason"], by=request.actor, at=request.at, version=data["version"],
        )  # fmt: skip

    return handle(
        request, form, record, template="planning/plan_appraiser.html",
        said=_("Who appraises from now on was recorded."),
        context={**shown_plan(request, plan), "search": search},
        then=lambda done: reverse("planning:plan", args=[plan.pk]),
    )  # fmt: skip


def _people(search: str, plan: Plan, request: AgencyRequest) -> list[tuple[int, str]]:
    chosen = [one for one in (plan.appraiser_id, plan.superior_id) if one]
    chosen += sent_numbers(request, "appraiser") + sent_numbers(request, "superior")
    rows = Person.objects.filter(pk__in=chosen)
    if search:
        rows |= Person.objects.filter(name__icontains=search)
    found = rows.exclude(pk=plan.person_id).order_by("name").values_list("pk", flat=True)[:20]
    headers = headers_of(found, request.actor.on)
    return [
        (one.person_id, " · ".join(filter(None, (one.name, one.position or one.description))))
        for one in headers.values()
    ]


@signed_in
@require_POST
def plan_copy(request: AgencyRequest, pk: int) -> HttpResponse:
    """Fill the empty draft with last year's plan."""
    plan, version = written_version(request, pk)
    count = operations.copy_from_last_year(version=version, by=request.actor, at=request.at)
    text = ngettext("%(num)s result was copied.", "%(num)s results were copied.", count)
    messages.success(request, text % {"num": count})
    return redirect("planning:plan_edit", plan.pk)


@signed_in
@require_POST
def plan_take(request: AgencyRequest, pk: int) -> HttpResponse:
    """Take roles of the matrix or lines of the agreement into the draft."""
    plan, version = written_version(request, pk)
    require(permissions.can_write(request.actor, version))
    chosen, items = sent_numbers(request, "matrix"), sent_numbers(request, "item")
    if not chosen and not items:
        raise InvalidRefused(_("Nothing was chosen. Tick at least one line."))
    made = adopt_from_matrix(version=version, matrix_result_ids=chosen, by=request.actor, at=request.at)
    rows = list(AgreementItem.objects.filter(pk__in=items))
    made += adopt_from_agreement(version=version, items=rows, by=request.actor, at=request.at)
    text = ngettext("%(num)s result was taken over.", "%(num)s results were taken over.", len(made))
    messages.success(request, text % {"num": len(made)})
    return redirect("planning:plan_edit", plan.pk)


@signed_in
@require_POST
def result_act(request: AgencyRequest, pk: int, lineage: int) -> HttpResponse:
    """Move a result, remove it, or approve it as work given by another leader."""
    plan, version = written_version(request, pk)
    act = request.POST.get("act", "")
    more: dict[str, Any] = {"version": version, "lineage_id": lineage, "by": request.actor, "at": request.at}
    if act in ("up", "down"):
        operations.move_result(up=act == "up", **more)
    elif act == "remove":
        operations.remove_result(**more)
        messages.success(request, _("The result was removed."))
    elif act == "approve":
        operations.approve_assignment(**more)
        messages.success(request, _("The assignment was approved."))
        return redirect("planning:plan", plan.pk)
    else:
        raise Http404
    return redirect("planning:plan_edit", plan.pk)
