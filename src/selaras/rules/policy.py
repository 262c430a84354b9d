"""What an agency chooses within the law: made into policies, and refused with the article where the law forbids it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from selaras.rules.allowance import ALLOWANCE, AllowancePolicy
from selaras.rules.bands import Bands
from selaras.rules.careers import MonthPolicy
from selaras.rules.codes import PREDICATES
from selaras.rules.dated import Cite, Entry, in_force
from selaras.rules.discipline import PP_94_2021
from selaras.rules.hundredths import HUNDRED, parse_hundredths
from selaras.rules.schemes import COMPANY_SCHEMES
from selaras.rules.sentences import Sentence, decimal_words, say

PERCENT = HUNDRED * HUNDRED


@dataclass(frozen=True)
class ChoiceError:
    """Why a choice is refused: the field, the sentence, and the law entry that it would break."""

    field: str
    sentence: Sentence
    cite: Cite
    confidence: str


def allowance_errors(choice: Mapping[str, Any], *, is_regional: bool, on: date) -> tuple[ChoiceError, ...]:
    """What the law forbids in a choice about the allowance; decimals are text, percents of the whole.

    Regions keep the shares of Kepmendagri 900-4700/2020; a better predicate never pays less; a longer lateness
    never costs less; a medium sanction cuts as PP 94/2021 Pasal 8 says. Raises NotInForce.
    """
    return (
        *_share_errors(choice, is_regional, on),
        *_factor_errors(choice["factors"], on),
        *_cut_errors(choice["cuts"], on),
        *_sanction_errors(choice["sanctions"], on),
    )


def scheme_errors(choice: Mapping[str, Any], *, on: date) -> tuple[ChoiceError, ...]:
    """What is impossible in a company's scheme: weights that are not 100 % in all, bands that do not rise."""
    bands = in_force(COMPANY_SCHEMES, "rating-bands", on)
    found = []
    names = [component["name"].strip().lower() for component in choice["components"]]
    if len(set(names)) < len(names):
        found.append(_error(bands, "components", "choice_names"))
    weights = sum(parse_hundredths(component["weight"]) for component in choice["components"])
    if weights != PERCENT:
        found.append(_error(bands, "components", "choice_weights", total=decimal_words(weights)))
    for lower, upper in pairwise(bands_of(choice)):
        if lower["min"] >= upper["min"]:
            found.append(_error(bands, f"bands.{upper['code']}", "choice_bands"))
    return tuple(found)


def allowance_policy_of(choice: Mapping[str, Any]) -> AllowancePolicy:
    """The policy that a choice without errors stands for."""
    return AllowancePolicy(
        productivity=parse_hundredths(choice["productivity"]),
        discipline=parse_hundredths(choice["discipline"]),
        factors={code: parse_hundredths(choice["factors"][code]) for code in PREDICATES},
        cut_base=choice["cut_base"],
        rounding=choice["rounding"],
        round_to=int(choice["round_to"]),
    )


def month_policy_of(choice: Mapping[str, Any]) -> MonthPolicy:
    """The conditions of the employee of the month that a choice stands for."""
    return MonthPolicy(choice["lowest_predicate"], choice["months_between"], choice["newcomers"])


def bands_of(choice: Mapping[str, Any]) -> Bands:
    """The rating bands of a company's choice, lowest first; the lowest begins at zero."""
    lowest, *others = PREDICATES
    rising = [{"code": code, "min": parse_hundredths(choice["bands"][code])} for code in others]
    return [{"code": lowest, "min": 0}, *rising]


def sanction_cut_of(level: str, *, on: date) -> int | None:
    """The cut of the allowance that the law fixes for a level of sanction, in hundredths; None where it fixes none."""
    rows = in_force(PP_94_2021, "sanctions", on).value.values()
    cuts = [row["allowance_cut"] for row in rows if row["level"] == level and "allowance_cut" in row]
    return max(cuts, default=None)


def _share_errors(choice: Mapping[str, Any], is_regional: bool, on: date) -> list[ChoiceError]:
    entry = in_force(ALLOWANCE, "shares", on)
    law = {name.lower(): row["SHARE"] for name, row in entry.value.items()}
    given = {name: parse_hundredths(choice[name]) for name in law}
    if sum(given.values()) != PERCENT:
        return [_error(entry, "discipline", "choice_shares", total=decimal_words(sum(given.values())))]
    if not is_regional:
        return []
    return [
        _error(entry, name, "choice_share_fixed", share=decimal_words(share))
        for name, share in law.items()
        if given[name] != share
    ]


def _factor_errors(factors: Mapping[str, str], on: date) -> list[ChoiceError]:
    entry = in_force(ALLOWANCE, "predicate-factors", on)
    return [
        _error(entry, f"factors.{better}", "choice_factor")
        for worse, better in pairwise(PREDICATES)
        if parse_hundredths(factors[better]) < parse_hundredths(factors[worse])
    ]


def _cut_errors(cuts: Mapping[str, str], on: date) -> list[ChoiceError]:
    entry = in_force(ALLOWANCE, "cuts", on)
    return [
        _error(entry, f"cuts.{later}", "choice_cut")
        for earlier, later in _steps_of(entry)
        if parse_hundredths(cuts[later]) < parse_hundredths(cuts[earlier])
    ]


def _steps_of(entry: Entry) -> Sequence[tuple[str, str]]:
    """Neighbours of one kind of cut, the shorter one first."""
    rows = sorted(entry.value.items(), key=lambda item: (item[1]["kind"], item[1].get("minutes_from", 0)))
    return [(one, two) for (one, first), (two, second) in pairwise(rows) if first["kind"] == second["kind"]]


def _sanction_errors(cuts: Mapping[str, str], on: date) -> list[ChoiceError]:
    entry = in_force(PP_94_2021, "sanctions", on)
    fixed = {level: sanction_cut_of(level, on=on) for level in cuts}
    return [
        _error(entry, f"sanctions.{level}", "choice_sanction", cut=decimal_words(cut))
        for level, cut in fixed.items()
        if cut is not None and parse_hundredths(cuts[level]) != cut
    ]


def _error(entry: Entry, field: str, key: str, **words: Sentence | str | int) -> ChoiceError:
    return ChoiceError(field, say(key, **words), entry.cite, entry.confidence)
