"""Dated rows in memory: what holds from a day on, worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(eq=False)
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

    def overlaps(self, other: Line) -> bool:
        """Say whether both rows hold on some day."""
        begins_in_time = other.until_on is None or self.from_on < other.until_on
        return begins_in_time and (self.until_on is None or other.from_on < self.until_on)


@dataclass
class Timeline:
    """All rows of one thing, in order."""

    lines: list[Line] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)

    def at(self, day: date) -> Line | None:
        """Return the row that holds on a day."""
        return next((line for line in self.lines if line.holds(day)), None)

    def after(self, day: date) -> Line | None:
        """Return the next row that begins after a day."""
        return next((line for line in self.lines if line.from_on > day), None)

    def put(self, day: date, values: dict[str, Any], until: date | None = None) -> dict[str, Any] | None:
        """Let values hold from a day on, until another when it is given; return the old values, None if unchanged.

        As `operations.dated.begin`, and besides: a later row with the same values is drawn forward, so that
        the same statement made again changes nothing.
        """
        held = self.at(day)
        later = [line for line in self.lines if line.from_on > day]
        end, twins = self._end(held, later, values, until), []
        if until is not None:
            twins = [line for line in later if _has(line, values) and (end is None or line.from_on < end)]
        elif later and _has(later[0], values) and (held is None or held.until_on == later[0].from_on):
            twins, end = later[:1], later[0].until_on
        if held is not None and _has(held, values):
            return self._resize(held, twins, end) if until is not None else None
        before = {key: held.values.get(key) for key in values} if held else {}
        if held is not None and held.from_on == day and not twins:
            held.shortened = held.shortened or _earlier(end, held.until_on)
            held.values, held.until_on, held.touched = {**held.values, **values}, end, True
            return before
        self._replace(held, twins, Line(day, end, values))
        return before

    @staticmethod
    def _end(held: Line | None, later: list[Line], values: dict[str, Any], until: date | None) -> date | None:
        if until is not None:
            stop = next((line.from_on for line in later if not _has(line, values)), None)
            return until if stop is None else min(until, stop)
        if held is not None and held.until_on is not None:
            return held.until_on
        return later[0].from_on if later else None

    def _resize(self, held: Line, twins: list[Line], end: date | None) -> dict[str, Any] | None:
        if held.until_on == end and not twins:
            return None
        held.shortened = held.shortened or _earlier(end, held.until_on)
        held.until_on, held.touched = end, True
        self._remove(twins)
        return {}

    def _replace(self, held: Line | None, twins: list[Line], wanted: Line) -> None:
        base = held.values if held else (self.lines[0].values if self.lines else {})
        if held is not None and held.from_on == wanted.from_on:
            self._remove([held])
        elif held is not None:
            held.until_on, held.touched, held.shortened = wanted.from_on, True, True
        if twins:
            kept = twins[0]
            kept.shortened = kept.shortened or _earlier(wanted.until_on, kept.until_on)
            kept.from_on, kept.until_on, kept.touched = wanted.from_on, wanted.until_on, True
            self._remove(twins[1:])
            return
        wanted.values, wanted.touched = {**base, **wanted.values}, True
        self.lines.append(wanted)
        self.lines.sort(key=lambda line: line.from_on)

    def _remove(self, lines: list[Line]) -> None:
        self.removed += [line.id for line in lines if line.id is not None]
        self.lines = [line for line in self.lines if line not in lines]


def _has(line: Line, values: dict[str, Any]) -> bool:
    return all(line.values.get(key) == value for key, value in values.items())


def _earlier(one: date | None, other: date | None) -> bool:
    return one is not None and (other is None or one < other)
