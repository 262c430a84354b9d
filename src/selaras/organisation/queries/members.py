"""Doors to accounts of the agency: who may enter, with which granted roles, and who is locked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404

from selaras.accounts.models import Membership
from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.organisation.models import Grant
from selaras.organisation.permissions import can_see_grants

LIST = """
FROM accounts_membership m
JOIN accounts_user u ON u.id = m.user_id
JOIN core_agency a ON a.id = m.agency_id
LEFT JOIN organisation_person p ON p.agency_id = m.agency_id AND p.member_id = m.id
WHERE m.agency_id = %(agency)s
  AND (%(member)s::bigint IS NULL OR m.id = %(member)s)
  AND (%(text)s = '' OR u.username ILIKE %(like)s OR u.email ILIKE %(like)s
       OR (%(names)s AND p.name ILIKE %(like)s))
  AND (%(role)s = '' OR EXISTS (SELECT 1 FROM organisation_grant g
       WHERE g.agency_id = m.agency_id AND g.member_id = m.id AND g.role = %(role)s
         AND (g.until_on IS NULL OR g.until_on > %(on)s)))
"""
ROWS = f"""
SELECT m.id, u.id, u.username, coalesce(u.email, ''), m.is_active, u.last_login, u.must_change_password,
  EXISTS (SELECT 1 FROM axes_accessattempt x WHERE x.failures_since_start >= %(limit)s
          AND x.username IN (u.username, lower(u.email),
            CASE WHEN p.number ~ '^[0-9]{{18}}$' THEN p.number ELSE lower(p.number) || ' ' || a.code END)),
  p.id, coalesce(p.name, ''),
  coalesce((SELECT y.name FROM organisation_assignment s
     JOIN organisation_positionperiod q ON q.agency_id = s.agency_id AND q.position_id = s.position_id
       AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s)
     JOIN organisation_unitperiod y ON y.agency_id = s.agency_id AND y.unit_id = q.unit_id
       AND y.from_on <= %(on)s AND (y.until_on IS NULL OR y.until_on > %(on)s)
     WHERE s.agency_id = m.agency_id AND s.person_id = p.id
       AND s.from_on <= %(on)s AND (s.until_on IS NULL OR s.until_on > %(on)s)
     ORDER BY s.kind, s.id LIMIT 1), ''),
  coalesce((SELECT json_agg(json_build_array(g.id, g.role, g.unit_id, coalesce(v.name, ''), g.from_on,
                                             g.until_on, g.version) ORDER BY g.role, g.from_on)
     FROM organisation_grant g
     LEFT JOIN LATERAL (SELECT y.name FROM organisation_unitperiod y
         WHERE y.agency_id = g.agency_id AND y.unit_id = g.unit_id ORDER BY y.from_on DESC LIMIT 1) v ON true
     WHERE g.agency_id = m.agency_id AND g.member_id = m.id
       AND (g.until_on IS NULL OR g.until_on > %(on)s)), '[]'::json)
{LIST} ORDER BY coalesce(nullif(p.name, ''), u.username), m.id LIMIT %(size)s OFFSET %(start)s
"""


@dataclass(frozen=True)
class GrantRow:
    """A granted role that holds or will hold."""

    id: int
    role: str
    unit_id: int | None
    unit: str
    from_on: date
    until_on: date | None
    version: int


@dataclass(frozen=True)
class MemberRow:
    """An account in the agency."""

    id: int
    user_id: int
    username: str
    email: str
    is_active: bool
    last_login: datetime | None
    must_change_password: bool
    is_locked: bool
    person_id: int | None
    name: str
    unit: str
    grants: list[GrantRow]


def _grant(row: list[Any]) -> GrantRow:
    until_on = date.fromisoformat(row[5]) if row[5] else None
    return GrantRow(row[0], row[1], row[2], row[3], date.fromisoformat(row[4]), until_on, row[6])


class MemberList:
    """A lazy list of accounts that a paginator can count and slice: one statement each."""

    ordered = True

    def __init__(
        self, on: date, *, search: str = "", role: str = "", names: bool = True, member: int | None = None
    ) -> None:
        like = "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        self.values: dict[str, Any] = {
            "agency": current_agency_id(),
            "on": on,
            "text": search,
            "like": like,
            "role": role,
            "names": names,
            "member": member,
            "limit": settings.AXES_FAILURE_LIMIT,
        }

    def _asked(self, sql: str, **more: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, {**self.values, **more})
            return cursor.fetchall()

    def count(self) -> int:
        """Return how many accounts fit."""
        return int(self._asked("SELECT count(*) " + LIST)[0][0])

    def __getitem__(self, cut: slice) -> list[MemberRow]:
        start, stop = cut.start or 0, cut.stop
        rows = self._asked(ROWS, start=start, size=None if stop is None else stop - start)
        return [_member_row(row) for row in rows]


def _member_row(row: tuple[Any, ...]) -> MemberRow:
    *plain, grants = row
    values: list[Any] = [*plain, [_grant(one) for one in grants]]
    return MemberRow(*values)


def members_for(user: Actor, *, search: str = "", role: str = "") -> MemberList:
    """Return the accounts a user may list; operators see logins, never names."""
    require(can_see_grants(user))
    return MemberList(user.on, search=search, role=role, names=user.role != RoleCode.OPERATOR)


def account_of(member_id: int | None, on: date) -> MemberRow | None:
    """Return one account with its grants, or None."""
    if member_id is None:
        return None
    rows = MemberList(on, member=member_id)[0:1]
    return rows[0] if rows else None


def member_for(user: Actor, member_id: int) -> Membership:
    """Return a membership of the own agency for an act on it, else 404."""
    require(can_see_grants(user))
    member = Membership.objects.select_related("user").filter(pk=member_id).first()
    if member is None:
        raise Http404
    return member


def grant_for(user: Actor, grant_id: int) -> Grant:
    """Return a grant of the own agency for an act on it, else 404."""
    require(can_see_grants(user))
    grant = Grant.objects.select_related("member").filter(pk=grant_id).first()
    if grant is None:
        raise Http404
    return grant
