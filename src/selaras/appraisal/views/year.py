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
from selaras.appraisal.permissions.windows import can_close_window, can_open_window
from selaras.appraisal.queries.closing import closing_of_window, opening_of
from selaras.core import jobs
from selaras.core.confirm import Question, confirm
from selaras.core.http import AgencyRequest, signed_in
from selaras.core.verdict import NotAllowed, Verdict, no, require
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
    total = sum(counts.values())
    return {
        "window": window,
        "name": window_name(window),
        "total": total,
        "open": counts.get(EvaluationState.OPEN, 0),
        "signed": total - counts.get(EvaluationState.OPEN, 0),
        "reported": counts.get(EvaluationState.REPORTED, 0),
        "objected": counts.get(EvaluationState.OBJECTED, 0),
        "may_open": can_open_window(request.actor, window),
        "may_close": _may_close(request, window, total > 0),
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


def _start(request: AgencyRequest, kind: str, window: Window) -> str:
    row = jobs.start(
        kind=kind, by=request.actor, at=request.at, values={"window": window.pk, "role": str(request.actor.role)},
        back_url=reverse("appraisal:windows"),
    )  # fmt: skip
    return reverse("jobs:job", args=[row.pk])


def _trail(title: str) -> tuple[tuple[str, str | None], ...]:
    evaluations, listed = reverse("appraisal:evaluations"), reverse("appraisal:windows")
    return ((_("Evaluations"), evaluations), (_("Windows of the year"), listed), (title, None))


@signed_in
def open_window(request: AgencyRequest, pk: int) -> HttpResponse:
    """Ask, then start opening the evaluations of a window."""
    window = _window(pk)
    require(can_run_window(request.actor, window))
    follows, warnings = opening_of(window, request.actor.on)
    title = _("Open the evaluations of %(window)s?") % {"window": window_name(window)}
    question = Question(
        title=title, yes=_("Yes, open the evaluations"), back=reverse("appraisal:windows"),
        breadcrumb=_trail(title), consequences=follows, warnings=warnings,
        verdict=can_open_window(request.actor, window),
    )  # fmt: skip
    return confirm(request, question, lambda _version: _start(request, "appraisal.open_window", window))


@signed_in
def close_window(request: AgencyRequest, pk: int) -> HttpResponse:
    """Ask, then start closing a window."""
    window = _window(pk)
    require(can_run_window(request.actor, window))
    opened = Evaluation.objects.filter(window=window).exists()
    title = _("Close the window %(window)s?") % {"window": window_name(window)}
    question = Question(
        title=title, yes=_("Yes, close the window"), back=reverse("appraisal:windows"), breadcrumb=_trail(title),
        consequences=closing_of_window(window), is_grave=True,
        verdict=_may_close(request, window, opened),
    )  # fmt: skip
    return confirm(request, question, lambda _version: _start(request, "appraisal.close_window", window))


def _may_close(request: AgencyRequest, window: Window, opened: bool) -> Verdict:
    if not opened and window.closed_at is None:
        return no(_("No evaluation was opened in this window."))
    return can_close_window(request.actor, window)


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
    return redirect(_start(request, "appraisal.papers", window))
