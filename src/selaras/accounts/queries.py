"""Reads of accounts: who a login belongs to, and in which agencies a user is a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from selaras.accounts.models import User
from selaras.core.models import Agency

# Everything about the agency but its logo, so that no further statement is needed to serve a page.
DOORS = """
SELECT a.id, a.code, a.name, a.short_name, a.kind, a.time_zone, a.place, a.working_week, a.calendar_until,
       a.vocabulary, a.logo_type, a.created_at, a.version, m.id AS member_id
FROM accounts_membership m JOIN core_agency a ON a.id = m.agency_id
WHERE m.user_id = %s AND m.is_active ORDER BY a.name, a.id
"""

INVITATIONS = """
SELECT i.id, a.id, a.name FROM accounts_invitation i JOIN core_agency a ON a.id = i.agency_id
WHERE i.user_id = %s ORDER BY i.asked_at, i.id
"""

NIP_DIGITS = 18
BETWEEN = ".-\u200b\u200e\u2011"
"""What stands between the groups of a NIP, beside spaces: also what comes along when it is copied."""


@dataclass(frozen=True)
class Door:
    """One agency that a user may enter."""

    member_id: int
    agency_id: int
    agency_name: str
    agency: Agency | None = None


@dataclass(frozen=True)
class Invited:
    """An agency that asks to admit an account."""

    id: int
    agency_id: int
    agency_name: str


def is_nip(login: str) -> bool:
    """Say whether a login has the form of a NIP: eighteen digits."""
    return login.isascii() and login.isdigit() and len(login) == NIP_DIGITS


def clean_login(login: str) -> str:
    """Return a login as it is stored; a NIP is often typed or pasted in groups, as on paper."""
    login = login.strip()
    joined = "".join(letter for letter in login if letter not in BETWEEN and not letter.isspace())
    return joined if is_nip(joined) else login


def users_of_login(login: str, agency_code: str = "") -> list[User]:
    """Return the users a login may mean: username, else e-mail, NIP, or employee number with the agency's code.

    A username goes first: no agency can stop its owner from signing in by writing the number beside somebody else.
    """
    login = clean_login(login)
    if not login or len(login) > 254:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM selaras_find_login(%s, %s)", [login, agency_code.strip().lower()])
        ids = [row[0] for row in cursor.fetchall()]
    found = list(User.objects.filter(pk__in=ids))
    own = [user for user in found if user.username == login.lower()]
    return own or found


def doors_of(user: User) -> list[Door]:
    """Return the agencies a user is an active member of; needs a transaction, leaves no trace in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.person = {int(user.pk)}")
        rows: list[Any] = list(Agency.objects.raw(DOORS, [user.pk]))
        cursor.execute("SET LOCAL app.person = ''")
    return [Door(row.member_id, row.pk, row.name, row) for row in rows]


def invitations_of(user_id: int) -> list[Invited]:
    """Return the agencies that ask to admit an account, oldest first; needs a transaction like `doors_of`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.person = {int(user_id)}")
        cursor.execute(INVITATIONS, [user_id])
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL app.person = ''")
    return [Invited(*row) for row in rows]
