"""The choice of the employee of the month: opening, nominating, choosing, closing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.http import AgencyRequest, add_refusal, handle, reason_sent, signed_in
from selaras.core.verdict import Refused, require
from selaras.organisation.models import Person, Unit
from selaras.organisation.queries import headers_of
from selaras.recognition import operations
from selaras.recognition.forms import ChoiceForm, NominationForm, RoundForm
from selaras.recognition.models import AwardRound, Nomination, RoundState
from selaras.recognition.permissions import (
    can_decide_round,
    can_nominate,
    can_see_nominations,
    can_start_rounds,
)
from selaras.recognition.queries import nominations_of, own_nomination, round_for
from selaras.recognition.queries.reach import unit_names
from selaras.recognition.queries.shortlist import judged, reasons_in
from selaras.recognition.views.sent import version_sent
from selaras.recognition.workflow import ROUND
from selaras.regulations.queries.choices import month_policy_on

DAYS_OPEN = timedelta(days=7)


@signed_in
def round_new(request: AgencyRequest) -> HttpResponse:
    """Open the nominations of a month."""
    actor = request.actor
    require(can_start_rounds(actor))
    units = unit_names(actor.on, None if actor.whole_agency else actor.unit_ids)
    form = RoundForm(
        request.POST or None, units=units, on=actor.on, initial={"closes_on": actor.on + DAYS_OPEN}
    )

    def open_it(values: dict[str, Any]) -> AwardRound:
        return operations.open_round(
            unit=Unit.objects.get(pk=values["unit"]),
            month_on=values["month_on"],
            closes_on=values["closes_on"],
            by=actor,
            at=request.at,
        )

    def then(made: AwardRound) -> str:
        messages.success(request, _("Nominations are open. Colleagues see it on their desk."))
        return reverse("recognition:round", args=[made.pk])

    return handle(request, form, open_it, template="recognition/round_new.html", then=then)


@signed_in
def award_round(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one month's choice; a POST nominates, chooses or closes."""
    found = round_for(request.actor, pk)
    forms = _forms(request, found)
    if request.method != "POST":
        return _page(request, found, forms)
    return _write(request, found, forms)


def _forms(request: AgencyRequest, found: AwardRound) -> dict[str, Any]:
    """Return the forms that are open to the actor; the one that was sent is bound."""
    what = request.POST.get("step", "")
    sees_all = bool(can_see_nominations(request.actor, found))
    nominations = nominations_of(found) if sees_all else []
    own = _own(request.actor, found, nominations if sees_all else None)
    shortlist = _shortlist(request, found, nominations)
    return {
        **shortlist,
        "own": own,
        "nominations": nominations,
        "nominate": NominationForm(
            request.POST if what == "nominate" else None,
            person=own.person if own else None,
            initial={"reason": own.reason if own else ""},
        ),
        "choose": ChoiceForm(
            request.POST if what == "choose" else None,
            people=shortlist["may_be_chosen"],
            is_running=request.actor.on <= found.closes_on,
        ),
    }


def _shortlist(request: AgencyRequest, found: AwardRound, nominations: list[Nomination]) -> dict[str, Any]:
    """The conditions that hold today, who of the nominated meets them, and what stands in the way of the others."""
    conditions, chosen = month_policy_on(request.agency, request.actor.on)
    names = {one.person_id: one.person.name for one in nominations}
    ids = list(names) if found.state == RoundState.OPEN else []
    ready = judged(request.agency, ids, conditions, request.actor.on)
    return {
        "conditions": conditions,
        "conditions_since": chosen.from_on if chosen else None,
        "obstacles": {pk: reasons_in(one) for pk, one in ready.items()},
        "may_be_chosen": {pk: names[pk] for pk, one in ready.items() if one.ready},
    }


def _own(actor: Actor, found: AwardRound, seen: list[Nomination] | None) -> Nomination | None:
    """The actor's own nomination, from what is already seen where possible."""
    if not actor.is_personal:
        return None
    if seen is None:
        return own_nomination(actor, found)
    return next((one for one in seen if one.nominator_id == actor.person_id), None)


def _write(request: AgencyRequest, found: AwardRound, forms: dict[str, Any]) -> HttpResponse:
    what = request.POST.get("step", "")
    form, status = forms.get(what) if what in ("nominate", "choose") else None, 422
    if form is not None and not form.is_valid():
        return _page(request, found, forms, status)
    try:
        said = (
            WRITES[what](request, found, form.cleaned_data if form is not None else {})
            if what in WRITES
            else ""
        )
    except Refused as refused:
        if form is None:
            raise
        add_refusal(form, refused)
        return _page(request, found, forms, refused.status)
    if said:
        messages.success(request, said)
    return redirect("recognition:round", found.pk)


def _nominate(request: AgencyRequest, found: AwardRound, values: dict[str, Any]) -> str:
    operations.nominate(
        award_round=found, person=values["person"], reason=values["reason"], by=request.actor, at=request.at
    )
    return _("Your nomination of %(name)s was received.") % {"name": values["person"].name}


def _choose(request: AgencyRequest, found: AwardRound, values: dict[str, Any]) -> str:
    person = Person.objects.get(pk=values["person"])
    operations.choose(
        award_round=found,
        person=person,
        reason=values["reason"],
        by=request.actor,
        at=request.at,
        version=values["version"],
        early=values.get("early", False),
    )
    return _("%(name)s was chosen. The certificate is ready and the colleagues were told.") % {
        "name": person.name
    }


def _close(request: AgencyRequest, found: AwardRound, values: dict[str, Any]) -> str:
    operations.close_round(
        award_round=found,
        reason=reason_sent(request),
        by=request.actor,
        at=request.at,
        version=version_sent(request),
    )
    return _("The month was closed without a choice.")


WRITES = {"nominate": _nominate, "choose": _choose, "close": _close}


def _page(
    request: AgencyRequest, found: AwardRound, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    actor = request.actor
    oversees = can_see_nominations(actor, found)
    context = {
        "round": found,
        "unit": unit_names(actor.on, [found.unit_id]).get(found.unit_id, ""),
        **forms,
        "groups": _groups(forms["nominations"]),
        "headers": headers_of([one.person_id for one in forms["nominations"]], actor.on),
        "may_nominate": can_nominate(actor, found),
        "oversees": oversees,
        "is_open": found.state == RoundState.OPEN,
        "may_choose": found.state == RoundState.OPEN and bool(can_decide_round(actor, found)),
        "steps": [
            one for one in ROUND.open_to(actor, found) if one.step.name != "choose" and one.verdict.allowed
        ],
        "too_early": operations.too_early(found.closes_on) if actor.on <= found.closes_on else "",
        "history": audit.history_of(found) if oversees else [],
    }
    return render(request, "recognition/round.html", context, status=status)


def _groups(nominations: list[Nomination]) -> list[tuple[Person, list[Nomination]]]:
    grouped: dict[int, list[Nomination]] = {}
    for one in nominations:
        grouped.setdefault(one.person_id, []).append(one)
    rows = [(named[0].person, named) for named in grouped.values()]
    return sorted(rows, key=lambda row: -len(row[1]))
