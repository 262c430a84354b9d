"""Reads of reused results: what could be reused for an evaluation, and what was proposed or agreed."""

from __future__ import annotations

from dataclasses import dataclass

from selaras.appraisal.models import Evaluation, Reuse, ReuseSide, ReuseState
from selaras.appraisal.permissions import can_reuse
from selaras.core.actor import Actor
from selaras.organisation.models import Assignment

RUNNING = (ReuseState.PROPOSED, ReuseState.AGREED, ReuseState.USED)
BESIDE = ("source__window__period", "source__unit", "proposed_by", "answered_by")


@dataclass(frozen=True)
class Reusable:
    """What may be reused: delivered results of the old unit, or a result of another agency from its paper."""

    sources: tuple[Evaluation, ...] = ()
    from_outside: bool = False

    def __bool__(self) -> bool:
        return bool(self.sources) or self.from_outside


def reusable_for(evaluation: Evaluation) -> Reusable:
    """Return the previous period's delivered result where it is of another unit (PermenPANRB 6/2022 Lampiran IV.A.13).

    Somebody whose first assignment in this agency began within the judged months comes from outside: the result
    is then written down from its paper. Two statements at most.
    """
    if not can_reuse(evaluation):
        return Reusable()
    window = evaluation.window
    rows = Evaluation.objects.filter(person=evaluation.person_id, delivered_on__isnull=False)
    rows = rows.filter(window__judged_until__lte=window.judged_until).exclude(window=window.pk)
    known = list(
        rows.select_related("window__period", "unit").order_by("-window__judged_until", "-window__kind")[:3]
    )
    newest = [one for one in known if one.window.judged_until == known[0].window.judged_until]
    if newest:
        return Reusable(tuple(one for one in newest if one.unit_id != evaluation.unit_id))
    return Reusable(from_outside=_came_from_outside(evaluation))


def _came_from_outside(evaluation: Evaluation) -> bool:
    window, began_on = evaluation.window, evaluation.plan.assignment.from_on
    if not window.judged_from <= began_on <= window.judged_until:
        return False
    rows = Assignment.objects.filter(person=evaluation.person_id, from_on__lt=began_on)
    return not rows.exists()


def reuse_of(evaluation: Evaluation) -> Reuse | None:
    """Return the running proposal or agreement, else the newest that ended; the door of the evaluation was passed."""
    rows = Reuse.objects.filter(evaluation=evaluation).select_related(*BESIDE)
    listed = list(rows.order_by("-pk")[:20])
    found = next((one for one in listed if one.state in RUNNING), next(iter(listed), None))
    if found is not None:
        found.evaluation = evaluation
    return found


def sees_source(user: Actor, evaluation: Evaluation, reuse: Reuse | None) -> bool:
    """Say whether the ratings of the old unit may be shown: to the employee, else once the employee spoke for it."""
    if user.is_person(evaluation.person_id):
        return True
    if reuse is None:
        return False
    spoke = reuse.proposed_side == ReuseSide.EMPLOYEE or reuse.state in (ReuseState.AGREED, ReuseState.USED)
    return spoke and reuse.state in RUNNING
