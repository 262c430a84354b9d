"""Reads CSV record by record; one that cannot be read is told as such, and the next line is read as usual."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from selaras.rules.contract.schema import BYTE_ORDER_MARK

# A quote that is never closed would swallow the rest of the table; no honest cell has more lines than this.
MOST_LINES = 100


def records(given: TextIO) -> Iterator[list[str] | None]:
    """The cells of each record that is not blank; None for a line that is no CSV or no UTF-8.

    The mark that some programs put before the first line is no part of it, in quotes or without.

    The stream should let broken bytes through as lone surrogates, else the first of them ends the reading
    with UnicodeDecodeError.
    """
    ahead = deque([given.readline().removeprefix(BYTE_ORDER_MARK)])
    while True:
        taken: list[str] = []
        try:
            cells = next(csv.reader(_lines(given, ahead, taken), strict=True), None)
        except csv.Error:
            ahead.extendleft(reversed(taken[1:]))
            yield None
            continue
        if cells is None:
            return
        if cells:
            yield None if any(_broken(cell) for cell in cells) else cells


def _lines(given: TextIO, ahead: deque[str], taken: list[str]) -> Iterator[str]:
    while len(taken) < MOST_LINES and (line := ahead.popleft() if ahead else given.readline()):
        taken.append(line)
        yield line


def _broken(cell: str) -> bool:
    try:
        cell.encode()
    except UnicodeEncodeError:
        return True
    return False
