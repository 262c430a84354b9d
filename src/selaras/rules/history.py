"""Results from before July 2021 under PP 46/2011, and the integration of the two halves of 2021."""

from datetime import date

from selaras.rules.bands import band_at
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.hundredths import HUNDRED, as_hundredths, exactly, format_hundredths, parse_hundredths
from selaras.rules.sentences import decimal_words, say

PP_46_2011 = "pp-46-2011"


def explain_work_achievement(plan: int, behaviour: int, *, on: date) -> Explanation:
    """Work achievement from plan and behaviour values in hundredths: 60 % and 40 % (PP 46/2011 Pasal 15)."""
    weights = in_force(PP_46_2011, "score-weights", on)
    row = weights.value["WHOLE"]
    exact = (exactly(plan) * row["PLAN"] + exactly(behaviour) * row["BEHAVIOUR"]) / (HUNDRED * HUNDRED)
    bands = in_force(PP_46_2011, "score-bands", on)
    band = band_at(bands.value, exact)
    assert band is not None
    name = in_force(PP_46_2011, "predicates", on).value[band["code"]]
    score = as_hundredths(exact)
    words = say(
        "score_total",
        skp=decimal_words(plan),
        plan=decimal_words(row["PLAN"]),
        conduct=decimal_words(behaviour),
        behaviour=decimal_words(row["BEHAVIOUR"]),
        score=decimal_words(score),
    )
    steps = (step(weights, words), step(bands, say("score_predicate", predicate=name)))
    return Explanation(
        "work-achievement", on, {"score": format_hundredths(score), "predicate": band["code"]}, steps
    )


def integrated_2021(first_half: int, second_half: int, *, on: date) -> int:
    """The value of 2021 in hundredths from its two halves, half each (secondary source)."""
    return parse_hundredths(str(explain_integration(first_half, second_half, on=on).result["value"]))


def explain_integration(first_half: int, second_half: int, *, on: date) -> Explanation:
    """The value of 2021 from January–June under PP 46/2011 and July–December under PermenPANRB 8/2021.

    `on` is the last day of the judged year, 31 December 2021; any other day raises NotInForce.
    """
    entry = in_force(PP_46_2011, "integration-2021", on)
    first, second = entry.value["JANUARY_JUNE"]["SHARE"], entry.value["JULY_DECEMBER"]["SHARE"]
    exact = (exactly(first_half) * first + exactly(second_half) * second) / (HUNDRED * HUNDRED)
    value = as_hundredths(exact)
    words = say(
        "integration",
        first=decimal_words(first_half),
        share=decimal_words(first),
        second=decimal_words(second_half),
        rest=decimal_words(second),
        value=decimal_words(value),
    )
    result = {"value": format_hundredths(value)}
    return Explanation("integration-2021", on, result, (step(entry, words),))
