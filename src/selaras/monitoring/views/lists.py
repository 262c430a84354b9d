"""Lists of reports: the own months, the reports of one's people, and how far a unit is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.http import LAST_PAGE, PAGE_SIZES, AgencyRequest, page_of, signed_in
from selaras.core.paging import Page
from selaras.core.verdict import require
from selaras.core.vocabulary import word
from selaras.monitoring import operations, permissions
from selaras.monitoring.models import ReportState
from selaras.monitoring.queries import completion_of, months_of, own_plans, people_in, reports_of_people
from selaras.monitoring.queries.completion import PersonLine
from selaras.monitoring.queries.reports import first_of, months_of_plan
from selaras.monitoring.views.shown import WATCHING, number_in, tabs
from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.reporting import holds_on
from selaras.organisation.views.exporting import MOST_ROWS, all_of, export, is_export
from selaras.planning.models import Period, Plan
from selaras.planning.queries import current_period, periods, plan_for

MONTH = "%Y-%m"


@signed_in
@require_safe
def reports(request: AgencyRequest) -> HttpResponse:
    """Open what the role now chosen looks at first."""
    return completion(request) if request.actor.role in WATCHING else own(request)


@signed_in
@require_safe
def own(request: AgencyRequest) -> HttpResponse:
    """Show the months of the own plan, each with its report."""
    actor = request.actor
    require(permissions.can_take_part(actor))
    years = list(periods())
    period = _period(request, years)
    plans = own_plans(actor.person_id, period, actor.on)
    context = {
        "tabs": tabs(request, "own"), "years": years, "year_options": _year_options(years),
        "period": period, "plans": plans, "lines": months_of(plans, actor.on), "on": actor.on,
    }  # fmt: skip
    return render(request, "monitoring/own.html", context)


def _period(request: AgencyRequest, years: list[Period]) -> Period | None:
    asked = request.GET.get("year", "")
    chosen = next((one for one in years if str(one.year) == asked), None)
    if chosen or not years:
        return chosen
    running = (one for one in years if one.starts_on <= request.actor.on <= one.ends_on)
    return next(running, next((one for one in years if one.starts_on <= request.actor.on), years[0]))


def _year_options(years: list[Period]) -> list[tuple[int, str]]:
    return [(one.year, one.name) for one in years]


@signed_in
@require_POST
def open_report(request: AgencyRequest) -> HttpResponse:
    """Open the report of a month and go to it."""
    plan_id, month_on = number_in(request.POST.get("plan", "")), _month(request.POST.get("month", "")[:7])
    if month_on is None or plan_id is None:
        raise Http404
    plan = plan_for(request.actor, plan_id)
    opened = operations.open_report(plan=plan, month_on=month_on, by=request.actor, at=request.at)
    return redirect("monitoring:report", opened.pk)


@signed_in
@require_safe
def people(request: AgencyRequest) -> HttpResponse:
    """Show the submitted reports of the people one appraises."""
    actor = request.actor
    require(permissions.can_take_part(actor))
    state = request.GET.get("state", "WAITING")
    month = _month(request.GET.get("month", ""))
    rows = reports_of_people(actor, state=state, month_on=month, q=request.GET.get("q", "").strip()[:100])
    page = page_of(rows, request)
    headers = headers_of(
        [one.plan.person_id for one in page], actor.on, [one.plan.assignment_id for one in page]
    )
    period = current_period(actor.on)
    states = [("WAITING", _("Waiting for my answer")), ("ALL", _("All")), *ReportState.choices[2:]]
    context = {
        "tabs": tabs(request, "people"), "page": page, "headers": headers, "states": states, "state": state,
        "months": _month_choices(period, actor.on, _("All months")), "month": request.GET.get("month", ""),
    }  # fmt: skip
    return render(request, "monitoring/people.html", context)


def _month(text: str) -> date | None:
    try:
        return parse_date(f"{text}-01")
    except ValueError:
        return None


def _month_choices(period: Period | None, on: date, every: str = "") -> list[tuple[str, str]]:
    choices = [("", every)] if every else []
    if period is None:
        return choices
    year = Plan(starts_on=period.starts_on, ends_on=period.ends_on)
    months = reversed(months_of_plan(year, on))
    return choices + [(month.strftime(MONTH), date_format(month, "F Y")) for month in months]


@signed_in
@require_safe
def completion(request: AgencyRequest) -> HttpResponse:
    """Show how far the reports of a month are: by unit, or person by person."""
    actor = request.actor
    require(permissions.can_see_completion(actor))
    years = list(periods())
    period = _period(request, years)
    if period is None:
        return render(
            request, "monitoring/completion.html", {"tabs": tabs(request, "completion"), "period": None}
        )
    choices = _month_choices(period, actor.on)
    month = _month(request.GET.get("month", "")) or _latest_due(choices, actor.on)
    context: dict[str, Any] = {
        "tabs": tabs(request, "completion"), "period": period, "month": month,
        "year_options": _year_options(years),
        "months": choices, "by_person": request.GET.get("by") == "person", "on": actor.on,
        "can_open": permissions.can_open_month(actor),
    }  # fmt: skip
    fill = _by_person if context["by_person"] else _by_unit
    if is_export(request):
        return (_people_exported if context["by_person"] else _units_exported)(request, period, month)
    return render(request, "monitoring/completion.html", context | fill(request, period, month))


def _latest_due(choices: list[tuple[str, str]], on: date) -> date:
    """The last month that has ended is the one people look for."""
    ended = [value for value, _label in choices if value < on.strftime(MONTH)]
    return _month(ended[0]) or on if ended else first_of(on)


def _unit_names(unit_ids: list[int], on: date) -> dict[int, str]:
    rows = UnitPeriod.objects.filter(holds_on(on), unit__in=unit_ids)
    return dict(rows.values_list("unit_id", "name"))


def _units_exported(request: AgencyRequest, period: Period, month: date) -> HttpResponse:
    """The units of a month as a workbook."""
    names = ("name", "due", "submitted", "on_time", "answered")
    columns = (word("unit"), _("Due"), _("Sent"), _("On time"), _("Answered"))
    lines = _unit_lines(request, period, month)[0]
    title = _("Reports of %(month)s by unit") % {"month": date_format(month, "F Y")}
    return export(request, title, columns, (tuple(line[name] for name in names) for line in lines))


def _people_exported(request: AgencyRequest, period: Period, month: date) -> HttpResponse:
    """The people of a month as a workbook."""
    lines = all_of(_people(request, period, month, MOST_ROWS + 1, 0)[0])
    headers = headers_of([one.person_id for one in lines], request.actor.on)
    columns = (
        word("employee"), _("Position"), word("unit"), _("State"), _("Sent late"), _("Submitted on"),
        _("Last day"),
    )  # fmt: skip
    states = {
        ReportState.DRAFT: _("Draft"),
        ReportState.SUBMITTED: _("Waiting for the answer"),
        ReportState.ANSWERED: _("Answered"),
    }
    rows = (
        (
            one.name, headers[one.person_id].position, headers[one.person_id].unit,
            states.get(one.state, _("Not begun")) if one.state else _("Not begun"),
            _("yes") if one.is_late else "", one.submitted_at, one.due_on,
        )
        for one in lines
    )  # fmt: skip
    return export(request, _("Reports of %(month)s") % {"month": date_format(month, "F Y")}, columns, rows)


def _unit_lines(request: AgencyRequest, period: Period, month: date) -> tuple[list[dict[str, Any]], Any]:
    """One line a unit, those with most missing first; and the counts of all months."""
    counts = completion_of(period, request.actor.on, request.actor)
    names = _unit_names(list(counts.unit_ids), request.actor.on)
    column = counts.months.index(month) if month in counts.months else None
    lines: list[dict[str, Any]] = [
        {
            "unit_id": unit, "name": names.get(unit, "—"), "due": int(counts.due[row, column]),
            "submitted": int(counts.submitted[row, column]), "on_time": int(counts.on_time[row, column]),
            "answered": int(counts.answered[row, column]),
        }
        for row, unit in enumerate(counts.unit_ids)
        if column is not None and counts.due[row, column]
    ]  # fmt: skip
    lines.sort(key=lambda one: (one["submitted"] - one["due"], str(one["name"])))
    return lines, counts


def _by_unit(request: AgencyRequest, period: Period, month: date) -> dict[str, Any]:
    """The page of the units."""
    lines, counts = _unit_lines(request, period, month)
    totals = {name: sum(one[name] for one in lines) for name in ("due", "submitted", "on_time", "answered")}
    return {"page": page_of(lines, request), "totals": totals, "counts": counts}  # type: ignore[arg-type]


def _by_person(request: AgencyRequest, period: Period, month: date) -> dict[str, Any]:
    """One line a person, those who have not sent first."""
    number = max(1, min(number_in(request.GET.get("page", "")) or 1, LAST_PAGE))
    size = PAGE_SIZES[0]
    lines, total = _people(request, period, month, size, (number - 1) * size)
    headers = headers_of([one.person_id for one in lines], request.actor.on)
    states = [
        ("", _("Everybody")), ("MISSING", _("Not sent")), ("LATE", _("Sent late")),
        ("UNANSWERED", _("Waiting for an answer")), ("ANSWERED", _("Answered")),
    ]  # fmt: skip
    paginator = Paginator(range(total), size)
    page = Page(lines, min(number, paginator.num_pages), paginator)
    return {"page": page, "headers": headers, "states": states}


def _people(
    request: AgencyRequest, period: Period, month: date, size: int, skip: int
) -> tuple[list[PersonLine], int]:
    """The people that the page was asked for, a part of them, and how many there are."""
    unit = number_in(request.GET.get("unit", ""))
    return people_in(
        request.actor,
        period,
        month,
        state=request.GET.get("state", ""),
        q=request.GET.get("q", "").strip()[:100],
        units=None if unit is None else [unit],
        size=size,
        skip=skip,
    )


@signed_in
@require_POST
def open_month(request: AgencyRequest) -> HttpResponse:
    """Open a month for everybody who has a plan in force."""
    require(permissions.can_open_month(request.actor))
    month = _month(request.POST.get("month", ""))
    asked = number_in(request.POST.get("period", ""))
    period = Period.objects.filter(pk=asked).first() if asked is not None else None
    if month is None or period is None:
        raise Http404
    count = operations.open_month(period=period, month_on=month, by=request.actor, at=request.at)
    messages.success(request, _("%(count)s reports were opened.") % {"count": count})
    return redirect("monitoring:completion")
