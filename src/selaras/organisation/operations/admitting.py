"""Opens accounts for people, and invites the owner of an account that was made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from selaras.accounts import operations as accounts
from selaras.accounts.models import Invitation, Membership, User
from selaras.accounts.queries import users_of_login
from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.models import Agency
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.organisation.models import Person, PersonKind
from selaras.organisation.permissions import can_manage_accounts

NIP_LENGTH = 18


@dataclass(frozen=True)
class Admitted:
    """An account that was opened for a person, or whose owner was invited (then `member` is empty).

    Neither the password nor the code of an invitation is stored: each is shown to the one who acts.
    """

    member: Membership | None
    user: User
    password: str | None
    is_linked: bool
    code: str | None = None


def username_of(number: str, agency_code: str) -> str:
    """Return the login of a number: a NIP or PPPK number itself, any other with the agency's code before it."""
    if len(number) == NIP_LENGTH and number.isascii() and number.isdigit():
        return number
    return own_username_of(number, agency_code)


def own_username_of(number: str, agency_code: str) -> str:
    """Return a login that no other agency makes."""
    return f"{agency_code}-{number}".lower()


def create_member_for_person(
    *,
    person: Person,
    unit_id: int | None,
    by: Actor,
    at: datetime,
    with_password: bool = True,
    is_separate: bool = False,
) -> Admitted:
    """Open an account for a person; where the same number has one in another agency, invite its owner.

    Nothing of an account that was made elsewhere is touched, neither password nor e-mail, and it opens this
    agency only once its owner has accepted with the code that the officer hands over. `is_separate` opens an
    account of this agency's own for a person who denies that the other one is theirs.
    """
    require(can_manage_accounts(by, unit_id))
    if person.kind != PersonKind.EMPLOYEE or not person.number:
        raise StateRefused(_("An external party has no account. Record the person as an employee first."))
    with transaction.atomic():
        fresh = versions.locked(person)
        if fresh.member_id:
            raise StateRefused(_("This person already has an account."))
        agency = Agency.objects.get(pk=by.agency_id)
        if is_separate:
            _take_back(fresh)
            user = known_user(own_username_of(person.number, agency.code))
        else:
            user = known_user(username_of(person.number, agency.code))
        if user is not None and accounts.count_doors(user) and not _is_member(user):
            return invite(user=user, person=fresh, by=by, at=at)
        return _opened(fresh, user, agency, by, at, with_password=with_password, is_separate=is_separate)


def _is_member(user: User) -> bool:
    return Membership.objects.filter(user=user).exists()


def _opened(
    person: Person,
    user: User | None,
    agency: Agency,
    by: Actor,
    at: datetime,
    *,
    with_password: bool,
    is_separate: bool,
) -> Admitted:
    is_linked = user is not None
    user = user or _made(person, agency, is_separate=is_separate)
    password = None
    nobody_knows = user.must_change_password or not _is_member(user)
    if with_password and nobody_knows and not accounts.opens_elsewhere(user):
        password = accounts.set_initial_password(user=user)
    member, _new = Membership.objects.get_or_create(user=user, defaults={"created_at": at})
    versions.change(person, member_id=member.pk)
    after = {"login": user.username, "linked": is_linked, "member_id": member.pk}
    audit.record(obj=person, verb="account.add", by=by, at=at, after=after)
    return Admitted(member, user, password, is_linked)


def known_user(username: str) -> User | None:
    """Return the account that a login means in the whole installation, or None."""
    found = users_of_login(username)
    if len(found) > 1:
        raise InvalidRefused(
            _("Several accounts fit this number. Ask the system operator to put them together first.")
        )
    return found[0] if found else None


def _made(person: Person, agency: Agency, *, is_separate: bool) -> User:
    named = own_username_of if is_separate else username_of
    return accounts.create_user(
        username=named(person.number or "", agency.code), email=_free_email(person.email)
    )


def _free_email(email: str | None) -> str | None:
    return email if email and not User.objects.filter(email__iexact=email).exists() else None


def invite(*, user: User, by: Actor, at: datetime, person: Person | None = None, role: str = "") -> Admitted:
    """Ask the owner of an account that was made elsewhere to let this agency admit it."""
    invitation, is_new = Invitation.objects.get_or_create(
        user=user, defaults={"role": role, "asked_at": at, "asked_by_id": by.member_id}
    )
    if not is_new and role and invitation.role != role:
        invitation.role = role
        invitation.save(update_fields=["role"])
    if person is not None and person.invitation_id != invitation.pk:
        if Person.objects.filter(invitation=invitation).exists():
            raise StateRefused(
                _("The account of this number already waits for another person of the agency.")
            )
        versions.change(person, invitation_id=invitation.pk)
        audit.record(obj=person, verb="account.invite", by=by, at=at, after={"login": user.username})
    elif person is None:
        audit.record(
            obj=invitation, verb="account.invite", by=by, at=at, after={"login": user.username, "role": role}
        )
    return Admitted(None, user, None, is_linked=True, code=accounts.code_of(invitation))


def withdraw_invitation(*, person: Person, unit_id: int | None, by: Actor, at: datetime) -> None:
    """Take back the wish to admit an account that was made elsewhere."""
    require(can_manage_accounts(by, unit_id))
    with transaction.atomic():
        fresh = versions.locked(person)
        if fresh.invitation_id is None:
            raise StateRefused(_("Nothing waits any more: the owner of the account has answered."))
        _take_back(fresh)
        audit.record(obj=fresh, verb="account.withdraw", by=by, at=at)


def _take_back(person: Person) -> None:
    invitation_id = person.invitation_id
    if invitation_id is not None:
        versions.change(person, invitation_id=None)
        Invitation.objects.filter(pk=invitation_id, role="").delete()
