"""Hands the result over: taken back or delivered, signed by the employee, reported to the authorised official."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.appraisal.models import Evaluation, EvaluationState, Reuse, ReuseState
from selaras.appraisal.operations import rows
from selaras.appraisal.operations.late import clocks_from
from selaras.appraisal.operations.notices import ACCEPTED, DELIVERED, tell, window_value
from selaras.appraisal.operations.rating import EMPTY
from selaras.appraisal.operations.signing import countersign, method_for, withdraw_papers
from selaras.appraisal.permissions import can_accept, can_deliver, can_sign_changed, unsigned_side
from selaras.appraisal.queries.calendar import calendar_of
from selaras.appraisal.workflow import EVALUATION, REUSE
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require

UNSIGNED: dict[str, Any] = {
    "predicate": "", "explanation": {}, "achievement": "", "achievement_of_id": None, "rated_at": None,
    "rated_on": None, "deliver_until": None,
}  # fmt: skip


def take_back(
    *, evaluation: Evaluation, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Evaluation:
    """Take a signed result back before it is delivered, to correct it; what was typed is a draft again.

    The regulation is silent here (docs/decisions/0008-taking-back-and-reusing-a-result.md): the papers are
    withdrawn at once, and the days for signing again end with the former last day for delivering.
    """
    if not reason.strip():
        sentence = _("Write which error you correct; the reason stays in the history.")
        raise InvalidRefused(sentence, {"reason": sentence})
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        used = Reuse.objects.filter(evaluation=fresh, state=ReuseState.USED).first()
        done = rows.take(
            fresh, "take_back", by=by, at=at, reason=reason.strip(), sign_again_until=fresh.deliver_until,
            sign_again_since=fresh.sign_again_since or fresh.rated_on, **UNSIGNED, **(EMPTY if used else {}),
        )  # fmt: skip
        withdraw_papers(done, reason.strip(), by=by, at=at)
        if used is not None:
            REUSE.take(used, "free", by=by, at=at, reason=reason.strip(), subject=done)
    return done


def deliver(
    *, evaluation: Evaluation, by: Actor, at: datetime, version: int | None = None, on_behalf_reason: str = ""
) -> Evaluation:
    """Deliver the document: the employee sees the result; the clocks of signing and objecting begin (Lampiran V)."""
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        require(can_deliver(by, fresh))
        signer = fresh.evaluator
        assert signer is not None  # can_deliver has said so
        method_for(signer, fresh.unit_id, on_behalf_reason, by=by)
        clocks = clocks_from(fresh, by.on, calendar_of(fresh.window))
        done = rows.take(fresh, "deliver", by=by, at=at, reason=on_behalf_reason, **clocks)
        tell([done.person], DELIVERED, done, at, window=window_value(done.window))
    return done


def accept(
    *, evaluation: Evaluation, by: Actor, at: datetime, version: int | None = None, on_behalf_reason: str = ""
) -> Evaluation:
    """Sign the delivered document as the employee; signing late is possible, and no waiver of an objection (AMB-21)."""
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        require(can_accept(by, fresh))
        method = method_for(fresh.person, fresh.unit_id, on_behalf_reason, by=by)
        done = rows.take(fresh, "accept", by=by, at=at, reason=on_behalf_reason, returned_on=by.on)
        countersign(done, done.person, method, by=by, at=at)
        tell([done.evaluator], ACCEPTED, done, at, person=done.person.name)
    return done


def sign_changed(
    *, evaluation: Evaluation, by: Actor, at: datetime, version: int | None = None, on_behalf_reason: str = ""
) -> Evaluation:
    """Add the employee's or the appraiser's signature to D.1.3, whoever acts; no step waits for it (Lampiran V.B)."""
    with transaction.atomic():
        fresh = rows.locked(evaluation, version)
        require(can_sign_changed(by, fresh))
        side = unsigned_side(by, fresh)
        signer = fresh.person if side == "EMPLOYEE" else fresh.appraiser
        assert signer is not None  # can_sign_changed has said so
        method = method_for(signer, fresh.unit_id, on_behalf_reason, by=by)
        countersign(fresh, signer, method, by=by, at=at, purpose=side)
    return fresh


def report(*, evaluation: Evaluation, by: Actor, at: datetime, version: int | None = None) -> Evaluation:
    """Report the result to the authorised official (Pasal 28).

    While an objection runs, the 30 working days may end first: the report is then noted and the objection goes on;
    the decision is reported again (AMB-20).
    """
    running = evaluation.state == EvaluationState.OBJECTED
    values: dict[str, Any] = {"reported_on": by.on}
    step = "report_running" if running else "report"
    return EVALUATION.take(evaluation, step, by=by, at=at, version=version, **values)  # type: ignore[no-any-return]
