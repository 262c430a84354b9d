"""Builds who acts: the member's person, the roles held on a day, and the units the chosen role reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id

WHO = """
SELECT p.id, coalesce(p.name, u.username),
  EXISTS (SELECT 1 FROM organisation_assignment a
          JOIN organisation_headship h ON h.agency_id = a.agency_id AND h.position_id = a.position_id
          WHERE a.agency_id = m.agency_id AND a.person_id = p.id
            AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
            AND h.from_on <= %(on)s AND (h.until_on IS NULL OR h.until_on > %(on)s))
  OR EXISTS (SELECT 1 FROM organisation_assignment a
          JOIN organisation_positionperiod q ON q.agency_id = a.agency_id AND q.superior_id = a.position_id
          WHERE a.agency_id = m.agency_id AND a.person_id = p.id
            AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
            AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s))
  OR EXISTS (SELECT 1 FROM organisation_delegation d
          WHERE d.agency_id = m.agency_id AND d.delegate_id = p.id
            AND d.from_on <= %(on)s AND (d.until_on IS NULL OR d.until_on > %(on)s)),
  EXISTS (SELECT 1 FROM organisation_assignment a
          JOIN organisation_headship h ON h.agency_id = a.agency_id AND h.position_id = a.position_id
          JOIN organisation_unitperiod c ON c.agency_id = h.agency_id AND c.parent_id = h.unit_id
          WHERE a.agency_id = m.agency_id AND a.person_id = p.id
            AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
            AND h.from_on <= %(on)s AND (h.until_on IS NULL OR h.until_on > %(on)s)
            AND c.from_on <= %(on)s AND (c.until_on IS NULL OR c.until_on > %(on)s)),
  (SELECT count(*) FROM core_notice n
    WHERE n.agency_id = m.agency_id AND n.member_id = m.id AND n.read_at IS NULL),
  coalesce((SELECT json_agg(json_build_array(g.role, g.unit_id, (
      WITH RECURSIVE below(unit_id) AS (
          SELECT g.unit_id
          UNION
          SELECT c.unit_id FROM organisation_unitperiod c JOIN below b ON c.parent_id = b.unit_id
          WHERE c.agency_id = g.agency_id AND c.from_on <= %(on)s AND (c.until_on IS NULL OR c.until_on > %(on)s)
      )
      SELECT json_agg(unit_id) FROM below WHERE g.unit_id IS NOT NULL))) FROM organisation_grant g
    WHERE g.agency_id = m.agency_id AND g.member_id = m.id
      AND g.from_on <= %(on)s AND (g.until_on IS NULL OR g.until_on > %(on)s)), '[]'::json),
  selaras_count_invitations(m.user_id)
FROM accounts_membership m
JOIN accounts_user u ON u.id = m.user_id
LEFT JOIN organisation_person p ON p.agency_id = m.agency_id AND p.member_id = m.id
WHERE m.agency_id = %(agency)s AND m.id = %(member)s
"""


def actor_of_member(member_id: int, *, on: date, role: str | None = None) -> Actor:
    """Return who acts in the current agency, in the wanted role when the member holds it on that day.

    One statement: a role that is limited to units comes with everything below them on that day.
    """
    with connection.cursor() as cursor:
        cursor.execute(WHO, {"on": on, "agency": current_agency_id(), "member": member_id})
        person_id, name, appraises, superior, unread, grants, invited = cursor.fetchone()
    roles = _roles(person_id, appraises, superior, grants)
    chosen = RoleCode(role) if role in roles else (roles[0] if roles else RoleCode.EMPLOYEE)
    reach = [below for code, _unit, below in grants if code == chosen]
    whole = None in reach
    return Actor(
        agency_id=current_agency_id(),
        member_id=member_id,
        person_id=person_id,
        name=name,
        role=chosen,
        on=on,
        roles=roles,
        whole_agency=whole,
        unit_ids=frozenset() if whole else frozenset(unit_id for below in reach for unit_id in below),
        unread=unread,
        invited=invited,
    )


def _roles(person_id: int | None, appraises: bool, superior: bool, grants: list[Any]) -> tuple[RoleCode, ...]:
    held = {RoleCode(code) for code, _unit, _below in grants}
    if person_id is not None:
        held.add(RoleCode.EMPLOYEE)
    if appraises:
        held.add(RoleCode.APPRAISER)
    if superior:
        held.add(RoleCode.SUPERIOR)
    return tuple(code for code in RoleCode if code in held)
