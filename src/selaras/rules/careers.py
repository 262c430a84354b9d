"""Readiness for promotion in rank, periodic pay increase, long service medal and employee of the month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from selaras.rules.codes import PREDICATES, position_of
from selaras.rules.dated import Entry, in_force, law_file
from selaras.rules.explain import Step, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, day_words, decimal_words, say

CAREERS = "careers"
MONTHS = 12
LAST_SAFE_DAY = 28
NO_PARTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Readiness:
    """Ready or not; what is missing, each with its reason, and the first day on which time alone is no obstacle."""

    ready: bool
    lacks: tuple[str, ...]
    steps: tuple[Step, ...]
    from_on: date


@dataclass(frozen=True)
class Record:
    """What the rules need to know of a career.

    `predicates` of the last years, newest first; `missing_credit` in hundredths, None where it is not known;
    `first_raise_rank` the rank of somebody who waits for the very first periodic increase.
    """

    since_on: date
    predicates: tuple[str, ...] = ()
    missing_credit: int | None = None
    has_running_sanction: bool = False
    had_heavier_sanction: bool = False
    had_unpaid_leave: bool = False
    chosen_on: date | None = None
    first_raise_rank: str | None = None


@dataclass(frozen=True)
class MonthPolicy:
    """Who may be employee of the month: from which predicate, how long after the last time, without any predicate."""

    lowest_predicate: str
    months_between: int
    newcomers: bool


Lack = tuple[str, Sentence]


def rank_promotion(kind: str, record: Record, *, on: date) -> Readiness:
    """Readiness for promotion in rank, FUNCTIONAL or REGULAR, with `since_on` the day of the present rank.

    PP 99/2000 Pasal 13: years in rank, credit points where needed, and good predicates in the last years.
    """
    entry = in_force(CAREERS, "rank-promotion", on)
    position_of(kind, tuple(entry.value))
    row = entry.value[kind]
    ready_on = add_months(record.since_on, row["years_in_rank"] * MONTHS)
    lacks = [
        *_years(row["years_in_rank"], ready_on, on),
        *_predicates(record.predicates, row["good_years"], "GOOD"),
    ]
    if row["needs_credit"]:
        lacks += _credit(record.missing_credit)
    return _readiness(entry, lacks, ready_on, kind)


def next_promotion_day(ready_on: date, *, on: date) -> date:
    """The first day of the promotion period on or after a day (every month since PerBKN 4/2025)."""
    months = [int(month) for month in in_force(CAREERS, "promotion-months", on).value]
    first = date(ready_on.year, ready_on.month, 1)
    day = first if ready_on == first else add_months(first, 1)
    while day.month not in months:
        day = add_months(day, 1)
    return day


def periodic_raise(record: Record, *, on: date) -> Readiness:
    """Readiness for the periodic pay increase, `since_on` the day of the last one (PP 7/1977 Pasal 11–13).

    The average that Pasal 11 asks for is read from the newest predicate alone; the article names no years.
    """
    entry = in_force(CAREERS, "periodic-raise", on)
    row, rating = entry.value["RAISE"], entry.value["RATING"]
    years = row["first_years"] if record.first_raise_rank in row["first_ranks"] else row["years"]
    ready_on = add_months(record.since_on, years * MONTHS)
    lacks = [
        *_years(years, ready_on, on),
        *_predicates(record.predicates, rating["years"], rating["lowest_predicate"], "lack_average"),
    ]
    return _readiness(entry, lacks, ready_on, "RATING", {"YEARS": "RAISE"})


def raise_notice_day(raise_on: date, *, on: date) -> date:
    """The day by which the notice of a periodic increase goes out (PP 7/1977 Pasal 12)."""
    return add_months(raise_on, -int(in_force(CAREERS, "periodic-raise", on).value["RAISE"]["notice_months"]))


def raise_review_day(raise_on: date, *, on: date) -> date:
    """The next day after `on` by which a postponed increase is looked at again (PP 7/1977 Pasal 13).

    A postponement lasts a year at most and may be repeated; each counts from the day of the increase itself.
    """
    years = int(in_force(CAREERS, "periodic-raise", on).value["RAISE"]["postponed_years"])
    times = 1
    while (review_on := add_months(raise_on, times * years * MONTHS)) <= on:
        times += 1
    return review_on


def level_promotion(record: Record, *, has_vacancy: bool, passed_test: bool, on: date) -> Readiness:
    """Readiness for promotion in level: credit points, an open post, the test, a good last year (Pasal 30)."""
    entry = in_force(CAREERS, "level-promotion", on)
    row = entry.value["LEVEL"]
    lacks = [*_predicates(record.predicates, row["good_years"], "GOOD"), *_credit(record.missing_credit)]
    if row["needs_vacancy"] and not has_vacancy:
        lacks.append(("VACANCY", say("lack_vacancy")))
    if row["needs_test"] and not passed_test:
        lacks.append(("TEST", say("lack_test")))
    return _readiness(entry, lacks, record.since_on)


def long_service_medal(grade: str, record: Record, *, on: date) -> Readiness:
    """Readiness for Satyalancana Karya Satya X, XX or XXX, with `since_on` the day of appointment as CPNS."""
    entry = in_force(CAREERS, "satyalancana", on)
    position_of(grade, tuple(entry.value))
    years = entry.value[grade]["years"]
    ready_on = add_months(record.since_on, years * MONTHS)
    lacks = [*_years(years, ready_on, on)]
    if record.had_heavier_sanction:
        lacks.append(("SANCTION", say("lack_record")))
    if record.had_unpaid_leave:
        lacks.append(("LEAVE", say("lack_leave")))
    return _readiness(entry, lacks, ready_on)


def employee_of_month(
    record: Record, *, on: date, policy: MonthPolicy | None = None, folder: str = CAREERS
) -> Readiness:
    """Whether somebody may be chosen employee of the month; a policy of the agency, not law.

    Without `policy` the starting choice of the law file holds; `folder` is CAREERS, or that of a company's schemes.
    A running sanction always stands in the way.
    """
    entry = in_force(folder, "employee-of-month", on)
    chosen = policy or default_month_policy(on=on, folder=folder)
    waived = chosen.newcomers and not record.predicates
    lacks = [] if waived else [*_predicates(record.predicates, 1, chosen.lowest_predicate)]
    if record.has_running_sanction:
        lacks.append(("SANCTION", say("lack_sanction")))
    again_on = record.since_on
    if record.chosen_on is not None:
        again_on = add_months(record.chosen_on, chosen.months_between)
        if again_on > on:
            words = say("lack_again", months=chosen.months_between, day=day_words(again_on))
            lacks.append(("AGAIN", words))
    return _readiness(entry, lacks, again_on)


def default_month_policy(*, on: date, folder: str = CAREERS) -> MonthPolicy:
    """The starting choice of the law file for the employee of the month."""
    row = in_force(folder, "employee-of-month", on).value["CHOICE"]
    return MonthPolicy(row["lowest_predicate"], row["months_between"], row["newcomers"])


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    place = day.year * MONTHS + day.month - 1 + months
    year, month = place // MONTHS, place % MONTHS + 1
    last = day.day
    while last > LAST_SAFE_DAY:
        try:
            return date(year, month, last)
        except ValueError:
            last -= 1
    return date(year, month, last)


def last_day_of(begins_on: date, months: int) -> date:
    """The last day of a time of whole months, its first day included.

    The day before the same day some months later; the last day of the month where that month lacks the day.
    """
    same = add_months(begins_on, months)
    return same if same.day < begins_on.day else same - timedelta(days=1)


def _years(needed: int, ready_on: date, on: date) -> Iterator[Lack]:
    if ready_on > on:
        yield "YEARS", say("lack_years", needed=needed, day=day_words(ready_on))


def _credit(missing: int | None) -> Iterator[Lack]:
    if missing is None:
        yield "CREDIT", say("lack_credit_unknown")
    elif missing:
        yield "CREDIT", say("lack_credit", credit=decimal_words(missing))


def _predicates(
    found: Sequence[str], count: int, lowest: str, words: str = "lack_predicates"
) -> Iterator[Lack]:
    for code in found:
        position_of(code, PREDICATES)
    recent = found[:count]
    good = [code for code in recent if PREDICATES.index(code) >= PREDICATES.index(lowest)]
    if len(good) < count:
        name = law_file(PERMENPANRB_6_2022, "predicates").entries[-1].value[lowest]
        yield "PREDICATES", say(words, count=count, predicate=name)


def _readiness(
    entry: Entry,
    lacks: Sequence[Lack],
    from_on: date,
    part: str | None = None,
    parts: Mapping[str, str] = NO_PARTS,
) -> Readiness:
    """`part` is the row of the law file on which every step rests, but for the lacks that `parts` names."""
    told = tuple(step(entry, words, part=parts.get(code, part)) for code, words in lacks)
    steps = told or (step(entry, say("ready"), part=part),)
    return Readiness(not lacks, tuple(code for code, _ in lacks), steps, from_on)
