"""Units and positions: the tree, one unit, the list of posts, and their dated changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from selaras.core.actor import RoleCode
from selaras.core.audit import history_of
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.verdict import InvalidRefused, Verdict, require
from selaras.organisation import operations
from selaras.organisation.forms.people import EndForm
from selaras.organisation.forms.structure import HeadForm, UnitForm
from selaras.organisation.models import Position, PositionKind, PositionLevel, Unit
from selaras.organisation.operations.references import references_of, usual_kind, written_names
from selaras.organisation.permissions import can_write_unit
from selaras.organisation.queries.structure import (
    PositionFilter,
    UnitRow,
    positions_for,
    tree_for,
    unit_choices,
    unit_for,
)
from selaras.organisation.views.asked import day_asked, form_data, number_asked
from selaras.organisation.views.placing import positions_found

LABELS = {
    "names": gettext_lazy("IDs in other systems"),
    "name": gettext_lazy("Name"),
    "short_name": gettext_lazy("Short name"),
    "title": gettext_lazy("Title"),
    "position": gettext_lazy("Leading position"),
    "duties": gettext_lazy("Duties"),
    "job_class": gettext_lazy("Job class"),
    "from_on": gettext_lazy("Holds from"),
    "until_on": gettext_lazy("Ends on"),
}
VERBS = {
    "reference.set": gettext_lazy("changed the IDs in other systems"),
    "unit.head": gettext_lazy("named the leading position"),
    "unit.end": gettext_lazy("ended the unit"),
    "position.end": gettext_lazy("ended the position"),
}


@signed_in
@require_safe
def units(request: AgencyRequest) -> HttpResponse:
    """Show the unit tree of a day with heads and numbers of people."""
    on = day_asked(request)
    rows = tree_for(request.actor, on)
    tops = [row for row in rows if row.depth == 0]
    may_add = request.actor.role == RoleCode.OFFICER
    context = {"rows": rows, "nodes": [_node(row) for row in tops], "on": on, "may_add": may_add}
    return render(request, "organisation/units.html", context)


def _node(row: UnitRow) -> dict[str, Any]:
    heads = ", ".join(one.name for one in row.heads) or _("no head")
    people = ngettext("%(num)s person", "%(num)s people", row.people) % {"num": row.people}
    return {
        "label": row.name,
        "note": f"{heads} · {people}",
        "href": reverse("organisation:unit", args=[row.id]),
        "closed": row.depth > 1,
        "children": [_node(child) for child in row.children],
    }


@signed_in
@require_safe
def unit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one unit: its head, the units and posts in it, and its history."""
    found, row, rows = unit_for(request.actor, pk)
    write = can_write_unit(request.actor, pk)
    posts = page_of(positions_for(request.actor, PositionFilter(unit_id=pk)), request)  # type: ignore[arg-type]
    return render(
        request,
        "organisation/unit.html",
        {
            "unit": found,
            "row": row,
            "parent": next((one for one in rows if row and one.id == row.parent_id), None),
            "posts": posts,
            "may_write": write.allowed,
            "names": written_names(references_of(found), usual_kind(found)),
            "history": history_of(found, most=30) if write.allowed else [],
            "verbs": VERBS,
            "labels": LABELS,
            "kinds": dict(PositionKind.choices),
            "levels": dict(PositionLevel.choices),
        },
    )


def page_of_form(
    title: str, submit: str, back: str, trail: list[tuple[str, str | None]], intro: str = ""
) -> dict[str, Any]:
    """Return what the plain form page shows around a form."""
    start: list[tuple[str, str | None]] = [(_("Units and positions"), reverse("organisation:units"))]
    return {
        "title": title,
        "submit": submit,
        "cancel": back,
        "intro": intro,
        "breadcrumb": [*start, *trail, (title, None)],
    }


def saved(request: AgencyRequest, changed: Any) -> None:
    """Tell what became of a write."""
    if changed is False:
        messages.info(request, _("Nothing was changed: it is already so."))
    else:
        messages.success(request, _("Saved."))


def unit_first(request: AgencyRequest) -> HttpResponse:
    """Lead to the first unit: without one there is no place for a position or a person."""
    messages.info(request, _("There is no unit yet. Add the first one, then go on."))
    return redirect("organisation:unit_add")


@signed_in
def unit_add(request: AgencyRequest) -> HttpResponse:
    """Add a unit below another one, or a top unit."""
    parent = number_asked(request, "parent")
    require(can_write_unit(request.actor, parent) if parent else any_reach(request))
    form = UnitForm(
        **form_data(request),
        units=unit_choices(request.actor),
        is_new=True,
        needs_parent=not request.actor.whole_agency,
        initial={"from_on": request.actor.on, "parent": parent},
    )

    def add(data: dict[str, Any]) -> Unit:
        values = {name: data[name] for name in ("code", "name", "short_name", "is_independent", "from_on")}
        made = operations.add_unit(**values, parent_id=data["parent"], by=request.actor, at=request.at)
        saved(request, made)
        return made

    page = page_of_form(_("Add a unit"), _("Add the unit"), reverse("organisation:units"), [])
    return handle(
        request,
        form,
        add,
        template="organisation/form.html",
        then=lambda made: reverse("organisation:unit", args=[made.pk]),
        context=page,
    )


def any_reach(request: AgencyRequest) -> Verdict:
    """Say whether the officer may write anywhere at all."""
    actor = request.actor
    return can_write_unit(actor, next(iter(actor.unit_ids), None))


@signed_in
def unit_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Let another name or place in the tree hold from a day on."""
    found, row, rows = unit_for(request.actor, pk)
    require(can_write_unit(request.actor, pk))
    initial: dict[str, Any] = {"from_on": request.actor.on, "version": found.version}
    if row is not None:
        initial |= {
            "name": row.name,
            "short_name": row.short_name,
            "parent": row.parent_id,
            "is_independent": row.is_independent,
        }
    choices = [one for one in unit_choices(request.actor, rows) if one[0] != pk]
    form = UnitForm(**form_data(request), units=choices, is_new=False, initial=initial)

    def change(data: dict[str, Any]) -> None:
        values = {name: data[name] for name in ("name", "short_name", "is_independent")}
        changed = operations.change_unit(
            unit=found,
            values={**values, "parent_id": data["parent"]},
            from_on=data["from_on"],
            by=request.actor,
            at=request.at,
            version=data["version"],
        )
        saved(request, changed)

    back = reverse("organisation:unit", args=[pk])
    page = page_of_form(
        _("Rename or move the unit"), _("Save"), back, [(row.name if row else found.code, back)]
    )
    return answered(request, form, change, back, page)


def answered(
    request: AgencyRequest,
    form: Any,
    write: Callable[[dict[str, Any]], None],
    back: str,
    page: dict[str, Any],
    template: str = "organisation/form.html",
) -> HttpResponse:
    """Show or carry out a form on the plain form page."""
    return handle(request, form, write, template=template, then=lambda _done: back, context=page)


@signed_in
def unit_head(request: AgencyRequest, pk: int) -> HttpResponse:
    """Choose the position that leads the unit."""
    found, row, _rows = unit_for(request.actor, pk)
    require(can_write_unit(request.actor, pk))
    form = HeadForm(
        **form_data(request),
        positions=positions_found(request, request.actor.on, request.POST.get("position", "")),
        initial={
            "from_on": request.actor.on,
            "position": row.head_position_id if row else None,
            "version": found.version,
        },
    )

    def write(data: dict[str, Any]) -> None:
        position = Position.objects.filter(pk=data["position"]).first()
        if position is None:
            raise InvalidRefused(_("Choose a position from the list."))
        changed = operations.set_head(
            unit=found,
            position=position,
            from_on=data["from_on"],
            by=request.actor,
            at=request.at,
            version=data["version"],
        )
        saved(request, changed)

    back = reverse("organisation:unit", args=[pk])
    name = row.name if row else found.code
    page = page_of_form(_("Choose who leads"), _("Save the leading position"), back, [(name, back)])
    return answered(request, form, write, back, page, "organisation/head.html")


@signed_in
def unit_end(request: AgencyRequest, pk: int) -> HttpResponse:
    """End a unit."""
    found, row, _rows = unit_for(request.actor, pk)
    require(can_write_unit(request.actor, pk))

    def write(data: dict[str, Any]) -> None:
        operations.end_unit(
            unit=found, until_on=data["until_on"], by=request.actor, at=request.at, version=data["version"]
        )
        saved(request, True)

    form = EndForm(**form_data(request), initial={"until_on": request.actor.on, "version": found.version})
    back = reverse("organisation:unit", args=[pk])
    intro = _("Move or end its units and positions first. Earlier days keep showing the unit.")
    trail: list[tuple[str, str | None]] = [(row.name if row else found.code, back)]
    page = page_of_form(_("End the unit"), _("End the unit"), back, trail, intro)
    return answered(request, form, write, back, page)
