"""Pages in which a version is written: results one by one, expectations, annex, and the check before submitting."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.http import AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import Refused, StateRefused, require
from selaras.planning import operations, permissions
from selaras.planning.forms.plans import AnnexForm, ExpectationsForm, IndicatorForm, ResultForm
from selaras.planning.models import Plan, PlanGroup, PlanVersion
from selaras.planning.operations import IndicatorInput, ResultInput
from selaras.planning.operations.copying import last_plan_of
from selaras.planning.queries import content_of, findings_of, open_version_of, plan_for
from selaras.planning.queries.checks import agreement_items_of
from selaras.planning.queries.content import PlanContent, ResultContent
from selaras.planning.queries.suggestions import LeaderResult, leader_results, matrix_offers
from selaras.planning.views.shown import shown_content, shown_findings, shown_plan, ways_of

MOST_INDICATORS = 50
NEXT = {"behaviour": "planning:plan_annex", "annex": "planning:plan_check"}


def written_version(request: AgencyRequest, pk: int) -> tuple[Plan, PlanVersion]:
    """Return the plan and the version being worked on, or say that there is none."""
    plan = plan_for(request.actor, pk, request.at)
    version = open_version_of(plan)
    if version is None:
        raise StateRefused(_("This plan is in force. Begin a change to write a new version of it."))
    version.plan = plan
    return plan, version


def _frame(
    request: AgencyRequest, plan: Plan, version: PlanVersion, content: PlanContent, here: str
) -> dict[str, Any]:
    return {
        **shown_plan(request, plan),
        **shown_content(request, plan),
        "version": version,
        "content": content,
        "here": here,
        "may_write": permissions.can_write(request.actor, version),
        "may_expect": permissions.can_expect(request.actor, version),
    }


@signed_in
@require_safe
def plan_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """The results of the version being written, and what they can be taken from."""
    plan, version = written_version(request, pk)
    require(permissions.can_write(request.actor, version))
    content = content_of(version)
    carried = {row.agreement_item_id for one in content.results for row in one.indicators}
    items = agreement_items_of(plan, request.actor.on) if plan.group == PlanGroup.JPT_UNIT_HEAD else []
    context = _frame(request, plan, version, content, "results")
    context |= {
        "offers": matrix_offers(version),
        "items": [one for one in items if one.pk not in carried],
        "last_year": last_plan_of(plan) if not content.results else None,
        "may_approve": permissions.can_approve_assignment(request.actor, version),
    }
    return render(request, "planning/plan_edit.html", context)


@signed_in
@require_POST
def result_add(request: AgencyRequest, pk: int) -> HttpResponse:
    """Begin an empty result with one indicator and open it."""
    plan, version = written_version(request, pk)
    leads = plan.group == PlanGroup.JPT_UNIT_HEAD
    source = "PK" if leads else "MPH"
    blank = ResultInput(source=source, indicators=(IndicatorInput(),))
    row = operations.save_result(
        version=version, result=blank, by=request.actor, at=request.at, autosave=True
    )
    return redirect("planning:result", plan.pk, row.lineage_id)


def _found(content: PlanContent, lineage: int) -> ResultContent:
    for one in content.results:
        if one.lineage_id == lineage:
            return one
    raise Http404


def _forms(
    request: AgencyRequest, plan: Plan, result: ResultContent, leader: list[LeaderResult]
) -> tuple[ResultForm, list[IndicatorForm]]:
    words = shown_content(request, plan)
    names = {"aspect": words["aspects"].items(), "perspective": words["perspectives"].items()}
    leads = plan.group == PlanGroup.JPT_UNIT_HEAD
    items = agreement_items_of(plan, request.actor.on) if leads else []
    data = request.POST if request.method == "POST" else None
    more: dict[str, Any] = {"group": plan.group, "names": names, "items": items}
    form = ResultForm(data, group=plan.group, leader=leader, initial=ResultForm.initial_of(result))
    if data is None:
        rows = [
            IndicatorForm(None, prefix=f"i{place}", initial=IndicatorForm.initial_of(one), **more)
            for place, one in enumerate(result.indicators)
        ]
    else:
        sent = data.get("indicators", "0")
        count = min(int(sent), MOST_INDICATORS) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
        rows = [IndicatorForm(data, prefix=f"i{place}", **more) for place in range(count)]
    return form, rows


def _removed(request: AgencyRequest) -> int | None:
    sent = request.POST.get("remove", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else None


def _all_valid(form: ResultForm, rows: list[IndicatorForm]) -> bool:
    """Ask every part, so that all sentences are shown at once."""
    return not [one for one in (form, *rows) if not one.is_valid()]


def _save_result(
    request: AgencyRequest, version: PlanVersion, before: ResultContent, form: ResultForm,
    rows: list[IndicatorForm], *, autosave: bool,
) -> int:  # fmt: skip
    drop = _removed(request)
    indicators = [row.given() for place, row in enumerate(rows) if place != drop]
    if request.POST.get("do") == "add":
        indicators.append(IndicatorInput())
    saved = operations.save_result(
        version=version, result=form.given(indicators, before), by=request.actor, at=request.at,
        lineage_id=before.lineage_id, row_version=form.cleaned_data["version"], autosave=autosave,
    )  # fmt: skip
    return saved.version


@signed_in
def result(request: AgencyRequest, pk: int, lineage: int) -> HttpResponse:
    """Write one result with its indicators."""
    plan, version = written_version(request, pk)
    require(permissions.can_write(request.actor, version))
    content = content_of(version)
    before = _found(content, lineage)
    form, rows = _forms(request, plan, before, leader_results(plan))
    status = 200
    if request.method == "POST":
        status = 422
        if _all_valid(form, rows):
            try:
                goes_on = request.POST.get("do") == "add" or _removed(request) is not None
                _save_result(request, version, before, form, rows, autosave=goes_on)
                read = [one for row in rows for one in row.amounts()]
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
            else:
                return _after_result(request, plan, before, read, goes_on=goes_on)
    context = _frame(request, plan, version, content, "results")
    context |= {"form": form, "rows": rows, "result": before, "count": len(rows)}
    context["ways"] = ways_of(plan, request.actor.on)
    return render(request, "planning/result.html", context, status=status)


def _after_result(
    request: AgencyRequest, plan: Plan, before: ResultContent, read: list[str], *, goes_on: bool
) -> HttpResponse:
    if goes_on:
        place = "#indicators"
        return redirect(reverse("planning:result", args=[plan.pk, before.lineage_id]) + place)
    messages.success(request, _("The result was saved."))
    if read:
        said = _("Targets were read as: %(targets)s.") % {"targets": "; ".join(read)}
        messages.info(request, said)
    return redirect("planning:plan_edit", plan.pk)


def saved(version: int) -> HttpResponse:
    """Answer an autosave: nothing to show, but the row's new version."""
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"saved": {"version": version}})})


def not_saved(refused: Refused | None = None) -> HttpResponse:
    """Answer an autosave that was refused; the text stays on the device."""
    text = str(refused.sentence) if refused else _("Something in the form is not acceptable yet.")
    return HttpResponse(
        text, status=refused.status if refused else 422, content_type="text/plain; charset=utf-8"
    )


@signed_in
@require_POST
def result_autosave(request: AgencyRequest, pk: int, lineage: int) -> HttpResponse:
    """Save a result as it is being typed."""
    plan, version = written_version(request, pk)
    require(permissions.can_write(request.actor, version))
    before = _found(content_of(version), lineage)
    form, rows = _forms(request, plan, before, leader_results(plan))
    if not _all_valid(form, rows):
        return not_saved()
    try:
        return saved(_save_result(request, version, before, form, rows, autosave=True))
    except Refused as refused:
        return not_saved(refused)


def _section(
    request: AgencyRequest,
    plan: Plan,
    version: PlanVersion,
    form: BaseForm,
    here: str,
    save: Any,
    template: str,
) -> HttpResponse:
    """Show a section, save it, or answer its autosave."""
    is_auto = request.GET.get("autosave") == "1"
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                number = save(is_auto)
                if is_auto:
                    return saved(number)
                messages.success(request, _("Saved."))
                goes_on = request.POST.get("do") == "next"
                return redirect(*((NEXT[here], plan.pk) if goes_on else (request.path,)))
            except Refused as refused:
                if is_auto:
                    return not_saved(refused)
                status = refused.status
                add_refusal(form, refused)
        elif is_auto:
            return not_saved()
    context = _frame(request, plan, version, content_of(version), here)
    return render(request, template, {**context, "form": form}, status=status)


@signed_in
def plan_behaviour(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write the special expectations beside the fixed guides."""
    plan, version = written_version(request, pk)
    require(permissions.can_expect(request.actor, version))
    values = {code: name for code, (name, _guides) in shown_content(request, plan)["values"].items()}
    given = content_of(version).expectations
    initial: dict[str, Any] = {code: "\n".join(texts) for code, texts in given.items()}
    initial["version"] = version.expectations_version
    form = ExpectationsForm(request.POST or None, values=values, initial=initial)
    return _section(
        request, plan, version, form, "behaviour",
        lambda auto: operations.save_expectations(
            version=version, expectations=form.given(), by=request.actor, at=request.at,
            row_version=form.cleaned_data["version"], autosave=auto,
        ),
        "planning/plan_behaviour.html",
    )  # fmt: skip


@signed_in
def plan_annex(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write the annex."""
    plan, version = written_version(request, pk)
    require(permissions.can_write(request.actor, version))
    initial: dict[str, Any] = {
        kind: "\n".join(texts) for kind, texts in content_of(version).provisions.items()
    }
    initial["version"] = version.annex_version
    form = AnnexForm(request.POST or None, initial=initial)
    return _section(
        request, plan, version, form, "annex",
        lambda auto: operations.save_provisions(
            version=version, provisions=form.given(), by=request.actor, at=request.at,
            row_version=form.cleaned_data["version"], autosave=auto,
        ),
        "planning/plan_annex.html",
    )  # fmt: skip


@signed_in
@require_safe
def plan_check(request: AgencyRequest, pk: int) -> HttpResponse:
    """What the rules find, and the button that submits."""
    plan, version = written_version(request, pk)
    require(permissions.can_write(request.actor, version))
    content = content_of(version)
    findings = findings_of(version, content, request.actor.on)
    context = _frame(request, plan, version, content, "check")
    context |= {
        "findings": shown_findings(findings, content),
        "errors": sum(1 for one in findings if one.level == "ERROR"),
        "may_submit": permissions.can_submit(request.actor, version),
    }
    return render(request, "planning/plan_check.html", context)
