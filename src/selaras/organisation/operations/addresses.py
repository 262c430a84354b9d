"""Carries a corrected e-mail address to the account that signs in and receives letters."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.accounts import operations as accounts
from selaras.accounts.models import Membership, User
from selaras.core import audit, notices
from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import NotAllowed, StateRefused
from selaras.organisation.models import Grant, Person
from selaras.organisation.queries.reporting import holds_on

EMAIL = notices.register(
    "organisation.email",
    _("The e-mail address of your account was changed to %(email)s. Tell the officer if it is not yours."),
)


def carry_email(*, person: Person, by: Actor, at: datetime) -> bool:
    """Write a person's corrected e-mail to the account where it opens this agency only; the owner is told.

    An account that opens other agencies too, or that operates the system, keeps its address until its owner
    confirms the new one: whoever may change it may have its password sent there.
    """
    if person.member_id is None:
        return False
    member = Membership.objects.select_related("user").get(pk=person.member_id)
    if not _is_new(person, member.user) or _is_taken(person.email or ""):
        return False
    operates = Grant.objects.filter(holds_on(by.on), member=member, role=RoleCode.OPERATOR)
    if accounts.opens_elsewhere(member.user) or operates.exists():
        return False
    _write(member, person.email or "", by, at)
    notices.tell(
        members=[member.pk],
        kind=EMAIL,
        url=reverse("accounts:account"),
        at=at,
        values={"email": person.email},
    )
    return True


def use_own_email(*, by: Actor, at: datetime) -> str:
    """Let the owner take the e-mail that the agency knows for the own account; return it."""
    if by.person_id is None or by.member_id is None:
        raise NotAllowed(_("Only a person of the agency has an address here."))
    person = Person.objects.get(pk=by.person_id)
    member = Membership.objects.select_related("user").get(pk=by.member_id)
    if not person.email:
        raise NotAllowed(
            _("The agency knows no e-mail address of yours. Ask the performance officer to add it.")
        )
    if _is_new(person, member.user):
        if _is_taken(person.email):
            raise StateRefused(_("This e-mail address belongs to another account."))
        _write(member, person.email, by, at)
    return person.email


def _is_new(person: Person, user: User) -> bool:
    return bool(person.email) and (user.email or "").lower() != (person.email or "").lower()


def _is_taken(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def _write(member: Membership, email: str, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        before = member.user.email
        User.objects.filter(pk=member.user_id).update(email=email)
        # A link to a new password must no longer go to the address before.
        EmailAddress.objects.filter(user_id=member.user_id).delete()
        audit.record(
            obj=member, verb="account.email", by=by, at=at, before={"email": before}, after={"email": email}
        )
