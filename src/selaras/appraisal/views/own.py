"""The employee's own appraisal with realisations, and the opinion of a colleague who was asked."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.appraisal import operations, queries
from selaras.appraisal.forms import AskForm, JudgementForm, SelfForm
from selaras.appraisal.models import AppraisalKind, Evaluation
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import can_ask_opinion, can_take_part, can_write_opinion
from selaras.appraisal.queries import Material
from selaras.appraisal.queries.people import colleagues_of
from selaras.appraisal.views import shown
from selaras.core.http import AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import InvalidRefused, Refused, require

WORDS = ("results_rating", "results_grounds", "behaviour_rating", "behaviour_grounds")


@signed_in
def self_appraisal(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write the self-appraisal and the final realisations; sent once, then read by appraiser and superior."""
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    require(can_take_part(request.actor, found))
    material = queries.material_of(found)
    form, status = _self_form(request, material), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _save_self(request, found, form)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    context = {
        "evaluation": found,
        "material": material,
        "form": form,
        "sent": bool(material.own and material.own.submitted_at),
        "version": material.own.version if material.own else None,
        "window_label": window_name(found.window),
        "readers": shown.readers_of_self(),
        "days_left": (found.window.closes_on - request.actor.on).days,
    }
    return render(request, "appraisal/self.html", context, status=status)


def _self_form(request: AgencyRequest, material: Material) -> SelfForm:
    own = material.own
    initial = {name: getattr(own, name) for name in WORDS} if own else {}
    sends = request.POST.get("step") == "send"
    data = request.POST if request.method == "POST" else None
    return SelfForm(data, initial=initial, draft=not sends, material=material)


def _save_self(request: AgencyRequest, found: Evaluation, form: SelfForm) -> HttpResponse:
    sends = request.POST.get("step") == "send"
    _keep(request, found, form, sends=sends)
    messages.success(
        request,
        _("Your self-appraisal is sent to your appraiser.") if sends else _("Your draft is saved."),
    )
    return redirect("appraisal:evaluation" if sends else "appraisal:self", found.pk)


def _keep(request: AgencyRequest, found: Evaluation, form: SelfForm, *, sends: bool) -> int:
    who: dict[str, Any] = {"evaluation": found, "by": request.actor, "at": request.at}
    operations.save_realisations(texts=form.realisations, **who)
    words = {name: form.cleaned_data.get(name, "") for name in WORDS}
    if not sends and not any(words.values()) and not form.cleaned_data["version"]:
        return 0
    opinion = operations.save_opinion(
        kind=AppraisalKind.SELF, submit=sends, version=form.cleaned_data["version"], **words, **who
    )
    return int(opinion.version)


@signed_in
@require_POST
def self_draft(request: AgencyRequest, pk: int) -> HttpResponse:
    """Keep what was just typed."""
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    require(can_take_part(request.actor, found))
    form = SelfForm(request.POST, draft=True, material=queries.material_of(found))
    if not form.is_valid():
        raise InvalidRefused(
            _("This draft could not be saved. Check that no text is longer than 4,000 characters.")
        )
    version = _keep(request, found, form, sends=False)
    saved = {"saved": {"version": version} if version else {}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(saved)})


@signed_in
@require_POST
def ask(request: AgencyRequest, pk: int) -> HttpResponse:
    """Ask a colleague for an opinion."""
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    require(can_ask_opinion(request.actor, found))
    form = AskForm(request.POST, colleagues=colleagues_of(found, request.actor.on))
    if not form.is_valid():
        raise InvalidRefused(_("Choose a colleague from the list."))
    opinion = operations.ask_opinion(
        evaluation=found, author_id=form.cleaned_data["author"], by=request.actor, at=request.at
    )
    messages.success(request, _("%(name)s is asked for an opinion.") % {"name": opinion.author.name})
    return redirect("appraisal:evaluation", pk)


@signed_in
def opinion(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write an opinion on a colleague; sent once."""
    asked = queries.opinion_for(request.actor, pk)
    verdict = can_write_opinion(request.actor, asked)
    sends = request.POST.get("step") == "send"
    initial = {name: getattr(asked, name) for name in WORDS}
    data = request.POST if request.method == "POST" else None
    form, status = JudgementForm(data, initial=initial, draft=not sends), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                operations.save_opinion(
                    evaluation=asked.evaluation, kind=AppraisalKind.PEER, submit=sends, by=request.actor,
                    at=request.at, version=form.cleaned_data["version"],
                    **{name: form.cleaned_data.get(name, "") for name in WORDS},
                )  # fmt: skip
                messages.success(
                    request, _("Your opinion is sent. Thank you.") if sends else _("Your draft is saved.")
                )
                return redirect("appraisal:opinions") if sends else redirect("appraisal:opinion", pk)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    context = {
        "opinion": asked,
        "form": form,
        "verdict": verdict,
        "window_label": window_name(asked.evaluation.window),
        "readers": shown.readers_of_opinion(),
    }
    return render(request, "appraisal/opinion.html", context, status=status)
