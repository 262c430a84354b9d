"""Hours of development (JP): what a year asks for, what a form counts, and what is still missing."""

from dataclasses import dataclass
from datetime import date

from selaras.rules.codes import position_of
from selaras.rules.dated import Entry, in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.sentences import Sentence, say

DEVELOPMENT = "development"
KINDS = ("PNS", "PPPK")


@dataclass(frozen=True)
class Hours:
    """Hours of a year against the rule; `nature` MINIMUM or MAXIMUM, `missing` to a minimum, `over` a maximum."""

    done: int
    rule: int
    nature: str
    missing: int
    over: int
    ref: str


def hours_of_year(kind: str, done: int, *, on: date) -> Hours:
    """The year's hours of a PNS (at least 20) or PPPK (at most 24, disputed) against the rule."""
    entry = _year_of(kind, on)
    if done < 0:
        raise ValueError("hours of development cannot be negative")
    row = entry.value["YEAR"]
    rule, nature = int(row["hours"]), str(row["nature"])
    missing = max(rule - done, 0) if nature == "MINIMUM" else 0
    over = max(done - rule, 0) if nature == "MAXIMUM" else 0
    return Hours(done, rule, nature, missing, over, entry.ref)


@dataclass(frozen=True)
class LessonHours:
    """The lesson hours (JP) of a year, `nature` MINIMUM or MAXIMUM, where they stand, and how sure that is."""

    hours: int
    nature: str
    cite: str
    confidence: str
    note: Sentence | None


def lesson_hours_law(kind: str, *, on: date) -> LessonHours:
    """The yearly lesson hours of a PNS (PP 11/2017 Pasal 203(4)) or PPPK (PP 49/2018), with their source."""
    entry = _year_of(kind, on)
    row = entry.value["YEAR"]
    return LessonHours(int(row["hours"]), str(row["nature"]), str(entry.cite), entry.confidence, entry.note)


def lesson_hours(kind: str, *, on: date) -> int:
    """The lesson hours (JP) that the rule of a year names: of a PNS (PP 11/2017) or a PPPK (PP 49/2018)."""
    return lesson_hours_law(kind, on=on).hours


def explain_hours(kind: str, done: int, *, on: date) -> Explanation:
    """The year's hours of one person with the reason; raises as `hours_of_year`."""
    found = hours_of_year(kind, done, on=on)
    entry = _year_of(kind, on)
    steps = [step(entry, say("hours", sentence=entry.value["YEAR"]["sentence"], done=done))]
    if found.missing:
        steps.append(step(entry, say("hours_missing", hours=found.missing)))
    if found.over:
        steps.append(step(entry, say("hours_over", hours=found.over)))
    result = {"missing": found.missing, "over": found.over}
    return Explanation("development-hours", on, result, tuple(steps))


def hours_of_form(form: str, *, minutes: int = 0, sessions: int = 0, days: int = 0, on: date) -> int:
    """Whole hours (JP) that a form of development counts; the numbers are not confirmed.

    Classical forms count minutes, coaching and mentoring sessions, benchmarking and secondment days.
    """
    rows = in_force(DEVELOPMENT, "forms", on).value
    position_of(form, tuple(rows))
    row = rows[form]
    if "minutes_per_hour" in row:
        return int(minutes // row["minutes_per_hour"])
    if "hours_per_session" in row:
        return int(sessions * row["hours_per_session"])
    return int(days * row["most_hours_per_day"])


def _year_of(kind: str, on: date) -> Entry:
    """The one place where the hours of a kind of employment stand."""
    position_of(kind, KINDS)
    if kind == "PNS":
        return in_force("pp-11-2017", "training-hours", on)
    return in_force("pp-49-2018", "training-hours", on)
