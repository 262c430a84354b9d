"""Who signs and who reports a result that the superior changed after an objection (D.1.3, Lampiran V.B, p. 118)."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Decision, Evaluation, EvaluationState
from selaras.appraisal.permissions.evaluation import acts_for
from selaras.core import audit
from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.documents.models import Signature
from selaras.organisation.models import Person
from selaras.planning.permissions import has_left, is_year_open

AFTER = frozenset({EvaluationState.DECIDED, EvaluationState.REPORTED})
SIDES = ("EMPLOYEE", "APPRAISER")


def is_changed(evaluation: Evaluation) -> bool:
    """Say whether the result that stands is the superior's decision; the door of a page has read it already."""
    if evaluation.state not in AFTER:
        return False
    known: bool | None = getattr(evaluation, "was_changed", None)
    return evaluation.objections.filter(decision=Decision.CHANGED).exists() if known is None else known


def reporter_of(evaluation: Evaluation) -> Person | None:
    """Return who reports: whoever evaluated, or the superior once the superior changed the result (Lampiran V.B)."""
    return evaluation.superior if is_changed(evaluation) else evaluation.evaluator


def can_report(user: Actor, evaluation: Evaluation) -> Verdict:
    """Whoever evaluated reports to the authorised official; an officer may record that it was done (Pasal 28).

    A result that was changed after an objection is reported by the superior who changed it (Lampiran V.B).
    """
    if user.reaches(RoleCode.OFFICER, evaluation.unit_id) or user.is_person(evaluation.superior_id):
        return YES
    if is_changed(evaluation):
        return no(
            _(
                "The superior changed this result after the objection, so the superior reports it; the performance "
                "officer may record that it was done."
            )
        )
    if user.is_person(evaluation.evaluator_id):
        return YES
    return no(_("Only the appraiser, the superior or the performance officer may report the result."))


def can_report_running(user: Actor, evaluation: Evaluation) -> Verdict:
    """Once while the objection runs; what was reported before keeps its day, and the decision is reported again."""
    verdict = can_report(user, evaluation)
    if not verdict or evaluation.reported_on is None:
        return verdict
    words = gettext("The result was already reported on %(day)s. After the decision it is reported again.")
    return no(words % {"day": date_format(evaluation.reported_on, "j F Y")})


def can_sign_changed(user: Actor, evaluation: Evaluation) -> Verdict:
    """The employee and the appraiser add their signatures to D.1.3, which has a place for each (p. 118, 9 and 10).

    The law sets no day and lets nothing wait for them, so they may sign until the year is closed.
    """
    if not is_changed(evaluation):
        return no(_("Only a result that was changed after an objection is signed once more."))
    still = is_year_open(evaluation.window.period)
    if not still:
        return still
    if not _sides(user, evaluation):
        return no(_("Only the employee and the appraiser sign the changed result."))
    return YES if unsigned_side(user, evaluation) else no(_("The changed result is already signed here."))


def unsigned_side(user: Actor, evaluation: Evaluation) -> str:
    """Return for which side somebody may sign the changed result now; empty where it is signed."""
    sides = _sides(user, evaluation)
    if not sides:
        return ""
    given: list[str] | None = getattr(evaluation, "signed_by", None)
    if given is None:
        given = list(signed_by(evaluation.pk))
    since = len(given) - given[::-1].index("SUPERIOR") if "SUPERIOR" in given else 0
    return next((side for side in sides if side not in given[since:]), "")


def signed_by(evaluation: int | OuterRef) -> QuerySet[Signature, str]:
    """Return as whom an evaluation was signed, in order; what follows the superior's decision stands on D.1.3."""
    rows = Signature.objects.filter(subject_kind=audit.kind_of(Evaluation), subject_id=evaluation)
    return rows.order_by("pk").values_list("purpose", flat=True)


def _sides(user: Actor, evaluation: Evaluation) -> list[str]:
    """Nobody signs in the name of somebody who has left; that place on the paper stays empty."""
    people: tuple[Person | None, ...] = (evaluation.person, evaluation.appraiser)
    return [
        side
        for side, one in zip(SIDES, people, strict=True)
        if one is not None
        and acts_for(user, one, evaluation.unit_id)
        and (user.is_person(one.pk) or not has_left(user, one))
    ]
