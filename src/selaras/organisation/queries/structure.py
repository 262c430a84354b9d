"""Doors to units and positions: the tree with its heads, the list of posts, and choices for forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.http import Http404

from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.organisation.models import Position, Unit
from selaras.organisation.permissions import can_see_structure


def holds(alias: str) -> str:
    """Return the SQL condition that a dated row holds on %(on)s."""
    return f"({alias}.from_on <= %(on)s AND ({alias}.until_on IS NULL OR {alias}.until_on > %(on)s))"


HOLDERS = f"""
(SELECT coalesce(json_agg(json_build_array(p.id, p.name, a.kind) ORDER BY a.kind, a.from_on), '[]'::json)
   FROM organisation_assignment a
   JOIN organisation_person p ON p.agency_id = a.agency_id AND p.id = a.person_id
  WHERE a.agency_id = %(agency)s AND a.position_id = q.position_id AND {holds("a")})
"""
UNITS = f"""
SELECT u.unit_id, x.code, u.name, u.short_name, u.parent_id, u.is_independent, u.from_on, x.version,
       h.position_id, coalesce(q.title, ''), {HOLDERS},
       (SELECT count(*) FROM organisation_assignment b
          JOIN organisation_positionperiod c ON c.agency_id = b.agency_id AND c.position_id = b.position_id
         WHERE b.agency_id = %(agency)s AND c.unit_id = u.unit_id AND b.kind = 'DEFINITIVE'
           AND {holds("b")} AND {holds("c")})
FROM organisation_unitperiod u
JOIN organisation_unit x ON x.agency_id = u.agency_id AND x.id = u.unit_id
LEFT JOIN organisation_headship h ON h.agency_id = u.agency_id AND h.unit_id = u.unit_id AND {holds("h")}
LEFT JOIN organisation_positionperiod q ON q.agency_id = h.agency_id AND q.position_id = h.position_id
      AND {holds("q")}
WHERE u.agency_id = %(agency)s AND {holds("u")}
ORDER BY x.code
"""
OUTLINE = f"""
SELECT u.unit_id, x.code, u.name, u.short_name, u.parent_id, u.is_independent, u.from_on, x.version,
       NULL::bigint, '', '[]'::json, 0
FROM organisation_unitperiod u
JOIN organisation_unit x ON x.agency_id = u.agency_id AND x.id = u.unit_id
WHERE u.agency_id = %(agency)s AND {holds("u")}
ORDER BY x.code
"""


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a position."""

    person_id: int
    name: str
    kind: str


@dataclass
class UnitRow:
    """A unit on a day with its head and what hangs below it."""

    id: int
    code: str
    name: str
    short_name: str
    parent_id: int | None
    is_independent: bool
    from_on: date
    version: int
    head_position_id: int | None
    head_title: str
    heads: list[Holder]
    people: int
    children: list[UnitRow] = field(default_factory=list)
    depth: int = 0


def _asked(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"agency": current_agency_id(), **values})
        return cursor.fetchall()


def _unit_row(row: tuple[Any, ...]) -> UnitRow:
    *plain, heads, people = row
    values: list[Any] = [*plain, [Holder(*one) for one in heads], people]
    return UnitRow(*values)


def units_on(on: date) -> list[UnitRow]:
    """Return all units of a day, parents before children, in one statement; a loop is cut, not followed."""
    return _ordered(UNITS, on)


def _ordered(sql: str, on: date) -> list[UnitRow]:
    rows = [_unit_row(row) for row in _asked(sql, on=on)]
    by_id = {row.id: row for row in rows}
    for row in rows:
        if row.parent_id in by_id:
            by_id[row.parent_id].children.append(row)
    ordered: list[UnitRow] = []
    seen: set[int] = set()
    tops = [row for row in rows if row.parent_id not in by_id]
    _walk(tops, 0, ordered, seen)
    _walk([row for row in rows if row.id not in seen], 0, ordered, seen)
    return ordered


def _walk(rows: list[UnitRow], depth: int, ordered: list[UnitRow], seen: set[int]) -> None:
    for row in rows:
        if row.id in seen:
            continue
        seen.add(row.id)
        row.depth = depth
        ordered.append(row)
        row.children = [child for child in row.children if child.id not in seen]
        _walk(row.children, depth + 1, ordered, seen)


def tree_for(user: Actor, on: date) -> list[UnitRow]:
    """Return the units of a day for somebody who may see the structure."""
    require(can_see_structure(user))
    return units_on(on)


def unit_for(user: Actor, unit_id: int) -> tuple[Unit, UnitRow | None, list[UnitRow]]:
    """Return a unit, its row of the day (None when it does not exist then) and all units; else 404."""
    require(can_see_structure(user))
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    rows = units_on(user.on)
    return unit, next((row for row in rows if row.id == unit_id), None), rows


def unit_choices(user: Actor, rows: list[UnitRow] | None = None) -> list[tuple[int, str]]:
    """Return the units of the day as choices, indented; an officer limited to units gets those in reach."""
    found = _ordered(OUTLINE, user.on) if rows is None else rows
    limited = user.role == RoleCode.OFFICER and not user.whole_agency
    return [
        (row.id, "\u2003" * row.depth + row.name) for row in found if not limited or row.id in user.unit_ids
    ]


POSITIONS = f"""
FROM organisation_positionperiod q
JOIN organisation_position x ON x.agency_id = q.agency_id AND x.id = q.position_id
LEFT JOIN organisation_unitperiod u ON u.agency_id = q.agency_id AND u.unit_id = q.unit_id AND {holds("u")}
LEFT JOIN organisation_headship h ON h.agency_id = q.agency_id AND h.position_id = q.position_id AND {holds("h")}
WHERE q.agency_id = %(agency)s AND {holds("q")}
  AND (%(unit)s::bigint IS NULL OR q.unit_id = %(unit)s)
  AND (%(text)s = '' OR q.title ILIKE %(like)s OR x.code ILIKE %(like)s)
  AND (%(units)s::bigint[] IS NULL OR q.unit_id = ANY(%(units)s))
  AND (%(kind)s = '' OR q.kind = %(kind)s)
  AND (NOT %(vacant)s OR NOT EXISTS (SELECT 1 FROM organisation_assignment v
       WHERE v.agency_id = q.agency_id AND v.position_id = q.position_id AND {holds("v")}))
"""
ROWS = f"""
SELECT q.position_id, x.code, q.title, q.kind, q.level, q.job_class, q.unit_id, coalesce(u.name, ''),
       h.id IS NOT NULL, {HOLDERS}
{POSITIONS} ORDER BY coalesce(u.name, ''), h.id IS NULL, q.title, q.position_id LIMIT %(size)s OFFSET %(start)s
"""


@dataclass(frozen=True)
class PositionRow:
    """A position on a day with who holds it."""

    id: int
    code: str
    title: str
    kind: str
    level: str
    job_class: int | None
    unit_id: int
    unit: str
    leads: bool
    holders: list[Holder]


@dataclass(frozen=True)
class PositionFilter:
    """What a list of positions was asked for."""

    search: str = ""
    unit_id: int | None = None
    kind: str = ""
    vacant: bool = False
    units: tuple[int, ...] | None = None


class PositionList:
    """A lazy list of positions that a paginator can count and slice: one statement each."""

    ordered = True

    def __init__(self, on: date, asked: PositionFilter) -> None:
        like = "%" + asked.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        self.values = {
            "on": on,
            "unit": asked.unit_id,
            "text": asked.search,
            "like": like,
            "kind": asked.kind,
            "vacant": asked.vacant,
            "units": list(asked.units) if asked.units is not None else None,
        }

    def count(self) -> int:
        """Return how many positions fit."""
        return int(_asked("SELECT count(*) " + POSITIONS, **self.values)[0][0])

    def __getitem__(self, cut: slice) -> list[PositionRow]:
        start, stop = cut.start or 0, cut.stop
        rows = _asked(ROWS, **self.values, start=start, size=None if stop is None else stop - start)
        return [_position_row(row) for row in rows]


def _position_row(row: tuple[Any, ...]) -> PositionRow:
    *plain, holders = row
    values: list[Any] = [*plain, [Holder(*one) for one in holders]]
    return PositionRow(*values)


def positions_for(user: Actor, asked: PositionFilter, on: date | None = None) -> PositionList:
    """Return the positions of a day that fit; everybody but operators may see them."""
    require(can_see_structure(user))
    return PositionList(on or user.on, asked)


def position_for(user: Actor, position_id: int) -> Position:
    """Return a position of the own agency, else 404."""
    require(can_see_structure(user))
    position = Position.objects.filter(pk=position_id).first()
    if position is None:
        raise Http404
    return position
