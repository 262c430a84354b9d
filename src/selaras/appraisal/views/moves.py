"""Records another appraiser; the page proposes who would appraise today, and says what the law says of moves."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from selaras.appraisal import operations, queries
from selaras.appraisal.forms import MoveForm
from selaras.appraisal.models import AppraiserReason, Evaluation, EvaluationState
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import can_move
from selaras.appraisal.queries.people import Leader, leaders_on
from selaras.appraisal.views.shown import rulings
from selaras.core.http import AgencyRequest, add_refusal, signed_in
from selaras.core.verdict import Refused, require
from selaras.organisation.models import Assignment
from selaras.organisation.queries import Appraising, appraiser_of
from selaras.planning.models import Scheme
from selaras.rules.appraisers import choices_after_move, outgoing_appraiser_evaluates


@signed_in
def move(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show the form of a move, or record it."""
    found = queries.evaluation_for(request.actor, pk, at=request.at)
    require(can_move(request.actor, found))
    leaders = leaders_on(request.actor.on, found.person_id)
    today = appraiser_of(found.person_id, request.actor.on)
    people = _choices(found, leaders)
    differs = _differs(today, found)
    proposed = {"after": today.appraiser_id, "superior": today.superior_id} if today and differs else {}
    initial = {**_kept(found), **proposed}
    form, status = MoveForm(request.POST or None, initial=initial, leaders=people, evaluation=found), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _record(request, found, form, leaders)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    context = {
        "evaluation": found,
        "form": form,
        "window_label": window_name(found.window),
        "reason": str(AppraiserReason(found.appraiser_reason).label),
        "law": _law(found, request.actor.on),
        "today": dict(people).get(today.appraiser_id or 0) if today and differs else None,
    }
    return render(request, "appraisal/move.html", context, status=status)


def _kept(found: Evaluation) -> dict[str, int | None]:
    """After signing usually only one of the two changes, so what is recorded now is filled in."""
    if found.state == EvaluationState.OPEN:
        return {}
    return {"after": found.appraiser_id, "superior": found.superior_id}


def _choices(found: Evaluation, leaders: list[Leader]) -> list[tuple[int, str]]:
    """Whoever leads a unit today; after signing also who is recorded now, though perhaps leading nothing any more."""
    people = [(one.person_id, one.label) for one in leaders]
    known = {one.person_id for one in leaders}
    kept = [] if found.state == EvaluationState.OPEN else [found.appraiser, found.superior]
    return [*people, *((one.pk, one.name) for one in kept if one is not None and one.pk not in known)]


def _record(request: AgencyRequest, found: Evaluation, form: MoveForm, leaders: list[Leader]) -> HttpResponse:
    units = {one.person_id: one.unit_id for one in leaders}
    sent = form.cleaned_data
    operations.move_appraiser(
        evaluation=found, after_id=sent["after"], superior_id=sent["superior"], unit_id=units.get(sent["after"]),
        reason=sent["reason"], article=sent["article"], by=request.actor, at=request.at, version=sent["version"],
    )  # fmt: skip
    messages.success(request, _("The new appraiser is recorded and has been told."))
    return redirect("appraisal:evaluation", found.pk)


def _differs(today: Appraising | None, found: Evaluation) -> bool:
    return today is not None and today.appraiser_id is not None and today.appraiser_id != found.appraiser_id


def _law(found: Evaluation, on: date) -> list[dict[str, str]]:
    """What the law says: of the appraiser's own move, when the data knows one, and of the employee's."""
    window = found.window
    if window.period.scheme != Scheme.PERMENPANRB_6_2022:
        return []
    law_on = window.judged_until
    choices = choices_after_move(window.kind, on=law_on)
    ended = Assignment.objects.filter(
        person=found.appraiser_id, until_on__gt=window.judged_from, until_on__lte=on
    )
    moved_on = ended.order_by("-until_on").values_list("until_on", flat=True).first()
    if moved_on is None:
        return rulings(choices)
    outgoing = outgoing_appraiser_evaluates(
        moved_on, window_from_on=window.opens_on, window_until_on=window.closes_on, on=law_on
    )
    return rulings((outgoing, *choices))
