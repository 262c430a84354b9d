"""Who may praise, award, sanction and decide consequences: yes, or no with a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.planning.models import Plan
from selaras.recognition.models import (
    Award,
    AwardRound,
    Consequence,
    Praise,
    RoundState,
    Sanction,
    SanctionLevel,
)

OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
DECIDING = (RoleCode.OFFICER, RoleCode.HEAD)
NOT_OWN = _("You cannot decide in your own affair. Ask another performance officer or the head.")
NOT_DECIDING = _("Only a performance officer or head whose reach covers this unit may do this.")


def _decides(user: Actor, unit_id: int | None) -> bool:
    return any(user.reaches(role, unit_id) for role in DECIDING)


def _decides_about(user: Actor, person_id: int | None, unit_id: int | None) -> Verdict:
    if not _decides(user, unit_id):
        return no(NOT_DECIDING)
    return no(NOT_OWN) if person_id is not None and user.person_id == person_id else YES


def appraises(user: Actor, person_id: int) -> bool:
    """Say whether the person's present plan names the actor as appraiser."""
    if not user.is_personal:
        return False
    plans = Plan.objects.filter(appraiser=user.person_id, person=person_id)
    return plans.filter(starts_on__lte=user.on, ends_on__gte=user.on).exists()


def can_see_wall(user: Actor) -> Verdict:
    """Everybody of the agency reads praise and awards; operators look after technical matters only."""
    if user.role == RoleCode.OPERATOR and not user.is_system:
        return no(_("As a system operator you do not see recognition. Choose another role to see it."))
    return YES


def can_praise(user: Actor, person_id: int | None = None) -> Verdict:
    """Everybody with a post may praise a colleague, not oneself."""
    if not user.is_personal:
        return no(_("Praise comes from a person. Choose your role as employee to praise a colleague."))
    if person_id is not None and user.person_id == person_id:
        return no(_("You cannot praise yourself. Choose a colleague."))
    return YES


def can_withdraw_praise(user: Actor, praise: Praise) -> Verdict:
    """The giver withdraws own praise; an officer in reach may take away what should not be on the wall."""
    if praise.withdrawn_at is not None:
        return no(_("This praise was already withdrawn."))
    if user.is_person(praise.giver_id) or user.reaches(RoleCode.OFFICER, praise.unit_id):
        return YES
    return no(_("Only the person who gave this praise or a performance officer may withdraw it."))


def can_open_round(user: Actor, unit_id: int | None) -> Verdict:
    """Officers and heads open the choice of the employee of the month for units in their reach."""
    return YES if _decides(user, unit_id) else no(NOT_DECIDING)


def can_start_rounds(user: Actor) -> Verdict:
    """Whoever holds a deciding role somewhere may open the form."""
    return YES if user.role in DECIDING else no(NOT_DECIDING)


def can_nominate(user: Actor, award_round: AwardRound) -> Verdict:
    """Colleagues nominate while the round is open and its last day has not passed."""
    if not user.is_personal:
        return no(_("A nomination comes from a person. Choose your role as employee to nominate."))
    if award_round.state != RoundState.OPEN:
        return no(_("Nominations for this month are closed."))
    if user.on > award_round.closes_on:
        return no(_("The last day for nominations has passed."))
    return YES


def can_see_nominations(user: Actor, award_round: AwardRound) -> Verdict:
    """Nominations are read by officers, heads and auditors in reach; each nominator sees the own one."""
    if any(user.reaches(role, award_round.unit_id) for role in OVERSEEING):
        return YES
    return no(_("Nominations are read by the performance officer and the head only."))


def can_decide_round(user: Actor, award_round: AwardRound) -> Verdict:
    """Officers and heads in reach choose, or close without a choice."""
    return YES if _decides(user, award_round.unit_id) else no(NOT_DECIDING)


def can_give_award(user: Actor, person_id: int, unit_id: int | None) -> Verdict:
    """Officers and heads give awards to people in their reach, not to themselves (Pasal 31)."""
    return _decides_about(user, person_id, unit_id)


def can_withdraw_award(user: Actor, award: Award) -> Verdict:
    """An award given by mistake is withdrawn by those who may give it."""
    if award.withdrawn_at is not None:
        return no(_("This award was already withdrawn."))
    return _decides_about(user, award.person_id, award.unit_id)


def can_propose_sanction(user: Actor, person_id: int, unit_id: int | None, level: str) -> Verdict:
    """Officers and heads in reach propose; the appraiser records a reminder to own staff."""
    if user.person_id == person_id:
        return no(NOT_OWN)
    if _decides(user, unit_id):
        return YES
    if level == SanctionLevel.REMINDER and appraises(user, person_id):
        return YES
    return no(
        _(
            "Only a performance officer or head may propose this. An appraiser may record a reminder to own staff."
        )
    )


def can_decide_sanction(user: Actor, sanction: Sanction) -> Verdict:
    """Officers and heads in reach put the decision by letter into force, end and revoke it."""
    return _decides_about(user, sanction.person_id, sanction.unit_id)


def can_propose_consequences(user: Actor, unit_id: int | None) -> Verdict:
    """Jobs, and officers and heads in reach, propose what the rules give; nothing is applied."""
    if user.is_system or _decides(user, unit_id):
        return YES
    return no(NOT_DECIDING)


def can_oversee_consequences(user: Actor) -> Verdict:
    """The list of follow-up is for officers, heads and auditors."""
    if user.role in OVERSEEING:
        return YES
    return no(_("The follow-up of appraisals is for performance officers, heads and auditors."))


def can_decide_consequence(user: Actor, consequence: Consequence) -> Verdict:
    """Officers and heads in reach take up or decline a proposed consequence, not their own."""
    return _decides_about(user, consequence.person_id, consequence.unit_id)
