"""Writes accounts of people in the agency and the roles granted to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.accounts import operations as accounts
from selaras.accounts.lockout import counted_name
from selaras.accounts.models import Membership, User
from selaras.accounts.queries import users_of_login
from selaras.core import audit, notices, versions
from selaras.core.actor import Actor, RoleCode, system_actor
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused, require
from selaras.organisation.models import Grant, Person, PersonKind, Unit
from selaras.organisation.operations.dated import finish
from selaras.organisation.permissions import can_grant, can_manage_accounts
from selaras.organisation.queries.reporting import holds_on

NIP_LENGTH = 18
GRANTED = notices.register(
    "organisation.granted", _("You were given a new role from %(day)s. Your account page shows it.")
)
RESET = notices.register(
    "organisation.reset", _("An officer or system operator gave your account a new initial password.")
)


@dataclass(frozen=True)
class Admitted:
    """An account that was opened for a person: the password is shown once and stored nowhere."""

    member: Membership
    user: User
    password: str | None
    is_linked: bool


def username_of(number: str, agency_code: str) -> str:
    """Return the login of a number: a NIP or PPPK number itself, any other with the agency's code before it."""
    if len(number) == NIP_LENGTH and number.isascii() and number.isdigit():
        return number
    return f"{agency_code}-{number}".lower()


def create_member_for_person(
    *, person: Person, unit_id: int | None, by: Actor, at: datetime, with_password: bool = True
) -> Admitted:
    """Open an account for a person, or admit the account that the same NIP has in another agency.

    A linked account whose owner has never chosen an own password gets a fresh one, so that nobody who made
    it elsewhere can enter here.
    """
    require(can_manage_accounts(by, unit_id))
    if person.kind != PersonKind.EMPLOYEE or not person.number:
        raise StateRefused(_("An external party has no account. Record the person as an employee first."))
    with transaction.atomic():
        fresh = versions.locked(person)
        if fresh.member_id:
            raise StateRefused(_("This person already has an account."))
        agency = Agency.objects.get(pk=by.agency_id)
        user = _known_user(username_of(person.number, agency.code))
        is_linked = user is not None
        password = None
        if user is None:
            user = _made(fresh, agency)
        if with_password and (not is_linked or user.must_change_password):
            password = accounts.set_initial_password(user=user)
        if is_linked and user.must_change_password:
            User.objects.filter(pk=user.pk).update(email=_free_email(fresh.email, user))
        member, _new = Membership.objects.get_or_create(user=user, defaults={"created_at": at})
        versions.change(fresh, member_id=member.pk)
        audit.record(
            obj=fresh,
            verb="account.add",
            by=by,
            at=at,
            after={"login": user.username, "linked": is_linked, "member_id": member.pk},
        )
        return Admitted(member, user, password, is_linked)


def _known_user(username: str) -> User | None:
    found = users_of_login(username)
    if len(found) > 1:
        raise InvalidRefused(
            _("Several accounts fit this number. Ask the system operator to put them together first.")
        )
    return found[0] if found else None


def _made(person: Person, agency: Agency) -> User:
    username = username_of(person.number or "", agency.code)
    return accounts.create_user(username=username, email=_free_email(person.email, None))


def _free_email(email: str | None, user: User | None) -> str | None:
    taken = User.objects.filter(email__iexact=email or "")
    if not email or (taken.exclude(pk=user.pk) if user else taken).exists():
        return None
    return email


def reset_password(*, member: Membership, unit_id: int | None, by: Actor, at: datetime) -> str:
    """Give a member a new initial password that must be changed; refused when the account opens other agencies."""
    require(can_manage_accounts(by, unit_id))
    _refuse_operators(member, by)
    if by.role != RoleCode.OPERATOR and accounts.count_doors(member.user) > 1:
        raise NotAllowed(
            _(
                "This account is used in another agency too, so an officer of one of them may not set its password. "
                "Ask the person to use “Forgot your password?”, or ask the system operator."
            )
        )
    with transaction.atomic():
        password = accounts.set_initial_password(user=member.user)
        accounts.unlock(logins=logins_of(member))
        audit.record(obj=member, verb="account.reset", by=by, at=at)
        notices.tell(members=[member.pk], kind=RESET, url=reverse("accounts:account"), at=at)
        return password


def _refuse_operators(member: Membership, by: Actor) -> None:
    held = Grant.objects.filter(holds_on(by.on), member=member, role=RoleCode.OPERATOR)
    if by.role == RoleCode.OFFICER and held.exists():
        raise NotAllowed(_("This is the account of a system operator; only another operator looks after it."))


def logins_of(member: Membership) -> list[str]:
    """Return every name under which this member's failed sign-ins are counted."""
    person = Person.objects.select_related("agency").filter(member=member).first()
    typed = [(member.user.username, ""), (member.user.email or "", "")]
    if person and person.number:
        typed.append((person.number, person.agency.code))
    return [counted_name(login, code) for login, code in typed if login]


def unlock_member(*, member: Membership, unit_id: int | None, by: Actor, at: datetime) -> int:
    """Let a locked-out member try again at once."""
    require(can_manage_accounts(by, unit_id))
    with transaction.atomic():
        forgotten = accounts.unlock(logins=logins_of(member))
        audit.record(obj=member, verb="account.unlock", by=by, at=at, after={"attempts": forgotten})
        return forgotten


def set_member_active(
    *, member: Membership, is_active: bool, unit_id: int | None, by: Actor, at: datetime
) -> None:
    """Close a member's door to this agency, or open it again; nothing of the person's work is lost."""
    require(can_manage_accounts(by, unit_id))
    _refuse_operators(member, by)
    if member.pk == by.member_id:
        raise NotAllowed(_("You cannot close your own account. Ask another officer."))
    with transaction.atomic():
        Membership.objects.filter(pk=member.pk).update(is_active=is_active)
        verb = "account.open" if is_active else "account.close"
        audit.record(obj=member, verb=verb, by=by, at=at, after={"is_active": is_active})


def grant_role(
    *,
    member: Membership,
    role: str,
    unit: Unit | None,
    from_on: date,
    by: Actor,
    at: datetime,
    until_on: date | None = None,
) -> Grant:
    """Give a member a role over a unit and all below it, or over the whole agency; never to oneself."""
    require(can_grant(by, role))
    if by.member_id is not None and member.pk == by.member_id:
        raise NotAllowed(_("Nobody grants roles to oneself. Ask another officer or the system operator."))
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                member=member, role=role, unit=unit, from_on=from_on, until_on=until_on
            )
    except IntegrityError as error:
        raise InvalidRefused(
            _("The member already holds this role from that day, or the end comes before the beginning."),
            {"from_on": _("The member already holds this role from that day, or the dates are reversed.")},
        ) from error
    after = {"role": role, "unit_id": unit.pk if unit else None, "from_on": from_on, "until_on": until_on}
    audit.record(obj=grant, verb="grant.add", by=by, at=at, after=after, subject=member)
    notices.tell(
        members=[member.pk],
        kind=GRANTED,
        url=reverse("accounts:account"),
        at=at,
        values={"day": from_on.isoformat()},
    )
    return grant


def revoke_grant(*, grant: Grant, by: Actor, at: datetime, version: int | None = None) -> None:
    """End a granted role today; the agency always keeps one officer."""
    require(can_grant(by, grant.role))
    with transaction.atomic():
        fresh = versions.locked(grant, version)
        if fresh.role == RoleCode.OFFICER and fresh.unit_id is None:
            others = Grant.objects.filter(holds_on(by.on), role=RoleCode.OFFICER, unit=None).exclude(
                pk=fresh.pk
            )
            if not others.exists():
                raise StateRefused(_("This is the last officer of the whole agency. Name another one first."))
        before = {"role": fresh.role, "unit_id": fresh.unit_id, "until_on": fresh.until_on}
        audit.record(
            obj=fresh,
            verb="grant.end",
            by=by,
            at=at,
            before=before,
            after={"until_on": by.on},
            subject=fresh.member,
        )
        if fresh.from_on >= by.on:
            fresh.delete()
        else:
            finish(fresh, day=by.on)


def create_officer(
    *,
    agency: Agency,
    login: str,
    at: datetime,
    by: Actor | None = None,
    email: str | None = None,
    role: str = RoleCode.OFFICER,
) -> Admitted:
    """Admit the first officer (or operator) of an agency: an account with a role over the whole of it.

    Called by the console (`by` None) and by operators for any agency.
    """
    if by is not None:
        require(can_grant(by, role))
    with acting_in(agency):
        day = local_day(at, agency.time_zone)
        maker = system_actor(agency.pk, day)
        user = _known_user(username_of(login.strip(), agency.code)) or _known_user(login.strip())
        is_linked = user is not None
        if user is None:
            user = accounts.create_user(username=username_of(login.strip(), agency.code), email=email or None)
        password = None if is_linked else accounts.set_initial_password(user=user)
        member, _new = Membership.objects.get_or_create(user=user, defaults={"created_at": at})
        audit.record(obj=member, verb="account.add", by=maker, at=at, after={"login": user.username})
        held = Grant.objects.filter(holds_on(day), member=member, role=role, unit=None)
        if not held.exists():
            grant_role(member=member, role=role, unit=None, from_on=day, by=maker, at=at)
        return Admitted(member, user, password, is_linked)
