"""Reads of accounts: who a login belongs to, and in which agencies a user is a member."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from selaras.accounts.models import User


@dataclass(frozen=True)
class Door:
    """One agency that a user may enter."""

    member_id: int
    agency_id: int
    agency_name: str


def users_of_login(login: str, agency_code: str = "") -> list[User]:
    """Return the users a login may mean: username, e-mail, NIP, or employee number with the agency's code."""
    login = login.strip()
    if not login or len(login) > 254:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM selaras_find_login(%s, %s)", [login, agency_code.strip().lower()])
        ids = [row[0] for row in cursor.fetchall()]
    return list(User.objects.filter(pk__in=ids))


def doors_of(user: User) -> list[Door]:
    """Return the agencies a user is an active member of; needs a transaction, leaves no trace in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.person = {int(user.pk)}")
        cursor.execute(
            "SELECT m.id, a.id, a.name FROM accounts_membership m JOIN core_agency a ON a.id = m.agency_id"
            " WHERE m.user_id = %s AND m.is_active ORDER BY a.name, a.id",
            [user.pk],
        )
        doors = [Door(*row) for row in cursor.fetchall()]
        cursor.execute("SET LOCAL app.person = ''")
    return doors
