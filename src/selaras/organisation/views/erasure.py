"""Erasing what is known about somebody who left: first what would be erased and kept, then the erasure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.http import AgencyRequest, handle, signed_in
from selaras.core.verdict import require
from selaras.organisation.forms.people import ErasureForm
from selaras.organisation.operations.erasure import Ground, erase_person
from selaras.organisation.permissions import can_manage_agency
from selaras.organisation.queries.erasure import outlook_for
from selaras.organisation.queries.people import person_for
from selaras.organisation.views.asked import form_data

PAGE = "organisation/erase.html"


@signed_in
def person_erase(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show what would be erased and what is kept with why; then erase it."""
    require(can_manage_agency(request.actor))
    seen = person_for(request.actor, pk)
    outlook = outlook_for(seen.person, request.actor.on, request.at)
    back = reverse("organisation:person", args=[pk])
    context = {"seen": seen, "outlook": outlook, "back": back}
    if outlook.refusal:
        return render(request, PAGE, context, status=409 if request.method == "POST" else 200)
    ground = Ground.RETENTION if outlook.is_due else Ground.REQUEST
    form = ErasureForm(**form_data(request), initial={"ground": ground, "version": seen.person.version})

    def write(data: dict[str, Any]) -> None:
        erase_person(
            person=seen.person,
            ground=data["ground"],
            reason=data["reason"],
            by=request.actor,
            at=request.at,
            version=data["version"],
        )
        messages.success(request, _("The personal data was erased. The history says who did it and why."))

    return handle(request, form, write, template=PAGE, then=lambda _done: back, context=context)
