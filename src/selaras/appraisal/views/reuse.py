"""The agreement on a previous result: proposed, answered, withdrawn or signed on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selaras.appraisal import operations, queries
from selaras.appraisal.forms import ReuseAnswerForm, ReuseForm, text_field
from selaras.appraisal.models import Evaluation, Reuse, ReuseState
from selaras.appraisal.papers import period_of, window_name
from selaras.appraisal.permissions import (
    can_answer_reuse,
    can_judge,
    can_propose_reuse,
    can_withdraw_reuse,
    is_on_behalf,
    side_of,
)
from selaras.appraisal.views.shown import rulings
from selaras.core.http import AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import NotAllowed, Refused, StateRefused
from selaras.organisation.models import UnitPeriod
from selaras.rules.appraisers import choices_after_move

OUTSIDE = ("origin", "period", "paper", "results_rating", "behaviour_rating", "achievement")
TONES = {
    ReuseState.PROPOSED: "amber", ReuseState.AGREED: "blue", ReuseState.DECLINED: "grey",
    ReuseState.WITHDRAWN: "grey", ReuseState.USED: "green",
}  # fmt: skip


@signed_in
def reuse(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show what was agreed on a previous result, or propose one."""
    found = _concerned(request, pk)
    allowed = queries.reusable_for(found)
    form = ReuseForm(request.POST or None, sources=_sources(allowed.sources))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _propose(request, found, form, allowed.sources)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    return _page(request, found, allowed, proposing=form, status=status)


@signed_in
@require_POST
def reuse_answer(request: AgencyRequest, pk: int) -> HttpResponse:
    """Agree, decline, withdraw, or sign the evaluation with the agreed result."""
    found = _concerned(request, pk)
    known = queries.reuse_of(found)
    if known is None:
        raise StateRefused(_("Nothing was proposed for this evaluation."))
    form = _answering(request, found, known)
    status = 422
    if form.is_valid():
        try:
            return _take(request, found, known, form)
        except Refused as refused:
            if isinstance(refused, NotAllowed):
                raise
            status = refused.status
            add_refusal(form, refused)
    return _page(request, found, queries.reusable_for(found), answering=form, status=status)


def _concerned(request: AgencyRequest, pk: int) -> Evaluation:
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    if not side_of(request.actor, found):
        raise NotAllowed(can_propose_reuse(request.actor, found).reason)
    return found


def _sources(listed: tuple[Evaluation, ...]) -> list[tuple[int, str]]:
    """Name the results by window and unit, never by predicate: the ratings are the employee's to show."""
    units = dict(
        UnitPeriod.objects.filter(unit__in=[one.unit_id for one in listed])
        .order_by("from_on")
        .values_list("unit_id", "name")
    ) if listed else {}  # fmt: skip
    return [(one.pk, f"{window_name(one.window)} · {units.get(one.unit_id, '')}") for one in listed]


def _propose(
    request: AgencyRequest, found: Evaluation, form: ReuseForm, sources: tuple[Evaluation, ...]
) -> HttpResponse:
    sent = form.cleaned_data
    source = next((one for one in sources if one.pk == sent.get("source")), None)
    outside = None if source else operations.Outside(**{name: sent.get(name, "") for name in OUTSIDE})
    operations.propose_reuse(
        evaluation=found, source=source, outside=outside, reason=sent["reason"], by=request.actor, at=request.at,
        version=sent["version"],
    )  # fmt: skip
    messages.success(request, _("The proposal is sent; the other side has been told."))
    return redirect("appraisal:reuse", found.pk)


def _answering(request: AgencyRequest, found: Evaluation, known: Reuse) -> ReuseAnswerForm:
    form = ReuseAnswerForm(request.POST or None, initial={"version": known.version})
    if is_on_behalf(request.actor, found.evaluator, found.unit_id):
        form.fields["on_behalf_reason"] = text_field(
            _("Why you record this for somebody else"), rows=2, required=False
        )
    return form


def _take(request: AgencyRequest, found: Evaluation, known: Reuse, form: ReuseAnswerForm) -> HttpResponse:
    step = request.POST.get("step", "")
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    said, version = form.cleaned_data["answer"], form.cleaned_data["version"]
    values: dict[str, Any] = {**who, "reuse": known, "version": version}
    if step == "sign":
        reason = form.cleaned_data.get("on_behalf_reason", "")
        operations.sign_reuse(evaluation=found, on_behalf_reason=reason, **who)
        messages.success(
            request, _("Signed with the previous result. Deliver it so that the employee can read it.")
        )
        return redirect("appraisal:evaluation", found.pk)
    if step in ("agree", "decline"):
        operations.answer_reuse(agrees=step == "agree", answer=said, **values)
        messages.success(request, _("Your answer is recorded; the other side has been told."))
    elif step == "withdraw":
        operations.withdraw_reuse(reason=said, **values)
        messages.success(request, _("It is withdrawn; the other side has been told."))
    else:
        raise StateRefused(_("This step does not exist. Go back to the page and choose one of its buttons."))
    return redirect("appraisal:reuse", found.pk)


def _page(
    request: AgencyRequest,
    found: Evaluation,
    allowed: queries.Reusable,
    *,
    proposing: ReuseForm | None = None,
    answering: ReuseAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, known = request.actor, queries.reuse_of(found)
    running = known is not None and known.state in ("PROPOSED", "AGREED", "USED")
    window = found.window
    verdict = can_propose_reuse(user, found)
    context = {
        "evaluation": found,
        "reuse": known,
        "period": period_of(known) if known else "",
        "running": running,
        "badge": {"text": str(ReuseState(known.state).label), "tone": TONES[ReuseState(known.state)]}
        if known
        else None,
        "window_label": window_name(window),
        "proposing": proposing if verdict and allowed and not running else None,
        "refused": _why_not(verdict.reason, found, bool(allowed)) if not running else "",
        "answering": answering or (_answering(request, found, known) if known and running else None),
        "sees": queries.sees_source(user, found, known),
        "sources": allowed.sources if user.is_person(found.person_id) and not running else (),
        "may": _may(user, found, known) if known else {},
        "law": rulings(choices_after_move(window.kind, on=window.judged_until)),
        "readers": [_("the employee"), _("the appraiser"), _("the superior of the appraiser")],
    }
    return render(request, "appraisal/reuse.html", context, status=status)


def _may(user: Any, found: Evaluation, known: Reuse) -> dict[str, bool]:
    proposed, agreed = known.state == ReuseState.PROPOSED, known.state == ReuseState.AGREED
    return {
        "answer": proposed and bool(can_answer_reuse(user, known)),
        "withdraw": (proposed or agreed) and bool(can_withdraw_reuse(user, known)),
        "sign": agreed and bool(can_judge(user, found)),
    }


def _why_not(reason: Any, found: Evaluation, possible: bool) -> str:
    if reason:
        return str(reason)
    if possible:
        return ""
    return _(
        "There is no previous result to use: it has to be the delivered result of the period before, from another "
        "unit. %(name)s is evaluated as usual."
    ) % {"name": found.person.name}
