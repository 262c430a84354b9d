"""The numeric regime of PP 30/2019 with PermenPANRB 8/2021: scores, achievements and totals."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from selaras.rules.bands import Amounts, band_at, places_at
from selaras.rules.codes import PREDICATES, Codes, position_of
from selaras.rules.dated import Entry, in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import HUNDRED, as_hundredths, exactly, format_hundredths, round_half_up
from selaras.rules.sentences import Sentence, decimal_words, say

PERMENPANRB_8_2021 = "permenpanrb-8-2021"
DIRECTIONS = ("MORE", "LESS")
Flags = npt.NDArray[np.bool_]


def scores_of(plan: Amounts, behaviour: Amounts, peers_consulted: Flags, *, on: date) -> Amounts:
    """Scores (n,) in ten-thousandths, exact, from plan and behaviour values (n,) in hundredths.

    PP 30/2019 Pasal 41 ayat (2)–(4): 70/30, or 60/40 where peers or staff were consulted. Refuses values outside
    0–120.
    """
    for values in (plan, behaviour):
        check_values(values, on=on)
    weights = in_force(PERMENPANRB_8_2021, "score-weights", on).value
    alone, together = weights["ALONE"], weights["PEERS_CONSULTED"]
    of_plan = np.where(peers_consulted, together["PLAN"], alone["PLAN"]) // HUNDRED
    of_behaviour = np.where(peers_consulted, together["BEHAVIOUR"], alone["BEHAVIOUR"]) // HUNDRED
    scores: Amounts = plan * of_plan + behaviour * of_behaviour
    return scores


def score_predicates_of(scores: Amounts, new_idea: Flags, *, on: date) -> Codes:
    """Predicates (n,) of exact scores (n,) in ten-thousandths (Pasal 41 ayat 5 and its new idea)."""
    check_values(scores, on=on, what="score", scale=HUNDRED)
    bands = in_force(PERMENPANRB_8_2021, "score-bands", on).value
    demoted = in_force(PERMENPANRB_8_2021, "without-new-idea", on).value
    codes = np.array([PREDICATES.index(band["code"]) for band in bands], dtype=np.int8)
    lower = np.array([PREDICATES.index(demoted[code]) for code in PREDICATES], dtype=np.int8)
    found = codes[places_at(bands, scores, HUNDRED)]
    return np.where(new_idea, found, lower[found]).astype(np.int8)


def explain_score(
    skp: int, behaviour: int, *, peers_consulted: bool, new_idea: bool, on: date
) -> Explanation:
    """Score and predicate of one person, values in hundredths, 0–120; the unrounded score is compared."""
    check_values([skp, behaviour], on=on)
    weights = in_force(PERMENPANRB_8_2021, "score-weights", on)
    row = weights.value["PEERS_CONSULTED" if peers_consulted else "ALONE"]
    exact = (exactly(skp) * row["PLAN"] + exactly(behaviour) * row["BEHAVIOUR"]) / (HUNDRED * HUNDRED)
    names = in_force(PERMENPANRB_8_2021, "predicates", on).value
    shares = {"plan": decimal_words(row["PLAN"]), "behaviour": decimal_words(row["BEHAVIOUR"])}
    parts = {"skp": decimal_words(skp), "conduct": decimal_words(behaviour)}
    score = as_hundredths(exact)
    consulted = say("consulted" if peers_consulted else "not_consulted")
    bands = in_force(PERMENPANRB_8_2021, "score-bands", on)
    band = band_at(bands.value, exact)
    assert band is not None
    steps = [
        step(weights, say("score_weights", consulted=consulted, **shares)),
        step(weights, say("score_total", score=decimal_words(score), **shares, **parts)),
        step(bands, say("score_predicate", predicate=names[band["code"]]), part=band["code"]),
    ]
    predicate, more = _with_idea(band["code"], new_idea, on)
    result = {"score": format_hundredths(score), "predicate": predicate}
    return Explanation("predicate", on, result, (*steps, *more))


def highest_value(*, on: date) -> int:
    """The highest value of a plan, of behaviour and of a score in hundredths, where Pasal 41 ends."""
    return int(in_force(PERMENPANRB_8_2021, "plan-maximum", on).value)


def check_values(values: Sequence[int] | Amounts, *, on: date, what: str = "value", scale: int = 1) -> None:
    """Raise ValueError unless all values, in 1/scale hundredths, lie between 0 and the highest."""
    amounts, highest = np.asarray(values, dtype=np.int64), highest_value(on=on)
    if amounts.min(initial=0) < 0 or amounts.max(initial=0) > highest * scale:
        raise ValueError(f"a {what} lies between 0 and {format_hundredths(highest)}")


def achievements_of(
    target: Amounts, realisation: Amounts, less: Flags, *, on: date
) -> tuple[Amounts, Amounts]:
    """Achievements (n,) of single targets: hundredths of a percent, and whole percents, half up.

    PermenPANRB 8/2021 p. 99: realisation / target, or 1 + (1 - realisation / target) where less is better.
    """
    in_force(PERMENPANRB_8_2021, "achievement-formulas", on)
    if (target <= 0).any():
        raise ValueError("a target of 0 has no achievement")
    if realisation.min(initial=0) < 0:
        raise ValueError("a realisation cannot be negative")
    part = np.where(less, np.maximum(2 * target - realisation, 0), realisation) * HUNDRED
    return _rounded(part * HUNDRED, target), _rounded(part, target)


def explain_achievement(
    target: Sequence[int], realisation: int, *, direction: str, maximum: bool, on: date
) -> Explanation:
    """Achievement, category and value of one indicator of a top official or unit head, values in hundredths.

    `target` holds one value or lowest and highest of a range (p. 99–101). The whole percent, half up, decides
    category and value; a maximum target reached exactly gives the highest value. Refuses a target of 0.
    """
    position_of(direction, DIRECTIONS)
    exact, steps = _achievement(target, realisation, direction, on)
    achievement, rounded = as_hundredths(exact * HUNDRED), round_half_up(exact * HUNDRED)
    category, value, entry, part = _category(exact * HUNDRED, maximum, on)
    formula = in_force(PERMENPANRB_8_2021, "achievement-formulas", on)
    shares: dict[str, Sentence | int] = {"achievement": decimal_words(achievement), "rounded": rounded}
    steps.append(step(formula, say("achievement_formula", formula=formula.value[direction], **shares)))
    steps.append(_category_step(entry, part, rounded, category, value, on))
    result = {
        "achievement": format_hundredths(achievement),
        "rounded": str(rounded),
        "category": category,
        "value": format_hundredths(value),
    }
    return Explanation("indicator-achievement", on, result, tuple(steps))


def integrated_value(plans: Sequence[tuple[int, int]], *, on: date) -> int:
    """Several plans in one year as one value: (value in hundredths, months) weighed by the months (not confirmed).

    Raises NotInForce outside the numeric regime, ValueError for no plan, a plan without months, more than a year.
    """
    _check_months(plans, int(in_force(PERMENPANRB_8_2021, "two-plans", on).value["BY_MONTHS"]["months"]))
    months = sum(served for _, served in plans)
    return as_hundredths(sum((exactly(value) * served for value, served in plans), Fraction(0)) / months)


def explain_two_plans(plans: Sequence[tuple[int, int]], *, on: date) -> Explanation:
    """The one value of several plans in a year, as `integrated_value` finds it, with its reason."""
    value = integrated_value(plans, on=on)
    entry = in_force(PERMENPANRB_8_2021, "two-plans", on)
    words = [say("step_plain", title=entry.value["BY_MONTHS"]["sentence"])]
    words += [say("two_plans_part", value=decimal_words(part), months=served) for part, served in plans]
    months = sum(served for _, served in plans)
    words.append(say("two_plans", months=months, value=decimal_words(value)))
    result = {"value": format_hundredths(value)}
    return Explanation("two-plans", on, result, tuple(step(entry, one) for one in words))


def _check_months(plans: Sequence[tuple[int, int]], year: int) -> None:
    if not plans:
        raise ValueError("there is no plan to weigh")
    for _, served in plans:
        if served <= 0:
            raise ValueError(f"a plan is weighed by at least one month, not {served}")
    if (months := sum(served for _, served in plans)) > year:
        raise ValueError(f"a year has {year} months, not {months}")


def _with_idea(code: str, new_idea: bool, on: date) -> tuple[str, list[Step]]:
    demoted = in_force(PERMENPANRB_8_2021, "without-new-idea", on)
    names = in_force(PERMENPANRB_8_2021, "predicates", on).value
    lower = str(demoted.value[code])
    if new_idea or lower == code:
        return code, []
    return lower, [step(demoted, say("score_no_idea", predicate=names[lower]))]


def _achievement(
    target: Sequence[int], realisation: int, direction: str, on: date
) -> tuple[Fraction, list[Step]]:
    if min(target) <= 0:
        raise ValueError("a target of 0 has no achievement")
    if realisation < 0:
        raise ValueError("a realisation cannot be negative")
    entry = in_force(PERMENPANRB_8_2021, "achievement-formulas", on)
    lowest, highest = target[0], target[-1]
    if lowest < highest and lowest <= realisation <= highest:
        return Fraction(1), [step(entry, say("achievement_inside", realisation=decimal_words(realisation)))]
    base = highest if realisation > highest else lowest
    words = say("achievement_base", target=decimal_words(base), realisation=decimal_words(realisation))
    share = Fraction(realisation, base)
    return (share if direction == "MORE" else max(2 - share, Fraction(0))), [step(entry, words)]


def _category(percent: Fraction, maximum: bool, on: date) -> tuple[str, int, Entry, str]:
    best = in_force(PERMENPANRB_8_2021, "maximum-target", on)
    row = best.value["MAXIMUM"]
    if maximum and percent == exactly(row["achievement"]):
        return row["category"], row["value"], best, "MAXIMUM"
    entry = in_force(PERMENPANRB_8_2021, "achievement-bands", on)
    whole = Fraction(round_half_up(percent))
    part = [code for code, row in entry.value.items() if exactly(row["min"]) <= whole][-1]
    band = entry.value[part]
    return band["category"], as_hundredths(_value_in(band, whole)), entry, part


def _category_step(entry: Entry, part: str, rounded: int, category: str, value: int, on: date) -> Step:
    name = in_force(PERMENPANRB_8_2021, "predicates", on).value[category]
    key = "achievement_maximum" if "/maximum-target@" in entry.ref else "achievement_category"
    return step(entry, say(key, rounded=rounded, category=name, value=decimal_words(value)), part=part)


def _value_in(row: Mapping[str, int], whole: Fraction) -> Fraction:
    lowest, first = exactly(row["min"]), exactly(row["value_at_min"])
    if "value_at_max" not in row:
        return first
    rise = exactly(row["value_at_max"]) - first
    return first + rise * (whole - lowest) / (exactly(row["max"]) - lowest)


def _rounded(part: Amounts, whole: Amounts) -> Amounts:
    return (2 * part + whole) // (2 * whole)
