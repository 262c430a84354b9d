"""Disciplinary sanctions of PP 94/2021: what absence without a valid reason leads to."""

from datetime import date

import numpy as np
import numpy.typing as npt

from selaras.rules.bands import band_at, places_at
from selaras.rules.codes import MISSING, Codes
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import HUNDRED, exactly
from selaras.rules.sentences import Sentence, say

PP_94_2021 = "pp-94-2021"
NO_SANCTION = "NONE"


def sanctions(*, on: date) -> tuple[str, ...]:
    """The codes of all sanctions from light to severe; arrays use their places."""
    return tuple(in_force(PP_94_2021, "sanctions", on).value)


def sanction_named(name: str, *, on: date) -> str | None:
    """The code of a sanction by its Indonesian or English name (PP 94/2021 Pasal 8), None where no sanction has it."""
    wanted = name.strip().lower()
    rows = in_force(PP_94_2021, "sanctions", on).value
    return next(
        (code for code, row in rows.items() if wanted in (row["id"].lower(), row["en"].lower())), None
    )


def sanction_names(*, on: date) -> tuple[Sentence, ...]:
    """The names of all sanctions from light to severe (PP 94/2021 Pasal 8)."""
    rows = in_force(PP_94_2021, "sanctions", on).value
    return tuple(_name(rows, code) for code in rows)


def absence_sanctions_of(
    days: npt.NDArray[np.int64], consecutive_days: npt.NDArray[np.int64], *, on: date
) -> Codes:
    """Sanctions (n,) as places in `sanctions()`, MISSING where none, from days (n,) of absence.

    PP 94/2021 Pasal 9–11: the consecutive days decide first. `on` is the last absent day.
    """
    _check_days(days, consecutive_days)
    known = sanctions(on=on)
    bands = in_force(PP_94_2021, "absence-bands", on).value
    codes = [MISSING if band["code"] == NO_SANCTION else known.index(band["code"]) for band in bands]
    found = np.array(codes, dtype=np.int8)[places_at(bands, days * HUNDRED, 1)]
    row = in_force(PP_94_2021, "consecutive-absence", on).value["CONSECUTIVE"]
    return np.where(consecutive_days >= row["days"], known.index(row["sanction"]), found).astype(np.int8)


def explain_absence(days: int, consecutive_days: int, *, on: date) -> Explanation:
    """Level and sanction for one person's days of absence, or neither, with the steps."""
    _check_days(np.array([days]), np.array([consecutive_days]))
    code, first = _absence(days, consecutive_days, on)
    if code is None:
        return Explanation("absence-sanction", on, {"level": None, "sanction": None}, (first,))
    level = in_force(PP_94_2021, "sanctions", on).value[code]["level"]
    levels = in_force(PP_94_2021, "sanction-levels", on)
    steps = (first, step(levels, say("absence_level", level=levels.value[level])))
    return Explanation("absence-sanction", on, {"level": level, "sanction": code}, steps)


def days_of_lateness(minutes: int, *, on: date) -> int:
    """Whole days that accumulated minutes of lateness or early leave amount to (not confirmed)."""
    per_day = in_force(PP_94_2021, "lateness", on).value["DAY"]["minutes_per_day"]
    return int(minutes // per_day)


def _absence(days: int, consecutive_days: int, on: date) -> tuple[str | None, Step]:
    rows = in_force(PP_94_2021, "sanctions", on).value
    limit = in_force(PP_94_2021, "consecutive-absence", on)
    row = limit.value["CONSECUTIVE"]
    if consecutive_days >= row["days"]:
        words = {"sanction": _name(rows, row["sanction"]), "limit": row["days"]}
        return row["sanction"], step(limit, say("absence_consecutive", days=consecutive_days, **words))
    bands = in_force(PP_94_2021, "absence-bands", on)
    band = band_at(bands.value, exactly(days * HUNDRED))
    assert band is not None
    if band["code"] == NO_SANCTION:
        return None, step(bands, say("absence_none", days=days))
    return band["code"], step(bands, say("absence_band", days=days, sanction=_name(rows, band["code"])))


def _name(rows: dict[str, dict[str, str]], code: str) -> Sentence:
    return Sentence(rows[code]["id"], rows[code]["en"])


def _check_days(days: npt.NDArray[np.int64], consecutive_days: npt.NDArray[np.int64]) -> None:
    if (consecutive_days > days).any():
        raise ValueError("consecutive days of absence cannot exceed all days of absence")
    if (days < 0).any() or (consecutive_days < 0).any():
        raise ValueError("days of absence cannot be negative")
