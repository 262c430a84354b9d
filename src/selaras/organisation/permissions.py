"""Who may see and change units, positions, people, accounts and the agency itself."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no

OVERSEERS = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)


def can_see_people(user: Actor) -> Verdict:
    """Everybody of the agency may look a colleague up; operators see accounts only."""
    if user.role == RoleCode.OPERATOR and not user.is_system:
        return no(_("As a system operator you see accounts, not people. Choose another role to see people."))
    return YES


def can_see_whole_person(user: Actor, person_id: int, unit_id: int | None) -> Verdict:
    """The person, and overseers whose reach covers the unit, see the dated history and the employment."""
    if user.is_system or user.is_person(person_id):
        return YES
    if any(user.reaches(role, unit_id) for role in OVERSEERS):
        return YES
    return no(_("You see name, position and unit. The rest is for the person and the performance officer."))


def can_see_appraising(user: Actor, person_id: int, unit_id: int | None, above: Collection[int]) -> Verdict:
    """Who appraises a person is known to the person, to those above who appraise or decide, and to overseers."""
    if any(user.is_person(one) for one in above):
        return YES
    whole = can_see_whole_person(user, person_id, unit_id)
    if whole.allowed:
        return whole
    return no(
        _(
            "Who appraises somebody is seen by the person, the appraiser, the appraiser's superior,"
            " and the performance officer."
        )
    )


def can_write_people(user: Actor, unit_id: int | None) -> Verdict:
    """Officers write people of the units they were entrusted with."""
    if user.is_system or user.reaches(RoleCode.OFFICER, unit_id):
        return YES
    if user.role == RoleCode.OFFICER:
        return no(_("This unit is outside the units entrusted to you. Ask an officer of the whole agency."))
    return no(_("Only a performance officer may change this. Choose that role if you hold it."))


def can_write_unit(user: Actor, unit_id: int | None) -> Verdict:
    """Officers write units and positions in their reach; a new root unit needs the whole agency."""
    return can_write_people(user, unit_id)


def can_manage_agency(user: Actor) -> Verdict:
    """Settings, imports and grants are for officers of the whole agency."""
    if user.is_system or (user.role == RoleCode.OFFICER and user.whole_agency):
        return YES
    return no(_("Only a performance officer of the whole agency may do this."))


def can_see_structure(user: Actor) -> Verdict:
    """Everybody but operators may see units, positions and who leads them."""
    return can_see_people(user)


def can_check_data(user: Actor) -> Verdict:
    """The check of the data is for officers, heads and auditors."""
    if user.is_system or user.role in OVERSEERS:
        return YES
    return no(_("The check of the data is for performance officers, heads and auditors."))


def can_manage_accounts(user: Actor, unit_id: int | None = None) -> Verdict:
    """Officers in reach and operators look after accounts: passwords and lock-outs."""
    if user.is_system or user.role == RoleCode.OPERATOR or user.reaches(RoleCode.OFFICER, unit_id):
        return YES
    return no(_("Only a performance officer of this unit or a system operator may do this."))


def can_manage_door(user: Actor, *, operates: bool) -> Verdict:
    """The account of a system operator is looked after by another operator, never by an officer."""
    if operates and not (user.is_system or user.role == RoleCode.OPERATOR):
        return no(_("This is the account of a system operator; only another operator looks after it."))
    return YES


def can_reset_password(user: Actor, *, opens_elsewhere: bool) -> Verdict:
    """A password that opens other agencies too is set by nobody of a single one of them."""
    if opens_elsewhere and user.role != RoleCode.OPERATOR:
        return no(
            _(
                "This account is used in another agency too, so an officer of one of them may not set its password. "
                "Ask the person to use “Forgot your password?”, or ask the system operator."
            )
        )
    return YES


def can_issue_passwords(user: Actor) -> Verdict:
    """Officers hand out initial passwords to people of the units entrusted to them."""
    if user.role == RoleCode.OFFICER:
        return YES
    return no(_("Only a performance officer may change this. Choose that role if you hold it."))


def can_see_grants(user: Actor) -> Verdict:
    """Overseers and operators may see who holds which granted role."""
    if user.is_system or user.role in (*OVERSEERS, RoleCode.OPERATOR):
        return YES
    return no(_("The list of roles is for officers, heads, auditors and operators."))


def can_grant(user: Actor, role: str) -> Verdict:
    """Officers of the whole agency grant officer, head and auditor; operators grant officer and operator."""
    if user.is_system:
        return YES
    if user.role == RoleCode.OPERATOR and role in (RoleCode.OFFICER, RoleCode.OPERATOR):
        return YES
    if can_manage_agency(user) and role in OVERSEERS:
        return YES
    return no(_("You may not give or take away this role. Ask a performance officer of the whole agency."))


def can_operate(user: Actor) -> Verdict:
    """Agencies are created and listed by system operators only."""
    if user.is_system or user.role == RoleCode.OPERATOR:
        return YES
    return no(_("Only a system operator may do this."))
