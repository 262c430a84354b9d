"""The appraiser's page: everything to weigh, two judgements with grounds, the predicate explained before signing."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.appraisal import operations, queries
from selaras.appraisal.forms import RatingForm, brief_grounds
from selaras.appraisal.models import Evaluation, EvaluationState, Rating
from selaras.appraisal.operations.rating import explain
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import can_judge, final_article, final_sentence, is_on_behalf
from selaras.appraisal.queries import Counting, Material
from selaras.appraisal.views import shown
from selaras.appraisal.views.steps import last_day, reuse_link
from selaras.core.http import AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import InvalidRefused, Refused, StateRefused, require
from selaras.organisation.models import EmploymentStatus
from selaras.organisation.queries import headers_of
from selaras.planning.models import Window
from selaras.planning.queries import values_in
from selaras.rules.codes import PREDICATES
from selaras.rules.distribution import curve_of, mode_of
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import HUNDRED
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.tables import tell_behaviour_guide, tell_results_guide

SIGNING = ("sign", "sign_brief")


@signed_in
def rate(request: AgencyRequest, pk: int) -> HttpResponse:
    """Rate and sign; whatever is refused, the page comes back with all that was typed."""
    found = _to_judge(request, pk)
    material = queries.material_of(found)
    form, status, brief = _form(request, found, material), 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                brief = _too_brief(request, form)
                if not brief:
                    return _sign(request, found, form)
                found, status = _draft(request, found, form), 200
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    context = {**_context(request, found, material, form), "brief": brief}
    return render(request, "appraisal/rate.html", context, status=status)


def _too_brief(request: AgencyRequest, form: RatingForm) -> list[str]:
    """Return what would be signed with hardly a word of grounds; who then presses “Sign as it is” means it."""
    return brief_grounds(form.judgement) if request.POST.get("step") == "sign" else []


def _draft(request: AgencyRequest, found: Evaluation, form: RatingForm) -> Evaluation:
    return operations.save_draft(
        evaluation=found, values=form.judgement, helpers=form.helpers, by=request.actor, at=request.at,
        version=form.cleaned_data["version"],
    )  # fmt: skip


def _to_judge(request: AgencyRequest, pk: int) -> Evaluation:
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    require(can_judge(request.actor, found))
    if found.state != EvaluationState.OPEN:
        raise StateRefused(
            _("This evaluation is already signed. Open it to see the result and what comes next.")
        )
    return found


def _form(request: AgencyRequest, found: Evaluation, material: Material) -> RatingForm:
    draft = request.method != "POST" or request.POST.get("step") not in SIGNING
    names = ("results_rating", "results_grounds", "behaviour_rating", "behaviour_grounds", "notes")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial["study_leave_failed"] = found.study_leave_failed
    header = headers_of([found.person_id], found.window.judged_until).get(found.person_id)
    return RatingForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        draft=draft,
        material=material,
        on_behalf=is_on_behalf(request.actor, found.evaluator, found.unit_id),
        study_leave=found.study_leave_failed
        or bool(header and header.status == EmploymentStatus.STUDY_LEAVE),
    )


def _sign(request: AgencyRequest, found: Evaluation, form: RatingForm) -> HttpResponse:
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    version = form.cleaned_data["version"]
    if request.POST.get("step") not in SIGNING:
        _draft(request, found, form)
        messages.success(request, _("Your draft is saved. Nobody else can see it."))
        return redirect("appraisal:rate", found.pk)
    if form.helpers:
        version = _draft(request, found, form).version
    reason = form.cleaned_data.get("on_behalf_reason", "")
    operations.rate(evaluation=found, **form.judgement, version=version, on_behalf_reason=reason, **who)
    messages.success(request, _("Rated and signed. Deliver the result so that the employee can read it."))
    return redirect("appraisal:evaluation", found.pk)


@signed_in
@require_POST
def rate_draft(request: AgencyRequest, pk: int) -> HttpResponse:
    """Keep what was just typed."""
    found = _to_judge(request, pk)
    form = _form(request, found, queries.material_of(found))
    if not form.is_valid():
        raise InvalidRefused(
            _("This draft could not be saved. Check that no text is longer than 4,000 characters.")
        )
    fresh = _draft(request, found, form)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"saved": {"version": fresh.version}})})


@signed_in
@require_safe
def rate_preview(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show which predicate two ratings give, and why; nothing is saved."""
    found = _to_judge(request, pk)
    ratings = (request.GET.get("results_rating", ""), request.GET.get("behaviour_rating", ""))
    failed = request.GET.get("study_leave_failed") == "on"
    counting = queries.counting_for(found, request.actor.on, request.agency.time_zone)
    group = queries.group_of(request.actor, found)
    context = preview(found, group, counting, *ratings, failed)
    return render(request, "appraisal/rate_preview.html", context)


def preview(
    found: Evaluation, group: queries.Group, counting: Counting, results: str, behaviour: str, failed: bool
) -> dict[str, Any]:
    """Return the predicate of two chosen ratings with its explanation, and the limits beside the distribution."""
    chosen = results in Rating.values and behaviour in Rating.values
    explanation = explain(found, results, behaviour, failed) if chosen else None
    predicate = str(explanation.result["predicate"]) if explanation else ""
    return {
        "limits": queries.limits_for(group, found, counting.achievement, predicate),
        "evaluation": found,
        "cells": shown.QUIET_CELLS,
        "chosen": (results, behaviour) if chosen else None,
        "law_on": found.window.judged_until,
        "scheme": found.window.period.scheme,
        "predicate": predicate,
        "preview_steps": explanation,
    }


def _context(
    request: AgencyRequest, found: Evaluation, material: Material, form: RatingForm
) -> dict[str, Any]:
    user, window = request.actor, found.window
    group = queries.group_of(user, found)
    counting = queries.counting_for(found, user.on, request.agency.time_zone)
    people = headers_of([found.person_id, found.evaluator_id], user.on, [found.plan.assignment_id])
    failed = bool(form["study_leave_failed"].value()) if "study_leave_failed" in form.fields else False
    results, behaviour = (form[name].value() or "" for name in ("results_rating", "behaviour_rating"))
    return {
        **preview(found, group, counting, results, behaviour, failed),
        "form": form,
        "material": material,
        "behaviours": values_in(request.agency, window.period, window.judged_until),
        "window_label": window_name(window),
        "people": people,
        "counting": counting,
        "counting_steps": shown.rulings(counting.rulings),
        "pattern": _pattern(found, group, counting),
        "guides": _guides(window),
        "readers": shown.readers_of_rating(),
        "final": (final_sentence(found), final_article(found)) if found.is_final else None,
        "until": last_day(found),
        "reuse": reuse_link(user, found),
        "on": user.on,
        "draft_url": reverse("appraisal:rate_draft", args=[found.pk]),
        "preview_url": reverse("appraisal:rate_preview", args=[found.pk]),
    }


def _guides(window: Window) -> dict[str, Explanation]:
    """The law's sample guides beside the two choices, where the period's scheme has them: advice, never a rating."""
    if window.period.scheme != PERMENPANRB_6_2022:
        return {}
    law_on = window.judged_until
    return {
        "results_rating": tell_results_guide(on=law_on),
        "behaviour_rating": tell_behaviour_guide(on=law_on),
    }


def _pattern(found: Evaluation, group: queries.Group, counting: Counting) -> dict[str, Any]:
    """Return the pattern that the achievement suggests and how the evaluator's own group looks so far."""
    window = found.window
    counts, given = group.own, int(group.own.sum())
    pattern: dict[str, Any] = {
        "given": given,
        "waiting": group.waiting,
        "counts": [(code, int(count)) for code, count in zip(PREDICATES, counts, strict=True)],
        "own": [round(100 * int(count) / given, 1) if given else None for count in counts],
        "curve": None,
    }
    if counting.achievement:
        law_on, scheme = window.judged_until, window.period.scheme
        curve = curve_of(counting.achievement, on=law_on, scheme=scheme)
        pattern["curve"] = [share / HUNDRED for share in curve.shares]
        pattern["cite"] = str(curve.cite)
        pattern["mode"] = mode_of(counting.achievement, on=law_on, scheme=scheme)
    return pattern
