"""Reading of evaluations over the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from selaras.appraisal.models import EvaluationState, ReuseState
from selaras.appraisal.permissions import can_see_result
from selaras.appraisal.queries import evaluation_for, evaluations_for, reuse_of
from selaras.core.api import ERRORS, Paging, Text, listed

router = Router()


class EvaluationRow(Schema):
    """An evaluation in a list; ratings are empty until the result may be seen."""

    id: int
    plan_id: int
    window_id: int
    person_id: int
    person: str
    unit_id: int
    appraiser_id: int | None
    appraiser_reason: str
    state: str
    is_final: bool
    predicate: str
    delivered_on: date | None
    returned_on: date | None
    reported_on: date | None


class Evaluations(Schema):
    """One page of evaluations."""

    items: list[EvaluationRow]
    page: int
    size: int
    total: int


class ReusedResult(Schema):
    """The previous result that serves for this evaluation by agreement of both sides (Lampiran IV.A.13)."""

    evaluation_id: int | None
    origin: str
    period: str
    paper: str
    agreed_on: date | None


class EvaluationDetail(EvaluationRow):
    """One evaluation with ratings, grounds and the law it rests on."""

    achievement: str
    results_rating: str
    results_grounds: str
    behaviour_rating: str
    behaviour_grounds: str
    notes: str
    explanation: Any
    reused: ReusedResult | None


class EvaluationsAsked(Paging):
    """Filters of the list."""

    window: int | None = Field(None, ge=1, le=2**62)
    state: Text = Field("", max_length=9)


def _row(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "plan_id": one.plan_id,
        "window_id": one.window_id,
        "person_id": one.person_id,
        "person": one.person.name,
        "unit_id": one.unit_id,
        "appraiser_id": one.appraiser_id,
        "appraiser_reason": one.appraiser_reason,
        "state": one.state,
        "is_final": one.is_final,
        "predicate": one.predicate,
        "delivered_on": one.delivered_on,
        "returned_on": one.returned_on,
        "reported_on": one.reported_on,
    }


def _seen_by(user: Any, one: Any) -> dict[str, Any]:
    row = _row(one)
    hidden = one.state == EvaluationState.OPEN or not can_see_result(user, one)
    return {**row, "predicate": ""} if hidden else row


@router.get("", response={200: Evaluations, **ERRORS}, summary="List evaluations")
def evaluations(request: HttpRequest, asked: Query[EvaluationsAsked]) -> dict[str, Any]:
    """List the evaluations the caller may see; a draft is nobody's but the evaluator's."""
    user: Any = request.actor  # type: ignore[attr-defined]  # set by the middleware
    rows = evaluations_for(user, window=asked.window, state=asked.state)
    return listed(rows, asked, lambda one: _seen_by(user, one))


@router.get("/{int:evaluation_id}", response={200: EvaluationDetail, **ERRORS}, summary="One evaluation")
def evaluation(request: HttpRequest, evaluation_id: int) -> dict[str, Any]:
    """Return one evaluation; an auditor's look is recorded."""
    user: Any = request.actor  # type: ignore[attr-defined]
    one = evaluation_for(user, min(evaluation_id, 2**62), at=request.at)  # type: ignore[attr-defined]
    details = (
        "achievement",
        "results_rating",
        "results_grounds",
        "behaviour_rating",
        "behaviour_grounds",
        "notes",
    )
    hidden = not can_see_result(user, one)
    told = {name: "" if hidden else getattr(one, name) for name in details}
    found = {"explanation": {} if hidden else one.explanation, "reused": None if hidden else _reused(one)}
    return {**_seen_by(user, one), **told, **found}


def _reused(one: Any) -> dict[str, Any] | None:
    """Return where a reused result comes from; a proposal is still a talk between two people."""
    reuse = reuse_of(one)
    if reuse is None or reuse.state != ReuseState.USED:
        return None
    return {
        "evaluation_id": reuse.source_id, "origin": reuse.origin, "period": reuse.origin_period,
        "paper": reuse.origin_paper, "agreed_on": reuse.answered_on,
    }  # fmt: skip
