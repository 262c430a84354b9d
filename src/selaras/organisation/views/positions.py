"""Positions: the list of posts, one position, and its dated changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core.actor import RoleCode
from selaras.core.audit import history_of
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.verdict import InvalidRefused, require
from selaras.core.vocabulary import speaks_as_company
from selaras.organisation import operations
from selaras.organisation.forms.people import EndForm
from selaras.organisation.forms.structure import PositionForm
from selaras.organisation.models import Position, PositionKind, PositionLevel, PositionPeriod
from selaras.organisation.operations.references import references_of, usual_kind, written_names
from selaras.organisation.permissions import can_write_unit
from selaras.organisation.queries.reporting import holds_on
from selaras.organisation.queries.structure import (
    PositionFilter,
    position_for,
    positions_for,
    unit_choices,
    units_on,
)
from selaras.organisation.views.asked import choice_asked, form_data, number_asked, text_asked
from selaras.organisation.views.structure import (
    LABELS,
    VERBS,
    answered,
    any_reach,
    page_of_form,
    saved,
    unit_first,
)


@signed_in
@require_safe
def positions(request: AgencyRequest) -> HttpResponse:
    """List the positions of the agency with who holds them."""
    asked = PositionFilter(
        search=text_asked(request),
        unit_id=number_asked(request, "unit"),
        kind=choice_asked(request, "kind", PositionKind.values),
        vacant=request.GET.get("state") == "vacant",
    )
    page = page_of(positions_for(request.actor, asked), request)  # type: ignore[arg-type]  # counts and slices
    filters = [
        {"name": "unit", "label": _("Unit"), "options": [("", _("All units")), *_all_units(request)]},
        *_kinds(),
        {"name": "state", "label": _("Show"), "options": [("", _("All positions")), ("vacant", _("Vacant"))]},
    ]
    context = {
        "page": page,
        "filters": filters,
        "kinds": dict(PositionKind.choices),
        "levels": dict(PositionLevel.choices),
        "may_add": request.actor.role == RoleCode.OFFICER,
    }
    return render(request, "organisation/positions.html", context)


def _kinds() -> list[dict[str, Any]]:
    if speaks_as_company():
        return []
    return [{"name": "kind", "label": _("Kind"), "options": [("", _("All kinds")), *PositionKind.choices]}]


def _all_units(request: AgencyRequest) -> list[tuple[int, str]]:
    return [(row.id, "\u2003" * row.depth + row.name) for row in units_on(request.actor.on)]


def _superior_id(code: str) -> int | None:
    if not code:
        return None
    found = Position.objects.filter(code=code).first()
    if found is None:
        raise InvalidRefused(
            _("The superior's position is not known."),
            {"superior": _("No position has this code. Look it up in the list of positions.")},
        )
    return int(found.pk)


def _values(data: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "unit_id", "kind", "level", "job_class", "duties")
    return {**{name: data[name] for name in names}, "superior_id": _superior_id(data["superior"])}


@signed_in
def position_add(request: AgencyRequest) -> HttpResponse:
    """Add a position."""
    require(any_reach(request))
    units = unit_choices(request.actor)
    if not units:
        return unit_first(request)
    form = PositionForm(
        **form_data(request),
        units=units,
        is_new=True,
        initial={"from_on": request.actor.on, "unit_id": request.GET.get("unit", ""), "level": "OTHER"},
    )

    def add(data: dict[str, Any]) -> Position:
        made = operations.add_position(
            code=data["code"], from_on=data["from_on"], by=request.actor, at=request.at, **_values(data)
        )
        saved(request, made)
        return made

    page = page_of_form(_("Add a position"), _("Add the position"), reverse("organisation:positions"), [])
    return handle(
        request,
        form,
        add,
        template="organisation/form.html",
        then=lambda made: reverse("organisation:position", args=[made.pk]),
        context=page,
    )


@signed_in
@require_safe
def position(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show a position and, for officers, let other values hold from a day on."""
    found = position_for(request.actor, pk)
    periods = PositionPeriod.objects.filter(position=found).select_related("superior")
    period = periods.filter(holds_on(request.actor.on)).first()
    rows = [
        row for row in positions_for(request.actor, PositionFilter(search=found.code))[0:50] if row.id == pk
    ]
    write = can_write_unit(request.actor, period.unit_id if period else None)
    return render(
        request,
        "organisation/position.html",
        {
            "position": found,
            "period": period,
            "row": rows[0] if rows else None,
            "may_write": write.allowed,
            "names": written_names(references_of(found), usual_kind(found)),
            "history": history_of(found, most=30) if write.allowed else [],
            "verbs": VERBS,
            "labels": LABELS,
            "kinds": dict(PositionKind.choices),
            "levels": dict(PositionLevel.choices),
        },
    )


@signed_in
def position_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Let another title, unit, kind, level or superior hold from a day on."""
    found = position_for(request.actor, pk)
    periods = PositionPeriod.objects.filter(position=found).select_related("superior")
    period = periods.order_by("-from_on").first()
    require(can_write_unit(request.actor, period.unit_id if period else None))
    names = ("title", "unit_id", "kind", "level", "job_class", "duties")
    initial = {name: getattr(period, name) for name in names} if period else {}
    if period is not None and period.superior is not None:
        initial["superior"] = period.superior.code
    form = PositionForm(
        **form_data(request),
        units=unit_choices(request.actor),
        is_new=False,
        initial={**initial, "from_on": request.actor.on, "version": found.version},
    )

    def change(data: dict[str, Any]) -> None:
        changed = operations.change_position(
            position=found,
            values=_values(data),
            from_on=data["from_on"],
            by=request.actor,
            at=request.at,
            version=data["version"],
        )
        saved(request, changed)

    back = reverse("organisation:position", args=[pk])
    title = period.title if period else found.code
    page = page_of_form(_("Change the position"), _("Save"), back, [(title, back)])
    return answered(request, form, change, back, page)


@signed_in
def position_end(request: AgencyRequest, pk: int) -> HttpResponse:
    """End a position."""
    found = position_for(request.actor, pk)
    period = PositionPeriod.objects.filter(position=found).order_by("-from_on").first()
    require(can_write_unit(request.actor, period.unit_id if period else None))

    def write(data: dict[str, Any]) -> None:
        operations.end_position(
            position=found,
            until_on=data["until_on"],
            by=request.actor,
            at=request.at,
            version=data["version"],
        )
        saved(request, True)

    form = EndForm(**form_data(request), initial={"until_on": request.actor.on, "version": found.version})
    back = reverse("organisation:position", args=[pk])
    intro = _("Move whoever holds it first. Earlier days keep showing the position.")
    page = page_of_form(_("End the position"), _("End the position"), back, [(found.code, back)], intro)
    return answered(request, form, write, back, page)
