"""Finds the band of a value; bands have no gap, so the lowest value of each band decides."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selaras.rules.hundredths import exactly

Amounts = npt.NDArray[np.int64]
Bands = Sequence[Mapping[str, Any]]


def band_at(bands: Bands, amount: Fraction) -> Mapping[str, Any] | None:
    """The band that holds an exact value; None below the first one."""
    found = None
    for band in bands:
        if exactly(band["min"]) <= amount:
            found = band
    return found


def places_at(bands: Bands, amounts: Amounts, scale: int) -> npt.NDArray[np.intp]:
    """The place (n,) of each amount's band, -1 below the first; amounts count in 1/scale hundredths."""
    lowest = np.array([band["min"] * scale for band in bands], dtype=np.int64)
    return np.searchsorted(lowest, amounts, side="right").astype(np.intp) - 1
