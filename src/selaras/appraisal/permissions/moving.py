"""Who may record another appraiser or superior: while open, and later where nobody acts any more."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.appraisal.permissions.evaluation import OBJECTABLE
from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.organisation.models import Person
from selaras.organisation.queries.presence import Presence, presence_of
from selaras.planning.permissions import is_year_open


def can_move(user: Actor, evaluation: Evaluation) -> Verdict:
    """The officer records another appraiser while nothing is signed; later only where the step would stand still.

    The regulation names who acts and is silent on who acts when that person is gone or lets the day pass after
    signing (docs/decisions/0014-nobody-acts-any-more.md).
    """
    if not user.reaches(RoleCode.OFFICER, evaluation.unit_id):
        return no(_("Only the performance officer may record another appraiser."))
    still = is_year_open(evaluation.window.period)
    if not still or evaluation.state == EvaluationState.OPEN:
        return still
    if evaluation.state == EvaluationState.RATED:
        return _stands_still(user, evaluation.evaluator, evaluation.deliver_until)
    if evaluation.state == EvaluationState.OBJECTED:
        return _stands_still(user, evaluation.superior, _decide_until(evaluation))
    if _lacks_superior(user, evaluation):
        return YES
    return no(_("The evaluation is already signed, so its appraiser can no longer change."))


def _stands_still(user: Actor, person: Person | None, until: date | None) -> Verdict:
    overdue = until is not None and user.on > until
    if overdue or person is None or presence_of(person, user.on) != Presence.PRESENT:
        return YES
    return no(
        _(
            "The evaluation is already signed. Somebody else is recorded only when the person who acts next has no "
            "account, has left, or has let the last day pass."
        )
    )


def _decide_until(evaluation: Evaluation) -> date | None:
    rows = evaluation.objections.filter(decision="")
    until: date | None = rows.values_list("decide_until", flat=True).first()
    return until


def _lacks_superior(user: Actor, evaluation: Evaluation) -> bool:
    """Say whether an objection that is still possible would find nobody who decides."""
    until = evaluation.object_until
    if evaluation.state not in OBJECTABLE or evaluation.is_final or until is None or user.on > until:
        return False
    superior = evaluation.superior
    return superior is None or presence_of(superior, user.on) != Presence.PRESENT
