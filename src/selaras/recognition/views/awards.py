"""Awards: giving one, its page with the certificate, withdrawing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core import audit
from selaras.core.http import AgencyRequest, handle, signed_in
from selaras.core.verdict import require
from selaras.documents.queries import papers_of
from selaras.organisation.queries import headers_of
from selaras.recognition import operations
from selaras.recognition.forms import AwardForm, ReasonForm
from selaras.recognition.models import Award
from selaras.recognition.permissions import OVERSEEING, can_start_rounds, can_withdraw_award
from selaras.recognition.queries import award_for
from selaras.recognition.views.wall import person_asked


@signed_in
def award_new(request: AgencyRequest) -> HttpResponse:
    """Give an award; its certificate is issued at once."""
    require(can_start_rounds(request.actor))
    form = AwardForm(
        request.POST or None, person=person_asked(request), initial={"given_on": request.actor.on}
    )

    def give(values: dict[str, Any]) -> Award:
        fields = {name: values[name] for name in ("person", "kind", "title", "reason", "given_on")}
        return operations.give_award(**fields, by=request.actor, at=request.at)

    def then(made: Award) -> str:
        messages.success(
            request, _("The award was given. The certificate is ready and the colleagues were told.")
        )
        return reverse("recognition:award", args=[made.pk])

    return handle(request, form, give, template="recognition/award_new.html", then=then)


@signed_in
@require_safe
def award(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one award with its certificate."""
    found = award_for(request.actor, pk)
    oversees = any(request.actor.reaches(role, found.unit_id) for role in OVERSEEING)
    context = {
        "award": found,
        "header": headers_of([found.person_id], found.given_on).get(found.person_id),
        "papers": papers_of(found),
        "may_withdraw": bool(can_withdraw_award(request.actor, found)),
        "history": audit.history_of(found) if oversees else None,
    }
    return render(request, "recognition/award.html", context)


@signed_in
def award_withdraw(request: AgencyRequest, pk: int) -> HttpResponse:
    """Ask for the reason before an award is taken back."""
    found = award_for(request.actor, pk)
    require(can_withdraw_award(request.actor, found))
    form = ReasonForm(request.POST or None)

    def take_back(values: dict[str, Any]) -> Award:
        return operations.withdraw_award(
            award=found, reason=values["reason"], by=request.actor, at=request.at, version=values["version"]
        )

    def then(done: Award) -> str:
        messages.success(request, _("The award was withdrawn; its certificate now verifies as withdrawn."))
        return reverse("recognition:award", args=[done.pk])

    return handle(
        request,
        form,
        take_back,
        template="recognition/award_withdraw.html",
        then=then,
        context={"award": found},
    )
