"""Gives initial passwords to many people at once, for a sheet that is printed and stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.accounts import operations as accounts
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import Person
from selaras.organisation.operations.admitting import create_member_for_person
from selaras.organisation.operations.members import reset_password
from selaras.organisation.permissions import can_manage_accounts
from selaras.organisation.queries.headers import headers_of
from selaras.organisation.queries.slips import awaiting_first_sign_in

MOST_AT_ONCE = 40


@dataclass(frozen=True)
class Slip:
    """What one strip says; the password is kept as its hash only."""

    name: str
    number: str
    login: str
    password: str


def issue_slips(*, person_ids: list[int], by: Actor, at: datetime) -> list[Slip]:
    """Give each of these people an initial password; one given before stops working.

    Only people who have never signed in with an own password are served, so that nobody is locked out, and of
    them only those whose account opens no other agency. Empty when all that came of it is that the owners of
    accounts made elsewhere were asked.
    """
    if len(person_ids) > MOST_AT_ONCE:
        raise InvalidRefused(_("Choose at most %(most)s people at once.") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        people = list(awaiting_first_sign_in(by).filter(pk__in=person_ids).select_related("member__user"))
        headers = headers_of([one.pk for one in people], by.on)
        made = [_slip(one, headers[one.pk].unit_id, by, at) for one in people]
        slips = [one for one in made if one is not None]
        if not slips and not any(one.invitation_id for one in people):
            raise InvalidRefused(_("Choose at least one person in the list."))
        return slips


def _slip(person: Person, unit_id: int | None, by: Actor, at: datetime) -> Slip | None:
    require(can_manage_accounts(by, unit_id))
    if person.member is None:
        made = create_member_for_person(person=person, unit_id=unit_id, by=by, at=at)
        if made.member is None:
            person.refresh_from_db(fields=["invitation"])
        login, password = made.user.username, made.password
    elif accounts.opens_elsewhere(person.member.user):
        return None
    else:
        login = person.member.user.username
        password = reset_password(member=person.member, unit_id=unit_id, by=by, at=at)
    return Slip(person.name, person.number or "", login, password) if password else None
