"""The distribution of predicates that an organisation's achievement suggests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

import numpy as np
import numpy.typing as npt

from selaras.rules.codes import ACHIEVEMENTS, PREDICATES, RATINGS, Codes, look_up, position_of
from selaras.rules.dated import Cite, in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.hundredths import HUNDRED, as_hundredths
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import say

SE_MENPANRB_3_2023 = "se-menpanrb-3-2023"
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Curve:
    """The pattern to draw, predicate by predicate from VERY_POOR to VERY_GOOD.

    `heights` are hundredths of the figure's unit, `shares` hundredths of a percent; never a quota.
    """

    achievement: str
    heights: tuple[int, ...]
    shares: tuple[int, ...]
    cite: Cite
    illustrative: bool = True


def mode_of(achievement: str, *, on: date, scheme: str = PERMENPANRB_6_2022) -> str:
    """The predicate that ideally most get (PermenPANRB 6/2022 Lampiran Bab IV huruf B, p. 94–97)."""
    position_of(achievement, ACHIEVEMENTS)
    return str(in_force(scheme, "distribution-mode", on).value[achievement])


def explain_mode(achievement: str, *, on: date, scheme: str = PERMENPANRB_6_2022) -> Explanation:
    """The predicate that ideally most get, with its reason; the other four stay possible."""
    predicate = mode_of(achievement, on=on, scheme=scheme)
    achievements = in_force(scheme, "organisation-achievements", on)
    name = in_force(scheme, "predicates", on).value[predicate]
    words = {"achievement": achievements.value[achievement], "predicate": name}
    steps = (
        step(achievements, say("mode_of", achievement=words["achievement"])),
        step(in_force(scheme, "distribution-mode", on), say("mode", **words)),
    )
    return Explanation("distribution-mode", on, {"predicate": predicate}, steps)


def curve_of(achievement: str, *, on: date, scheme: str = PERMENPANRB_6_2022) -> Curve:
    """The curve of the figure for an achievement; read off a picture, illustrative only."""
    position_of(achievement, ACHIEVEMENTS)
    entry = in_force(scheme, "distribution-curve", on)
    heights = tuple(entry.value[achievement][predicate] for predicate in PREDICATES)
    total = sum(heights)
    shares = tuple(as_hundredths(Fraction(height * HUNDRED, total)) for height in heights)
    return Curve(achievement, heights, shares, entry.cite)


def head_rating_of(achievement: str, *, on: date) -> str:
    """The unit head's rating of results, which is the organisation's achievement (SE MenPANRB 3/2023)."""
    position_of(achievement, ACHIEVEMENTS)
    return str(in_force(SE_MENPANRB_3_2023, "head-rating", on).value[achievement])


def explain_head_rating(achievement: str, *, on: date) -> Explanation:
    """The unit head's rating of results with its reason; the mapping is not confirmed."""
    rating = head_rating_of(achievement, on=on)
    words = say(
        "head_rating",
        achievement=in_force(PERMENPANRB_6_2022, "organisation-achievements", on).value[achievement],
        rating=in_force(PERMENPANRB_6_2022, "ratings", on).value[rating],
    )
    entry = in_force(SE_MENPANRB_3_2023, "head-rating", on)
    return Explanation("head-rating", on, {"rating": rating}, (step(entry, words),))


def head_ratings_of(achievements: Codes, *, on: date) -> Codes:
    """The ratings (n,) of unit heads from the achievements (n,) of their units."""
    mapped: Mapping[str, str] = in_force(SE_MENPANRB_3_2023, "head-rating", on).value
    table = np.array([RATINGS.index(mapped[code]) for code in ACHIEVEMENTS], dtype=np.int8)
    return look_up(table, achievements)


def counts_by_unit(predicates: Codes, units: npt.NDArray[np.intp], unit_count: int) -> Counts:
    """People of each predicate (unit_count, 5) from predicates (n,) and unit places (n,); no missing."""
    known = predicates >= 0
    cells = units[known] * len(PREDICATES) + predicates[known]
    counted = np.bincount(cells, minlength=unit_count * len(PREDICATES))
    return cast(Counts, counted.reshape(unit_count, len(PREDICATES)).astype(np.int64))
