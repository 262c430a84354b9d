"""The directory of people, and adding somebody to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core.actor import RoleCode
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.models import Agency
from selaras.core.verdict import no, require
from selaras.organisation import operations
from selaras.organisation.forms.fields import employment_choices
from selaras.organisation.forms.people import ExternalForm, NewPersonForm
from selaras.organisation.models import EmploymentKind, Person
from selaras.organisation.permissions import can_manage_agency
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.people import (
    EXTERNAL,
    SORTS,
    WITHOUT_ACCOUNT,
    WITHOUT_POST,
    PeopleFilter,
    is_overseer,
    people_for,
)
from selaras.organisation.queries.structure import unit_choices
from selaras.organisation.views.asked import choice_asked, form_data, number_asked, text_asked
from selaras.organisation.views.structure import unit_first


def filter_asked(request: AgencyRequest) -> PeopleFilter:
    """Read the filter of the directory from the address."""
    overseer = is_overseer(request.actor)
    return PeopleFilter(
        search=text_asked(request),
        unit_id=number_asked(request, "unit"),
        employment=choice_asked(request, "employment", EmploymentKind.values) if overseer else "",
        state=choice_asked(request, "state", (WITHOUT_POST, WITHOUT_ACCOUNT, EXTERNAL)) if overseer else "",
        sort=choice_asked(request, "sort", SORTS) or "name",
    )


@signed_in
@require_safe
def people(request: AgencyRequest) -> HttpResponse:
    """List the people of the agency; overseers also see numbers, employment and accounts."""
    rows = people_for(request.actor, filter_asked(request))
    page = page_of(rows, request)
    headers = headers_of([row.pk for row in page.rows], request.actor.on)
    return render(
        request,
        "organisation/people.html",
        {
            "page": page,
            "headers": headers,
            "is_overseer": is_overseer(request.actor),
            "may_add": request.actor.role == RoleCode.OFFICER,
            "filters": _filters(request),
        },
    )


def _filters(request: AgencyRequest) -> list[dict[str, Any]]:
    units = [("", _("All units")), *unit_choices(_everywhere(request))]
    filters: list[dict[str, Any]] = [{"name": "unit", "label": _("Unit"), "options": units}]
    if not is_overseer(request.actor):
        return filters
    kinds = [("", _("All kinds")), *employment_choices()]
    states = [
        ("", _("All employees")),
        (WITHOUT_POST, _("Without a post")),
        (WITHOUT_ACCOUNT, _("Without an account")),
        (EXTERNAL, _("External parties")),
    ]
    if len(kinds) > 2:
        filters.append({"name": "employment", "label": _("Kind of employment"), "options": kinds})
    filters.append({"name": "state", "label": _("Show"), "options": states})
    return filters


def _everywhere(request: AgencyRequest) -> Any:
    return replace(request.actor, whole_agency=True)


@signed_in
def person_add(request: AgencyRequest) -> HttpResponse:
    """Add an employee; the next page places the person."""
    actor = request.actor
    if actor.role != RoleCode.OFFICER:
        require(no(_("Only a performance officer may add people. Choose that role if you hold it.")))
    usual = EmploymentKind.PNS if Agency(kind=request.agency.kind).is_public else EmploymentKind.COMPANY
    units = unit_choices(actor)
    if not units:
        return unit_first(request)
    form = NewPersonForm(
        **form_data(request),
        units=units,
        initial={"from_on": actor.on, "employment": usual, "unit_id": request.GET.get("unit", "")},
    )

    def add(data: dict[str, Any]) -> Person:
        values = {key: value for key, value in data.items() if key != "version"}
        made = operations.add_person(**values, by=actor, at=request.at)
        messages.success(request, _("%(name)s was added. Now choose the post.") % {"name": made.name})
        return made

    return handle(
        request,
        form,
        add,
        template="organisation/form.html",
        then=lambda made: _placing(made, form.cleaned_data["unit_id"]),
        context=_page_of(_("Add a person"), _("Save and choose the post")),
    )


def _page_of(title: str, submit: str) -> dict[str, Any]:
    people = reverse("organisation:people")
    trail = [(_("People"), people), (title, None)]
    return {"title": title, "breadcrumb": trail, "submit": submit, "cancel": people, "intro": ""}


def _placing(made: Person, unit_id: int | None) -> str:
    address = reverse("organisation:person_assign", args=[made.pk])
    return f"{address}?unit={unit_id}" if unit_id else address


@signed_in
def external_add(request: AgencyRequest) -> HttpResponse:
    """Add an external party."""
    require(can_manage_agency(request.actor))
    form = ExternalForm(**form_data(request))

    def add(data: dict[str, Any]) -> Person:
        values = {key: value for key, value in data.items() if key != "version"}
        return operations.add_external(**values, by=request.actor, at=request.at)

    return handle(
        request,
        form,
        add,
        template="organisation/form.html",
        then=lambda made: reverse("organisation:person", args=[made.pk]),
        context={
            "title": _("Add an external party"),
            "breadcrumb": [(_("People"), reverse("organisation:people")), (_("Add an external party"), None)],
            "submit": _("Save"),
            "cancel": reverse("organisation:people"),
            "intro": _(
                "A minister or regent who appraises, a patient, a lecturer: somebody without number and account."
            ),
        },
    )
