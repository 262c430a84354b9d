"""The windows of the year for the officer: what stands where, and the long work of opening, closing and printing."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.appraisal import queries
from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import OVERSEERS, can_run_window
from selaras.core import jobs
from selaras.core.http import AgencyRequest, signed_in
from selaras.core.verdict import NotAllowed, StateRefused, Verdict, no, require
from selaras.planning.models import Window


@signed_in
@require_safe
def windows(request: AgencyRequest) -> HttpResponse:
    """Show every window with how far its evaluations are."""
    user = request.actor
    if user.role not in OVERSEERS:
        raise NotAllowed(_("Only the performance officer, the head and an auditor see the windows."))
    rows = Evaluation.objects.filter(queries.visible_to(user)).order_by()
    counts: dict[int, dict[str, int]] = {}
    for window, state, count in rows.values_list("window", "state").annotate(Count("pk")):
        counts.setdefault(window, {})[state] = count
    lines = [_line(request, one, counts.get(one.pk, {})) for one in queries.windows()]
    return render(request, "appraisal/windows.html", {"lines": lines, "on": user.on})


def _line(request: AgencyRequest, window: Window, counts: dict[str, int]) -> dict[str, Any]:
    may, on = can_run_window(request.actor, window), request.actor.on
    total = sum(counts.values())
    started = no(_("It begins on the first day of the window.")) if on < window.opens_on else may
    passed = no(_("It can be closed from the day after its last day.")) if on <= window.closes_on else may
    return {
        "window": window,
        "name": window_name(window),
        "total": total,
        "open": counts.get(EvaluationState.OPEN, 0),
        "signed": total - counts.get(EvaluationState.OPEN, 0),
        "reported": counts.get(EvaluationState.REPORTED, 0),
        "objected": counts.get(EvaluationState.OBJECTED, 0),
        "may_open": started,
        "may_close": passed if total else no(_("No evaluation was opened in this window.")),
        "may_print": _may_print(request, total - counts.get(EvaluationState.OPEN, 0)),
    }


def _may_print(request: AgencyRequest, signed: int) -> Verdict:
    if request.actor.role == "AUDITOR":
        return no(_("An auditor reads and starts no work."))
    return Verdict(True) if signed else no(_("Nothing is signed yet, so there is nothing to print."))


def _window(pk: int) -> Window:
    window = Window.objects.select_related("period").filter(pk=pk).first()
    if window is None:
        raise Http404
    return window


def _start(request: AgencyRequest, kind: str, window: Window) -> HttpResponse:
    row = jobs.start(
        kind=kind, by=request.actor, at=request.at, values={"window": window.pk, "role": str(request.actor.role)},
        back_url=reverse("appraisal:windows"),
    )  # fmt: skip
    return redirect("jobs:job", row.pk)


@signed_in
@require_POST
def open_window(request: AgencyRequest, pk: int) -> HttpResponse:
    """Start opening the evaluations of a window."""
    window = _window(pk)
    require(can_run_window(request.actor, window))
    if request.actor.on < window.opens_on:
        raise StateRefused(_("This window has not begun yet."))
    return _start(request, "appraisal.open_window", window)


@signed_in
@require_POST
def close_window(request: AgencyRequest, pk: int) -> HttpResponse:
    """Start closing a window."""
    window = _window(pk)
    require(can_run_window(request.actor, window))
    if request.actor.on <= window.closes_on:
        raise StateRefused(_("This window can be closed from the day after its last day."))
    return _start(request, "appraisal.close_window", window)


@signed_in
@require_POST
def papers(request: AgencyRequest, pk: int) -> HttpResponse:
    """Start printing the valid papers of a window that the officer may see."""
    window = _window(pk)
    signed = Evaluation.objects.filter(
        queries.visible_to(request.actor), ~Q(state=EvaluationState.OPEN), window=window
    )
    require(_may_print(request, signed.count()))
    if request.actor.role not in OVERSEERS:
        raise NotAllowed(_("Only the performance officer and the head print the papers of a window."))
    return _start(request, "appraisal.papers", window)
