"""Ways to cascade a superior's indicator, and whether the parts are the whole (PermenPANRB 6/2022 p. 39–43)."""

from collections.abc import Sequence
from datetime import date

from selaras.rules.codes import position_of
from selaras.rules.dated import in_force
from selaras.rules.rating import PERMENPANRB_6_2022


def represents_superior(way: str, *, on: date) -> bool:
    """Whether the employee's attainment stands for the superior's: split by ASPECT, TERRITORY or LOAD (p. 41).

    SERVICE and INTERMEDIATE_OUTPUT do not absolutely represent it (p. 43). Raises UnknownCode.
    """
    ways = in_force(PERMENPANRB_6_2022, "cascading", on).value
    position_of(way, tuple(ways))
    return bool(ways[way]["represents"])


def is_whole(target: int, parts: Sequence[int]) -> bool:
    """Whether parts of a target volume, or the targets of periods on a trajectory, add up to it (p. 41 and 93)."""
    return sum(parts) == target
