"""Talent management of PermenPANRB 3/2020: nine boxes of performance and potential with advice."""

from datetime import date

import numpy as np

from selaras.rules.codes import PREDICATES, RATINGS, Codes, look_up, position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.sentences import join_words, say

PERMENPANRB_3_2020 = "permenpanrb-3-2020"
POTENTIALS = ("LOW", "MEDIUM", "HIGH")


def boxes_of(performance: Codes, potential: Codes, *, on: date) -> Codes:
    """Boxes 1–9 (n,) from places in RATINGS and in POTENTIALS; MISSING where either is missing."""
    table = np.zeros((len(RATINGS), len(POTENTIALS)), dtype=np.int8)
    for row in in_force(PERMENPANRB_3_2020, "boxes", on).value.values():
        table[RATINGS.index(row["performance"]), POTENTIALS.index(row["potential"])] = row["box"]
    return look_up(table, performance, potential)


def explain_box(performance: str, potential: str, *, on: date) -> Explanation:
    """The box of one person with its recommendations."""
    position_of(performance, RATINGS)
    position_of(potential, POTENTIALS)
    entry = in_force(PERMENPANRB_3_2020, "boxes", on)
    row = next(
        r for r in entry.value.values() if (r["performance"], r["potential"]) == (performance, potential)
    )
    advice = in_force(PERMENPANRB_3_2020, "recommendations", on)
    potentials = in_force(PERMENPANRB_3_2020, "potentials", on).value
    ratings = in_force(PERMENPANRB_3_2020, "performances", on).value
    place = say(
        "box_place", performance=ratings[performance], potential=potentials[potential], box=row["box"]
    )
    listed = join_words([advice.value[code] for code in row["recommendations"]])
    steps = (step(entry, place), step(advice, say("box_advice", recommendations=listed)))
    result = {"box": row["box"], "recommendations": list(row["recommendations"])}
    return Explanation("talent-box", on, result, steps)


def is_succession(performance: str, potential: str, *, on: date) -> bool:
    """Whether a person's box belongs to the succession group (boxes 7, 8 and 9)."""
    rows = in_force(PERMENPANRB_3_2020, "boxes", on).value.values()
    return any(
        r["succession"] for r in rows if (r["performance"], r["potential"]) == (performance, potential)
    )


def performance_of(predicate: str, *, on: date) -> str:
    """The place of a predicate on the performance axis (not confirmed)."""
    position_of(predicate, PREDICATES)
    return str(in_force(PERMENPANRB_3_2020, "performance-axis", on).value[predicate])
