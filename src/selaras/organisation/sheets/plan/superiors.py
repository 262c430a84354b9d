"""Works out who reports to whom where that differs from the unit tree, and finds circles."""

from __future__ import annotations

from collections import defaultdict

from selaras.organisation.models import AssignmentKind
from selaras.organisation.sheets.plan.draft import POSITION, Draft, circle
from selaras.organisation.sheets.values import PersonRow

HIGHEST = 25


class Above:
    """The position above each position on the day of the import, as the draft will leave it."""

    def __init__(self, draft: Draft) -> None:
        known, self.on = draft.known, draft.on
        self.known = known
        self.heads = {unit: head for unit in list(known.headships) if (head := known.head_of(unit, self.on))}
        self.led = {head: unit for unit, head in self.heads.items()}

    def natural(self, code: str) -> str | None:
        """Return the head of the unit, or of the units above it."""
        period = self.known.positions[code].at(self.on) if code in self.known.positions else None
        if period is None:
            return None
        unit: str | None = self.led.get(code) or period.values["unit"]
        if code in self.led and unit:
            unit = self.known.parent_of(unit, self.on)
        for _step in range(HIGHEST):
            if unit is None:
                return None
            head = self.heads.get(unit)
            if head and head != code:
                return head
            unit = self.known.parent_of(unit, self.on)
        return None

    def of(self, code: str) -> str | None:
        """Return the position above: the one named, else the natural one."""
        period = self.known.positions[code].at(self.on) if code in self.known.positions else None
        named = period.values.get("superior") if period else None
        return str(named) if named else self.natural(code)


def plan_superiors(draft: Draft) -> None:
    """Take the superiors' numbers, wherever in the file or agency their people stand."""
    above = Above(draft)
    said: dict[str, tuple[str | None, int]] = {}
    for row in draft.people:
        code = draft.position_of.get(row.line)
        if not row.superior_number or not code:
            continue
        post = _post_of_superior(draft, row)
        if post is None:
            continue
        wanted = None if post == above.natural(code) else post
        if said.setdefault(code, (wanted, row.line))[0] != wanted:
            draft.stop(row.line, "superior_number", "superior_conflict", row=said[code][1])
            continue
        _put_superior(draft, code, wanted, row)
    _check_circles(draft, above)
    _check_holders(draft, above)


def _post_of_superior(draft: Draft, row: PersonRow) -> str | None:
    number = row.superior_number
    if number == row.number:
        draft.stop(row.line, "superior_number", "own_superior")
        return None
    if number not in draft.known.people:
        draft.stop(row.line, "superior_number", "unknown_superior", value=number)
        return None
    timeline = draft.known.posts.get(number)
    held = (timeline.at(draft.on) or timeline.after(draft.on)) if timeline else None
    if held is None:
        draft.stop(row.line, "superior_number", "superior_without_post", value=number)
        return None
    code = str(held.values["position"])
    return None if code == draft.position_of.get(row.line) else code


def _put_superior(draft: Draft, code: str, wanted: str | None, row: PersonRow) -> None:
    if not draft.known.positions[code].lines:
        return
    is_new = code not in draft.known.position_ids
    before = draft.known.positions[code].put(draft.base_on if is_new else draft.on, {"superior": wanted})
    if before is not None:
        draft.note(POSITION, code, before, {"superior": wanted}, row.line)


def _check_circles(draft: Draft, above: Above) -> None:
    lines: dict[str, PersonRow] = {}
    for row in draft.people:
        if row.line in draft.position_of:
            lines.setdefault(draft.position_of[row.line], row)
    for loop in circle({code: above.of(code) for code in list(draft.known.positions)}):
        rows = [lines[code] for code in loop if code in lines]
        if not rows:
            continue
        names = " → ".join(row.name for row in [*rows, rows[0]])
        for row in [row for row in rows if row.superior_number] or rows[:1]:
            draft.stop(row.line, "superior_number", "superior_loop", names=names)


def _check_holders(draft: Draft, above: Above) -> None:
    holders: dict[str, list[str]] = defaultdict(list)
    for number, timeline in draft.known.posts.items():
        held = timeline.at(draft.on)
        if held is not None and held.values["position"] in above.led:
            holders[held.values["position"]].append(number)
    for row in draft.people:
        code = draft.position_of.get(row.line, "")
        others = [number for number in holders.get(code, ()) if number != row.number]
        if others and row.kind in ("", AssignmentKind.DEFINITIVE) and row.number in holders[code]:
            name = draft.known.people[others[0]].get("name", others[0])
            draft.stop(row.line, "position_code", "two_holders", code=code, name=name)
