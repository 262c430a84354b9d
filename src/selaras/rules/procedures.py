"""Steps that the law prescribes one after another: discipline, remedies, improvement and objection, with their days."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from selaras.rules.careers import last_day_of
from selaras.rules.codes import PREDICATES, position_of
from selaras.rules.dated import in_force, law_file
from selaras.rules.days import FIVE_DAYS, working_day_after
from selaras.rules.discipline import PP_94_2021
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.scoring import PERMENPANRB_8_2021
from selaras.rules.sentences import Sentence, day_words, say

IMPROVE = "IMPROVE"
CALENDAR_DAYS = "CALENDAR_DAYS"


def explain_discipline(
    level: str,
    *,
    missed_on: date | None = None,
    working_week: int = FIVE_DAYS,
    holidays: Iterable[date] | None = None,
    on: date,
) -> Explanation:
    """The steps of a disciplinary procedure for a likely LIGHT, MEDIUM or SEVERE sanction (PP 94/2021 Pasal 26–31).

    `missed_on` is the day of a missed hearing; the second summons follows only then. An examining team may be formed
    at medium and must be formed at severe level. Steps come in order; `until` is a day or None.
    """
    position_of(level, tuple(in_force(PP_94_2021, "sanction-levels", on).value))
    entry = in_force(PP_94_2021, "process", on)
    listed: list[dict[str, str | None]] = []
    steps: list[Step] = []
    for code, row in entry.value.items():
        if level not in (*row["must"], *row["may"]) or ("days" in row and missed_on is None):
            continue
        duty = "MUST" if level in row["must"] else "MAY"
        words, until = say(f"step_{duty.lower()}", title=row["title"]), None
        if "days" in row and missed_on is not None:
            until = working_day_after(missed_on, row["days"], working_week=working_week, holidays=holidays)
            words = say("step_until", title=row["title"], day=day_words(until))
        listed.append({"code": code, "duty": duty, "until": until.isoformat() if until else None})
        steps.append(step(entry, words, row["article"]))
    return Explanation("discipline-procedure", on, {"steps": listed}, tuple(steps))


def explain_remedy(
    sanction: str,
    received_on: date,
    *,
    working_week: int = FIVE_DAYS,
    holidays: Iterable[date] | None = None,
    on: date,
) -> Explanation:
    """The administrative remedy against a sanction and its last day (PP 94/2021 with PP 79/2021, not confirmed)."""
    position_of(sanction, tuple(in_force(PP_94_2021, "sanctions", on).value))
    entry = in_force(PP_94_2021, "remedies", on)
    code, row = next((code, row) for code, row in entry.value.items() if sanction in row["sanctions"])
    until = working_day_after(received_on, row["days"], working_week=working_week, holidays=holidays)
    words = say("remedy", title=row["title"], to=row["to"], day=day_words(until))
    result = {"remedy": code, "until": until.isoformat()}
    return Explanation("discipline-remedy", on, result, (step(entry, words, row["article"]),))


def explain_improvement(predicate: str, started_on: date, *, kind: str, on: date) -> Explanation:
    """What follows a missed target (PP 30/2019 Pasal 56–58): six months to improve, test, move, posting, dismissal.

    `started_on` is the first day of the time to improve, `kind` the kind of the position: leaders (JPT) are tested and
    moved only. `until` stands where every step before has an end too; predicates that begin nothing give no steps.
    Raises UnknownCode for a kind of which the law does not speak.
    """
    position_of(predicate, PREDICATES)
    entry = in_force(PERMENPANRB_8_2021, "improvement", on)
    position_of(kind, improvement_kinds(on=on))
    triggers = in_force(PERMENPANRB_8_2021, "improvement-triggers", on)
    if triggers.value[predicate] != IMPROVE:
        name = law_file(PERMENPANRB_6_2022, "predicates").entries[-1].value[predicate]
        none = step(triggers, say("improvement_none", predicate=name))
        return Explanation("improvement", on, {"steps": []}, (none,))
    listed: list[dict[str, str | None]] = []
    steps: list[Step] = []
    begins_on: date | None = started_on
    for code, row in entry.value.items():
        if kind not in row["kinds"]:
            continue
        words, until = _length_of(row, begins_on)
        begins_on = until + timedelta(days=1) if until else None
        listed.append({"code": code, "until": until.isoformat() if until else None})
        steps.append(step(entry, words, row["article"]))
    return Explanation("improvement", on, {"steps": listed}, tuple(steps))


def improvement_kinds(*, on: date) -> tuple[str, ...]:
    """The kinds of position of which PP 30/2019 Pasal 56–58 speaks."""
    rows = in_force(PERMENPANRB_8_2021, "improvement", on).value.values()
    return tuple(dict.fromkeys(kind for row in rows for kind in row["kinds"]))


def _length_of(row: Mapping[str, Any], begins_on: date | None) -> tuple[Sentence, date | None]:
    """A step in words and its last day; no day where it has no length or nobody knows when it begins."""
    if "months" not in row:
        return say("step_plain", title=row["title"]), None
    if begins_on is None:
        return say("step_begun", title=row["title"]), None
    until = last_day_of(begins_on, row["months"])
    return say("step_lasts", title=row["title"], day=day_words(until)), until


def explain_objection(received_on: date, *, on: date) -> Explanation:
    """The last day of an objection under PP 30/2019 Pasal 59: 14 days of the calendar; 6/2022 counts working days."""
    entry = in_force(PERMENPANRB_8_2021, "objection", on)
    row = entry.value["OBJECT"]
    if row["unit"] == CALENDAR_DAYS:
        until = received_on + timedelta(days=row["days"])
    else:
        until = working_day_after(received_on, row["days"])
    words = say("objection_until", day=day_words(until))
    return Explanation("objection", on, {"until": until.isoformat()}, (step(entry, words),))
