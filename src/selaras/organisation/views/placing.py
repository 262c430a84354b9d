"""Placing a person in a post (mutasi, Plt, Plh), delegating authority, and the person's account."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.http import AgencyRequest, handle, signed_in
from selaras.core.verdict import InvalidRefused, no, require
from selaras.organisation import operations
from selaras.organisation.forms.people import AssignForm, DelegationForm, EndForm
from selaras.organisation.models import Assignment, Delegation, Headship, Person, Position, Unit
from selaras.organisation.operations.delegations import unit_of
from selaras.organisation.permissions import can_write_people
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.people import PeopleFilter, PersonSeen, people_for, person_for
from selaras.organisation.queries.reporting import holds_on
from selaras.organisation.queries.structure import PositionFilter, PositionRow, positions_for, unit_choices
from selaras.organisation.views.asked import day_asked, form_data, number_asked, text_asked

FOUND = 20


def _writing(request: AgencyRequest, pk: int) -> PersonSeen:
    seen = person_for(request.actor, pk)
    if not seen.may_write:
        require(no(seen.may_not_write))
    return seen


def position_label(row: PositionRow) -> str:
    """Return a position as a line to choose: title, unit, and who holds it."""
    holders = ", ".join(one.name for one in row.holders) or _("vacant")
    return f"{row.title} · {row.unit} · {holders}"


def positions_found(request: AgencyRequest, on: date, chosen: str = "") -> list[tuple[int, str]]:
    """Return the positions that the search on a page found, as choices; an officer's reach bounds them."""
    actor = request.actor
    asked = PositionFilter(
        search=text_asked(request),
        unit_id=number_asked(request, "unit"),
        vacant=request.GET.get("vacant") == "1",
        units=None if actor.whole_agency else tuple(actor.unit_ids),
    )
    rows = [(row.id, position_label(row)) for row in positions_for(actor, asked, on)[0:FOUND]]
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 and int(chosen) not in dict(rows):
        position = Position.objects.filter(pk=int(chosen)).first()
        if position is not None:
            rows.insert(0, (position.pk, position.code))
    return rows


@signed_in
def person_assign(request: AgencyRequest, pk: int) -> HttpResponse:
    """Place or move a person: search a position, choose it, say from when."""
    seen = _writing(request, pk)
    on = day_asked(request)
    form = AssignForm(
        **form_data(request),
        positions=positions_found(request, on, request.POST.get("position", "")),
        initial={"from_on": on, "kind": "DEFINITIVE", "version": seen.person.version},
    )

    def write(data: dict[str, Any]) -> None:
        position = Position.objects.filter(pk=data.pop("position")).first()
        if position is None:
            raise InvalidRefused(_("Choose a position from the list."))
        made = operations.assign(
            person=seen.person, position=position, by=request.actor, at=request.at, **data
        )
        text = _("Saved.") if made else _("Nothing was changed: it is already so.")
        messages.success(request, text)

    back = reverse("organisation:person", args=[pk])
    units = [("", _("All units")), *unit_choices(request.actor)]
    return handle(
        request,
        form,
        write,
        template="organisation/assign.html",
        then=lambda _done: back,
        context={"seen": seen, "back": back, "units": units, "on": on},
    )


def people_found(
    request: AgencyRequest, chosen: str = "", without: int | None = None
) -> list[tuple[int, str]]:
    """Return the people that the search on a page found, as choices with post and unit."""
    text = text_asked(request)
    ids = list(people_for(request.actor, PeopleFilter(search=text)).values_list("pk", flat=True)[:FOUND])
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        ids.append(int(chosen))
    headers = headers_of(ids, request.actor.on)
    lines = {
        one: " · ".join(
            part for part in (headers[one].name, headers[one].position, headers[one].unit) if part
        )
        for one in ids
        if one in headers and one != without
    }
    return list(lines.items())


@signed_in
def delegation_add(request: AgencyRequest, pk: int) -> HttpResponse:
    """Delegate authority to appraise: over this person, this official's staff, or the receiver's unit."""
    seen = _writing(request, pk)
    form = DelegationForm(
        **form_data(request),
        people=people_found(request, request.POST.get("delegate", ""), without=None),
        initial={"from_on": request.actor.on, "scope": request.GET.get("scope", "person")},
    )

    def write(data: dict[str, Any]) -> None:
        scope = data.pop("scope")
        data.pop("version")
        delegate = Person.objects.filter(pk=data.pop("delegate")).first()
        if delegate is None:
            raise InvalidRefused(_("Choose a person from the list."))
        over: dict[str, Any] = (
            {scope: seen.person} if scope != "unit" else {"unit": _led(delegate, data["from_on"])}
        )
        operations.delegate_authority(delegate=delegate, by=request.actor, at=request.at, **over, **data)
        messages.success(request, _("Saved."))

    back = reverse("organisation:person", args=[pk])
    return handle(
        request,
        form,
        write,
        template="organisation/delegate.html",
        then=lambda _done: back,
        context={"seen": seen, "back": back},
    )


def _led(delegate: Person, on: date) -> Unit:
    held = Assignment.objects.filter(holds_on(on), person=delegate).values("position_id")
    headship = Headship.objects.select_related("unit").filter(holds_on(on), position__in=held).first()
    if headship is None:
        raise InvalidRefused(
            _("This person leads no unit."),
            {"scope": _("The receiver leads no unit on that day. Choose another reach.")},
        )
    unit: Unit = headship.unit
    return unit


@signed_in
def delegation_end(request: AgencyRequest, pk: int) -> HttpResponse:
    """End delegated authority."""
    found = Delegation.objects.select_related("delegate").filter(pk=pk).first()
    if found is None:
        raise Http404
    seen = person_for(request.actor, found.delegate_id)
    require(can_write_people(request.actor, unit_of(found, request.actor.on)))
    back = reverse("organisation:person", args=[found.delegate_id])
    delegation: Delegation = found

    def write(data: dict[str, Any]) -> None:
        operations.end_delegation(
            delegation=delegation,
            until_on=data["until_on"],
            by=request.actor,
            at=request.at,
            version=data["version"],
        )
        messages.success(request, _("Saved."))

    form = EndForm(
        **form_data(request), initial={"until_on": request.actor.on, "version": delegation.version}
    )
    return handle(
        request,
        form,
        write,
        template="organisation/form.html",
        then=lambda _done: back,
        context=_ending(seen.person.name, back),
    )


def _ending(name: str, back: str) -> dict[str, Any]:
    title = _("End delegated authority")
    trail = [(_("People"), reverse("organisation:people")), (name, back), (title, None)]
    return {
        "title": title,
        "breadcrumb": trail,
        "submit": _("End the authority"),
        "cancel": back,
        "intro": "",
    }
