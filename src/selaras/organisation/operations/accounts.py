"""Opens accounts for many people at once, without a password; owners of accounts made elsewhere are invited."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from selaras.accounts.models import Invitation, Membership, User
from selaras.core.actor import Actor
from selaras.core.audit import Written, record_many
from selaras.core.models import Agency
from selaras.core.verdict import require
from selaras.organisation.models import Person
from selaras.organisation.operations.admitting import username_of
from selaras.organisation.permissions import can_manage_agency

KNOWN = """
SELECT wanted, min(f.user_id) FROM unnest(%s::text[]) AS wanted, LATERAL selaras_find_login(wanted, '') f
GROUP BY wanted HAVING count(DISTINCT f.user_id) = 1
"""
TAKEN = "SELECT username, id FROM accounts_user WHERE username = ANY(%s)"
BATCH = 1000
NO_PASSWORD = "!"


def known_elsewhere(logins: list[str]) -> dict[str, int]:
    """Return which of these logins mean an account that was made elsewhere, with the account's id."""
    known = _known(logins)
    here = Membership.objects.filter(user__in=known.values()).values_list("user_id", flat=True)
    strangers = set(known.values()) - set(here)
    return {login: user_id for login, user_id in known.items() if user_id in strangers}


def _known(logins: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [logins])
        known = dict(cursor.fetchall())
        cursor.execute(TAKEN, [logins])
        return known | dict(cursor.fetchall())


def open_accounts(*, numbers: list[str], agency: Agency, by: Actor, at: datetime) -> int:
    """Open an account for each of these people that has none; owners of accounts made elsewhere are invited.

    No initial password is made: hashing thousands would take long and handing them out would be unsafe.
    """
    require(can_manage_agency(by))
    people = list(Person.objects.filter(number__in=numbers, member=None, invitation=None).order_by("pk"))
    logins = {person.pk: username_of(person.number or "", agency.code) for person in people}
    strangers = known_elsewhere(list(logins.values()))
    waiting = [person for person in people if logins[person.pk] in strangers]
    people = [person for person in people if logins[person.pk] not in strangers]
    _invite(waiting, {person.pk: strangers[logins[person.pk]] for person in waiting}, logins, by, at)
    users = _users(people, logins)
    members = _members(list(users.values()), at)
    taken = set(Person.objects.filter(member__in=members.values()).values_list("member_id", flat=True))
    for person in people:
        member_id = members[users[person.pk]]
        if member_id not in taken:
            person.member_id = member_id
            person.version += 1
            taken.add(member_id)
    opened = [person for person in people if person.member_id]
    Person.objects.bulk_update(opened, ["member", "version"], batch_size=BATCH // 2)
    _record(opened, logins, "account.add", by, at)
    return len(opened)


def _record(people: list[Person], logins: dict[int, str], verb: str, by: Actor, at: datetime) -> None:
    record_many([Written(person, {"login": logins[person.pk]}) for person in people], verb=verb, by=by, at=at)


def _invite(
    people: list[Person], users: dict[int, int], logins: dict[int, str], by: Actor, at: datetime
) -> None:
    """Ask each owner; an account that already waits, for a role or another person, is left to a page."""
    waiting = set(Invitation.objects.filter(user__in=users.values()).values_list("user_id", flat=True))
    asked: dict[int, Person] = {}
    for person in people:
        if users[person.pk] not in waiting:
            asked.setdefault(users[person.pk], person)
    made = Invitation.objects.bulk_create(
        (Invitation(user_id=user_id, asked_at=at, asked_by_id=by.member_id) for user_id in asked),
        batch_size=BATCH,
    )
    for invitation in made:
        person = asked[invitation.user_id]
        person.invitation_id = invitation.pk
        person.version += 1
    Person.objects.bulk_update(asked.values(), ["invitation", "version"], batch_size=BATCH // 2)
    _record(list(asked.values()), logins, "account.invite", by, at)


def _users(people: list[Person], logins: dict[int, str]) -> dict[int, int]:
    known = _known([logins[person.pk] for person in people])
    emails = _free_emails(people)
    missing = [person for person in people if logins[person.pk] not in known]
    made = User.objects.bulk_create(
        (
            User(
                username=logins[person.pk], email=emails.get(person.pk), password=f"{NO_PASSWORD}{person.pk}"
            )
            for person in missing
        ),
        batch_size=BATCH,
    )
    known.update({user.username: user.pk for user in made})
    return {person.pk: known[logins[person.pk]] for person in people}


def _free_emails(people: list[Person]) -> dict[int, str]:
    wanted: dict[str, int] = {}
    for person in people:
        if person.email:
            wanted.setdefault(person.email.lower(), person.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(email) FROM accounts_user WHERE lower(email) = ANY(%s)", [list(wanted)])
        taken = {row[0] for row in cursor.fetchall()}
    return {pk: email for email, pk in wanted.items() if email not in taken}


def _members(user_ids: list[int], at: datetime) -> dict[int, int]:
    held = dict(Membership.objects.filter(user__in=user_ids).values_list("user_id", "pk"))
    made = Membership.objects.bulk_create(
        (
            Membership(user_id=user_id, created_at=at)
            for user_id in dict.fromkeys(user_ids)
            if user_id not in held
        ),
        batch_size=BATCH,
    )
    return held | {one.user_id: one.pk for one in made}
