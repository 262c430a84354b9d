"""Plan values of the numeric regime (PermenPANRB 8/2021): main results by weight, additional ones capped."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from selaras.rules.codes import PREDICATES, position_of
from selaras.rules.dated import Entry, in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import HUNDRED, as_hundredths, exactly, format_hundredths
from selaras.rules.scoring import PERMENPANRB_8_2021, check_values, highest_value
from selaras.rules.sentences import Sentence, decimal_words, say

PERCENT = HUNDRED * HUNDRED


def additional_value(
    categories: Sequence[str], scopes: Sequence[int], values: Sequence[int], *, on: date
) -> int:
    """Value of additional results in hundredths: sum of factor × scope weight × value, capped (p. 95).

    `scopes` and `values` in hundredths; the weights of scope are the agency's, the law's are not known.
    """
    return as_hundredths(_additional(list(zip(categories, scopes, values, strict=True)), on))


def plan_total(main: Sequence[tuple[int, int]], additional: int, *, on: date) -> int:
    """Plan value in hundredths: main results as (value, weight in percent hundredths) plus additional (p. 95).

    Rounded once and at most 120, where Pasal 41 ends. Raises ValueError for weights that are not 100 % in all, values
    outside 0–120 and additional results above their cap.
    """
    cap = int(in_force(PERMENPANRB_8_2021, "additional-cap", on).value)
    if not 0 <= additional <= cap:
        raise ValueError(f"additional results lie between 0 and {format_hundredths(cap)}")
    return min(as_hundredths(_main(main, on) + exactly(additional)), highest_value(on=on))


def explain_plan_value(
    results: Sequence[tuple[str, int]], additional: Sequence[tuple[str, int, int]], *, on: date
) -> Explanation:
    """Plan value of an administrative or functional official from categories of results (p. 459, weak).

    `results` are (category, weight in percent hundredths), their weights 100 % in all; `additional` are (category,
    scope weight, value) in hundredths, capped together (p. 95). Raises UnknownCode and ValueError as `plan_total`.
    """
    for code, _ in results:
        position_of(code, PREDICATES)
    values = in_force(PERMENPANRB_8_2021, "result-values", on)
    names = in_force(PERMENPANRB_8_2021, "predicates", on).value
    main = [(int(values.value[code]["VALUE"]), weight) for code, weight in results]
    steps = [
        step(values, _weighted("result_weighted", names[code], value, weight))
        for (code, _), (value, weight) in zip(results, main, strict=True)
    ]
    return _plan("plan-value", values, steps, (_main(main, on), _additional(additional, on)), on)


def explain_plan_total(
    parts: Sequence[tuple[str, int, int]], additional: Sequence[tuple[str, int, int]], *, on: date
) -> Explanation:
    """Plan value of a top official or head of an independent unit from the parts of the main results (p. 101, 363).

    `parts` are (code of the law file plan-parts, value, weight in percent hundredths); `additional` and what is
    refused as in `explain_plan_value`. The weights of the parts are the agency's: the law's were not read.
    """
    entry = in_force(PERMENPANRB_8_2021, "plan-parts", on)
    for code, _, _ in parts:
        position_of(code, tuple(entry.value))
    steps = [step(entry, _weighted("part_weighted", entry.value[code], *row)) for code, *row in parts]
    main = _main([(value, weight) for _, value, weight in parts], on)
    return _plan("plan-total", entry, steps, (main, _additional(additional, on)), on)


def _weighted(key: str, name: Sentence, value: int, weight: int) -> Sentence:
    weighted = as_hundredths(exactly(value) * exactly(weight) / HUNDRED)
    parts = {"value": decimal_words(value), "weight": decimal_words(weight)}
    return say(key, name=name, weighted=decimal_words(weighted), **parts)


def _plan(
    rule: str, entry: Entry, steps: list[Step], parts: tuple[Fraction, Fraction], on: date
) -> Explanation:
    """The end of both ways to a plan value: additional results, the sum rounded once, and the highest value."""
    cap = in_force(PERMENPANRB_8_2021, "additional-cap", on)
    main, extra = parts
    total, highest = as_hundredths(main + extra), highest_value(on=on)
    words = say("result_additional", value=decimal_words(as_hundredths(extra)), cap=decimal_words(cap.value))
    steps += [step(cap, words), step(entry, say("plan_value", value=decimal_words(total)))]
    if total > highest:
        most = say("plan_maximum", value=decimal_words(total), highest=decimal_words(highest))
        steps.append(step(in_force(PERMENPANRB_8_2021, "plan-maximum", on), most))
    return Explanation(rule, on, {"value": format_hundredths(min(total, highest))}, tuple(steps))


def _main(main: Sequence[tuple[int, int]], on: date) -> Fraction:
    """The exact weighted sum of main results."""
    check_values([value for value, _ in main], on=on)
    _check_weights([weight for _, weight in main])
    if sum(weight for _, weight in main) != PERCENT:
        raise ValueError("the weights of the results must add up to 100 %")
    return sum((exactly(value) * exactly(weight) / HUNDRED for value, weight in main), Fraction(0))


def _additional(additional: Sequence[tuple[str, int, int]], on: date) -> Fraction:
    """The exact value of additional results, capped."""
    factors = in_force(PERMENPANRB_8_2021, "additional-factors", on).value
    for code, _, _ in additional:
        position_of(code, PREDICATES)
    _check_weights([scope for _, scope, _ in additional])
    check_values([value for _, _, value in additional], on=on)
    total = sum(
        exactly(factors[code]["FACTOR"]) / HUNDRED * exactly(scope) * exactly(value) / HUNDRED
        for code, scope, value in additional
    )
    return min(Fraction(total), exactly(in_force(PERMENPANRB_8_2021, "additional-cap", on).value))


def _check_weights(weights: Sequence[int]) -> None:
    if any(not 0 <= weight <= PERCENT for weight in weights):
        raise ValueError("a weight lies between 0 and 100 %")
