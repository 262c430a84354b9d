"""One objection: filed by the employee, explained by both sides, decided by the superior."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.appraisal import operations, queries
from selaras.appraisal.forms import SENTENCE, DecisionForm, ObjectionForm, StatementForm, text_field
from selaras.appraisal.models import Evaluation, Objection
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import (
    acts_for,
    can_decide,
    can_object,
    can_see_result,
    can_state,
    is_on_behalf,
    term_of,
)
from selaras.appraisal.views import shown
from selaras.core.http import AgencyForm, AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import Refused, StateRefused, require
from selaras.documents.queries import signatures_of
from selaras.organisation.models import Person

ON_BEHALF = "on_behalf_reason"


@signed_in
def objection(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show the objection, or the form to file one; a refusal names the article."""
    found = _visible(request, pk)
    running = queries.objection_of(found)
    if running is None and request.method != "POST":
        require(can_object(request.actor, found))
    if request.method != "POST":
        return _page(request, found, running)
    require(acts_for(request.actor, found.person, found.unit_id))
    form = _with_reason(ObjectionForm(request.POST), request, found.person, found)
    days = term_of("DECIDE", found.window).days
    return _take(
        request, found, running, "filing", form,
        lambda: operations.object_to(
            evaluation=found, reasons=form.cleaned_data["reasons"], **_who(request, form)
        ),
        _("Your objection is filed. The superior of your appraiser decides within %(days)s working days.")
        % {"days": days},
    )  # fmt: skip


@signed_in
@require_POST
def statement(request: AgencyRequest, pk: int) -> HttpResponse:
    """Add the appraiser's explanation or the employee's statement."""
    found = _visible(request, pk)
    running = _running(found)
    require(can_state(request.actor, running))
    speaker = found.person if acts_for(request.actor, found.person, found.unit_id) else found.appraiser
    form = _with_reason(StatementForm(request.POST), request, speaker, found)
    return _take(
        request, found, running, "stating", form,
        lambda: operations.state_objection(
            objection=running, statement=form.cleaned_data["statement"], **_who(request, form)
        ),
        _("Your statement is added; the superior has been told."),
    )  # fmt: skip


@signed_in
@require_POST
def decision(request: AgencyRequest, pk: int) -> HttpResponse:
    """Uphold or change the result: first everything that will be signed is shown together, then it is signed."""
    found = _visible(request, pk)
    running = _running(found)
    require(can_decide(request.actor, found))
    step = request.POST.get("step")
    if step == "edit":
        form = _with_reason(DecisionForm(initial=request.POST.dict()), request, found.superior, found)
        return _page(request, found, running, deciding=form)
    form = _with_reason(DecisionForm(request.POST), request, found.superior, found)
    if step != "sign":
        return _look_over(request, found, running, form)
    return _take(
        request, found, running, "deciding", form,
        lambda: operations.decide_objection(
            objection=running, **_decided(form), **_who(request, form)
        ),
        _("The decision is signed; both sides have been told."),
    )  # fmt: skip


def _decided(form: Any) -> dict[str, Any]:
    return {
        name: form.cleaned_data[name]
        for name in ("decision", "grounds", "results_rating", "behaviour_rating")
    }


def _look_over(request: AgencyRequest, found: Evaluation, running: Objection, form: Any) -> HttpResponse:
    """Show what the signature will stand under, or the form again with what is missing or contradicts itself."""
    if form.is_valid():
        try:
            result = operations.check_decision(objection=running, by=request.actor, **_decided(form))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            brief = len(form.cleaned_data["grounds"].split()) < SENTENCE
            summary = {
                "result": result,
                "brief": brief,
                "steps": shown.explained(result.get("explanation", {})),
            }
            return _page(request, found, running, deciding=form, summary=summary)
    return _page(request, found, running, deciding=form, status=422)


def _visible(request: AgencyRequest, pk: int) -> Evaluation:
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    require(can_see_result(request.actor, found))
    return found


def _running(found: Evaluation) -> Objection:
    running = queries.objection_of(found)
    if running is None:
        raise StateRefused(_("There is no objection to this result."))
    return running


def _who(request: AgencyRequest, form: AgencyForm) -> dict[str, Any]:
    return {
        "by": request.actor, "at": request.at, "version": form.cleaned_data["version"],
        ON_BEHALF: form.cleaned_data.get(ON_BEHALF, ""),
    }  # fmt: skip


def _with_reason(form: AgencyForm, request: AgencyRequest, person: Person | None, found: Evaluation) -> Any:
    if is_on_behalf(request.actor, person, found.unit_id):
        form.fields[ON_BEHALF] = text_field(_("Why you record this for somebody else"), rows=2)
    return form


def _take(
    request: AgencyRequest,
    found: Evaluation,
    running: Objection | None,
    name: str,
    form: Any,
    act: Any,
    done: str,
) -> HttpResponse:
    status = 422
    if form.is_valid():
        try:
            act()
            messages.success(request, done)
            return redirect("appraisal:objection", found.pk)
        except Refused as refused:
            status = refused.status
            add_refusal(form, refused)
    return _page(request, found, running, **{name: form}, status=status)


def _page(
    request: AgencyRequest,
    found: Evaluation,
    running: Objection | None,
    *,
    filing: Any = None,
    stating: Any = None,
    deciding: Any = None,
    summary: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.actor
    states = running is not None and bool(can_state(user, running))
    decides = running is not None and not running.decision and bool(can_decide(user, found))
    speaker = found.person if acts_for(user, found.person, found.unit_id) else found.appraiser
    context = {
        "evaluation": found,
        "objection": running,
        "window_label": window_name(found.window),
        "filing": filing
        or (_with_reason(ObjectionForm(), request, found.person, found) if running is None else None),
        "stating": stating or (_with_reason(StatementForm(), request, speaker, found) if states else None),
        "deciding": deciding
        or (_with_reason(DecisionForm(), request, found.superior, found) if decides else None),
        "summary": summary,
        "signatures": signatures_of(running) if running else [],
        "before": running.explanation.get("before") if running else None,
        "explanation": shown.explained(found.explanation),
        "conflict": shown.clocks_conflict(found, running),
        "clock": shown.clock_of(running, user.on, request.agency.time_zone) if running else None,
        "days": term_of("DECIDE", found.window).days,
        "readers": _readers(request, found),
    }
    return render(request, "appraisal/objection.html", context, status=status)


def _readers(request: AgencyRequest, found: Evaluation) -> list[str]:
    """Name who reads an objection: the reader as "you" and nobody twice."""
    parties = (
        (found.person_id, _("the employee")),
        (found.appraiser_id, _("the appraiser")),
        (found.superior_id, _("the superior who decides")),
    )
    return [_("you"), *(text for person, text in parties if not request.actor.is_person(person))]
