"""Explained answers: who appraises, what is final, whose achievement counts, which ratings give a predicate."""

from datetime import date

from selaras.rules import appraisers, rating
from selaras.rules.appraisers import APPRAISERS_SUPERIOR, Candidate, Ruling
from selaras.rules.codes import position_of
from selaras.rules.dated import entry_of, in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import either_of, say

ACTING_UNIT_HEAD = "ACTING_UNIT_HEAD"
SITUATIONS = ("ACTING", "ABSENT", "SILENT")
WINDOWS = ("PERIODIC", "ANNUAL")


def explain_appraiser(candidate: Candidate, *, on: date) -> Explanation:
    """Whether somebody may be the appraiser (Pasal 1 angka 9; Lampiran IV.A, p. 89)."""
    ruling = appraisers.can_appraise(candidate, on=on)
    return Explanation("who-appraises", on, {"allowed": ruling.allowed}, (_told(ruling),))


def explain_other_appraiser(situation: str, *, on: date) -> Explanation:
    """Who appraises an employee acting as Plt, or when the appraiser is unable or stays silent (p. 89–90)."""
    position_of(situation, SITUATIONS)
    if situation == "ACTING":
        ruling, who = appraisers.appraiser_when_acting(on=on), ACTING_UNIT_HEAD
    else:
        silent = situation == "SILENT"
        ruling, who = appraisers.appraiser_when_absent(on=on, silent=silent), APPRAISERS_SUPERIOR
    result = {"appraiser": who, "final": situation == "SILENT"}
    return Explanation("other-appraiser", on, result, (_told(ruling),))


def explain_final(agency: str, position: str, evaluated_by: str, *, on: date) -> Explanation:
    """Whether a result is final, so that no objection is possible (Lampiran IV.A.11–12, p. 90)."""
    ruling = appraisers.is_final(agency, position, evaluated_by, on=on)
    entry = in_force(PERMENPANRB_6_2022, "final-results", on)
    told = _told(ruling) if ruling else step(entry, say("final_none"))
    return Explanation("final-result", on, {"final": ruling is not None}, (told,))


def explain_achievement_year(year: int, *, issued_on: date | None, on: date) -> Explanation:
    """Whose organisational achievement of which year serves an annual evaluation (p. 94 f and g)."""
    found, ruling = appraisers.achievement_year(year, issued_on=issued_on, on=on)
    steps = (_told(appraisers.achievement_unit(on=on)), _told(ruling))
    return Explanation("achievement-year", on, {"year": found}, steps)


def explain_outgoing(moves_on: date, *, window_from_on: date, window_until_on: date, on: date) -> Explanation:
    """Whether an appraiser who moves still evaluates (p. 91 angka 14); ValueError for a window that ends first."""
    if window_until_on < window_from_on:
        raise ValueError("the window ends before it begins")
    ruling = appraisers.outgoing_appraiser_evaluates(
        moves_on, window_from_on=window_from_on, window_until_on=window_until_on, on=on
    )
    return Explanation("appraiser-moves", on, {"evaluates": ruling.allowed}, (_told(ruling),))


def explain_employee_move(window: str, *, on: date) -> Explanation:
    """Who evaluates an employee who moved, and whether the result of the old unit may serve (p. 91 angka 13)."""
    position_of(window, WINDOWS)
    rulings = appraisers.choices_after_move(window, on=on)
    reuse = any(ruling.code == "REUSE_PREVIOUS" for ruling in rulings)
    return Explanation("employee-moves", on, {"reuse": reuse}, tuple(_told(ruling) for ruling in rulings))


def explain_ratings_giving(predicate: str, *, on: date) -> Explanation:
    """Which ratings the quadrant turns into a predicate (p. 99), and whether a failed study leave may give it."""
    pairs = rating.ratings_giving(predicate, on=on)
    possible = predicate in rating.predicates_after_failed_study_leave(on=on)
    names = in_force(PERMENPANRB_6_2022, "ratings", on).value
    titles = in_force(PERMENPANRB_6_2022, "predicates", on).value
    quadrant = in_force(PERMENPANRB_6_2022, "quadrant", on)
    failed = in_force(PERMENPANRB_6_2022, "study-leave-failed", on)
    steps = [
        step(quadrant, say("giving_pair", results=names[results], behaviour=names[behaviour]), part=results)
        for results, behaviour in pairs
    ]
    codes = rating.predicates_after_failed_study_leave(on=on)
    steps.append(step(failed, say("giving_failed", predicates=either_of([titles[code] for code in codes]))))
    result = {
        "pairs": [{"results": results, "behaviour": behaviour} for results, behaviour in pairs],
        "study_leave": possible,
    }
    return Explanation("ratings-giving", on, result, tuple(steps))


def _told(ruling: Ruling) -> Step:
    """A ruling as a step; how sure it is stands with its table."""
    confidence = entry_of(ruling.ref).confidence_of(ruling.code)
    return Step(ruling.id, ruling.en, ruling.cite, confidence, ruling.ref)
