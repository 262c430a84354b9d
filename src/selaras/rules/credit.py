"""Credit points of functional officials (PermenPANRB 1/2023, PerBKN 3/2023): earned and missing."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from selaras.rules.bands import Amounts
from selaras.rules.codes import PREDICATES, Codes, position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.hundredths import HUNDRED, as_hundredths, exactly, format_hundredths
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, day_words, decimal_words, say

PERMENPANRB_1_2023 = "permenpanrb-1-2023"
MONTHS = 12
WHOLE = MONTHS * HUNDRED * HUNDRED


@dataclass(frozen=True)
class Need:
    """What somebody still lacks for promotion, in hundredths, and the months it takes under one predicate."""

    needed: int
    missing: int
    months: int


def levels(*, on: date) -> tuple[str, ...]:
    """The codes of all levels, in the order of the law file; arrays use their places."""
    return tuple(in_force(PERMENPANRB_1_2023, "levels", on).value)


def credits_of(level: Codes, predicate: Codes, months: npt.NDArray[np.int64], *, on: date) -> Amounts:
    """Credit points (n,) in hundredths, half up: places in `levels()` and PREDICATES, months 1–12.

    PermenPANRB 1/2023 Pasal 37: months/12 × percentage × coefficient. Missing inputs are refused, never zero.
    """
    if months.min(initial=1) < 1 or months.max(initial=1) > MONTHS:
        raise ValueError(f"months must lie between 1 and {MONTHS}")
    part = _units(level, predicate, on) * months
    return (2 * part + WHOLE) // (2 * WHOLE)


def explain_credit(level: str, predicate: str, months: int, *, on: date) -> Explanation:
    """Credit points of one person for a year or a part of it, with the steps."""
    exact = _exact(level, predicate, months, on)
    rows = in_force(PERMENPANRB_1_2023, "levels", on)
    shares = in_force(PERMENPANRB_1_2023, "percentages", on)
    row, percent = rows.value[level], decimal_words(shares.value[predicate]["PERCENT"])
    name, coefficient = Sentence(row["id"], row["en"]), decimal_words(row["coefficient"])
    predicates = in_force(PERMENPANRB_6_2022, "predicates", on).value
    credit = as_hundredths(exact)
    total = say(
        "credit_total", months=months, percent=percent, coefficient=coefficient, credit=decimal_words(credit)
    )
    steps = (
        step(shares, say("credit_percent", predicate=predicates[predicate], percent=percent)),
        step(rows, say("credit_coefficient", level=name, coefficient=coefficient)),
        step(shares, total),
    )
    return Explanation("credit", on, {"credit": format_hundredths(credit)}, steps)


def base_credit(rank: str, *, on: date) -> int:
    """Base credit points of a rank in hundredths; zero for ranks that the table leaves out."""
    row = in_force(PERMENPANRB_1_2023, "base-credits", on).value.get(rank)
    return int(row["CREDIT"]) if row else 0


def diploma_bonus(level: str, *, on: date) -> int:
    """Extra credit points for a higher diploma in hundredths: a share of the need for promotion in rank."""
    row = in_force(PERMENPANRB_1_2023, "levels", on).value[level]
    share = in_force(PERMENPANRB_1_2023, "diploma-bonus", on).value
    return as_hundredths(exactly(row["rank_need"]) * exactly(share) / HUNDRED)


def credit_at_move(level: str, years: int, *, on: date) -> int:
    """Credit points on moving to a functional position: coefficient × years, the years capped."""
    counted = min(years, int(in_force(PERMENPANRB_1_2023, "move-years", on).value))
    return counted * int(in_force(PERMENPANRB_1_2023, "levels", on).value[level]["coefficient"])


def need_for(
    level: str, owned: int, *, goal: str, predicate: str, start_month: int = 1, on: date
) -> Need | None:
    """What is missing for `goal` RANK or LEVEL with `owned` points (hundredths), and in how many months.

    The fewest whole months under one predicate, from `start_month` of a year (1–12) without a break, whose
    conversions reach the need as `accumulated` adds them. A conversion belongs to a calendar year: Pasal 37 converts
    the predicate of a year, and a part of it by months/12 for the first months of a new year (PerBKN 3/2023); each
    is rounded. None when the level has no next one. Every predicate earns something, so every need is met one day.
    """
    position_of(goal, ("RANK", "LEVEL"))
    if owned < 0:
        raise ValueError("owned credit points cannot be negative")
    if not 1 <= start_month <= MONTHS:
        raise ValueError(f"the first month must lie between 1 and {MONTHS}, not {start_month}")
    needed = in_force(PERMENPANRB_1_2023, "levels", on).value[level].get(f"{goal.lower()}_need")
    if needed is None:
        return None
    missing = max(int(needed) - owned, 0)
    return Need(int(needed), missing, _months(level, predicate, missing, start_month, on))


def months_needed(
    level: Codes, predicate: Codes, missing: Amounts, start_month: npt.NDArray[np.int64], *, on: date
) -> npt.NDArray[np.int64]:
    """Months (n,) until conversions reach `missing` (n,) in hundredths; months and years as in `need_for`.

    Places in `levels()` and PREDICATES, none of them missing; `start_month` 1–12.
    """
    if missing.min(initial=0) < 0:
        raise ValueError("missing credit points cannot be negative")
    if start_month.min(initial=1) < 1 or start_month.max(initial=1) > MONTHS:
        raise ValueError(f"the first month must lie between 1 and {MONTHS}")
    unit = _units(level, predicate, on)
    first = MONTHS + 1 - start_month
    year = (2 * MONTHS * unit + WHOLE) // (2 * WHOLE)
    later = np.maximum(missing - (2 * first * unit + WHOLE) // (2 * WHOLE), 0)
    years = np.maximum(later - 1, 0) // year
    rest = np.where(later > 0, later - years * year, missing)
    last = np.where(rest > 0, -(-WHOLE * (2 * rest - 1) // (2 * unit)), 0)
    months: npt.NDArray[np.int64] = np.where(later > 0, first + years * MONTHS, 0) + last
    return months


def accumulated(owned: int, earned: Sequence[tuple[str, str, int]], *, on: date) -> int:
    """Points owned in the same level plus conversions (level, predicate, months), each rounded (PerBKN 3/2023).

    Raises ValueError for negative points and for conversions of several levels: a new level begins anew.
    """
    if owned < 0:
        raise ValueError("owned credit points cannot be negative")
    if len({level for level, _, _ in earned}) > 1:
        raise ValueError("conversions of several levels are not added; a new level begins anew")
    return owned + sum(as_hundredths(_exact(*one, on)) for one in earned)


def explain_accumulated(
    level: str, owned: int, earned: Sequence[tuple[str, int]], *, on: date
) -> Explanation:
    """Points of one level after conversions (predicate, months), as `accumulated` adds them, with the steps."""
    rows, shares = (in_force(PERMENPANRB_1_2023, name, on) for name in ("levels", "percentages"))
    total = accumulated(owned, [(level, *one) for one in earned], on=on)
    position_of(level, tuple(rows.value))
    name = Sentence(rows.value[level]["id"], rows.value[level]["en"])
    steps = [step(rows, say("credit_owned", level=name, owned=decimal_words(owned)))]
    steps += [explain_credit(level, *one, on=on).steps[-1] for one in earned]
    steps.append(step(shares, say("credit_accumulated", credit=decimal_words(total))))
    return Explanation("credit-accumulated", on, {"credit": format_hundredths(total)}, tuple(steps))


def explain_need(level: str, owned: int, *, goal: str, start_on: date, on: date) -> Explanation:
    """What is missing for `goal` RANK or LEVEL, and the earliest day under each predicate, best first.

    The months begin with that of `start_on`, as in `need_for`. A level without a next one needs nothing for LEVEL.
    """
    entry, shares = (in_force(PERMENPANRB_1_2023, name, on) for name in ("levels", "percentages"))
    first_month = start_on.month
    needs = {
        code: need_for(level, owned, goal=goal, predicate=code, start_month=first_month, on=on)
        for code in reversed(PREDICATES)
    }
    first = next(iter(needs.values()))
    if first is None:
        return Explanation("credit-need", on, {"needed": None}, (step(entry, say("credit_no_next")),))
    names = in_force(PERMENPANRB_6_2022, "predicates", on).value
    parts = {"needed": first.needed, "owned": owned, "missing": first.missing}
    steps = [step(entry, say("credit_need", **{key: decimal_words(part) for key, part in parts.items()}))]
    steps.append(step(shares, say("credit_years")))
    earliest: dict[str, str] = {}
    for code, need in needs.items():
        assert need is not None
        day = earliest_month(start_on, need.months)
        earliest[code] = day.isoformat()
        words = say("credit_month", predicate=names[code], months=need.months, day=day_words(day))
        steps.append(step(entry, words))
    result = {key: format_hundredths(parts[key]) for key in ("needed", "missing")} | {"earliest": earliest}
    return Explanation("credit-need", on, result, tuple(steps))


def earliest_month(start: date, months: int) -> date:
    """The first day of the month after `months` whole months that begin with the month of `start`."""
    later = start.year * MONTHS + start.month - 1 + months
    return date(later // MONTHS, later % MONTHS + 1, 1)


def _units(level: Codes, predicate: Codes, on: date) -> Amounts:
    """What one month (n,) earns in 1/WHOLE of a hundredth of a point."""
    if min(level.min(initial=0), predicate.min(initial=0)) < 0:
        raise ValueError("a missing level or predicate earns no credit; leave the person out")
    rows = in_force(PERMENPANRB_1_2023, "levels", on).value
    shares = in_force(PERMENPANRB_1_2023, "percentages", on).value
    if level.max(initial=0) >= len(rows) or predicate.max(initial=0) >= len(PREDICATES):
        raise ValueError("an array holds a number that stands for no code")
    coefficients = np.array([row["coefficient"] for row in rows.values()], dtype=np.int64)
    percents = np.array([shares[code]["PERCENT"] for code in PREDICATES], dtype=np.int64)
    units: Amounts = coefficients[level] * percents[predicate]
    return units


def _months(level: str, predicate: str, missing: int, start_month: int, on: date) -> int:
    """Whole calendar years are added until the last one reaches what is missing."""
    earned = [0, *(as_hundredths(_exact(level, predicate, served, on)) for served in range(1, MONTHS + 1))]
    months, room = 0, MONTHS + 1 - start_month
    while earned[room] < missing:
        missing, months, room = missing - earned[room], months + room, MONTHS
    return months + bisect_left(earned, missing)


def _exact(level: str, predicate: str, months: int, on: date) -> Fraction:
    rows = in_force(PERMENPANRB_1_2023, "levels", on).value
    shares = in_force(PERMENPANRB_1_2023, "percentages", on).value
    position_of(level, tuple(rows))
    position_of(predicate, PREDICATES)
    if not 1 <= months <= MONTHS:
        raise ValueError(f"months must lie between 1 and {MONTHS}, not {months}")
    share = exactly(shares[predicate]["PERCENT"]) / HUNDRED
    return Fraction(months, MONTHS) * share * exactly(rows[level]["coefficient"])
