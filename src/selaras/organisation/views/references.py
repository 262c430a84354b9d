"""What a person, unit or position is called in other systems: officers write it on a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.http import AgencyRequest, handle, signed_in
from selaras.core.verdict import no, require
from selaras.organisation.forms.people import NamesForm
from selaras.organisation.models import Person, Position, PositionPeriod, Unit
from selaras.organisation.operations.references import (
    references_of,
    set_references,
    usual_kind,
    written_names,
)
from selaras.organisation.permissions import can_write_unit
from selaras.organisation.queries.people import person_for
from selaras.organisation.queries.structure import position_for, unit_for
from selaras.organisation.views.asked import form_data
from selaras.organisation.views.structure import saved


@signed_in
def person_references(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write what other systems call a person."""
    seen = person_for(request.actor, pk)
    if not seen.may_write:
        require(no(seen.may_not_write))
    trail = (_("People"), reverse("organisation:people"))
    return _page(request, seen.person, seen.header.unit_id, seen.person.name, trail)


@signed_in
def unit_references(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write what other systems call a unit."""
    found, row, _rows = unit_for(request.actor, pk)
    require(can_write_unit(request.actor, pk))
    return _page(request, found, pk, row.name if row else found.code, _structure())


@signed_in
def position_references(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write what other systems call a position."""
    found = position_for(request.actor, pk)
    period = PositionPeriod.objects.filter(position=found).order_by("-from_on").first()
    unit_id = period.unit_id if period else None
    require(can_write_unit(request.actor, unit_id))
    return _page(request, found, unit_id, period.title if period else found.code, _structure())


def _structure() -> tuple[str, str]:
    return _("Units and positions"), reverse("organisation:units")


def _page(
    request: AgencyRequest,
    of: Person | Unit | Position,
    unit_id: int | None,
    called: str,
    trail: tuple[str, str],
) -> HttpResponse:
    text = written_names(references_of(of), usual_kind(of), "\n")
    form = NamesForm(**form_data(request), initial={"names": text})

    def write(data: dict[str, Any]) -> None:
        saved(
            request,
            set_references(of=of, text=data["names"], unit_id=unit_id, by=request.actor, at=request.at),
        )

    back = reverse(f"organisation:{usual_kind(of)}", args=[of.pk])
    title = _("IDs in other systems")
    context = {
        "title": title,
        "breadcrumb": [trail, (called, back), (title, None)],
        "submit": _("Save"),
        "cancel": back,
    }
    return handle(
        request, form, write, template="organisation/form.html", then=lambda _done: back, context=context
    )
