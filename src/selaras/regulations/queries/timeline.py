"""Lays dated things out along the years, for a drawing that fits any width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

WIDTH = 1000


@dataclass(frozen=True)
class Bar:
    """One span: where it begins and how long it is, in thousandths of the width."""

    start: int
    length: int
    label: str
    confidence: str
    is_now: bool


@dataclass(frozen=True)
class Row:
    """One line of the drawing."""

    label: str
    href: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Axis:
    """The days between which everything is drawn, with the years to write under it."""

    first: date
    last: date

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year."""
        return self.first.year, self.last.year

    def place(self, day: date | None) -> int:
        """Return where a day lies; None is the end."""
        if day is None:
            return WIDTH
        whole = (self.last - self.first).days
        return min(max((day - self.first).days * WIDTH // whole, 0), WIDTH)

    def bar(
        self, from_on: date, until_on: date | None, label: str, confidence: str = "", is_now: bool = False
    ) -> Bar:
        """Return a span as a bar that is never too thin to be seen."""
        start = min(self.place(from_on), WIDTH - 8)
        return Bar(start, max(self.place(until_on) - start, 8), label, confidence, is_now)


def axis_of(days: Iterable[date | None], on: date) -> Axis:
    """Return the axis from the first year of some days to the end of the year after the last of them and of today."""
    known = [day for day in days if day is not None]
    first, last = min([*known, on]), max([*known, on])
    return Axis(date(first.year, 1, 1), date(last.year + 1, 12, 31))
