"""Works out people, their employment, rank and posts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

from selaras.organisation.models import AssignmentKind, EmploymentKind, EmploymentStatus
from selaras.organisation.operations.people import number_errors, rank_is_known
from selaras.organisation.sheets.plan.draft import PERSON, Draft
from selaras.organisation.sheets.snapshot import PERSON_FIELDS
from selaras.organisation.sheets.values import KEYS, PersonRow
from selaras.rules.nip import NipRefused, parse_nip

YOUNGEST = 15


def plan_people(draft: Draft) -> None:
    """Take who people are; the number is checked by its parts for the employment it belongs to."""
    groups: dict[str, list[PersonRow]] = defaultdict(list)
    for row in draft.people:
        groups[row.number].append(row)
    for number, rows in groups.items():
        first = rows[0]
        for row in rows[1:]:
            if row.name and first.name and row.name.casefold() != first.name.casefold():
                draft.stop(row.line, "name", "name_conflict", row=first.line)
        employment = _employment(draft, number, rows)
        _check_number(draft, first, employment)
        _put_person(draft, number, rows)
        _put_dated(draft, number, rows, employment)


def _employment(draft: Draft, number: str, rows: list[PersonRow]) -> str:
    said = next((row.employment for row in rows if row.employment), "")
    held = draft.known.employments[number].at(draft.on) if number in draft.known.employments else None
    if said or held is not None:
        return said or str(held.values["kind"] if held else "")
    lines = draft.known.employments[number].lines if number in draft.known.employments else []
    if not lines and "employment" not in rows[0].broken:
        draft.stop(rows[0].line, "employment", "needs_employment")
    return str(lines[-1].values["kind"]) if lines else ""


def _check_number(draft: Draft, row: PersonRow, employment: str) -> None:
    if not employment:
        return
    errors = number_errors(row.number, employment, draft.on)
    if errors:
        draft.stop(row.line, "number", "wrong_number", why=" ".join(errors))
    elif employment == EmploymentKind.PNS:
        _compare_nip(draft, row)


def _compare_nip(draft: Draft, row: PersonRow) -> None:
    try:
        nip = parse_nip(row.number, on=draft.on)
    except NipRefused:
        return
    if row.birth_on and row.birth_on != nip.birth_on:
        draft.warn(row.line, "birth_on", "nip_birth", value=nip.birth_on.strftime("%d-%m-%Y"))
    if row.sex and row.sex != nip.sex:
        draft.warn(row.line, "sex", "nip_sex")


def _put_person(draft: Draft, number: str, rows: list[PersonRow]) -> None:
    said: dict[str, Any] = {}
    for row in rows:
        for name in PERSON_FIELDS:
            if getattr(row, name) not in ("", None):
                said.setdefault(name, getattr(row, name))
    is_new = number not in draft.known.person_ids
    known = draft.known.people.get(number, {})
    after = {name: value for name, value in said.items() if known.get(name) != value}
    if is_new:
        draft.new_lines.update(row.line for row in rows)
        after = {"number": number, **after}
    if after:
        before = {name: known.get(name) for name in after if name in known}
        draft.known.people[number] = {**known, **said}
        draft.note(PERSON, number, before, after, rows[0].line, is_new=is_new)


def _put_dated(draft: Draft, number: str, rows: list[PersonRow], employment: str) -> None:
    row = rows[0]
    since = min((one.from_on for one in rows if one.from_on), default=draft.on)
    if employment and any(one.employment for one in rows):
        lines = draft.known.employments[number]
        values: dict[str, Any] = {"kind": employment}
        if not lines.lines:
            values["status"] = EmploymentStatus.ACTIVE.value
        before = lines.put(_day(lines.lines, since, draft.on), values)
        if before is not None:
            draft.note(
                PERSON, number, {"employment": before.get("kind")}, {"employment": employment}, row.line
            )
    rank = next((one.rank for one in rows if one.rank), "")
    if rank:
        _put_rank(draft, number, rank, employment, since, row)


def _put_rank(draft: Draft, number: str, rank: str, employment: str, since: date, row: PersonRow) -> None:
    if not rank_is_known(rank, employment, draft.on):
        draft.stop(row.line, "rank", "wrong_rank", value=rank)
        return
    lines = draft.known.ranks[number]
    before = lines.put(_day(lines.lines, since, draft.on), {"rank": rank})
    if before is not None:
        draft.note(PERSON, number, {"rank": before.get("rank")}, {"rank": rank}, row.line)


def _day(lines: list[Any], since: date, on: date) -> date:
    return max(since, on) if lines else since


def plan_posts(draft: Draft) -> None:
    """Take who holds which position; two definitive posts on the same day stop the import."""
    definitive: dict[str, list[PersonRow]] = defaultdict(list)
    seen: dict[tuple[Any, ...], int] = {}
    for row in draft.people:
        key = tuple(getattr(row, name) for name in KEYS)
        if key in seen:
            draft.stop(row.line, "number", "duplicate", row=seen[key])
            continue
        seen[key] = row.line
        if row.line in draft.position_of and row.kind in ("", AssignmentKind.DEFINITIVE):
            definitive[row.number].append(row)
    for rows in definitive.values():
        _put_definitive(draft, rows)
    placed = [row for row in draft.people if row.line in draft.position_of]
    for row in placed:
        if row.kind not in ("", AssignmentKind.DEFINITIVE):
            _put_acting(draft, row)
    for row in placed:
        _settle(draft, row)


def _put_definitive(draft: Draft, rows: list[PersonRow]) -> None:
    rows.sort(key=lambda row: (draft.day_of(row), row.line))
    for one, other in pairwise(rows):
        if one.until_on is None or one.until_on > draft.day_of(other):
            draft.stop(other.line, "position_code", "two_posts", row=one.line)
            return
    for row in rows:
        _check_days(draft, row)
        code = draft.position_of[row.line]
        timeline = draft.known.posts[row.number]
        values = {"position": code, "kind": AssignmentKind.DEFINITIVE.value}
        before = timeline.put(draft.day_of(row), values, row.until_on)
        if before is not None:
            after = {"position": code, "from_on": draft.day_of(row)}
            draft.note(PERSON, row.number, {"position": before.get("position")}, after, row.line)


def _put_acting(draft: Draft, row: PersonRow) -> None:
    code, day = draft.position_of[row.line], draft.day_of(row)
    if row.until_on is None:
        draft.warn(row.line, "until_on", "acting_without_end")
    _check_days(draft, row)
    values = {"position": code, "kind": row.kind}
    until = min(filter(None, (row.until_on, _definitive_from(draft, row.number, code, day))), default=None)
    before = draft.known.acting[row.number, code].put(day, values, until)
    if before is not None:
        draft.note(PERSON, row.number, {}, {"acting": code, "kind": row.kind, "from_on": day}, row.line)


def _definitive_from(draft: Draft, number: str, code: str, day: date) -> date | None:
    lines = draft.known.posts[number].lines if number in draft.known.posts else []
    starts = [line.from_on for line in lines if line.values["position"] == code and line.from_on > day]
    return min(starts, default=None)


def _settle(draft: Draft, row: PersonRow) -> None:
    """End an acting post where the same person takes the same position definitively."""
    code = draft.position_of[row.line]
    acting = draft.known.acting.get((row.number, code))
    posts = draft.known.posts.get(row.number)
    if acting is None or posts is None:
        return
    for held in posts.lines:
        for act in acting.lines:
            if held.values["position"] != code or not act.overlaps(held):
                continue
            if act.from_on >= held.from_on:
                draft.stop(row.line, "position_code", "two_posts", row=row.line)
                return
            act.until_on, act.touched, act.shortened = held.from_on, True, act.id is not None


def _check_days(draft: Draft, row: PersonRow) -> None:
    if row.until_on and row.from_on is None and row.until_on <= draft.on:
        draft.stop(row.line, "until_on", "reversed_dates", until=row.until_on, start=draft.on)
    birth = draft.known.people.get(row.number, {}).get("birth_on")
    if row.from_on and birth and row.from_on.year - birth.year < YOUNGEST:
        draft.stop(row.line, "from_on", "too_young")
    code = draft.position_of[row.line]
    timeline = draft.known.positions.get(code)
    if timeline is None or not timeline.lines:
        return
    unit = timeline.lines[-1].values["unit"]
    lines = draft.known.units[unit].lines if unit in draft.known.units else []
    if lines and draft.day_of(row) < lines[0].from_on:
        draft.warn(row.line, "from_on", "before_unit", code=unit, day=lines[0].from_on.strftime("%d-%m-%Y"))
