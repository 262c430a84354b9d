"""The agreement to use the previous period's result: proposed by one side, answered by the other, then signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.appraisal.models import Achievement, Evaluation, Rating, Reuse, ReuseSide, ReuseState
from selaras.appraisal.operations import rows
from selaras.appraisal.operations.notices import tell
from selaras.appraisal.operations.rating import deliver_by, explain
from selaras.appraisal.operations.signing import method_for, sign_and_issue
from selaras.appraisal.papers import language_of, reused_words, window_name
from selaras.appraisal.permissions import can_judge, can_propose_reuse, side_of
from selaras.appraisal.queries.reuse import RUNNING, reusable_for
from selaras.appraisal.workflow import REUSE, REUSE_ARTICLE
from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.organisation.models import Person, UnitPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.rules.appraisers import choices_after_move

PROPOSED = notices.register(
    "appraisal.reuse_proposed",
    gettext_lazy("Using the previous result of %(person)s was proposed: agree to it or decline."),
    waits=True,
)
ANSWERED = notices.register(
    "appraisal.reuse_answered",
    gettext_lazy("Your proposal on the previous result of %(person)s was answered."),
)


@dataclass(frozen=True)
class Outside:
    """A result of another agency, as its paper states it."""

    origin: str
    period: str
    paper: str
    results_rating: str
    behaviour_rating: str
    achievement: str = ""


def propose_reuse(
    *,
    evaluation: Evaluation,
    reason: str,
    source: Evaluation | None = None,
    outside: Outside | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Reuse:
    """Propose that the previous period's result of the old unit serves for this evaluation.

    PermenPANRB 6/2022 Lampiran IV.A.13 (p. 91): by agreement of appraiser and employee, for a periodic evaluation
    of somebody who moved. Who proposes consents with it; the other side answers.
    """
    if not reason.strip():
        sentence = _("Write why the previous result describes the work in these months as well.")
        raise InvalidRefused(sentence, {"reason": sentence})
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        require(can_propose_reuse(by, fresh))
        if Reuse.objects.filter(evaluation=fresh, state__in=RUNNING).exists():
            raise StateRefused(
                _("There is already a proposal for this evaluation. Answer or withdraw it first.")
            )
        side = side_of(by, fresh)
        reuse: Reuse = Reuse.objects.create(
            evaluation=fresh, reason=reason.strip(), proposed_side=side, proposed_by=speaker(fresh, side),
            proposed_at=at, proposed_on=by.on, **_result(fresh, source, outside),
        )  # fmt: skip
        audit.record(
            obj=reuse, verb="appraisal.reuse.propose", by=by, at=at, subject=fresh, reason=reason.strip(),
            after={"source_id": reuse.source_id, "origin": reuse.origin, "side": side}, article=REUSE_ARTICLE,
        )  # fmt: skip
        tell([_other(fresh, side)], PROPOSED, fresh, at, person=fresh.person.name)
    return reuse


def answer_reuse(
    *, reuse: Reuse, agrees: bool, answer: str = "", by: Actor, at: datetime, version: int | None = None
) -> Reuse:
    """Agree to a proposal, or decline it with a reason, as the other side."""
    if not agrees and not answer.strip():
        sentence = _("Write why you decline, so that the other side understands it.")
        raise InvalidRefused(sentence, {"answer": sentence})
    with transaction.atomic():
        evaluation = rows.locked(reuse.evaluation)
        side = side_of(by, evaluation)
        person_id = speaker(evaluation, side).pk if side else None
        done: Reuse = REUSE.take(
            reuse, "agree" if agrees else "decline", by=by, at=at, version=version, reason=answer.strip(),
            subject=evaluation, answer=answer.strip(), answered_by_id=person_id, answered_at=at, answered_on=by.on,
        )  # fmt: skip
        tell([done.proposed_by], ANSWERED, evaluation, at, person=evaluation.person.name)
    return done


def withdraw_reuse(
    *, reuse: Reuse, reason: str = "", by: Actor, at: datetime, version: int | None = None
) -> Reuse:
    """Withdraw a proposal, or an agreement that is not signed yet; the evaluation is then rated anew."""
    with transaction.atomic():
        evaluation = rows.locked(reuse.evaluation)
        done: Reuse = REUSE.take(
            reuse, "withdraw", by=by, at=at, version=version, reason=reason.strip(), subject=evaluation
        )
        tell(
            [_other(evaluation, side_of(by, evaluation))],
            ANSWERED,
            evaluation,
            at,
            person=evaluation.person.name,
        )
    return done


def sign_reuse(
    *, evaluation: Evaluation, by: Actor, at: datetime, version: int | None = None, on_behalf_reason: str = ""
) -> Evaluation:
    """Sign the evaluation with the result that both agreed on; ratings, predicate and achievement are the old ones.

    The agreement is no evaluation by itself: whoever evaluates signs it (PermenPANRB 6/2022 Lampiran IV.A.13).
    """
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        require(can_judge(by, fresh))
        reuse = _agreed(fresh)
        signer = fresh.evaluator
        assert signer is not None  # can_judge has said so
        method = method_for(signer, fresh.unit_id, on_behalf_reason, by=by)
        REUSE.take(reuse, "use", by=by, at=at, subject=fresh)
        rated = rows.take(
            fresh, "reuse", by=by, at=at, reason=on_behalf_reason or reuse.reason, **_judged(fresh, reuse),
            rated_at=at, rated_on=by.on,
            deliver_until=deliver_by(fresh, by.on),
        )  # fmt: skip
        purpose = "SUPERIOR" if rated.is_escalated else "APPRAISER"
        sign_and_issue(rated, purpose, signer, method, by=by, at=at)
    return rated


def speaker(evaluation: Evaluation, side: str) -> Person:
    """Return the person of a side: the employee, or whoever evaluates."""
    person = evaluation.person if side == ReuseSide.EMPLOYEE else evaluation.evaluator
    assert person is not None  # only a side that somebody speaks for is asked
    return person


def _other(evaluation: Evaluation, side: str) -> Person | None:
    return evaluation.evaluator if side == ReuseSide.EMPLOYEE else evaluation.person


def _agreed(evaluation: Evaluation) -> Reuse:
    known = Reuse.objects.select_related("source__window__period")
    reuse: Reuse | None = known.filter(evaluation=evaluation, state=ReuseState.AGREED).first()
    if reuse is None:
        raise StateRefused(_("The appraiser and the employee have not agreed on a previous result."))
    reuse.evaluation = evaluation
    return reuse


def _result(evaluation: Evaluation, source: Evaluation | None, outside: Outside | None) -> dict[str, Any]:
    allowed = reusable_for(evaluation)
    if source is not None:
        known = next((one for one in allowed.sources if one.pk == source.pk), None)
        if known is None:
            raise InvalidRefused(
                _("Only the delivered result of the previous period, from the old unit, may be used.")
            )
        return {
            "source": known, "origin": _name_of(known.unit_id, known.window.judged_until),
            "origin_period": window_name(known.window), "achievement": known.achievement,
            "results_rating": known.results_rating, "behaviour_rating": known.behaviour_rating,
            "predicate": known.predicate,
        }  # fmt: skip
    if outside is None or not allowed.from_outside:
        raise InvalidRefused(
            _("There is no result of a previous period that could be used: it has to come from the old unit.")
        )
    return _from_outside(evaluation, outside)


def _name_of(unit_id: int, on: date) -> str:
    named = UnitPeriod.objects.filter(holds_on(on), unit=unit_id).values_list("name", flat=True).first()
    return named or ""


def _from_outside(evaluation: Evaluation, outside: Outside) -> dict[str, Any]:
    _check_outside(outside)
    found = explain(evaluation, outside.results_rating, outside.behaviour_rating)
    return {
        "origin": outside.origin.strip()[:200], "origin_period": outside.period.strip()[:100],
        "origin_paper": outside.paper.strip()[:120], "achievement": outside.achievement,
        "results_rating": outside.results_rating, "behaviour_rating": outside.behaviour_rating,
        "predicate": found.result["predicate"],
    }  # fmt: skip


def _check_outside(outside: Outside) -> None:
    problems = {}
    for name in ("origin", "period", "paper"):
        if not getattr(outside, name).strip():
            problems[name] = _("Write it as it stands on the paper of the old agency.")
    for name in ("results_rating", "behaviour_rating"):
        if getattr(outside, name) not in Rating.values:
            problems[name] = _("Choose the rating that stands on the paper of the old agency.")
    if outside.achievement and outside.achievement not in Achievement.values:
        problems["achievement"] = _("Choose one of the five achievements, or leave it out.")
    if problems:
        raise InvalidRefused(_("The result cannot be proposed yet; see the fields."), problems)


def _judged(evaluation: Evaluation, reuse: Reuse) -> dict[str, Any]:
    source = reuse.source
    agency = Agency.objects.get(pk=current_agency_id())
    with translation.override(language_of(agency)):
        words = reused_words(reuse)
    return {
        "results_rating": reuse.results_rating,
        "results_grounds": source.results_grounds if source else words,
        "behaviour_rating": reuse.behaviour_rating,
        "behaviour_grounds": source.behaviour_grounds if source else words,
        "study_leave_failed": bool(source and source.study_leave_failed),
        "notes": words,
        "predicate": reuse.predicate,
        "explanation": _explanation(evaluation, reuse),
        "achievement": reuse.achievement,
        "achievement_of_id": source.achievement_of_id if source else None,
    }


def _explanation(evaluation: Evaluation, reuse: Reuse) -> Mapping[str, Any]:
    """Return the stored explanation of the old result, led by the rule and the agreement that let it serve."""
    if reuse.source is not None:
        kept = dict(reuse.source.explanation)
    else:
        found = explain(evaluation, reuse.results_rating, reuse.behaviour_rating)
        kept = {**found.as_json(), "refs": list(found.refs)}
    window = evaluation.window
    ruling = choices_after_move(window.kind, on=window.judged_until)[-1]
    step = {
        "id": ruling.id, "en": ruling.en,
        "cite": {"instrument": ruling.cite.instrument, "article": ruling.cite.article},
    }  # fmt: skip
    return {**kept, "reuse": [step], "reuse_id": reuse.pk, "refs": [*kept.get("refs", []), ruling.ref]}
