"""Works out units, positions and who leads, from rows in any order."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from selaras.organisation.models import AssignmentKind, PositionLevel
from selaras.organisation.sheets.columns import BY_KEY
from selaras.organisation.sheets.plan.draft import POSITION, UNIT, Draft, Said, circle
from selaras.organisation.sheets.values import PersonRow
from selaras.rules.identity import position_levels


def plan_units(draft: Draft) -> None:
    """Take what the rows say about units; unknown ones, contradictions and loops stop the import."""
    _spell_alike(draft, ("unit_code", "parent_code"), draft.known.unit_ids, "unit_case")
    said: dict[str, Said] = {}
    for row in draft.rows:
        if not row.unit_code:
            continue
        about = said.setdefault(row.unit_code, Said())
        about.broken |= row.broken
        other = about.differs(row.line, name=row.unit_name, parent=row.parent_code)
        if other is not None:
            draft.stop(row.line, "unit_code", "unit_conflict", row=other, code=row.unit_code)
    _check_units(draft, said)
    _check_unit_loops(draft, said)
    for code, about in said.items():
        _put_unit(draft, code, about)


def _spell_alike(draft: Draft, columns: tuple[str, ...], known: Collection[str], finding: str) -> None:
    """Read codes that differ from a known one, or from each other, in capital letters only as one and the same."""
    places = [(row, key) for row in draft.rows for key in columns if getattr(row, key)]
    spelled = {code.casefold(): code for code in sorted({getattr(*place) for place in places}, reverse=True)}
    spelled |= {code.casefold(): code for code in known}
    for row, key in places:
        code = getattr(row, key)
        meant = spelled[code.casefold()]
        if code not in known and code != meant:
            setattr(row, key, meant)
            draft.warn(row.line, key, finding, value=code, code=meant)


def _check_units(draft: Draft, said: dict[str, Said]) -> None:
    known = draft.known.unit_ids
    for code, about in said.items():
        if code not in known and "name" not in about.values and "unit_name" not in about.broken:
            like = get_close_matches(code.casefold(), {one.casefold(): one for one in known}, 1)
            if like:
                meant = next(one for one in known if one.casefold() == like[0])
                draft.stop(about.line, "unit_code", "unit_like", code=code, like=meant)
            else:
                draft.stop(about.line, "unit_code", "unknown_unit", code=code)
        parent = about.values.get("parent")
        if parent and parent not in known and parent not in said:
            draft.stop(about.lines["parent"], "parent_code", "unknown_parent", code=parent)


def _check_unit_loops(draft: Draft, said: dict[str, Said]) -> None:
    above: dict[str, str | None] = {
        code: draft.known.parent_of(code, draft.on) for code in draft.known.unit_ids
    }
    for code, about in said.items():
        above[code] = about.values.get("parent") or above.get(code)
    for loop in circle(above):
        for one in loop:
            if one in said:
                caught = said.pop(one)
                draft.stop(caught.lines.get("parent", caught.line), "parent_code", "unit_loop", code=one)


def _put_unit(draft: Draft, code: str, about: Said) -> None:
    is_new = code not in draft.known.unit_ids
    values: dict[str, Any] = dict(about.values)
    if is_new:
        values = {"name": code, "parent": None, "short_name": "", "is_independent": False} | values
    day = draft.base_on if is_new else draft.on
    before = draft.known.units[code].put(day, values)
    if before is not None:
        draft.note(UNIT, code, before, values, about.line, is_new=is_new)


def plan_positions(draft: Draft) -> None:
    """Choose each row's position and take what the rows say about positions."""
    _spell_alike(draft, ("position_code",), draft.known.position_ids, "position_case")
    said: dict[str, Said] = {}
    for row in draft.people:
        code = _position_of(draft, row)
        if not code:
            continue
        draft.position_of[row.line] = code
        about = said.setdefault(code, Said())
        about.broken |= row.broken
        other = about.differs(
            row.line,
            title=row.position_title,
            kind=row.position_kind,
            level=row.position_level,
            job_class=row.job_class,
            unit=row.unit_code,
        )
        if other is not None:
            draft.stop(row.line, "position_title", "position_conflict", row=other, code=code)
    for code, about in said.items():
        _put_position(draft, code, about)


def _position_of(draft: Draft, row: PersonRow) -> str:
    if row.position_code or "position_code" in row.broken:
        return row.position_code
    if row.kind not in ("", AssignmentKind.DEFINITIVE):
        draft.stop(row.line, "position_code", "empty")
        return ""
    held = draft.known.posts[row.number].at(draft.on) if row.number in draft.known.posts else None
    if held is not None and _is_same_post(draft, row, held.values["position"]):
        return str(held.values["position"])
    return f"P-{row.number}" if row.position_title or row.unit_code else ""


def _is_same_post(draft: Draft, row: PersonRow, code: str) -> bool:
    period = draft.known.positions[code].at(draft.on) if code in draft.known.positions else None
    if period is None:
        return False
    same_title = not row.position_title or row.position_title.casefold() == period.values["title"].casefold()
    return same_title and row.unit_code in ("", period.values["unit"])


def _put_position(draft: Draft, code: str, about: Said) -> None:
    is_new = code not in draft.known.position_ids
    values = dict(about.values)
    now = draft.known.positions[code].at(draft.on)
    if now is None:
        for key, finding in (("unit", "needs_unit"), ("title", "needs_title")):
            if key not in values:
                column = "unit_code" if key == "unit" else "position_title"
                if column not in about.broken:
                    draft.stop(about.line, column, finding)
                return
    _complete_kind(draft, about, values, now.values if now else None)
    if now is None:
        values = {
            "kind": "OTHER",
            "level": "OTHER",
            "job_class": None,
            "duties": "",
            "superior": None,
        } | values
    day = draft.base_on if is_new else draft.on
    before = draft.known.positions[code].put(day, values)
    if before is not None:
        draft.note(POSITION, code, before, values, about.line, is_new=is_new)


def _complete_kind(draft: Draft, about: Said, values: dict[str, Any], now: dict[str, Any] | None) -> None:
    levels = position_levels(on=draft.on)
    if "level" in values and "kind" not in values and values["level"] != PositionLevel.OTHER:
        values["kind"] = levels[values["level"]]["kind"]
    level = values.get("level", now["level"] if now else "OTHER")
    kind = values.get("kind", now["kind"] if now else "OTHER")
    if level != PositionLevel.OTHER and levels[level]["kind"] != kind:
        if "level" not in values:
            values["level"] = PositionLevel.OTHER.value
            return
        labels = {
            name: str(BY_KEY[f"position_{name}"].choices[code])
            for name, code in (("level", level), ("kind", kind))
        }
        draft.stop(about.lines.get("level", about.line), "position_level", "level_kind", **labels)


def plan_heads(draft: Draft) -> None:
    """Take which position leads which unit."""
    of_unit: dict[str, tuple[str, int]] = {}
    of_position: dict[str, tuple[str, int]] = {}
    for row in draft.people:
        code = draft.position_of.get(row.line)
        unit = _unit_of(draft, row, code)
        if not row.is_head or not code or not unit:
            continue
        if row.is_head == "NO":
            _end_headship(draft, unit, code, row)
            continue
        if of_unit.setdefault(unit, (code, row.line))[0] != code:
            draft.stop(row.line, "is_head", "two_heads", row=of_unit[unit][1], code=unit)
        elif of_position.setdefault(code, (unit, row.line))[0] != unit:
            draft.stop(row.line, "is_head", "leads_two", row=of_position[code][1], code=code)
        else:
            _put_head(draft, unit, code, row)


def _unit_of(draft: Draft, row: PersonRow, code: str | None) -> str | None:
    if row.unit_code or not code or code not in draft.known.positions:
        return row.unit_code or None
    line = draft.known.positions[code].at(draft.on)
    return str(line.values["unit"]) if line else None


def _put_head(draft: Draft, unit: str, code: str, row: PersonRow) -> None:
    timeline = draft.known.headships[unit]
    day = draft.day_of(row)
    now = timeline.at(max(day, draft.on))
    if now is not None and now.values["position"] == code:
        return
    before = timeline.put(draft.base_on if not timeline.lines else day, {"position": code})
    if before is not None:
        draft.note(UNIT, unit, {"head": before.get("position")}, {"head": code}, row.line)


def _end_headship(draft: Draft, unit: str, code: str, row: PersonRow) -> None:
    line = draft.known.headships[unit].at(draft.on) if unit in draft.known.headships else None
    if line is None or line.values["position"] != code or line.from_on >= draft.on:
        return
    line.until_on, line.touched, line.shortened = draft.on, True, True
    draft.note(UNIT, unit, {"head": code}, {"head": None}, row.line)
