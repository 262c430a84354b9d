"""Objections: filed by the employee, explained by both, decided by the superior (Pasal 29, Lampiran V.B)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.appraisal.models import Decision, Evaluation, Objection, Rating
from selaras.appraisal.operations import rows
from selaras.appraisal.operations.notices import DECIDED, EXPLAIN, OBJECTED, STATED, tell
from selaras.appraisal.operations.rating import explain
from selaras.appraisal.operations.signing import method_for, sign_and_issue, sign_objection
from selaras.appraisal.permissions import acts_for, can_decide, can_object, can_state
from selaras.appraisal.queries.calendar import calendar_of
from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require

ARTICLE = "PermenPANRB 6/2022 Pasal 29; Lampiran V.B"


def object_to(
    *,
    evaluation: Evaluation,
    reasons: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    on_behalf_reason: str = "",
) -> Objection:
    """File an objection with its reasons, within 14 working days of receipt and not to a final result."""
    if not reasons.strip():
        sentence = _("Write the reasons of your objection; the superior decides on them.")
        raise InvalidRefused(sentence, {"reasons": sentence})
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        require(can_object(by, fresh))
        if Objection.objects.filter(evaluation=fresh).exists():
            raise StateRefused(_("An objection was already filed; there is one level of objection."))
        method = method_for(fresh.person, fresh.unit_id, on_behalf_reason, by=by)
        fresh = rows.take(fresh, "object", by=by, at=at, reason=on_behalf_reason)
        objection: Objection = Objection.objects.create(
            evaluation=fresh, reasons=reasons.strip(), filed_at=at, filed_on=by.on,
            decide_until=calendar_of(fresh.window).until("DECIDE", by.on),
        )  # fmt: skip
        audit.record(
            obj=objection, verb="appraisal.objection.file", by=by, at=at, subject=fresh,
            after={"reasons": objection.reasons, "decide_until": objection.decide_until}, article=ARTICLE,
            reason=on_behalf_reason,
        )  # fmt: skip
        sign_objection(objection, "EMPLOYEE", fresh.person, method, by=by, at=at)
        tell([fresh.superior], OBJECTED, fresh, at, person=fresh.person.name)
        tell([fresh.appraiser], EXPLAIN, fresh, at, person=fresh.person.name)
    return objection


def state_objection(
    *,
    objection: Objection,
    statement: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    on_behalf_reason: str = "",
) -> Objection:
    """Add the explanation of the appraiser or of the employee, whoever acts; the superior asks both (Lampiran V.B)."""
    if not statement.strip():
        sentence = _("Write your statement first.")
        raise InvalidRefused(sentence, {"statement": sentence})
    with transaction.atomic():
        fresh = versions.locked(objection, version)
        require(can_state(by, fresh))
        evaluation = fresh.evaluation
        employee = bool(acts_for(by, evaluation.person, evaluation.unit_id))
        speaker = evaluation.person if employee else evaluation.appraiser
        assert speaker is not None  # can_state has said so
        method = method_for(speaker, evaluation.unit_id, on_behalf_reason, by=by)
        name = "employee_statement" if employee else "appraiser_statement"
        values: dict[str, Any] = {name: statement.strip()}
        if not employee:
            values["appraiser_stated_at"] = at
        before = versions.change(fresh, version, **values)
        sign_objection(fresh, "EMPLOYEE" if employee else "APPRAISER", speaker, method, by=by, at=at)
        audit.record(
            obj=fresh, verb=f"appraisal.objection.{name}", by=by, at=at, subject=evaluation, reason=on_behalf_reason,
            before={name: before[name]}, after={name: values[name]}, article=ARTICLE,
        )  # fmt: skip
        tell([evaluation.superior], STATED, evaluation, at, person=evaluation.person.name)
    return fresh


def decide_objection(
    *,
    objection: Objection,
    decision: str,
    grounds: str,
    by: Actor,
    at: datetime,
    results_rating: str = "",
    behaviour_rating: str = "",
    version: int | None = None,
    on_behalf_reason: str = "",
) -> Objection:
    """Uphold the result, or change it: new ratings, the predicate by the rules, and the document D.1.3.

    The grounds are compulsory and the superior signs both kinds; the regulation knows no further appeal.
    """
    _check(decision, grounds, results_rating, behaviour_rating)
    with transaction.atomic():
        fresh = versions.locked(objection, version)
        if fresh.decision:
            raise StateRefused(_("This objection was already decided."))
        evaluation = rows.locked(fresh.evaluation)
        require(can_decide(by, evaluation))
        superior = evaluation.superior
        assert superior is not None  # can_decide has said so
        method = method_for(superior, evaluation.unit_id, on_behalf_reason, by=by)
        changed = decision == Decision.CHANGED
        result = _changed(evaluation, results_rating, behaviour_rating, grounds.strip()) if changed else {}
        before = {name: getattr(evaluation, name) for name in result}
        versions.change(
            fresh, version, decision=decision, decision_grounds=grounds.strip(), decided_at=at,
            decided_by_id=superior.pk, **_noted(result, before),
        )  # fmt: skip
        sign_objection(fresh, "SUPERIOR", superior, method, by=by, at=at)
        evaluation = rows.take(evaluation, "decide", by=by, at=at, reason=grounds.strip(), **result)
        if changed:
            sign_and_issue(evaluation, "SUPERIOR", superior, method, by=by, at=at, objection=fresh)
        people = [evaluation.person, evaluation.appraiser]
        tell(people, DECIDED, evaluation, at, person=evaluation.person.name)
    return fresh


def check_decision(
    *,
    objection: Objection,
    decision: str,
    grounds: str,
    by: Actor,
    results_rating: str = "",
    behaviour_rating: str = "",
) -> dict[str, Any]:
    """Return the new result that a decision would write, empty when it upholds; refuse what cannot be signed."""
    _check(decision, grounds, results_rating, behaviour_rating)
    require(can_decide(by, objection.evaluation))
    if decision != Decision.CHANGED:
        return {}
    return _changed(objection.evaluation, results_rating, behaviour_rating, grounds.strip())


def _changed(
    evaluation: Evaluation, results_rating: str, behaviour_rating: str, grounds: str
) -> dict[str, Any]:
    """Return the new result; a rating that changed now rests on the grounds of the decision."""
    new = {"results_rating": results_rating, "behaviour_rating": behaviour_rating}
    differing = [name for name, code in new.items() if getattr(evaluation, name) != code]
    if not differing:
        sentence = _("Nothing differs from the present ratings. Choose another rating, or uphold the result.")
        raise InvalidRefused(sentence, {"results_rating": sentence})
    explanation = explain(evaluation, results_rating, behaviour_rating, evaluation.study_leave_failed)
    kept = {"achievement": evaluation.explanation.get("achievement", [])}
    return {
        **new,
        **{name.replace("rating", "grounds"): grounds for name in differing},
        "predicate": explanation.result["predicate"],
        "explanation": {**explanation.as_json(), "refs": list(explanation.refs), **kept},
    }


def _noted(result: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Keep on the objection what it changed, and what stood before."""
    if not result:
        return {}
    codes = ("results_rating", "behaviour_rating", "predicate")
    earlier = {name: before[name] for name in codes}
    new = {name: result[name] for name in codes}
    return {**new, "explanation": {**result["explanation"], "before": earlier}}


def _check(decision: str, grounds: str, results_rating: str, behaviour_rating: str) -> None:
    problems = {}
    if decision not in Decision.values:
        problems["decision"] = _("Choose whether the result is upheld or changed.")
    if not grounds.strip():
        problems["grounds"] = _("Write the grounds of your decision; both sides will read them.")
    if decision == Decision.CHANGED:
        for name, code in (("results_rating", results_rating), ("behaviour_rating", behaviour_rating)):
            if code not in Rating.values:
                problems[name] = _("Choose the rating that now applies.")
    if decision == Decision.UPHELD and (results_rating or behaviour_rating):
        problems["decision"] = _(
            "A new rating is chosen although the result is upheld. Choose that the result is changed, or uphold it "
            "without a new rating."
        )
    if problems:
        raise InvalidRefused(_("The decision cannot be signed yet; see the fields."), problems)
