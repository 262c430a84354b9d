"""The short codes that stand for ratings and predicates, and their whole-number form in arrays."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int8]

# Worst first, so that a better rating has a greater number.
RATINGS = ("BELOW", "MEETS", "ABOVE")
PREDICATES = ("VERY_POOR", "POOR", "NEEDS_IMPROVEMENT", "GOOD", "VERY_GOOD")
ACHIEVEMENTS = ("VERY_POOR", "POOR", "NEEDS_IMPROVEMENT", "GOOD", "EXCELLENT")
MISSING = -1


class UnknownCode(ValueError):
    """A code that the list of allowed codes does not hold."""

    def __init__(self, code: str, allowed: Sequence[str]) -> None:
        super().__init__(f"'{code}' is unknown; allowed are {', '.join(allowed)}")
        self.code = code
        self.allowed = tuple(allowed)


def position_of(code: str, allowed: Sequence[str]) -> int:
    """The place of a code in its list; raises UnknownCode."""
    if code not in allowed:
        raise UnknownCode(code, allowed)
    return allowed.index(code)


def encode(codes: Iterable[str | None], allowed: Sequence[str]) -> Codes:
    """Codes as an int8 array of places in `allowed`; None becomes MISSING, never zero."""
    return np.array(
        [MISSING if code is None else position_of(code, allowed) for code in codes], dtype=np.int8
    )


def decode(places: Codes, allowed: Sequence[str]) -> list[str | None]:
    """The codes behind an array made by `encode`; MISSING becomes None."""
    return [None if place == MISSING else allowed[place] for place in places.tolist()]


def look_up(table: Codes, *places: Codes) -> Codes:
    """Values of `table` at the given places; MISSING wherever a place is missing. All arrays (n,).

    The table gets a border of MISSING at the end of every axis, which is where place -1 reads.
    """
    for place, size in zip(places, table.shape, strict=True):
        if place.size and (place.min() < MISSING or place.max() >= size):
            raise ValueError("an array holds a number that stands for no code")
    bordered = np.pad(table, [(0, 1)] * table.ndim, constant_values=MISSING)
    found: Codes = bordered[places]
    return found
