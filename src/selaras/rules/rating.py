"""Turns two ratings into a predicate by the quadrant; the ratings are human judgement, never computed."""

from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt

from selaras.rules.codes import MISSING, PREDICATES, RATINGS, Codes, look_up, position_of
from selaras.rules.dated import Entry, entry_of, in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.sentences import say

PERMENPANRB_6_2022 = "permenpanrb-6-2022"
COMPANY_MATRIX = "company-matrix"
MATRIX_SCHEMES = (PERMENPANRB_6_2022, COMPANY_MATRIX)


def predicates_of(
    results: Codes,
    behaviour: Codes,
    *,
    on: date,
    scheme: str = PERMENPANRB_6_2022,
    study_leave_failed: npt.NDArray[np.bool_] | None = None,
) -> Codes:
    """Predicates (n,) from `results` (n,) and `behaviour` (n,): places in RATINGS to places in PREDICATES.

    PermenPANRB 6/2022 Lampiran Bab IV huruf B: the quadrant; a failed study leave overrides it.
    A missing rating gives a missing predicate. `on` is the last day of the judged period. Raises NotInForce.
    """
    predicates = look_up(_quadrant(in_force(scheme, "quadrant", on).ref), results, behaviour)
    if study_leave_failed is None or not study_leave_failed.any():
        return predicates
    failed = look_up(_study_leave(in_force(scheme, "study-leave-failed", on).ref), behaviour)
    overridden = np.where(study_leave_failed & (predicates != MISSING), failed, predicates)
    return overridden.astype(np.int8)


def predicate_of(
    results: str,
    behaviour: str,
    on: date,
    scheme: str = PERMENPANRB_6_2022,
    *,
    study_leave_failed: bool = False,
) -> str:
    """The predicate of one person as a code; see `explain_predicate` for the reason."""
    explained = explain_predicate(
        results, behaviour, on=on, scheme=scheme, study_leave_failed=study_leave_failed
    )
    return str(explained.result["predicate"])


def explain_predicate(
    results: str,
    behaviour: str,
    *,
    on: date,
    scheme: str = PERMENPANRB_6_2022,
    study_leave_failed: bool = False,
) -> Explanation:
    """The predicate of one person with its steps; raises UnknownCode and NotInForce."""
    position_of(results, RATINGS)
    position_of(behaviour, RATINGS)
    position_of(scheme, MATRIX_SCHEMES)
    ratings = in_force(scheme, "ratings", on)
    steps = [
        step(ratings, say("rating_results", rating=ratings.value[results])),
        step(ratings, say("rating_behaviour", rating=ratings.value[behaviour])),
    ]
    quadrant = in_force(scheme, "quadrant", on)
    predicate = quadrant.value["cells"][results][behaviour]
    if study_leave_failed:
        failed = in_force(scheme, "study-leave-failed", on)
        predicate = failed.value[behaviour]
        steps.append(
            _predicate_step("predicate_study_leave", failed, results, behaviour, predicate, on, scheme)
        )
    else:
        steps.append(
            _predicate_step("predicate_by_quadrant", quadrant, results, behaviour, predicate, on, scheme)
        )
    return Explanation("predicate", on, {"predicate": predicate}, tuple(steps))


def ratings_giving(
    predicate: str, *, on: date, scheme: str = PERMENPANRB_6_2022
) -> tuple[tuple[str, str], ...]:
    """The pairs (results, behaviour) that the quadrant turns into a predicate; the other direction."""
    position_of(predicate, PREDICATES)
    cells = in_force(scheme, "quadrant", on).value["cells"]
    return tuple((row, column) for row in cells for column in cells[row] if cells[row][column] == predicate)


def predicates_after_failed_study_leave(*, on: date, scheme: str = PERMENPANRB_6_2022) -> tuple[str, ...]:
    """The only predicates that may be chosen after a failed study leave (p. 100 d, p. 103 d)."""
    outcomes = set(in_force(scheme, "study-leave-failed", on).value.values())
    return tuple(predicate for predicate in reversed(PREDICATES) if predicate in outcomes)


def _predicate_step(
    key: str, entry: Entry, results: str, behaviour: str, predicate: str, on: date, scheme: str
) -> Step:
    ratings = in_force(scheme, "ratings", on).value
    predicates = in_force(scheme, "predicates", on).value
    words = say(key, results=ratings[results], behaviour=ratings[behaviour], predicate=predicates[predicate])
    return step(entry, words, part=behaviour if key == "predicate_study_leave" else results)


@cache
def _quadrant(ref: str) -> Codes:
    cells = _value_of(ref)["cells"]
    rows = [[PREDICATES.index(cells[row][column]) for column in RATINGS] for row in RATINGS]
    return np.array(rows, dtype=np.int8)


@cache
def _study_leave(ref: str) -> Codes:
    return np.array([PREDICATES.index(_value_of(ref)[rating]) for rating in RATINGS], dtype=np.int8)


def _value_of(ref: str) -> dict[str, dict[str, dict[str, str]]]:
    return entry_of(ref).value  # type: ignore[no-any-return]  # shape checked by the loader
