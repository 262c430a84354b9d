"""The competence scale of form B.1.9 (PermenPANRB 6/2022 p. 84–85)."""

from datetime import date

from selaras.rules.codes import position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import say

BEYOND = ("NONE", "ABOVE", "FAR_ABOVE")


def competence_value(indicators: int, beyond: str, *, on: date) -> int:
    """The value 1–5 from how many of three indicators are met and how far behaviour goes beyond the level.

    Behaviour beyond the level counts only with all indicators met. Raises UnknownCode and ValueError.
    """
    return int(explain_competence(indicators, beyond, on=on).result["value"])


def explain_competence(indicators: int, beyond: str, *, on: date) -> Explanation:
    """The value 1–5 of one competence with its name; raises as `competence_value`."""
    position_of(beyond, BEYOND)
    entry = in_force(PERMENPANRB_6_2022, "competence-scale", on)
    for row in entry.value.values():
        if row["indicators_min"] <= indicators <= row["indicators_max"] and row["beyond"] == beyond:
            words = say("competence", indicators=indicators, value=row["value"], name=row["name"])
            return Explanation("competence", on, {"value": row["value"]}, (step(entry, words),))
    raise ValueError("no value of the scale fits this number of indicators and behaviour")
