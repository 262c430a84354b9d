"""Working days: the national calendar with joint leave, and the deadlines that the law counts in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from selaras.rules.codes import position_of
from selaras.rules.dated import Entry, NotInForce, in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, day_words, say

STEPS = (
    "DELIVER",
    "RETURN",
    "OBJECT",
    "DECIDE",
    "REPORT",
    "SUPERIOR_SIGN",
    "SUPERIOR_DELIVER",
    "SUPERIOR_RETURN",
)
FIVE_DAYS = 5
DRIFT = timedelta(days=1)
"""By how much the sighting of the moon may move a day that was computed in advance."""
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Holiday:
    """One day off: `joint_leave` when it is cuti bersama, `estimated` while its date is not decreed."""

    day: date
    name: Sentence
    joint_leave: bool
    estimated: bool


@dataclass(frozen=True)
class Deadline:
    """The last day of a step, included; `estimated` when the calendar in between may still change."""

    step: str
    from_on: date
    until_on: date
    estimated: bool
    ref: str


def national_holidays(year: int) -> tuple[Holiday, ...]:
    """National holidays and joint leave of a year in order; raises NotInForce for a year without data."""
    span = _years_entry().value["CALENDAR"]
    if not span["first"] <= year <= span["last"]:
        first = date(min(year, date.max.year), 1, 1)
        raise NotInForce(f"the working-day calendar of {year}", first, say("calendar_of", year=year))
    return _holidays_of(year)


@dataclass(frozen=True)
class Term:
    """The working days of a step, and the article they rest on."""

    days: int
    article: str


def term_of(step: str, *, on: date, scheme: str = PERMENPANRB_6_2022) -> Term:
    """The working days of a step of the appraisal and their article (PermenPANRB 6/2022 Pasal 28–29)."""
    entry = in_force(scheme, "deadlines", on)
    position_of(step, tuple(entry.value))
    row = entry.value[step]
    return Term(int(row["days"]), f"{entry.cite.instrument} {row['article']}")


def deadline(
    step: str,
    from_on: date,
    *,
    on: date,
    working_week: int = FIVE_DAYS,
    holidays: Iterable[date] | None = None,
    overrides: Mapping[int, Collection[date]] | None = None,
    changes: Mapping[date, bool] | None = None,
    scheme: str = PERMENPANRB_6_2022,
) -> Deadline:
    """The last day of a step that starts on `from_on` (day 0, not counted), the last day included.

    PermenPANRB 6/2022 Pasal 28–29 and Lampiran Bab V. `holidays` replaces the whole calendar, `overrides`
    all days off of single years, `changes` single days that an agency decided: off, or worked all the same.
    Raises UnknownCode, NotInForce, ValueError for the week.
    """
    entry = in_force(scheme, "deadlines", on)
    position_of(step, tuple(entry.value))
    count, mask = int(entry.value[step]["days"]), _mask(working_week)
    settled, decided = overrides or {}, changes or {}
    years = range(from_on.year, from_on.year + 2)
    closed = set(holidays) if holidays is not None else _closed_days(years, settled, decided)
    until = _last_day(from_on, count, mask, closed)
    if holidays is not None:
        return Deadline(step, from_on, until, False, entry.ref)
    doubtful = _doubtful_days(from_on, until, settled, decided)
    estimated = _is_undecreed(from_on, until, settled) or any(
        _last_day(from_on, count, mask, other) != until for other in _moved(closed, doubtful)
    )
    return Deadline(step, from_on, until, estimated, entry.ref)


def working_day_after(
    from_on: date,
    count: int,
    *,
    working_week: int = FIVE_DAYS,
    holidays: Iterable[date] | None = None,
) -> date:
    """The `count`-th working day after a day (day 0, not counted); `holidays` replaces the national calendar."""
    closed = set(holidays) if holidays is not None else _closed_days((from_on.year, from_on.year + 1), {}, {})
    return _last_day(from_on, count, _mask(working_week), closed)


def deadlines_of(
    step: str, from_days: Days, *, on: date, working_week: int = FIVE_DAYS, scheme: str = PERMENPANRB_6_2022
) -> Days:
    """The last days (n,) of one step for starting days (n,), both datetime64[D]; national calendar."""
    entry = in_force(scheme, "deadlines", on)
    position_of(step, tuple(entry.value))
    if not from_days.size:
        return from_days
    first, last = from_days.min().astype(date).year, from_days.max().astype(date).year
    closed = _closed_days(range(first, last + 2), {}, {})
    return _offset(from_days, int(entry.value[step]["days"]), _mask(working_week), closed)


def working_days_between(
    from_on: date,
    until_on: date,
    *,
    working_week: int = FIVE_DAYS,
    holidays: Iterable[date] | None = None,
    overrides: Mapping[int, Collection[date]] | None = None,
    changes: Mapping[date, bool] | None = None,
) -> int:
    """Working days after `from_on` (day 0) up to and including `until_on`; negative when it lies before.

    No `on`: the calendar is dated by the days themselves, each year by its own decree, and no other law decides.
    """
    first, last = sorted((from_on, until_on))
    years = range(first.year, last.year + 1)
    closed = set(holidays) if holidays is not None else _closed_days(years, overrides or {}, changes or {})
    start, stop = np.datetime64(first, "D") + 1, np.datetime64(last, "D") + 1
    counted = int(np.busday_count(start, stop, weekmask=_mask(working_week), holidays=_as_days(closed)))
    return counted if from_on <= until_on else -counted


def is_working_day(
    day: date, *, working_week: int = FIVE_DAYS, holidays: Iterable[date] | None = None
) -> bool:
    """Whether people work on a day.

    No `on`: the day itself says which year's decree holds. Raises NotInForce for a year without a calendar.
    """
    years = range(day.year, day.year + 1)
    closed = set(holidays) if holidays is not None else _closed_days(years, {}, {})
    return bool(
        np.is_busday(np.datetime64(day, "D"), weekmask=_mask(working_week), holidays=_as_days(closed))
    )


def fixed_day(name: str, year: int, *, on: date, scheme: str = PERMENPANRB_6_2022) -> date:
    """A deadline on a fixed day: PLAN_SET, or ANNUAL_EVALUATION and ANNUAL_ACHIEVEMENT of a year's work."""
    rows = in_force(scheme, "calendar-days", on).value
    position_of(name, tuple(rows))
    return date(year + rows[name]["years_later"], rows[name]["month"], rows[name]["day"])


def explain_deadline(
    name: str,
    from_on: date,
    *,
    on: date,
    working_week: int = FIVE_DAYS,
    holidays: Iterable[date] | None = None,
    scheme: str = PERMENPANRB_6_2022,
) -> Explanation:
    """The last day of a step with its reason."""
    chosen = None if holidays is None else tuple(holidays)
    found = deadline(name, from_on, on=on, working_week=working_week, holidays=chosen, scheme=scheme)
    entry = in_force(scheme, "deadlines", on)
    row, week = entry.value[name], _week_entry().value
    words = next(kind["sentence"] for kind in week.values() if kind["days"] == working_week)
    skipped = (found.until_on - from_on).days - int(row["days"])
    count = say("deadline_count", title=row["title"], days=row["days"], start=day_words(from_on))
    steps = [
        step(entry, count, row["article"]),
        step(_week_entry(), say("deadline_week", week=words, skipped=skipped)),
        step(entry, say("deadline_until", until=day_words(found.until_on)), row["article"]),
    ]
    if found.estimated:
        undecreed = _is_undecreed(from_on, found.until_on, ())
        steps.append(step(_years_entry(), say("deadline_undecreed" if undecreed else "deadline_estimated")))
    result = {"until": found.until_on.isoformat(), "estimated": found.estimated}
    return Explanation("deadline", on, result, tuple(steps))


def _years_entry() -> Entry:
    return in_force("calendar", "years", date.max)


def _week_entry() -> Entry:
    return in_force("calendar", "working-week", date.max)


def _mask(working_week: int) -> str:
    for kind in _week_entry().value.values():
        if kind["days"] == working_week:
            return str(kind["mask"])
    allowed = ", ".join(str(kind["days"]) for kind in _week_entry().value.values())
    raise ValueError(f"a working week has {allowed} days, not {working_week}")


def _offset(days: Days, count: int, mask: str, closed: Collection[date]) -> Days:
    return np.busday_offset(days, count, roll="backward", weekmask=mask, holidays=_as_days(closed))


def _as_days(days: Collection[date]) -> Days:
    return np.array(sorted(days), dtype="datetime64[D]")


def _last_day(from_on: date, count: int, mask: str, closed: Collection[date]) -> date:
    until = _offset(np.array([from_on], dtype="datetime64[D]"), count, mask, closed)[0].astype(date)
    if not isinstance(until, date):
        raise NotInForce("any calendar after the year 9999", from_on, say("calendar_ends"))
    return until


def _closed_days(
    years: Iterable[int], overrides: Mapping[int, Collection[date]], changes: Mapping[date, bool]
) -> set[date]:
    closed: set[date] = set()
    for year in years:
        own = overrides.get(year)
        closed.update(own if own is not None else (holiday.day for holiday in national_holidays(year)))
    worked = {day for day, is_off in changes.items() if not is_off}
    return (closed | (changes.keys() - worked)) - worked


def _is_undecreed(from_on: date, until_on: date, settled: Collection[int]) -> bool:
    """Whether joint leave, which can fall on any day, is still to be decreed for a year in between."""
    decreed_until = _years_entry().value["CALENDAR"]["joint_leave_until"]
    years = range(from_on.year, until_on.year + 1)
    return any(year > decreed_until and year not in settled for year in years)


def _doubtful_days(
    from_on: date, until_on: date, settled: Collection[int], decided: Collection[date]
) -> list[date]:
    """The estimated holidays near the span on which the agency has not decided; a certain one holds its day."""
    first, last = from_on - DRIFT, until_on + DRIFT
    years = [year for year in range(from_on.year, until_on.year + 1) if year not in settled]
    known = [one for year in years for one in national_holidays(year) if first <= one.day <= last]
    certain = {one.day for one in known if not one.estimated}
    return [one.day for one in known if one.day not in certain and one.day not in decided]


def _moved(closed: Collection[date], doubtful: Iterable[date]) -> Iterator[set[date]]:
    """The calendar with each doubtful holiday a day earlier and a day later."""
    for day in doubtful:
        for moved in (day - DRIFT, day + DRIFT):
            yield {*closed, moved} - {day}


@cache
def _holidays_of(year: int) -> tuple[Holiday, ...]:
    from holidays.countries.indonesia import Indonesia  # 30 ms that only calendar rules should pay

    mark = "(perkiraan)"
    listed: list[Holiday] = []
    for category, joint_leave in (("public", False), ("government", True)):
        names = _named(Indonesia, category, "id", year)
        english = _named(Indonesia, category, "en_US", year)
        for day, name in names.items():
            words = Sentence(
                name.removesuffix(mark).strip(), english[day].removesuffix("(estimated)").strip()
            )
            listed.append(Holiday(day, words, joint_leave, mark in name))
    return tuple(sorted(listed, key=lambda holiday: holiday.day))


def _named(calendar: Any, category: str, language: str, year: int) -> dict[date, str]:
    return dict(calendar(years=[year], categories=(category,), language=language))
