"""Saves drafts of ratings, and rates: two human judgements with grounds become a predicate by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.appraisal.models import (
    Evaluation,
    EvaluationRow,
    EvaluationState,
    Rating,
    Reuse,
    ReuseState,
)
from selaras.appraisal.operations import rows
from selaras.appraisal.operations.signing import method_for, sign_and_issue
from selaras.appraisal.permissions import can_judge
from selaras.appraisal.queries.achievements import Counting, counting_for
from selaras.appraisal.queries.calendar import calendar_of, time_zone
from selaras.core import versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.planning.models import ExpectedResult
from selaras.rules.explain import Explanation
from selaras.rules.rating import explain_predicate

EMPTY: dict[str, Any] = {
    "results_rating": "", "results_grounds": "", "behaviour_rating": "", "behaviour_grounds": "", "notes": "",
    "study_leave_failed": False,
}  # fmt: skip


def save_draft(
    *,
    evaluation: Evaluation,
    values: Mapping[str, Any],
    helpers: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Evaluation:
    """Keep what the appraiser has typed so far, visible to nobody else; a draft makes no event.

    `helpers` are the optional judgements per result (AMB-18): never counted, never binding.
    """
    kept = {name: values[name] for name in EMPTY if name in values}
    _check_codes(kept, helpers or {})
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        _require_open(by, fresh)
        versions.change(fresh, **kept)
        _save_helpers(fresh, helpers or {})
    return fresh


def erase_draft(evaluation: Evaluation) -> None:
    """Erase what a former evaluator typed but never signed; like the draft itself this makes no event.

    An event would keep the erased words as its former values and show them to everybody who reads the history.
    """
    versions.change(evaluation, **EMPTY)
    EvaluationRow.objects.filter(evaluation=evaluation).exclude(helper_rating="").update(helper_rating="")


def _require_open(by: Actor, evaluation: Evaluation) -> None:
    require(can_judge(by, evaluation))
    if evaluation.state != EvaluationState.OPEN:
        raise StateRefused(_("This evaluation is already signed, so its draft can no longer change."))


def _check_codes(values: Mapping[str, Any], helpers: Mapping[int, str]) -> None:
    given = [values.get("results_rating", ""), values.get("behaviour_rating", ""), *helpers.values()]
    if any(code and code not in Rating.values for code in given):
        raise InvalidRefused(_("Choose one of the three ratings."))


def _save_helpers(evaluation: Evaluation, helpers: Mapping[int, str]) -> None:
    if not helpers:
        return
    results = ExpectedResult.objects.filter(plan_version=evaluation.plan_version_id, lineage__in=helpers)
    allowed = set(results.values_list("lineage_id", flat=True))
    EvaluationRow.objects.bulk_create(
        [
            EvaluationRow(evaluation=evaluation, result_id=result, indicator_id=None, helper_rating=code)
            for result, code in helpers.items()
            if result in allowed
        ],
        update_conflicts=True,
        unique_fields=["agency", "evaluation", "result", "indicator_id"],
        update_fields=["helper_rating"],
    )


def rate(
    *,
    evaluation: Evaluation,
    results_rating: str,
    results_grounds: str,
    behaviour_rating: str,
    behaviour_grounds: str,
    notes: str = "",
    study_leave_failed: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
    on_behalf_reason: str = "",
) -> Evaluation:
    """Rate results and behaviour with grounds and sign; the predicate follows by the quadrant of the rules.

    PermenPANRB 6/2022 Pasal 23-25 and Lampiran IV.B: the ratings are judgement, never computed from realisation;
    the organisational achievement that counts is that of the unit led by the appraiser and is kept with the result.
    """
    judged: dict[str, Any] = {
        "results_rating": results_rating,
        "results_grounds": results_grounds.strip(),
        "behaviour_rating": behaviour_rating,
        "behaviour_grounds": behaviour_grounds.strip(),
        "notes": notes.strip(),
        "study_leave_failed": study_leave_failed,
    }
    _check(judged)
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        require(can_judge(by, fresh))
        _require_no_agreement(fresh)
        counting = counting_for(fresh, by.on, time_zone())
        _require_achievement(counting)
        signer = fresh.evaluator
        assert signer is not None  # can_judge has said so
        method = method_for(signer, fresh.unit_id, on_behalf_reason, by=by)
        explanation = explain(fresh, results_rating, behaviour_rating, study_leave_failed)
        rated = rows.take(
            fresh, "rate", by=by, at=at, reason=on_behalf_reason,
            **judged, **_outcome(fresh, explanation, counting), rated_at=at, rated_on=by.on,
            deliver_until=deliver_by(fresh, by.on),
        )  # fmt: skip
        purpose = "SUPERIOR" if rated.is_escalated else "APPRAISER"
        sign_and_issue(rated, purpose, signer, method, by=by, at=at)
    return rated


def explain(
    evaluation: Evaluation, results_rating: str, behaviour_rating: str, study_leave_failed: bool = False
) -> Explanation:
    """Return the predicate of two ratings with its steps, by the law of the last judged day."""
    window = evaluation.window
    return explain_predicate(
        results_rating,
        behaviour_rating,
        on=window.judged_until,
        scheme=window.period.scheme,
        study_leave_failed=study_leave_failed,
    )


def _outcome(evaluation: Evaluation, explanation: Explanation, counting: Counting) -> dict[str, Any]:
    counted = [
        {"id": one.id, "en": one.en, "cite": {"instrument": one.cite.instrument, "article": one.cite.article}}
        for one in counting.rulings
    ]
    return {
        "predicate": explanation.result["predicate"],
        "explanation": {**explanation.as_json(), "refs": list(explanation.refs), "achievement": counted},
        "achievement": counting.achievement,
        "achievement_of_id": counting.window_id,
    }


def deliver_by(evaluation: Evaluation, on: date) -> date:
    """Return the last day for delivering what is signed on a day; whoever took a result back gains no time."""
    return evaluation.sign_again_until or calendar_of(evaluation.window).until(
        step_of(evaluation, "DELIVER"), on
    )


def step_of(evaluation: Evaluation, name: str) -> str:
    """Return which clock runs: the superior has other days than the appraiser (Lampiran IV.A.11)."""
    return f"SUPERIOR_{name}" if evaluation.is_escalated else name


def _require_no_agreement(evaluation: Evaluation) -> None:
    """What both agreed on, or still talk about, is not passed over in silence (Lampiran IV.A.13)."""
    running = (ReuseState.PROPOSED, ReuseState.AGREED)
    if Reuse.objects.filter(evaluation=evaluation, state__in=running).exists():
        raise StateRefused(
            _(
                "Using the previous result was proposed or agreed for this evaluation. Answer it, sign with that "
                "result or withdraw it before you rate anew; your draft is kept."
            )
        )


def _require_achievement(counting: Counting) -> None:
    if not counting.achievement and counting.can_come:
        raise StateRefused(
            _(
                "The achievement of the unit has not been entered yet, and the rating has to consider it. "
                "Ask the performance officer or the head to enter it; your draft is kept meanwhile."
            )
        )


def _check(judged: Mapping[str, Any]) -> None:
    problems = {}
    for name in ("results_rating", "behaviour_rating"):
        if judged[name] not in Rating.values:
            problems[name] = _(
                "Choose a rating. It is your judgement; nothing is calculated from realisations."
            )
    for name in ("results_grounds", "behaviour_grounds"):
        if not judged[name]:
            problems[name] = _("Write on what this rating rests, in a sentence the employee can understand.")
    if problems:
        raise InvalidRefused(_("The evaluation cannot be signed yet; see the fields."), problems)
