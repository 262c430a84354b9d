"""The draft of an import: what is known, what the rows say, what they change and what stops them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from selaras.organisation.operations.references import Name
from selaras.organisation.sheets.columns import COLUMNS
from selaras.organisation.sheets.findings import ERROR, Finding, error, warning
from selaras.organisation.sheets.snapshot import Known
from selaras.organisation.sheets.values import PersonRow

PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
PERSON, UNIT, POSITION = "person", "unit", "position"


@dataclass
class Change:
    """What changes about one person, unit or position."""

    is_new: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass
class Draft:
    """An import being worked out; `known` is altered in memory only."""

    known: Known
    rows: list[PersonRow]
    on: date
    findings: list[Finding] = field(default_factory=list)
    changes: dict[tuple[str, str], Change] = field(default_factory=dict)
    changed_lines: set[int] = field(default_factory=set)
    new_lines: set[int] = field(default_factory=set)
    position_of: dict[int, str] = field(default_factory=dict)
    names: dict[tuple[str, str], list[Name]] = field(default_factory=dict)
    base_on: date = date.max

    def __post_init__(self) -> None:
        days = [row.from_on for row in self.rows if row.from_on]
        self.base_on = min([self.on, *days])

    @property
    def people(self) -> Iterable[PersonRow]:
        """Rows that speak of a person whose number could be read."""
        return (row for row in self.rows if row.number)

    def day_of(self, row: PersonRow) -> date:
        """Return the day from which a row's post holds."""
        return row.from_on or self.on

    def note(
        self,
        kind: str,
        key: str,
        before: dict[str, Any],
        after: dict[str, Any],
        line: int,
        *,
        is_new: bool = False,
    ) -> None:
        """Remember a change and the row that asks for it."""
        change = self.changes.setdefault((kind, key), Change())
        change.is_new = change.is_new or is_new
        change.before.update(before)
        change.after.update(after)
        self.changed_lines.add(line)

    def stop(self, line: int | None, column: str | None, code: str, /, **values: Any) -> None:
        """Add a finding that stops the import."""
        self.findings.append(error(line, column, code, **values))

    def warn(self, line: int | None, column: str | None, code: str, /, **values: Any) -> None:
        """Add a finding that does not."""
        self.findings.append(warning(line, column, code, **values))

    def sort_findings(self) -> None:
        """Put the findings in the order of the sheet."""
        self.findings.sort(key=lambda one: (one.row or 0, PLACES.get(one.column or "", 0)))

    @property
    def has_errors(self) -> bool:
        """Say whether anything stops the import."""
        return any(one.severity == ERROR for one in self.findings)


@dataclass
class Said:
    """What rows say about a unit or position, and which row said it first."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    line: int = 0
    broken: set[str] = field(default_factory=set)

    def differs(self, line: int, **values: Any) -> int | None:
        """Take values that are given; return the row that says otherwise, or None."""
        self.line = self.line or line
        for key, value in values.items():
            if value in ("", None):
                continue
            if key in self.values and self.values[key] != value:
                return self.lines[key]
            self.values.setdefault(key, value)
            self.lines.setdefault(key, line)
        return None


def circle(above: dict[str, str | None]) -> list[list[str]]:
    """Return the circles in a map of things to what lies above them."""
    state: dict[str, int] = {}
    circles = []
    for start in above:
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in state:
            state[here] = 1
            path.append(here)
            here = above.get(here)
        if here is not None and state.get(here) == 1 and here in path:
            circles.append(path[path.index(here) :])
        for one in path:
            state[one] = 2
    return circles
