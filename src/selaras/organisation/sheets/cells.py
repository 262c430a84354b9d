"""Looks through the XML of a sheet, cell by cell, for formulas, merged ranges and how far it is filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
FILLING = frozenset({"v", "is", "f"})


class Unreadable(Exception):
    """The XML is broken or declares what a sheet never needs."""


@dataclass
class Looked:
    """What stands in a sheet: (row, column) of formulas, merged ranges, and the farthest filled row and column.

    Rows count from 1 as the spreadsheet shows them, columns from 0.
    """

    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = -1


def index_of(letters: str) -> int:
    """Return the index of a column: A → 0, AB → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Look:
    """Follows the elements; a row or cell without an address stands behind the one before it."""

    def __init__(self) -> None:
        self.found = Looked()
        self.row, self.column = 0, -1
        self.in_cell = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        local = name.rpartition(":")[2]
        if local in FILLING:
            if self.in_cell:
                self.fill(is_formula=local == "f")
        elif local == "c":
            self.enter_cell(attributes.get("r", ""))
        elif local == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isascii() and given.isdigit() else self.row + 1
            self.column = -1
        elif local == "mergeCell":
            self.merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Leave one element."""
        if self.in_cell and name.rpartition(":")[2] == "c":
            self.in_cell = False

    def enter_cell(self, address: str) -> None:
        """Go to a cell."""
        self.in_cell = True
        known = ADDRESS.fullmatch(address)
        if known is None:
            self.column += 1
        else:
            self.column, self.row = index_of(known[1]), int(known[2])

    def fill(self, *, is_formula: bool) -> None:
        """Note that the cell holds something."""
        found = self.found
        found.last_row, found.last_column = (
            max(found.last_row, self.row),
            max(found.last_column, self.column),
        )
        if is_formula:
            found.formulas.add((self.row, self.column))

    def merge(self, reference: str) -> None:
        """Note a merged range."""
        ends = [ADDRESS.fullmatch(one) for one in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
            self.found.merged.append((index_of(left), int(top), index_of(right), int(bottom)))


def _refuse(*_declared: object) -> None:
    raise Unreadable


def look(raw: bytes) -> Looked:
    """Look through a sheet in one pass without building a tree; raises `Unreadable`."""
    work = _Look()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = work.start
    parser.EndElementHandler = work.end
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as broken:
        raise Unreadable from broken
    return work.found
