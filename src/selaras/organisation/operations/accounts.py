"""Opens accounts for many people at once, without a password: each person sets an own one by link or officer."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from selaras.accounts.models import Membership, User
from selaras.core.actor import Actor
from selaras.core.audit import Written, record_many
from selaras.core.models import Agency
from selaras.core.verdict import require
from selaras.organisation.models import Person
from selaras.organisation.operations.members import username_of
from selaras.organisation.permissions import can_manage_agency

KNOWN = """
SELECT wanted, min(f.user_id) FROM unnest(%s::text[]) AS wanted, LATERAL selaras_find_login(wanted, '') f
GROUP BY wanted HAVING count(DISTINCT f.user_id) = 1
"""
BATCH = 1000
NO_PASSWORD = "!"


def open_accounts(*, numbers: list[str], agency: Agency, by: Actor, at: datetime) -> int:
    """Open an account for each of these people that has none; the account of the same NIP is admitted.

    No initial password is made: hashing thousands would take long and handing them out would be unsafe.
    """
    require(can_manage_agency(by))
    people = list(Person.objects.filter(number__in=numbers, member=None).order_by("pk"))
    logins = {person.pk: username_of(person.number or "", agency.code) for person in people}
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
    record_many(
        [Written(person, {"login": logins[person.pk]}) for person in opened],
        verb="account.add",
        by=by,
        at=at,
    )
    return len(opened)


def _users(people: list[Person], logins: dict[int, str]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(logins.values())])
        known = dict(cursor.fetchall())
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
