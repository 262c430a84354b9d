"""Hours earned against the year's duty: one's own, those of units, and the agency's own choice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core.http import AgencyRequest, handle, signed_in
from selaras.core.verdict import NotAllowed, require
from selaras.core.vocabulary import word
from selaras.development import operations
from selaras.development.forms import DutyForm
from selaras.development.permissions import can_see_trainings, can_see_unit_hours, can_set_duties
from selaras.development.queries import Duty, duties_of, hours_by_unit, hours_of
from selaras.development.views.trainings import tabs_of, year_asked, years_around
from selaras.organisation.models import EmploymentKind
from selaras.organisation.views.exporting import export, is_export


def _year(request: AgencyRequest) -> int:
    year = year_asked(request) or request.actor.on.year
    return year if 2000 <= year <= 2100 else request.actor.on.year


def _year_filter(request: AgencyRequest, year: int) -> list[dict[str, Any]]:
    return [{"name": "year", "label": _("Year"), "options": years_around(request), "value": year}]


@signed_in
@require_safe
def hours(request: AgencyRequest) -> HttpResponse:
    """Show the actor's own hours of a year."""
    require(can_see_trainings(request.actor))
    if request.actor.person_id is None or not request.actor.is_personal:
        raise NotAllowed(_("Hours belong to a person. Choose your role as employee to see your own."))
    year = _year(request)
    found = hours_of(request.actor.person_id, year, request.actor.on)
    context = {
        "hours": found,
        "year": year,
        "tabs": tabs_of(request, "hours"),
        "filters": _year_filter(request, year),
    }
    return render(request, "development/hours.html", context)


@signed_in
@require_safe
def unit_hours(request: AgencyRequest) -> HttpResponse:
    """Show the hours of every unit in reach."""
    require(can_see_unit_hours(request.actor))
    year = _year(request)
    rows = hours_by_unit(request.actor, year, request.actor.on)
    if is_export(request):
        columns = (word("unit"), _("Employees"), _("With a number"), _("Met"), _("Hours (JP)"))
        lines = ((one.unit, one.people, one.with_duty, one.met, one.earned) for one in rows)
        return export(request, f"{_('Hours by unit')} {year}", columns, lines)
    context = {
        "rows": rows,
        "year": year,
        "tabs": tabs_of(request, "unit_hours"),
        "filters": _year_filter(request, year),
        "people": sum(one.people for one in rows),
        "with_duty": sum(one.with_duty for one in rows),
        "met": sum(one.met for one in rows),
        "earned": sum(one.earned for one in rows),
    }
    return render(request, "development/unit_hours.html", context)


def _initial(chosen: Duty | None) -> dict[str, Any]:
    """Return what the form shows for the chosen kind of employment: the agency's own choice, if any."""
    if chosen is None:
        return {}
    own = {"hours": chosen.hours, "article": chosen.article} if chosen.is_own_choice else {}
    return {"employment": chosen.employment, **own}


@signed_in
def duties(request: AgencyRequest) -> HttpResponse:
    """Show how many hours each kind of employee shall earn; an officer of the whole agency sets an own number."""
    require(can_see_unit_hours(request.actor))
    year = _year(request)
    known = duties_of(year)
    chosen = known.get(request.GET.get("employment", ""))
    form = DutyForm(request.POST or None, initial=_initial(chosen))

    def save(values: dict[str, Any]) -> Any:
        fields = {name: values[name] for name in ("employment", "hours", "article", "version")}
        return operations.set_duty(year=year, **fields, by=request.actor, at=request.at)

    def then(_done: Any) -> str:
        messages.success(request, _("The number of hours was set for %(year)s.") % {"year": year})
        return f"{reverse('development:duties')}?year={year}"

    context = {
        "year": year,
        "duties": known,
        "kinds": dict(EmploymentKind.choices),
        "chosen": chosen,
        "may_set": can_set_duties(request.actor),
        "filters": _year_filter(request, year),
    }
    return handle(request, form, save, template="development/duties.html", then=then, context=context)
