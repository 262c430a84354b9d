"""Records who evaluates or decides instead: a move with its reason, never derived anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.appraisal.models import AppraiserMove, AppraiserReason, Evaluation, EvaluationState
from selaras.appraisal.operations.notices import MOVED, OBJECTED, tell, window_value
from selaras.appraisal.operations.rating import erase_draft
from selaras.appraisal.permissions import can_move
from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require


def move_appraiser(
    *,
    evaluation: Evaluation,
    after_id: int,
    superior_id: int | None,
    unit_id: int | None,
    reason: str,
    article: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Evaluation:
    """Record that somebody else evaluates, whose unit's achievement then counts, with reason and article.

    An employee who moved is evaluated by the new appraiser on the new unit (p. 91 angka 13); an appraiser who is
    permanently unable gives way to the superior (p. 89 angka 2). What the former appraiser had drafted is erased.
    What is signed stands as it was signed, with the unit that counted; the successor only takes the steps left.
    """
    _check(evaluation, after_id, superior_id, reason)
    with transaction.atomic():
        fresh = versions.locked(evaluation, version)
        require(can_move(by, fresh))
        AppraiserMove.objects.create(
            evaluation=fresh, before_id=fresh.appraiser_id, after_id=after_id, reason=reason.strip()[:300],
            article=article[:200], at=at, by_id=by.member_id,
        )  # fmt: skip
        before = {fresh.appraiser_id, fresh.superior_id}
        values = _values(fresh, after_id, superior_id, unit_id)
        old, new = audit.difference(versions.change(fresh, version, **values), values)
        if fresh.state == EvaluationState.OPEN:
            erase_draft(fresh)
        audit.record(
            obj=fresh,
            verb="appraisal.move",
            by=by,
            at=at,
            before=old,
            after=new,
            reason=reason,
            article=article,
        )
        fresh.refresh_from_db()
        _tell(fresh, before, at)
    return fresh


def _values(fresh: Evaluation, after_id: int, superior_id: int | None, unit_id: int | None) -> dict[str, Any]:
    values: dict[str, Any] = {"superior_id": superior_id}
    if after_id != fresh.appraiser_id:
        values |= {"appraiser_id": after_id, "appraiser_reason": AppraiserReason.MOVED}
    if fresh.state == EvaluationState.OPEN:
        values |= {"appraiser_unit_id": unit_id, "appraiser_reason": AppraiserReason.MOVED}
    return values


def _tell(fresh: Evaluation, before: set[int | None], at: datetime) -> None:
    """Tell whoever is new."""
    name = fresh.person.name
    if fresh.appraiser_id not in before or fresh.state == EvaluationState.OPEN:
        tell([fresh.appraiser], MOVED, fresh, at, person=name, window=window_value(fresh.window))
    if fresh.superior_id not in before and fresh.state == EvaluationState.OBJECTED:
        tell([fresh.superior], OBJECTED, fresh, at, person=name)


def _check(evaluation: Evaluation, after_id: int, superior_id: int | None, reason: str) -> None:
    problems = {}
    if after_id == evaluation.person_id:
        problems["after"] = _("Nobody appraises himself or herself; choose another person.")
    if superior_id is not None and superior_id in (after_id, evaluation.person_id):
        problems["superior"] = _("The superior must be somebody other than the appraiser and the employee.")
    if not reason.strip():
        problems["reason"] = _("Write why somebody else evaluates, for example the decree of the transfer.")
    if problems:
        raise InvalidRefused(_("The move cannot be recorded yet; see the fields."), problems)
