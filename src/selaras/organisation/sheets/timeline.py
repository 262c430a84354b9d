"""Dated rows in memory: what holds from a day on, worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass
class Line:
    """A dated row; `id` None means that it is to be created, `touched` that it is to be written."""

    from_on: date
    until_on: date | None
    values: dict[str, Any]
    id: int | None = None
    touched: bool = False
    shortened: bool = False

    def holds(self, day: date) -> bool:
        """Say whether the row holds on a day."""
        return self.from_on <= day and (self.until_on is None or self.until_on > day)


@dataclass
class Timeline:
    """All rows of one thing, in order."""

    lines: list[Line] = field(default_factory=list)

    def at(self, day: date) -> Line | None:
        """Return the row that holds on a day."""
        return next((line for line in self.lines if line.holds(day)), None)

    def after(self, day: date) -> Line | None:
        """Return the next row that begins after a day."""
        return next((line for line in self.lines if line.from_on > day), None)

    def put(self, day: date, values: dict[str, Any], until: date | None = None) -> dict[str, Any] | None:
        """Let values hold from a day on, as `operations.dated.begin` does; return the old values, None if unchanged."""
        held, later = self.at(day), self.after(day)
        if held and until in (None, held.until_on) and _has(held, values):
            return None
        if held is None and later and until is None and _has(later, values):
            later.from_on, later.touched = day, True
            return {}
        before = {key: held.values.get(key) for key in values} if held else {}
        end = held.until_on if held and held.until_on else (later.from_on if later else None)
        if until is not None:
            end = until if later is None else min(until, later.from_on)
        if held is not None and held.from_on == day:
            held.shortened = held.shortened or _earlier(end, held.until_on)
            held.values, held.until_on, held.touched = {**held.values, **values}, end, True
            return before
        base = held.values if held else (self.lines[0].values if self.lines else {})
        if held is not None:
            held.until_on, held.touched, held.shortened = day, True, True
        self.lines.append(Line(day, end, {**base, **values}, touched=True))
        self.lines.sort(key=lambda line: line.from_on)
        return before


def _has(line: Line, values: dict[str, Any]) -> bool:
    return all(line.values.get(key) == value for key, value in values.items())


def _earlier(one: date | None, other: date | None) -> bool:
    return one is not None and (other is None or one < other)
