"""The check of the data: every trouble with a link to its fix."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core.http import AgencyRequest, page_of, signed_in
from selaras.organisation.models import Person, PersonKind
from selaras.organisation.queries.doctor import KINDS, Trouble, troubles_for
from selaras.organisation.views.asked import choice_asked, text_asked

A_PAGE = 50


@signed_in
@require_safe
def doctor(request: AgencyRequest) -> HttpResponse:
    """Show what blocks the cycle, filtered by kind and text."""
    found = troubles_for(request.actor)
    counts = Counter(one.kind for one in found)
    kind = choice_asked(request, "kind", [str(one) for one in Trouble])
    text = text_asked(request).casefold()
    shown = [one for one in found if kind in ("", one.kind)]
    if text:
        shown = [one for one in shown if text in one.about.casefold() or text in one.unit.casefold()]
    kinds = [(str(one), f"{KINDS[one][0]} ({counts[one]})") for one in Trouble if counts[one]]
    context = {
        "page": page_of(shown, request, A_PAGE),
        "total": len(found),
        "is_empty": not found and not Person.objects.filter(kind=PersonKind.EMPLOYEE).exists(),
        "filters": [{"name": "kind", "label": _("Kind"), "options": [("", _("All kinds")), *kinds]}],
        "may_mend": request.actor.role == "OFFICER",
    }
    return render(request, "organisation/doctor.html", context)
