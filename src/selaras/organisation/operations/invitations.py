"""Answers an agency that asks to admit one's account: yes with the officer's code, or no."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.accounts import operations as accounts
from selaras.accounts.models import Invitation, Membership, User
from selaras.accounts.queries import Invited
from selaras.core import audit, notices, versions
from selaras.core.actor import system_actor
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import InvalidRefused, StateRefused
from selaras.organisation.models import Person
from selaras.organisation.operations.members import grant_role

ACCEPTED = notices.register(
    "organisation.accepted", _("%(login)s accepted: the account now opens this agency.")
)
REFUSED = notices.register(
    "organisation.refused_link",
    _("The owner of the account %(login)s does not want it connected. Ask the person before you try again."),
)


def accept_invitation(*, invited: Invited, user: User, code: str, at: datetime) -> Membership:
    """Let an agency admit one's account.

    The signed-in owner shows that the account is theirs, and the code that its officer knows the person: an
    account that somebody made for a stranger's number never gets in.
    """
    with acting_in(invited.agency_id), transaction.atomic():
        invitation = _locked(invited, user)
        if not accounts.is_code_of(invitation, code):
            sentence = _("This is not the code. Ask the officer who looks after accounts there for it.")
            raise InvalidRefused(sentence, {"code": sentence})
        member, _new = Membership.objects.get_or_create(user=user, defaults={"created_at": at})
        agency = Agency.objects.defer("logo").get(pk=invited.agency_id)
        by = system_actor(agency.pk, local_day(at, agency.time_zone))
        person = _freed(invitation)
        if person is not None:
            versions.change(person, member_id=member.pk)
        after = {"login": user.username, "member_id": member.pk}
        audit.record(obj=person or member, verb="account.accept", by=by, at=at, after=after)
        if invitation.role:
            grant_role(member=member, role=invitation.role, unit=None, from_on=by.on, by=by, at=at)
        _tell(invitation, ACCEPTED, user, person, at)
        invitation.delete()
        return member


def refuse_invitation(*, invited: Invited, user: User, at: datetime) -> None:
    """Say no to an agency that asks to admit one's account; the officer who asked is told."""
    with acting_in(invited.agency_id), transaction.atomic():
        invitation = _locked(invited, user)
        agency = Agency.objects.defer("logo").get(pk=invited.agency_id)
        by = system_actor(agency.pk, local_day(at, agency.time_zone))
        person = _freed(invitation)
        audit.record(
            obj=person or invitation, verb="account.refuse", by=by, at=at, after={"login": user.username}
        )
        _tell(invitation, REFUSED, user, person, at)
        invitation.delete()


def _locked(invited: Invited, user: User) -> Invitation:
    found = Invitation.objects.select_for_update().filter(pk=invited.id, user=user).first()
    if found is None:
        raise StateRefused(_("This request was taken back or answered already."))
    return found


def _freed(invitation: Invitation) -> Person | None:
    person = Person.objects.select_for_update().filter(invitation=invitation).first()
    if person is not None:
        versions.change(person, invitation_id=None)
    return person


def _tell(invitation: Invitation, kind: str, user: User, person: Person | None, at: datetime) -> None:
    if invitation.asked_by_id is None:
        return
    url = reverse("organisation:person", args=[person.pk]) if person else reverse("organisation:members")
    notices.tell(members=[invitation.asked_by_id], kind=kind, url=url, at=at, values={"login": user.username})
