"""The page of recognition with its three tabs, and giving and withdrawing praise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.paging import Page
from selaras.core.verdict import require
from selaras.organisation.models import Person
from selaras.organisation.queries import headers_of
from selaras.recognition import operations
from selaras.recognition.forms import PraiseForm, ReasonForm
from selaras.recognition.models import AwardKind
from selaras.recognition.permissions import (
    DECIDING,
    OVERSEEING,
    can_praise,
    can_see_wall,
    can_withdraw_praise,
)
from selaras.recognition.queries import (
    awards_for,
    colleagues_like,
    praise_for,
    praises_for,
    rounds_for,
    standing_of,
)
from selaras.recognition.queries.reach import unit_names
from selaras.recognition.queries.wall import WHOSE
from selaras.recognition.views.sent import number_asked


@signed_in
@require_safe
def awards(request: AgencyRequest) -> HttpResponse:
    """Show praise, the employee of the month, or awards, by the chosen tab."""
    require(can_see_wall(request.actor))
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "praise"
    context = {
        "tab": tab,
        "tabs": _tabs(tab),
        "standing": standing_of(request.actor),
        "may_praise": can_praise(request.actor),
        "decides": request.actor.role in DECIDING,
        "oversees": request.actor.role in OVERSEEING,
        **TABS[tab](request),
    }
    return render(request, f"recognition/{tab}.html", context)


def _tabs(current: str) -> list[dict[str, Any]]:
    labels = {"praise": _("Praise"), "month": _("Employee of the month"), "awards": _("Awards")}
    here = reverse("recognition:awards")
    return [
        {
            "label": label,
            "href": f"{here}?tab={name}" if name != "praise" else here,
            "current": name == current,
        }
        for name, label in labels.items()
    ]


def _query(request: AgencyRequest) -> str:
    return request.GET.get("q", "")[:100]


def _praise_tab(request: AgencyRequest) -> dict[str, Any]:
    whose = request.GET.get("whose", "")
    rows = praises_for(request.actor, _query(request), whose if whose in WHOSE else "")
    page = page_of(rows, request)
    people = [one.person_id for one in page.rows] + [one.giver_id for one in page.rows]
    options = [("", _("Everybody")), ("mine", _("About me")), ("given", _("From me"))]
    return {
        "page": page,
        "headers": headers_of(people, request.actor.on),
        "removable": {one.pk for one in page.rows if can_withdraw_praise(request.actor, one)},
        "filters": [{"name": "whose", "label": _("Show"), "options": options}],
    }


def _month_tab(request: AgencyRequest) -> dict[str, Any]:
    page = page_of(rounds_for(request.actor), request)
    return {"page": page, "units": _units(page, request)}


def _units(page: Page, request: AgencyRequest) -> dict[int, str]:
    return unit_names(request.actor.on, [one.unit_id for one in page.rows])


def _awards_tab(request: AgencyRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    rows = awards_for(request.actor, _query(request), kind if kind in AwardKind.values else "")
    page = page_of(rows, request)
    return {
        "page": page,
        "headers": headers_of([one.person_id for one in page.rows], request.actor.on),
        "filters": [
            {"name": "kind", "label": _("Kind"), "options": [("", _("All kinds")), *AwardKind.choices]}
        ],
    }


TABS: dict[str, Callable[[AgencyRequest], dict[str, Any]]] = {
    "praise": _praise_tab,
    "month": _month_tab,
    "awards": _awards_tab,
}


def person_asked(request: AgencyRequest) -> Person | None:
    """Return the employee named in the address, to fill a form beforehand."""
    asked = number_asked(request, "person")
    return Person.objects.filter(pk=asked).first() if asked is not None else None


@signed_in
@require_safe
def people(request: AgencyRequest) -> HttpResponse:
    """Answer with suggestions for a person field."""
    require(can_see_wall(request.actor))
    found = colleagues_like(request.GET.get("person", "")[:100], request.actor.on)
    return render(request, "recognition/suggestions.html", {"found": found})


@signed_in
def praise_new(request: AgencyRequest) -> HttpResponse:
    """Write praise for a colleague."""
    require(can_praise(request.actor))
    form = PraiseForm(request.POST or None, person=person_asked(request))

    def give(values: dict[str, Any]) -> Any:
        return operations.praise(
            person=values["person"], text=values["text"], by=request.actor, at=request.at
        )

    def then(made: Any) -> str:
        messages.success(request, _("Your praise for %(name)s is on the wall.") % {"name": made.person.name})
        return reverse("recognition:awards")

    return handle(request, form, give, template="recognition/praise_new.html", then=then)


@signed_in
def praise_withdraw(request: AgencyRequest, pk: int) -> HttpResponse:
    """Ask once more, and for a reason where it is somebody else's praise, before taking it off the wall."""
    found = praise_for(request.actor, pk)
    require(can_withdraw_praise(request.actor, found))
    own = request.actor.is_person(found.giver_id)
    form = ReasonForm(request.POST or None, needed=not own)

    def take_away(values: dict[str, Any]) -> Any:
        return operations.withdraw_praise(
            praise=found,
            reason=values.get("reason", ""),
            by=request.actor,
            at=request.at,
            version=values["version"],
        )

    def then(_done: Any) -> str:
        messages.success(request, _("The praise was withdrawn."))
        return reverse("recognition:awards")

    return handle(
        request,
        form,
        take_away,
        template="recognition/praise_withdraw.html",
        then=then,
        context={"praise": found, "own": own},
    )
