"""Pages of performance years: list, create, windows, open and close, begin drafts for a unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from selaras.core.actor import RoleCode
from selaras.core.audit import history_of
from selaras.core.confirm import Question, confirm
from selaras.core.http import AgencyRequest, handle, reason_sent, signed_in
from selaras.core.verdict import no, require
from selaras.organisation.queries import units_below
from selaras.organisation.queries.structure import unit_choices
from selaras.planning import operations, permissions
from selaras.planning.forms.periods import BeginPlansForm, PeriodEditForm, PeriodForm, WindowForm
from selaras.planning.models import Period, PeriodState, Plan, Window
from selaras.planning.queries import period_of, periods, windows_of
from selaras.planning.queries.closing import consequences_of_closing
from selaras.planning.views.steps import sent_number
from selaras.planning.views.words import LABELS, VERBS, badge, steps_of, window_name
from selaras.planning.workflow import PERIOD

KEEPING = (RoleCode.OFFICER, RoleCode.AUDITOR, RoleCode.HEAD)


def _require_keeper(request: AgencyRequest) -> None:
    if request.actor.role not in KEEPING:
        require(no(_("Periods are kept by the performance officer.")))


@signed_in
@require_safe
def period_list(request: AgencyRequest) -> HttpResponse:
    """All performance years."""
    _require_keeper(request)
    rows = list(periods())
    counts = dict(Plan.objects.values_list("period").annotate(Count("pk")))
    return render(
        request,
        "planning/periods.html",
        {
            "rows": [(row, badge(row.state, PeriodState), counts.get(row.pk, 0)) for row in rows],
            "may_add": permissions.can_manage_periods(request.actor),
        },
    )


@signed_in
def period_add(request: AgencyRequest) -> HttpResponse:
    """Create a year with its windows."""
    require(permissions.can_manage_periods(request.actor))
    newest = periods().first()
    initial = {"year": newest.year + 1 if newest else request.actor.on.year, "cadence": "QUARTERLY"}
    form = PeriodForm(request.POST or None, agency=request.agency, initial=initial)

    def create(data: dict[str, object]) -> Period:
        data.pop("version", None)
        made = operations.create_period(by=request.actor, at=request.at, **data)  # type: ignore[arg-type]  # cleaned
        messages.success(request, _("The period and its evaluation windows were created."))
        return made

    return handle(
        request, form, create, template="planning/period_add.html",
        then=lambda period: reverse("planning:period", args=[period.pk]),
    )  # fmt: skip


@signed_in
@require_safe
def period(request: AgencyRequest, pk: int) -> HttpResponse:
    """One year: its windows, its steps, its plans, its history."""
    _require_keeper(request)
    row = period_of(pk)
    windows = [
        (one, window_name(one.kind, one.number, row.cadence), _window_state(one, row, request))
        for one in windows_of(row)
    ]
    asks = {step: reverse(f"planning:period_{step}", args=[pk]) for step in ("open", "close")}
    return render(
        request,
        "planning/period.html",
        {
            "period": row,
            "badge": badge(row.state, PeriodState),
            "windows": windows,
            "steps": steps_of(PERIOD, request.actor, row, pages=asks),
            "may": permissions.can_manage_periods(request.actor, row),
            "plans": Plan.objects.filter(period=row).count(),
            "history": history_of(row),
            "verbs": VERBS,
            "labels": LABELS,
        },
    )


def _window_state(window: Window, row: Period, request: AgencyRequest) -> dict[str, str]:
    on = request.actor.on
    if window.closed_at is not None or row.state == PeriodState.CLOSED:
        return {"text": _("Closed"), "tone": "grey"}
    if on > window.closes_on:
        return {"text": _("Past its last day, not closed yet"), "tone": "amber"}
    if on < window.opens_on:
        return {"text": _("Not yet open"), "tone": "grey"}
    return {"text": _("Open now"), "tone": "green"}


@signed_in
def period_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Change name and due days."""
    row = period_of(pk)
    require(permissions.can_manage_periods(request.actor, row))
    initial = {
        "name": row.name, "plans_due_on": row.plans_due_on, "report_due_day": row.report_due_day,
        "version": row.version,
    }  # fmt: skip
    form = PeriodEditForm(request.POST or None, agency=request.agency, initial=initial)

    def change(data: dict[str, Any]) -> Period:
        done = operations.change_period(period=row, by=request.actor, at=request.at, **data)
        messages.success(request, _("The days of the period were saved."))
        return done

    return handle(
        request, form, change, template="planning/period_edit.html", context={"period": row},
        then=lambda done: reverse("planning:period", args=[pk]),
    )  # fmt: skip


@signed_in
def period_ask(request: AgencyRequest, pk: int, step: str) -> HttpResponse:
    """Ask before opening or closing a year: both reach everybody in the agency."""
    row = period_of(pk)
    require(permissions.can_manage_periods(request.actor, row))
    back = reverse("planning:period", args=[pk])
    question, done = _question(request, row, step, back)
    take = {"open": operations.open_period, "close": operations.close_period}[step]

    def act(version: int | None) -> str:
        take(period=row, by=request.actor, at=request.at, version=version)
        messages.success(request, done % {"name": row.name})
        return back

    return confirm(request, question, act)


def _question(request: AgencyRequest, row: Period, step: str, back: str) -> tuple[Question, str]:
    found = [one.verdict for one in PERIOD.open_to(request.actor, row) if one.step.name == step]
    state = {"state": row.get_state_display()}
    verdict = found[0] if found else no(_("This step is not open: the present state is “%(state)s”.") % state)
    title, yes, follows, done = _opening(row) if step == "open" else _closing(row, request)
    trail = ((_("Periods"), reverse("planning:periods")), (row.name, back), (title, None))
    question = Question(
        title=title, yes=yes, back=back, consequences=follows, breadcrumb=trail, version=row.version,
        verdict=verdict, is_grave=step == "close",
    )  # fmt: skip
    return question, done


def _opening(row: Period) -> tuple[str, str, list[str], str]:
    return (
        _("Open the period %(name)s?") % {"name": row.name},
        _("Yes, open the period"),
        [
            _("Everybody finds on the desk that a plan for this year has to be written."),
            _("Plans are set by %(day)s.") % {"day": date_format(row.plans_due_on, "j F Y")},
            _("The rules of the year, its cadence and its days apply to everybody."),
        ],
        _("The period %(name)s is open. Everybody can write the plan of this year."),
    )


def _closing(row: Period, request: AgencyRequest) -> tuple[str, str, list[str], str]:
    return (
        _("Close the period %(name)s?") % {"name": row.name},
        _("Yes, close the period"),
        [
            *(str(text) for text in consequences_of_closing(row, request.actor.on)),
            _("Nobody can write, report, rate or object in this year any more."),
            _("The performance officer can reopen the period with a reason, which stays in its history."),
        ],
        _("The period %(name)s is closed. Everything in it can still be read."),
    )


@signed_in
@require_POST
def period_step(request: AgencyRequest, pk: int) -> HttpResponse:
    """Reopen with a reason; opening and closing are asked on a page of their own."""
    row = period_of(pk)
    code = request.POST.get("step", "")
    if code in ("open", "close"):
        require(permissions.can_manage_periods(request.actor, row))
        return redirect(f"planning:period_{code}", pk)
    if code != "reopen":
        raise Http404
    reason = reason_sent(request)
    operations.reopen_period(
        period=row, by=request.actor, at=request.at, version=sent_number(request), reason=reason
    )
    messages.success(
        request, _("The period %(name)s is open again. Everybody can go on in it.") % {"name": row.name}
    )
    return redirect("planning:period", pk)


@signed_in
def window_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Move the days of an evaluation window."""
    window = Window.objects.select_related("period").filter(pk=pk).first()
    if window is None:
        raise Http404
    require(permissions.can_manage_periods(request.actor, window.period))
    initial = {"opens_on": window.opens_on, "closes_on": window.closes_on, "version": window.version}
    require(permissions.is_year_open(window.period))
    form = WindowForm(request.POST or None, initial=initial)
    name = window_name(window.kind, window.number, window.period.cadence)

    def change(data: dict[str, Any]) -> Window:
        done = operations.change_window(window=window, by=request.actor, at=request.at, **data)
        text = _("“%(name)s” now opens on %(first)s and closes on %(last)s.")
        first, last = date_format(done.opens_on, "j F Y"), date_format(done.closes_on, "j F Y")
        messages.success(request, text % {"name": name, "first": first, "last": last})
        return done

    return handle(
        request, form, change, template="planning/window_edit.html",
        then=lambda done: reverse("planning:period", args=[window.period_id]),
        context={"window": window, "name": name, "period": window.period},
    )  # fmt: skip


@signed_in
def begin_plans(request: AgencyRequest, pk: int) -> HttpResponse:
    """Begin draft plans for everybody in a unit who has none."""
    row = period_of(pk)
    if request.actor.role != RoleCode.OFFICER:
        require(no(_("Only the performance officer of the unit can do this.")))
    form = BeginPlansForm(request.POST or None, units=unit_choices(request.actor))

    def begin(data: dict[str, str]) -> int:
        units = units_below([int(data["unit"])], request.actor.on)
        made = operations.create_plans(period=row, unit_ids=units, by=request.actor, at=request.at)
        text = ngettext("%(num)s draft was begun.", "%(num)s drafts were begun.", made)
        messages.success(request, text % {"num": made})
        return made

    return handle(
        request, form, begin, template="planning/begin_plans.html", context={"period": row},
        then=lambda made: f"{reverse('planning:plans')}?period={pk}",
    )  # fmt: skip
