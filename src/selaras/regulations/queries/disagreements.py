"""Puts what the law files hold beside what another source says, cell by cell where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selaras.regulations.queries.tables import Grid, grid_of
from selaras.regulations.queries.words import said
from selaras.rules.alternatives import Alternative, narrowed
from selaras.rules.dated import Entry, LawFile


@dataclass(frozen=True)
class Difference:
    """One cell: the row and the column it stands in, what is used here and what the other source says."""

    row: str
    column: str
    used: str
    other: str


@dataclass(frozen=True)
class Doubt:
    """What another source says, and where that differs from the table."""

    source: str
    differences: tuple[Difference, ...]


def doubts_of(file: LawFile, entry: Entry) -> tuple[Doubt, ...]:
    """Return every other value of an entry in the language of the page."""
    return tuple(Doubt(said(one.source), tuple(_differences(file, entry, one))) for one in entry.alternatives)


def readings_of(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return how the text is read here and what speaks for another reading, pair by pair."""
    return tuple((said(one.chosen), said(one.other)) for one in entry.readings)


def _differences(file: LawFile, entry: Entry, other: Alternative) -> Iterator[Difference]:
    if not other.parts:
        used, given = grid_of(file, entry.value), grid_of(file, other.value)
        yield Difference(said(file.title), used.columns[0].label, used.rows[0][0], given.rows[0][0])
    for code in other.parts:
        yield from _cells(grid_of(file, _row(entry.value, code)), grid_of(file, _row(other.value, code)))


def _row(value: Any, code: str) -> Any:
    """The value with one row only."""
    if "cells" in value:
        return {**value, "rows": (code,)}
    return narrowed(value, (code,))


def _cells(used: Grid, given: Grid) -> Iterator[Difference]:
    mine = {column.label: cell for column, cell in zip(used.columns, used.rows[0], strict=True)}
    theirs = {column.label: cell for column, cell in zip(given.columns, given.rows[0], strict=True)}
    for label in dict.fromkeys((*mine, *theirs)):
        if mine.get(label) != theirs.get(label):
            yield Difference(used.rows[0][0], label, mine.get(label, "") or "—", theirs.get(label, "") or "—")
