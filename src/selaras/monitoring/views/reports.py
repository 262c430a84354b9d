"""One monthly report: fill in, submit, answer, talk; and its evidence."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.audit import history_of
from selaras.core.files import serve
from selaras.core.http import AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import Refused, require
from selaras.monitoring import operations, permissions
from selaras.monitoring.forms.reports import AnswerForm, ReplyForm, ReportForm, draft_of
from selaras.monitoring.models import Evidence, Report, ReportState
from selaras.monitoring.queries import ReportSheet, behaviour_names, report_for, sheet_of
from selaras.monitoring.views.sending import asks_first, sent
from selaras.monitoring.views.shown import HISTORY, feedback_readers, number_in, readers_of
from selaras.monitoring.workflow import REPORT
from selaras.organisation.queries import headers_of


@signed_in
def report(request: AgencyRequest, report_id: int) -> HttpResponse:
    """Show one report: as a form to its author, with an answer form to the appraiser, else to read."""
    found = report_for(request.actor, report_id, request.at)
    if request.method == "POST":
        return _fill_in(request, found)
    return _page(request, found, sheet_of(found))


def _fill_in(request: AgencyRequest, found: Report) -> HttpResponse:
    """Save, or save and submit; whatever is refused, the page comes back with all that was typed."""
    require(permissions.can_edit_report(request.actor, found))
    sheet = sheet_of(found)
    form = ReportForm(sheet, request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            return _written(request, found, form)
        except Refused as refused:
            status = refused.status
            add_refusal(form, refused)
    return _page(request, found, sheet, form=form, status=status)


def _written(request: AgencyRequest, found: Report, form: ReportForm) -> HttpResponse:
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    version, page = form.cleaned_data["version"], form.cleaned_data["page"]
    saved = operations.save_draft(report=found, draft=form.draft, version=version, page=page, **who)
    added = _add_evidence(saved, form, who)
    if request.POST.get("remove"):
        evidence = get_object_or_404(Evidence, report=saved, pk=number_in(request.POST["remove"]))
        operations.remove_evidence(evidence=evidence, **who)
        messages.success(request, _("“%(name)s” was removed.") % {"name": evidence.name})
        return redirect("monitoring:report", saved.pk)
    if request.POST.get("step") != "submit":
        messages.success(request, _("The evidence was added.") if added else _("Your draft is saved."))
        return redirect("monitoring:report", saved.pk)
    if asks_first(saved):
        messages.success(request, _("Your draft is saved."))
        return redirect("monitoring:submit", saved.pk)
    return redirect(sent(request, saved, saved.version))


def _add_evidence(saved: Report, form: ReportForm, who: dict[str, Any]) -> int:
    added = 0
    for result_id, files, name, link in form.evidence():
        for upload in files:
            try:
                operations.add_file(report=saved, result_id=result_id, upload=upload, **who)
            except Refused as refused:
                refused.fields = {f"files-{result_id}": refused.sentence}
                raise
            added += 1
        if link:
            operations.add_link(report=saved, result_id=result_id, name=name, link=link, **who)
            added += 1
    return added


@signed_in
@require_POST
def save(request: AgencyRequest, report_id: int) -> HttpResponse:
    """Keep what was just typed; only the fields that are sent change."""
    found = report_for(request.actor, report_id)
    fresh = operations.save_draft(
        report=found,
        draft=draft_of(request.POST.dict()),
        version=number_in(request.POST.get("version", "")),
        page=_page_id(request.POST.get("page", "")),
        by=request.actor,
        at=request.at,
    )
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"saved": {"version": fresh.version}})})


def _page_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@signed_in
@require_POST
def withdraw(request: AgencyRequest, report_id: int) -> HttpResponse:
    """Take a submitted report back."""
    found = report_for(request.actor, report_id)
    version = number_in(request.POST.get("version", ""))
    operations.withdraw(report=found, by=request.actor, at=request.at, version=version)
    messages.success(request, _("The report is a draft again. Submit it when it is ready."))
    return redirect("monitoring:report", report_id)


@signed_in
@require_POST
def answer(request: AgencyRequest, report_id: int) -> HttpResponse:
    """Answer a report."""
    found = report_for(request.actor, report_id)
    require(permissions.can_answer(request.actor, found))
    sheet = sheet_of(found)
    names = behaviour_names(found.plan, request.actor.on, request.agency)
    form = AnswerForm(sheet, names, request.POST)
    status = 422
    if form.is_valid():
        try:
            operations.answer(
                report=found,
                text=form.cleaned_data["answer"],
                remarks=form.remarks,
                by=request.actor,
                at=request.at,
                version=form.cleaned_data["version"],
            )
            messages.success(
                request, _("Your answer is sent to %(name)s.") % {"name": found.plan.person.name}
            )
            return redirect("monitoring:report", report_id)
        except Refused as refused:
            status = refused.status
            add_refusal(form, refused)
    return _page(request, found, sheet, answer_form=form, status=status)


@signed_in
@require_POST
def reply(request: AgencyRequest, report_id: int) -> HttpResponse:
    """Write in the conversation on a report."""
    found = report_for(request.actor, report_id)
    require(permissions.can_reply_to_report(request.actor, found))
    form = ReplyForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            operations.reply(report=found, text=form.cleaned_data["text"], by=request.actor, at=request.at)
            messages.success(request, _("Your message is sent."))
            return redirect("monitoring:report", report_id)
        except Refused as refused:
            status = refused.status
            add_refusal(form, refused)
    return _page(request, found, sheet_of(found), reply_form=form, status=status)


@signed_in
@require_POST
def paper(request: AgencyRequest, report_id: int) -> HttpResponse:
    """Issue the official form B.1.2 of a report and open it."""
    found = report_for(request.actor, report_id)
    issued = operations.issue_report(report=found, by=request.actor, at=request.at)
    return redirect("documents:paper", issued.pk)


@signed_in
@require_safe
def evidence_file(request: AgencyRequest, evidence_id: int) -> HttpResponse:
    """Serve a file of evidence to whoever may read its report."""
    rows = Evidence.objects.select_related("file").filter(file__isnull=False)
    evidence = get_object_or_404(rows, pk=evidence_id)
    report_for(request.actor, evidence.report_id, request.at)
    return serve(evidence.file)  # type: ignore[return-value]  # a file is an answer too


def _page(
    request: AgencyRequest,
    found: Report,
    sheet: ReportSheet,
    *,
    form: ReportForm | None = None,
    answer_form: AnswerForm | None = None,
    reply_form: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a report in the way that fits who looks and how far it is."""
    actor, plan = request.actor, found.plan
    edits = bool(permissions.can_edit_report(actor, found))
    answers = found.state == ReportState.SUBMITTED and bool(permissions.can_answer(actor, found))
    names = behaviour_names(plan, actor.on, request.agency)
    people = headers_of([plan.person_id, plan.appraiser_id, plan.superior_id], actor.on, [plan.assignment_id])
    if edits and form is None:
        form = ReportForm(sheet, initial={"page": uuid.uuid4()})
    if answers and answer_form is None:
        answer_form = AnswerForm(sheet, names)
    context = {
        "report": found, "plan": plan, "sheet": sheet, "people": people, "behaviour_names": names,
        "form": form if edits else None, "answer_form": answer_form if answers else None,
        "reply_form": reply_form or ReplyForm(), "can_reply": permissions.can_reply_to_report(actor, found),
        "sees_feedback": permissions.can_read_feedback_of(actor, plan), "steps": REPORT.open_to(actor, found),
        "is_own": actor.is_person(plan.person_id), "stands_in": answers and permissions.stands_in(actor, plan),
        "readers": readers_of(plan, people, actor), "feedback_readers": feedback_readers(plan, people, actor),
        "on": actor.on, "history": [] if edits or answers else history_of(found), "verbs": HISTORY,
    }  # fmt: skip
    return render(request, "monitoring/report.html", context, status=status)
