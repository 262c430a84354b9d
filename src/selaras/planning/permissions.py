"""Who may do what in planning: yes, or no with a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.core.vocabulary import word
from selaras.organisation.models import Person
from selaras.organisation.queries.presence import Presence, presence_of
from selaras.planning.models import (
    Agreement,
    AgreementState,
    Matrix,
    Period,
    PeriodState,
    Plan,
    PlanState,
    PlanVersion,
    Publication,
)
from selaras.planning.queries.closing import obstacle_to_closing
from selaras.planning.queries.plans import plans_for
from selaras.planning.queries.reach import head_of, unit_of

BEING_WRITTEN = (PlanState.DRAFT, PlanState.RETURNED)
WITH_THE_APPRAISER = (*BEING_WRITTEN, PlanState.SUBMITTED)


def can_read_planning(user: Actor) -> Verdict:
    """Everybody in the agency reads the pages of planning but those who only operate the system."""
    if user.role == RoleCode.OPERATOR:
        return no(_("The operator of the system sees no planning."))
    return YES


def can_manage_periods(user: Actor, period: Period | None = None) -> Verdict:
    """The year belongs to the whole agency, so only an officer of the whole agency opens and closes it."""
    if user.role == RoleCode.OFFICER and user.whole_agency:
        return YES
    return no(_("Only a performance officer of the whole agency can change periods."))


def can_close_period(user: Actor, period: Period) -> Verdict:
    """A year is closed once its evaluations are over; what still runs is named, with what to do."""
    may = can_manage_periods(user, period)
    obstacle = obstacle_to_closing(period, user.on) if may else None
    return may if obstacle is None else no(obstacle)


def is_year_open(period: Period) -> Verdict:
    """Nothing is written any more in a year that is closed."""
    if period.state == PeriodState.CLOSED:
        return no(
            _("The period %(name)s is closed, so it can only be read. The performance officer can reopen it.")
            % {"name": period.name}
        )
    return YES


def can_keep_strategy(user: Actor, unit_id: int | None) -> Verdict:
    """Goals and agreements of a unit are kept by an officer or a head who reaches it."""
    if user.reaches(RoleCode.OFFICER, unit_id) or user.reaches(RoleCode.HEAD, unit_id):
        return YES
    return no(_("Only the performance officer or the head of this unit can change this."))


def can_change_agreement(user: Actor, agreement: Agreement) -> Verdict:
    """A signed agreement stays as it is until it is reopened."""
    if agreement.state != AgreementState.DRAFT:
        return no(_("The agreement is signed. Reopen it with a reason before changing it."))
    return _both(is_year_open(agreement.period), can_keep_strategy(user, agreement.unit_id))


def can_begin_agreement(user: Actor, period: Period, unit_id: int) -> Verdict:
    """An agreement is begun for a unit within reach, while the year is open."""
    return _both(is_year_open(period), can_keep_strategy(user, unit_id))


def can_reopen_agreement(user: Actor, agreement: Agreement) -> Verdict:
    """The officer or head reopens a signed agreement when the agency's targets change, while the year is open."""
    return _both(is_year_open(agreement.period), can_keep_strategy(user, agreement.unit_id))


def can_sign_agreement(user: Actor, agreement: Agreement) -> Verdict:
    """An agreement is signed by the person who leads the unit; an officer records it for one without account."""
    still = is_year_open(agreement.period)
    if not still:
        return still
    head = head_of(agreement.unit_id, user.on)
    if head is None:
        return no(_("Nobody leads this unit today. Name its head in the organisation first."))
    if user.is_person(head.person_id):
        return YES
    if not (can_keep_strategy(user, agreement.unit_id) and is_signed_for(user, head.person)):
        return no(
            _("Only %(name)s, who leads this unit, can sign its agreement.") % {"name": head.person.name}
        )
    if has_left(user, head.person):
        words = _("%(name)s, who leads this unit, has left. Name another head in the organisation first.")
        return no(words % {"name": head.person.name})
    return YES


def can_create_plan(user: Actor, person_id: int, unit_id: int | None) -> Verdict:
    """A plan is begun by the person or by an officer who reaches the person's unit."""
    if user.is_person(person_id) or user.reaches(RoleCode.OFFICER, unit_id):
        return YES
    return no(_("Only the person or the performance officer of the unit can begin a plan."))


def can_administer_plan(user: Actor, plan: Plan) -> Verdict:
    """Closing a plan and recording a new appraiser belong to the officer who reaches the unit."""
    if user.role == RoleCode.OFFICER and user.reaches(RoleCode.OFFICER, unit_of(plan, user.on)):
        return YES
    return no(_("Only the performance officer of the unit can do this."))


def is_still_open(plan: Plan) -> Verdict:
    """Nothing is written in a closed plan or a closed year."""
    if plan.closed_on is not None:
        return no(_("This plan was closed when the person moved to other work; it can only be read."))
    if plan.period.state == PeriodState.CLOSED:
        return no(_("The period is closed; its plans can only be read."))
    return YES


def is_signed_for(user: Actor, person: Person) -> bool:
    """Say whether somebody else's signature is recorded from paper: no account that opens, or has left."""
    return not user.is_person(person.pk) and presence_of(person, user.on) != Presence.PRESENT


def has_left(user: Actor, person: Person | None) -> bool:
    """Say whether somebody works here no longer; nobody judges or signs an office in that person's name."""
    return person is not None and presence_of(person, user.on) == Presence.LEFT


def is_on_behalf(user: Actor, person: Person | None, unit_id: int | None) -> bool:
    """Say whether an officer would act for somebody who has no account, a closed one, or has left."""
    return person is not None and user.reaches(RoleCode.OFFICER, unit_id) and is_signed_for(user, person)


def is_stand_in(user: Actor, plan: Plan, who: str) -> bool:
    """Say whether the actor acts for the plan's "person" or "appraiser", who cannot sign in."""
    if user.role != RoleCode.OFFICER:
        return False
    return is_on_behalf(user, getattr(plan, who), unit_of(plan, user.on))


def _is_employee(user: Actor, plan: Plan) -> Verdict:
    if user.is_person(plan.person_id) or is_stand_in(user, plan, "person"):
        return YES
    return no(_("Only %(name)s can do this in their own plan.") % {"name": plan.person.name})


def _decides(user: Actor, plan: Plan) -> Verdict:
    if user.is_person(plan.appraiser_id):
        return YES
    if is_stand_in(user, plan, "appraiser"):
        return no(appraiser_left(plan)) if has_left(user, plan.appraiser) else YES
    if user.is_person(plan.superior_id) and user.on > plan.period.plans_due_on:
        return YES
    if user.is_person(plan.superior_id):
        return no(
            _(
                "The appraiser decides until the end of January; only afterwards does the dialogue come to you."
            )
        )
    return no(_("Only the person's %(appraiser)s can do this.") % {"appraiser": word("appraiser")})


def appraiser_left(plan: Plan) -> str:
    """Say that nobody decides in the name of an appraiser who is gone, and what to do."""
    words = _("%(name)s has left. Record another appraiser of this plan, who then decides.")
    return words % {"name": plan.appraiser.name if plan.appraiser else ""}


def can_write(user: Actor, version: PlanVersion) -> Verdict:
    """The employee writes a version while it is a draft or was returned."""
    if version.state not in BEING_WRITTEN:
        return no(_("This version is no longer being written, so its text cannot be changed."))
    return _both(is_still_open(version.plan), _is_employee(user, version.plan))


def can_expect(user: Actor, version: PlanVersion) -> Verdict:
    """Special expectations come out of the dialogue: written by the employee or the appraiser (Pasal 10(4))."""
    if version.state not in WITH_THE_APPRAISER:
        return no(_("This version is no longer being written, so its text cannot be changed."))
    if user.is_person(version.plan.appraiser_id):
        return is_still_open(version.plan)
    return can_write(user, version)


def can_submit(user: Actor, version: PlanVersion) -> Verdict:
    """The employee submits; without a known appraiser there is nobody to submit to."""
    if version.plan.appraiser_id is None:
        return no(
            _("Nobody is known who appraises this person. Ask the performance officer to name the appraiser.")
        )
    return _both(is_still_open(version.plan), _is_employee(user, version.plan))


def can_withdraw(user: Actor, version: PlanVersion) -> Verdict:
    """The employee takes a submitted version back before the appraiser agreed."""
    return _both(is_still_open(version.plan), _is_employee(user, version.plan))


def can_sign(user: Actor, version: PlanVersion) -> Verdict:
    """The employee signs (Pasal 14(3))."""
    return _both(is_still_open(version.plan), _is_employee(user, version.plan))


def can_decide(user: Actor, version: PlanVersion) -> Verdict:
    """The appraiser agrees, returns and sets (Pasal 14(3)); after January also the superior (Lampiran II.C.5)."""
    return _both(is_still_open(version.plan), _decides(user, version.plan))


def can_approve_assignment(user: Actor, version: PlanVersion) -> Verdict:
    """The appraiser approves work that another leader gave, before it enters the plan (Lampiran II.A.5.f.10)."""
    if version.state not in WITH_THE_APPRAISER:
        return no(_("This version is no longer being written, so its text cannot be changed."))
    return can_decide(user, version)


def can_begin_change(user: Actor, version: PlanVersion) -> Verdict:
    """A plan in force is changed by a new version, begun by the employee or the appraiser (Pasal 14(2))."""
    if version.state != PlanState.SET:
        return no(_("Only a plan in force can be changed by a new version."))
    still = is_still_open(version.plan)
    if not still:
        return still
    return YES if _is_employee(user, version.plan) else _decides(user, version.plan)


def can_keep_matrix(user: Actor, matrix: Matrix) -> Verdict:
    """The matrix is kept by the leader it belongs to or by an officer who reaches the unit."""
    if matrix.period.state == PeriodState.CLOSED:
        return no(_("The period is closed; its plans can only be read."))
    if user.is_person(matrix.owner.person_id) or user.reaches(RoleCode.OFFICER, matrix.unit_id):
        return YES
    return no(_("Only the leader of this matrix or the performance officer can change it."))


def can_publish(user: Actor, publication: Publication) -> Verdict:
    """Targets and standards are made known by an officer who reaches the unit."""
    if user.reaches(RoleCode.OFFICER, publication.unit_id):
        return YES
    return no(_("Only the performance officer of this unit can publish this."))


def can_read_papers(user: Actor, plan_id: int) -> Verdict:
    """The papers of a plan are opened by whoever may see the plan."""
    if plans_for(user).filter(pk=plan_id).exists():
        return YES
    return no(
        _("Only the person, the appraiser, the appraiser's superior and officers can open this document.")
    )


def _both(first: Verdict, second: Verdict) -> Verdict:
    return second if first.allowed else first
