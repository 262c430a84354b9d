"""The regulation's sample guide to ratings: advice for the appraiser's judgement, never a rating by itself."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from selaras.rules.codes import RATINGS, position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.hundredths import HUNDRED, exactly
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import say

HALF = Fraction(1, 2)


def explain_results_guide(
    main: Sequence[str], additional: Sequence[str], *, positive: int, feedback: int, on: date
) -> Explanation:
    """What the sample guide suggests for the rating of results, None where it gives no clear answer (p. 97–101).

    `main` and `additional` hold a rating for each result; `positive` of `feedback` remarks are positive. Raises
    UnknownCode, ValueError without any main result or with more positive remarks than remarks.
    """
    for rating in (*main, *additional):
        position_of(rating, RATINGS)
    if not main or not 0 <= positive <= feedback:
        raise ValueError("the guide needs a main result and at most as many positive remarks as remarks")
    entry = in_force(PERMENPANRB_6_2022, "rating-guide", on)
    for code, row in entry.value.items():
        if _fits(row, main, additional) and _agrees(row["feedback"], positive, feedback):
            return Explanation("results-guide", on, {"rating": code}, (step(entry, row["sentence"]),))
    return Explanation("results-guide", on, {"rating": None}, (step(entry, say("guide_none")),))


def behaviour_guide(observed: str, *, on: date) -> str:
    """The rating of behaviour that the guide suggests for CONSISTENT_AND_GUARDS, CONSISTENT or NOT_YET_CONSISTENT."""
    suggested = in_force(PERMENPANRB_6_2022, "behaviour-guide", on).value
    position_of(observed, tuple(suggested))
    return str(suggested[observed])


def _fits(row: Any, main: Sequence[str], additional: Sequence[str]) -> bool:
    results = (*main, *additional)
    share = Fraction(sum(rating in row["most_of"] for rating in results), len(results))
    below = Fraction(sum(rating == RATINGS[0] for rating in main), len(main))
    return share * HUNDRED > exactly(row["share"]) and below * HUNDRED <= exactly(row["main_below_share"])


def _agrees(wanted: str, positive: int, feedback: int) -> bool:
    if wanted == "SOME":
        return positive > 0
    most = feedback > 0 and Fraction(positive, feedback) > HALF
    few = feedback > 0 and Fraction(positive, feedback) < HALF
    return most if wanted == "MOST" else few
