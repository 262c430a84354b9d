"""One evaluation: where it stands, its result with the reasons, its papers, and the steps one may take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.appraisal import operations, queries
from selaras.appraisal.forms import AskForm
from selaras.appraisal.models import AppraiserReason, Evaluation, EvaluationState
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import (
    can_ask_opinion,
    can_move,
    can_read_opinions,
    can_see_result,
    can_send,
    can_take_part,
    final_article,
    final_sentence,
)
from selaras.appraisal.queries.people import colleagues_of
from selaras.appraisal.views import shown
from selaras.appraisal.views.sent import version_sent
from selaras.appraisal.views.steps import next_steps
from selaras.core.actor import Actor
from selaras.core.audit import HistoryEntry, history_of
from selaras.core.http import AgencyRequest, reason_sent, signed_in
from selaras.core.models import Agency
from selaras.core.verdict import StateRefused, require
from selaras.documents.queries import papers_of
from selaras.organisation.queries import headers_of
from selaras.planning.models import Scheme
from selaras.regulations.queries.choices import PaidShare, paid_share


@signed_in
@require_safe
def evaluation(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one evaluation to whoever may see it; ratings only to those who may see the result."""
    user = request.actor
    found = queries.evaluation_for(user, pk, at=request.at)
    context = page_context(user, found, request.agency.time_zone)
    context["paid"] = _paid(request.agency, found) if context["sees"] else None
    return render(request, "appraisal/evaluation.html", context)


def _paid(agency: Agency, found: Evaluation) -> PaidShare | None:
    """What a delivered predicate pays by the agency's choice; a company's scheme pays by its own contracts."""
    if found.delivered_on is None or found.window.period.scheme != Scheme.PERMENPANRB_6_2022:
        return None
    return paid_share(agency, found.predicate, found.window.judged_until)


def page_context(user: Actor, found: Evaluation, zone: str) -> dict[str, Any]:
    """Return what the page of an evaluation shows to this person."""
    objection = None if found.state == EvaluationState.OPEN else queries.objection_of(found)
    sees, asks = can_see_result(user, found), can_ask_opinion(user, found)
    people = headers_of(
        [found.person_id, found.appraiser_id, found.superior_id], user.on, [found.plan.assignment_id]
    )
    return {
        **_rights(user, found),
        **next_steps(user, found, objection),
        "evaluation": found,
        "window_label": window_name(found.window),
        "people": people,
        "appraiser_reason": str(AppraiserReason(found.appraiser_reason).label),
        "badge": shown.state_badge(found.state),
        "sees": sees,
        "signed": found.state != EvaluationState.OPEN,
        "material": queries.material_of(found),
        "explanation": shown.explained(found.explanation),
        "final": (final_sentence(found), final_article(found)) if found.is_final else None,
        "objection": objection,
        "deadlines": shown.deadlines(found, objection, user.on, zone),
        "conflict": shown.clocks_conflict(found, objection),
        "course": shown.course(found, objection),
        "asks": AskForm(colleagues=colleagues_of(found, user.on)) if asks else None,
        "papers": papers_of(found) if sees and found.state != EvaluationState.OPEN else [],
        "history": _history(found) if sees else [],
        "cells": shown.QUIET_CELLS,
        "verbs": shown.VERBS,
        "labels": shown.LABELS,
    }


def _history(found: Evaluation) -> list[HistoryEntry]:
    """The articles of civil servants stay away from a company that follows rules of its own."""
    listed = history_of(found)
    if found.window.period.scheme == Scheme.PERMENPANRB_6_2022:
        return listed
    return [replace(one, article="") for one in listed]


def _rights(user: Actor, found: Evaluation) -> dict[str, bool]:
    reads = bool(can_read_opinions(user, found))
    return {
        "sees_remarks": reads or user.is_person(found.person_id),
        "reads_opinions": reads,
        "may_move": bool(can_move(user, found)),
        "may_take_part": bool(can_take_part(user, found)),
    }


@signed_in
@require_POST
def step(request: AgencyRequest, pk: int) -> HttpResponse:
    """Take one of the simple steps: take back, deliver, sign, report."""
    require(can_send(request.actor))
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    name = request.POST.get("step", "")
    values: dict[str, Any] = {
        "evaluation": found, "by": request.actor, "at": request.at, "version": version_sent(request),
    }  # fmt: skip
    if name in ("deliver", "accept", "sign_changed"):
        getattr(operations, name)(**values, on_behalf_reason=reason_sent(request))
    elif name == "take_back":
        operations.take_back(**values, reason=reason_sent(request))
    elif name in ("report", "report_running"):
        operations.report(**values)
    else:
        raise StateRefused(
            _("This step does not exist. Go back to the evaluation and choose one of its buttons.")
        )
    messages.success(request, str(_done(name)))
    return redirect("appraisal:rate" if name == "take_back" else "appraisal:evaluation", pk)


def _done(name: str) -> str:
    words = {
        "take_back": _("The result is taken back and its papers are withdrawn. Correct it and sign again."),
        "deliver": _("The result is delivered; the employee has been told."),
        "accept": _("The result is signed."),
        "sign_changed": _("The changed result is signed; the paper is issued again with the signature."),
        "report": _("The report is recorded."),
        "report_running": _("The report is recorded; the objection goes on."),
    }
    return words[name]
