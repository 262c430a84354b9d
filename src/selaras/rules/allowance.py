"""Performance allowance (TPP, tunjangan kinerja): an agency's policy within the law, every rupiah explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from selaras.rules.bands import Amounts
from selaras.rules.codes import MISSING, PREDICATES, Codes, position_of
from selaras.rules.dated import in_force
from selaras.rules.hundredths import HUNDRED

ALLOWANCE = "allowance"
PERCENT = HUNDRED * HUNDRED
WIDEST = 2**60
ROUNDINGS = ("HALF_UP", "DOWN")
CUT_BASES = ("DISCIPLINE_PART", "WHOLE")


@dataclass(frozen=True)
class AllowancePolicy:
    """What an agency chooses; percents in hundredths, money in whole rupiah.

    `cut_base`: whether discipline cuts are a percent of the discipline part or of the whole allowance.
    `round_to`: rupiah to which the total is rounded, by `rounding`.
    """

    productivity: int
    discipline: int
    factors: Mapping[str, int]
    cut_base: str = "DISCIPLINE_PART"
    rounding: str = "HALF_UP"
    round_to: int = 1

    def __post_init__(self) -> None:
        """Refuse a policy that pays more or less than the whole, or names an unknown choice."""
        if self.productivity + self.discipline != PERCENT or min(self.productivity, self.discipline) < 0:
            raise ValueError("the shares of productivity and discipline must add up to 100%")
        if set(self.factors) != set(PREDICATES):
            raise ValueError("the policy needs a factor for each of the five predicates")
        if self.round_to < 1:
            raise ValueError("rounding goes to at least one rupiah")
        position_of(self.cut_base, CUT_BASES)
        position_of(self.rounding, ROUNDINGS)


def default_policy(*, on: date) -> AllowancePolicy:
    """The policy of the law files: shares 60/40 and the starting factors, which are not confirmed."""
    shares = in_force(ALLOWANCE, "shares", on).value
    factors = in_force(ALLOWANCE, "predicate-factors", on).value
    reckoning = in_force(ALLOWANCE, "reckoning", on).value["START"]
    return AllowancePolicy(
        productivity=shares["PRODUCTIVITY"]["SHARE"],
        discipline=shares["DISCIPLINE"]["SHARE"],
        factors={code: row["FACTOR"] for code, row in factors.items()},
        cut_base=reckoning["cut_base"],
        rounding=reckoning["rounding"],
        round_to=reckoning["round_to"],
    )


def cut_of(kind: str, *, minutes: int = 0, on: date) -> int:
    """The cut for one event in hundredths of a percent: LATE or EARLY by minutes, ABSENT, CEREMONY."""
    rows = tuple(in_force(ALLOWANCE, "cuts", on).value.values())
    position_of(kind, tuple(dict.fromkeys(row["kind"] for row in rows)))
    fitting = (
        row["percent"] for row in rows if row["kind"] == kind and row.get("minutes_from", 0) <= minutes
    )
    return max(fitting, default=0)


def allowances_of(
    base: Amounts,
    predicate: Codes,
    cuts: Amounts,
    sanction_cuts: Amounts,
    served: Amounts,
    whole: Amounts,
    *,
    policy: AllowancePolicy,
) -> npt.NDArray[np.int64]:
    """Allowances (n,) in rupiah from base in rupiah, places in PREDICATES, cuts and sanction cuts in hundredths of
    a percent, and days served of whole working days; MISSING where the predicate is missing.
    Raises ValueError for negative amounts and cuts, and more days than the month has.

    No `on`: `policy` already holds the values of its day (`default_policy(on=)`, or what the agency chose for it).
    """
    _check(base, predicate, (cuts, sanction_cuts), served, whole)
    factors = np.array([policy.factors[code] for code in PREDICATES], dtype=np.int64)
    shares = np.array([policy.productivity, policy.discipline], dtype=np.int64)
    taken, lost = np.minimum(cuts, PERCENT), np.minimum(sanction_cuts, PERCENT)
    part, fine, rough = _scale(shares), _scale(np.append(factors, taken)), _scale(lost)
    productivity, discipline = shares * part // PERCENT
    earned = (factors * fine // PERCENT)[np.maximum(predicate, 0)] * productivity
    taken, lost = taken * fine // PERCENT, lost * rough // PERCENT
    cut = taken * (part if policy.cut_base == "WHOLE" else discipline)
    kept = np.maximum(earned + discipline * fine - cut, 0) * (rough - lost)
    paid = _divided(base * served, kept, whole * part * fine * rough * policy.round_to, policy)
    return np.where(predicate == MISSING, MISSING, paid * policy.round_to)


def _check(
    base: Amounts, predicate: Codes, cuts: tuple[Amounts, ...], served: Amounts, whole: Amounts
) -> None:
    """Refuse what no month holds, in the words of the explained allowance."""
    if base.min(initial=0) < 0:
        raise ValueError("an allowance needs a post, and its base cannot be negative")
    if predicate.min(initial=0) < MISSING or predicate.max(initial=0) >= len(PREDICATES):
        raise ValueError("an array holds a number that stands for no code")
    if min(cut.min(initial=0) for cut in cuts) < 0:
        raise ValueError("a cut cannot be negative")
    if whole.min(initial=1) < 1 or served.min(initial=0) < 0 or (served > whole).any():
        raise ValueError("the days served must lie between none and the working days of the month")


def _scale(percents: Amounts) -> int:
    """The smallest number of parts of a whole in which all these percents are whole numbers."""
    different = np.flatnonzero(np.bincount(percents))
    return PERCENT // int(np.gcd.reduce(np.append(different, PERCENT)))


def _divided(money: Amounts, kept: Amounts, unit: Amounts, policy: AllowancePolicy) -> Amounts:
    """money × kept / unit as the policy rounds; in Python's own numbers when 64 bits would not hold it."""
    wide = int(money.max(initial=0)) * int(kept.max(initial=0)) > WIDEST
    product = money.astype(object) * kept if wide else money * kept
    half = unit if policy.rounding == "HALF_UP" else 0
    return ((2 * product + half) // (2 * unit)).astype(np.int64)
