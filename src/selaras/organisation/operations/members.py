"""Writes what becomes of accounts in the agency, and the roles granted to them."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.accounts import operations as accounts
from selaras.accounts.lockout import counted_name
from selaras.accounts.models import Membership
from selaras.core import audit, notices, versions
from selaras.core.actor import Actor, RoleCode, system_actor
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused, require
from selaras.organisation.models import Grant, Person, Unit
from selaras.organisation.operations.admitting import Admitted, invite, known_user, username_of
from selaras.organisation.operations.dated import finish
from selaras.organisation.permissions import (
    can_grant,
    can_manage_accounts,
    can_manage_door,
    can_reset_password,
)
from selaras.organisation.queries.reporting import holds_on

GRANTED = notices.register(
    "organisation.granted", _("You were given a new role from %(day)s. Your account page shows it.")
)
RESET = notices.register(
    "organisation.reset", _("An officer or system operator gave your account a new initial password.")
)


def reset_password(*, member: Membership, unit_id: int | None, by: Actor, at: datetime) -> str:
    """Give a member a new initial password that must be changed; refused when the account opens other agencies."""
    _require_door(member, unit_id, by)
    require(can_reset_password(by, opens_elsewhere=accounts.opens_elsewhere(member.user)))
    with transaction.atomic():
        password = accounts.set_initial_password(user=member.user)
        accounts.unlock(logins=logins_of(member))
        audit.record(obj=member, verb="account.reset", by=by, at=at)
        notices.tell(members=[member.pk], kind=RESET, url=reverse("accounts:account"), at=at)
        return password


def _require_door(member: Membership, unit_id: int | None, by: Actor) -> None:
    """Accounts of the units within reach; that of an operator only for an operator."""
    require(can_manage_accounts(by, unit_id))
    held = Grant.objects.filter(holds_on(by.on), member=member, role=RoleCode.OPERATOR)
    require(can_manage_door(by, operates=held.exists()))


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
    _require_door(member, unit_id, by)
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


def _refuse_odd(login: str, email: str | None) -> None:
    """Refuse what nobody could sign in with or be reached by."""
    try:
        UnicodeUsernameValidator()(login)
    except ValidationError:
        raise InvalidRefused(
            _("The login is a NIP, or a name of letters, digits and @ . + - _ without spaces.")
        ) from None
    try:
        validate_email(email or "nobody@example.com")
    except ValidationError:
        raise InvalidRefused(_("“%(email)s” is no e-mail address.") % {"email": email}) from None


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

    Called by the console (`by` None) and by operators for any agency. An account that was made elsewhere is
    only invited: it holds the role once its owner has accepted.
    """
    if by is not None:
        require(can_grant(by, role))
    _refuse_odd(login.strip(), email)
    with acting_in(agency):
        day = local_day(at, agency.time_zone)
        maker = system_actor(agency.pk, day)
        user = known_user(username_of(login.strip(), agency.code)) or known_user(login.strip())
        if user is not None and not Membership.objects.filter(user=user).exists():
            return invite(user=user, role=role, by=by or maker, at=at)
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
