"""Who may offer, ask for and record training, and plan help after a weak result: yes, or no with a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation, EvaluationState, Predicate
from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.development.models import (
    Enrolment,
    EnrolmentState,
    ImprovementPlan,
    ImprovementState,
    ImprovementStep,
    Training,
    TrainingState,
)
from selaras.planning.models import Plan

OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
WATCHING_HELP = (RoleCode.OFFICER, RoleCode.AUDITOR)
TAKEN = (EnrolmentState.ENROLLED, EnrolmentState.ATTENDED, EnrolmentState.ABSENT)
KNOWN_RESULT = (
    EvaluationState.DELIVERED,
    EvaluationState.ACCEPTED,
    EvaluationState.LAPSED,
    EvaluationState.DECIDED,
    EvaluationState.REPORTED,
)
BELOW_GOOD = (Predicate.NEEDS_IMPROVEMENT, Predicate.POOR, Predicate.VERY_POOR)
NOT_OFFICER = _("Only a performance officer may do this. Choose that role if you hold it.")
NOT_YOURS = _(
    "This training belongs to the whole agency or to a unit outside those entrusted to you."
    " Ask an officer of the whole agency."
)
OUT_OF_REACH = _("This person works outside the units entrusted to you. Ask an officer of the whole agency.")


def appraises(user: Actor, person_id: int) -> bool:
    """Say whether the person's present plan names the actor as appraiser."""
    if not user.is_personal:
        return False
    plans = Plan.objects.filter(appraiser=user.person_id, person=person_id)
    return plans.filter(starts_on__lte=user.on, ends_on__gte=user.on).exists()


def _officer(user: Actor, unit_id: int | None) -> Verdict:
    if user.reaches(RoleCode.OFFICER, unit_id):
        return YES
    return no(OUT_OF_REACH if user.role == RoleCode.OFFICER else NOT_OFFICER)


def can_see_trainings(user: Actor) -> Verdict:
    """Everybody of the agency sees what training there is; operators look after technical matters only."""
    if user.role == RoleCode.OPERATOR and not user.is_system:
        return no(_("As a system operator you do not see training. Choose another role to see it."))
    return YES


def can_write_trainings(user: Actor) -> Verdict:
    """Officers enter training, enrol and record: each for the units entrusted to them."""
    return YES if user.role == RoleCode.OFFICER else no(NOT_OFFICER)


def can_add_training(user: Actor, unit_id: int | None) -> Verdict:
    """Officers enter training of a unit entrusted to them; one of no unit is for those of the whole agency."""
    if user.reaches(RoleCode.OFFICER, unit_id):
        return YES
    return no(NOT_YOURS if user.role == RoleCode.OFFICER else NOT_OFFICER)


def can_change_training(user: Actor, training: Training) -> Verdict:
    """Officers whose reach covers its unit change, hold and cancel a training while it is open."""
    verdict = can_add_training(user, training.unit_id)
    if not verdict:
        return verdict
    if training.state != TrainingState.OPEN:
        return no(_("This training is no longer open, so it cannot be changed."))
    return YES


def can_hold_training(user: Actor, training: Training) -> Verdict:
    """A training is marked as held from its last day on."""
    verdict = can_change_training(user, training)
    if verdict and user.on < training.ends_on:
        return no(_("The training has not ended yet."))
    return verdict


def can_ask(user: Actor, training: Training, person_id: int) -> Verdict:
    """Everybody asks for oneself; an appraiser proposes own staff."""
    if not user.is_personal:
        return no(_("A request comes from a person. Choose your role as employee to ask for a training."))
    if training.state != TrainingState.OPEN or user.on > training.ends_on:
        return no(_("This training takes no more requests."))
    if user.person_id == person_id or appraises(user, person_id):
        return YES
    return no(_("You may ask for yourself, or propose people whose plan you appraise."))


def can_enrol(user: Actor, training: Training, unit_id: int | None) -> Verdict:
    """Officers enrol people of the units entrusted to them, afterwards too for training that was followed."""
    if training.state == TrainingState.CANCELLED:
        return no(_("This training was cancelled."))
    return _officer(user, unit_id)


def can_decide_enrolment(user: Actor, enrolment: Enrolment) -> Verdict:
    """Officers in reach accept and decline requests."""
    return _officer(user, enrolment.unit_id)


def can_ask_again(user: Actor, enrolment: Enrolment) -> Verdict:
    """After a refusal or a withdrawal the request may be made again."""
    return can_ask(user, enrolment.training, enrolment.person_id)


def can_enrol_again(user: Actor, enrolment: Enrolment) -> Verdict:
    """An officer may enrol somebody who withdrew or was declined."""
    return can_enrol(user, enrolment.training, enrolment.unit_id)


def can_withdraw(user: Actor, enrolment: Enrolment) -> Verdict:
    """The person, who proposed it, and an officer in reach may withdraw before attendance is recorded."""
    if user.is_person(enrolment.person_id) or user.is_person(enrolment.asked_by_id):
        return YES
    return _officer(user, enrolment.unit_id)


def can_record_attendance(user: Actor, enrolment: Enrolment) -> Verdict:
    """Officers in reach record attendance from the first day of the training on."""
    if user.on < enrolment.training.starts_on:
        return no(_("The training has not begun yet, so attendance cannot be recorded."))
    return _officer(user, enrolment.unit_id)


def can_see_unit_hours(user: Actor) -> Verdict:
    """The hours of whole units are for officers, heads and auditors."""
    if user.role in OVERSEEING:
        return YES
    return no(_("The hours of units are for performance officers, heads and auditors."))


def can_set_duties(user: Actor) -> Verdict:
    """The agency's own number of hours is set by an officer of the whole agency."""
    if user.role == RoleCode.OFFICER and user.whole_agency:
        return YES
    return no(_("Only a performance officer of the whole agency may set this."))


def can_create_improvement(user: Actor, evaluation: Evaluation) -> Verdict:
    """The appraiser or an officer in reach plans help once a result below Good is known to the employee."""
    if user.person_id == evaluation.person_id:
        return no(
            _("An improvement plan is made by your appraiser or the performance officer, together with you.")
        )
    if not _leads(user, evaluation):
        return no(_("Only the appraiser or a performance officer of this unit may plan help."))
    if evaluation.state not in KNOWN_RESULT:
        return no(_("The employee does not know the final result yet. Wait until it is delivered."))
    if evaluation.predicate not in BELOW_GOOD:
        return no(_("An improvement plan is for a predicate below Good."))
    return YES


def _leads(user: Actor, evaluation: Evaluation) -> bool:
    return (
        user.is_person(evaluation.appraiser_id)
        or user.is_person(evaluation.evaluator_id)
        or user.reaches(RoleCode.OFFICER, evaluation.unit_id)
    )


def can_see_improvement(user: Actor, plan: ImprovementPlan) -> Verdict:
    """The person, the appraiser, the superior, and officers and auditors in reach read the whole plan."""
    evaluation = plan.evaluation
    near = (plan.person_id, evaluation.appraiser_id, evaluation.superior_id)
    if any(user.is_person(one) for one in near):
        return YES
    if any(user.reaches(role, evaluation.unit_id) for role in WATCHING_HELP):
        return YES
    return no(
        _("An improvement plan is read by the person, the appraiser, the superior and the officer only.")
    )


def can_lead_improvement(user: Actor, plan: ImprovementPlan) -> Verdict:
    """The appraiser or an officer in reach adds help and concludes."""
    if plan.state != ImprovementState.ACTIVE:
        return no(_("This plan is concluded."))
    if user.person_id != plan.person_id and _leads(user, plan.evaluation):
        return YES
    return no(_("Only the appraiser or a performance officer of this unit may change this plan."))


def can_finish_step(user: Actor, step: ImprovementStep) -> Verdict:
    """The person, the helper, the appraiser and an officer in reach mark a step as done."""
    if step.plan.state != ImprovementState.ACTIVE:
        return no(_("This plan is concluded."))
    if step.done_on is not None:
        return no(_("This step was already marked as done."))
    if user.is_person(step.plan.person_id) or user.is_person(step.helper_id):
        return YES
    return can_lead_improvement(user, step.plan)
