"""Who proposes, answers and signs the reuse of a previous result: the appraiser and the employee, each for a side."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation, EvaluationState, Reuse, ReuseSide, ReuseState
from selaras.appraisal.permissions.evaluation import acts_for, can_judge
from selaras.core.actor import Actor
from selaras.core.verdict import YES, Verdict, no
from selaras.planning.models import Scheme, WindowKind
from selaras.planning.permissions import is_year_open


def side_of(user: Actor, evaluation: Evaluation) -> str:
    """Return for which of the two sides somebody speaks; empty for everybody else."""
    if acts_for(user, evaluation.person, evaluation.unit_id):
        return ReuseSide.EMPLOYEE
    return ReuseSide.APPRAISER if can_judge(user, evaluation) else ""


def can_reuse(evaluation: Evaluation) -> Verdict:
    """Only a periodic evaluation that is still open may rest on the previous period's result (Lampiran IV.A.13)."""
    window = evaluation.window
    if window.period.scheme != Scheme.PERMENPANRB_6_2022 or window.kind != WindowKind.PERIODIC:
        return no(
            _("Only a periodic evaluation may rest on the previous period's result (Lampiran IV.A.13).")
        )
    if evaluation.state != EvaluationState.OPEN:
        return no(_("This evaluation is already signed."))
    return is_year_open(window.period)


def can_propose_reuse(user: Actor, evaluation: Evaluation) -> Verdict:
    """The appraiser or the employee, whose agreement the law asks for (p. 91 angka 13)."""
    still = is_year_open(evaluation.window.period)
    if not still:
        return still
    if not side_of(user, evaluation):
        return no(_("Only the appraiser and the employee agree on using a previous result."))
    return can_reuse(evaluation)


def can_answer_reuse(user: Actor, reuse: Reuse) -> Verdict:
    """The side that did not propose."""
    still = is_year_open(reuse.evaluation.window.period)
    if not still:
        return still
    side = side_of(user, reuse.evaluation)
    if side and side != reuse.proposed_side:
        return can_reuse(reuse.evaluation)
    return no(_("Only the other side may answer this proposal."))


def can_withdraw_reuse(user: Actor, reuse: Reuse) -> Verdict:
    """The side that proposed; after the agreement each of the two, until the result is signed."""
    still = is_year_open(reuse.evaluation.window.period)
    if not still:
        return still
    side = side_of(user, reuse.evaluation)
    if side and (side == reuse.proposed_side or reuse.state == ReuseState.AGREED):
        return YES
    return no(_("Only the side that proposed may withdraw the proposal."))


def can_use_reuse(user: Actor, reuse: Reuse) -> Verdict:
    """Whoever evaluates signs; the agreement itself is no evaluation."""
    return can_judge(user, reuse.evaluation)
