"""Sanction records: the list of those one may see, proposing, putting into force, ending and revoking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core import audit
from selaras.core.actor import RoleCode
from selaras.core.http import AgencyRequest, add_refusal, handle, page_of, reason_sent, signed_in
from selaras.core.verdict import NotAllowed, Refused
from selaras.core.vocabulary import word
from selaras.organisation.queries import headers_of
from selaras.organisation.views.exporting import all_of, export, is_export
from selaras.recognition import operations
from selaras.recognition.forms import EnforceForm, SanctionForm
from selaras.recognition.models import Sanction, SanctionLevel, SanctionState
from selaras.recognition.permissions import DECIDING, NOT_DECIDING, can_decide_sanction
from selaras.recognition.queries import sanction_for, sanctions_for
from selaras.recognition.queries.discipline import guidance_for
from selaras.recognition.views.sent import version_sent
from selaras.recognition.views.wall import person_asked
from selaras.recognition.workflow import SANCTION
from selaras.rules.dated import NotInForce
from selaras.rules.discipline import sanction_names

LEADING = (*DECIDING, RoleCode.APPRAISER, RoleCode.SUPERIOR)
FINISHES = {"end": operations.end_sanction, "revoke": operations.revoke_sanction}


@signed_in
@require_safe
def sanctions(request: AgencyRequest) -> HttpResponse:
    """List the records the actor may see."""
    state, level = request.GET.get("state", ""), request.GET.get("level", "")
    rows = sanctions_for(
        request.actor,
        state if state in SanctionState.values else "",
        level if level in SanctionLevel.values else "",
        request.GET.get("q", "")[:100],
    )
    if is_export(request):
        return _exported(request, all_of(rows))
    page = page_of(rows, request)
    context = {
        "page": page,
        "headers": headers_of([one.person_id for one in page.rows], request.actor.on),
        "may_propose": request.actor.role in LEADING,
        "decides": request.actor.role in DECIDING,
        "filters": [
            {
                "name": "state",
                "label": _("State"),
                "options": [("", _("All states")), *SanctionState.choices],
            },
            {
                "name": "level",
                "label": _("Level of the sanction"),
                "options": [("", _("All levels")), *SanctionLevel.choices],
            },
        ],
    }
    return render(request, "recognition/sanctions.html", context)


def _exported(request: AgencyRequest, found: list[Sanction]) -> HttpResponse:
    """The records as a workbook, with the columns of the page."""
    headers = headers_of([one.person_id for one in found], request.actor.on)
    columns = (
        word("employee"), _("Position"), word("unit"), _("Sanction"), _("Article"),
        _("Level of the sanction"), _("State"), _("In force from"), _("In force until"),
    )  # fmt: skip
    rows = (
        (
            one.person.name, getattr(headers.get(one.person_id), "position", ""),
            getattr(headers.get(one.person_id), "unit", ""), one.title, one.article, one.get_level_display(),
            one.get_state_display(), one.from_on, one.until_on,
        )
        for one in found
    )  # fmt: skip
    return export(request, _("Sanctions"), columns, rows)


@signed_in
def sanction_new(request: AgencyRequest) -> HttpResponse:
    """Propose a sanction; an appraiser records a reminder."""
    if request.actor.role not in LEADING:
        raise NotAllowed(NOT_DECIDING)
    only_reminders = request.actor.role not in DECIDING
    form = SanctionForm(request.POST or None, person=person_asked(request), only_reminders=only_reminders)

    def propose(values: dict[str, Any]) -> Sanction:
        fields = {name: values[name] for name in ("person", "level", "title", "article", "facts")}
        return operations.propose_sanction(**fields, by=request.actor, at=request.at)

    def then(made: Sanction) -> str:
        messages.success(request, _("The record was made as a proposal. Nothing is in force yet."))
        return reverse("recognition:sanction", args=[made.pk])

    return handle(
        request,
        form,
        propose,
        template="recognition/sanction_new.html",
        then=then,
        context={"kinds": _kinds(request), "only_reminders": only_reminders},
    )


def _kinds(request: AgencyRequest) -> list[str]:
    """Return the names of the sanctions of the discipline rules, for agencies that they bind."""
    if not request.agency.is_public:
        return []
    try:
        names = sanction_names(on=request.actor.on)
    except NotInForce:
        return []
    indonesian = (get_language() or "id").startswith("id")
    return [one.id if indonesian else one.en for one in names]


@signed_in
def sanction(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one record; a POST puts it into force, ends or revokes it."""
    found = sanction_for(request.actor, pk, request.at)
    form = EnforceForm(
        request.POST if request.POST.get("step") == "enforce" else None, initial={"from_on": request.actor.on}
    )
    if request.method != "POST":
        return _page(request, found, form)
    if request.POST.get("step") == "enforce":
        return _enforce(request, found, form)
    return _finish(request, found)


def _enforce(request: AgencyRequest, found: Sanction, form: EnforceForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, 422)
    fields = {name: form.cleaned_data[name] for name in ("letter", "from_on", "until_on", "version")}
    try:
        operations.enforce_sanction(sanction=found, **fields, by=request.actor, at=request.at)
    except Refused as refused:
        add_refusal(form, refused)
        return _page(request, found, form, refused.status)
    messages.success(request, _("The sanction is in force and the employee was told."))
    return redirect("recognition:sanction", found.pk)


def _finish(request: AgencyRequest, found: Sanction) -> HttpResponse:
    finish = FINISHES.get(request.POST.get("step", ""))
    if finish is not None:
        finish(
            sanction=found,
            reason=reason_sent(request),
            by=request.actor,
            at=request.at,
            version=version_sent(request),
        )
        messages.success(request, _("The record was changed and the employee was told."))
    return redirect("recognition:sanction", found.pk)


def _page(request: AgencyRequest, found: Sanction, form: EnforceForm, status: int = 200) -> HttpResponse:
    actor = request.actor
    verdict = can_decide_sanction(actor, found)
    steps = [one for one in SANCTION.open_to(actor, found) if one.step.name != "enforce"]
    context = {
        "sanction": found,
        "header": headers_of([found.person_id], actor.on)[found.person_id],
        "form": form,
        "own": actor.is_person(found.person_id),
        "may_enforce": bool(verdict) and found.state == SanctionState.PROPOSED,
        "steps": steps if actor.role in DECIDING else [],
        "over": found.state == SanctionState.IN_FORCE
        and found.until_on is not None
        and found.until_on <= actor.on,
        "history": audit.history_of(found),
        "guidance": guidance_for(found, request.agency),
    }
    return render(request, "recognition/sanction.html", context, status=status)
