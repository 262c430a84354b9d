"""Calculators of procedures: discipline with its remedy, lateness, missed performance and objection."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.regulations.queries.further import among, made, titles_of
from selaras.regulations.queries.kinds import Calculator
from selaras.rules import procedures, reasons
from selaras.rules.contract.schema import (
    choice,
    day,
    many,
    names_of,
    or_null,
    predicate_schema,
    record,
    whole,
)
from selaras.rules.dated import law_file
from selaras.rules.discipline import PP_94_2021
from selaras.rules.explain import Explanation
from selaras.rules.scoring import PERMENPANRB_8_2021

MOST_STEPS = 9
MOST_MINUTES = 100_000
DUTIES = ("MUST", "MAY")
WEEK = whole(5, 6)


def discipline_procedure() -> Calculator:
    """The steps of a disciplinary procedure."""
    steps = titles_of(PP_94_2021, "process")
    one = {"code": among(steps), "duty": choice(DUTIES), "until": or_null(day())}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        missed = asked.get("missed_on")
        return procedures.explain_discipline(
            asked["level"],
            missed_on=date.fromisoformat(missed) if missed else None,
            working_week=asked["working_week"],
            on=on,
        )

    levels = names_of(PP_94_2021, "sanction-levels")
    given = record({"level": among(levels), "missed_on": day(), "working_week": WEEK}, ("missed_on",))
    labels = {
        "level": _("Severity of the likely sanction"),
        "missed_on": _("Day of a hearing to which the person did not come"),
        "code": _("Step"),
        "duty": _("Whether it must be taken"),
    }
    result = {"steps": many(record(one), 0, MOST_STEPS)}
    return made("discipline-procedure", given, result, answer, ("pp-94-2021",), labels)


def discipline_remedy() -> Calculator:
    """The remedy against a sanction and its last day."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        received = date.fromisoformat(asked["received_on"])
        return procedures.explain_remedy(
            asked["sanction"], received, working_week=asked["working_week"], on=on
        )

    sanctions = names_of(PP_94_2021, "sanctions")
    given = record({"sanction": among(sanctions), "received_on": day(), "working_week": WEEK})
    labels = {
        "sanction": _("Sanction"),
        "received_on": _("Day on which the decision was received"),
        "remedy": _("Remedy"),
    }
    result = {"remedy": among(titles_of(PP_94_2021, "remedies")), "until": day()}
    return made("discipline-remedy", given, result, answer, ("pp-94-2021",), labels)


def lateness() -> Calculator:
    """Lateness counted as days of absence."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_lateness(asked["minutes"], on=on)

    labels = {
        "minutes": _("Minutes late or left early in the year, together"),
        "days": _("Days of absence"),
        "rest": _("Minutes left over"),
    }
    result = {"days": whole(0, MOST_MINUTES), "rest": whole(0, MOST_MINUTES)}
    given = record({"minutes": whole(0, MOST_MINUTES)})
    return made("lateness", given, result, answer, ("pp-94-2021",), labels)


def improvement() -> Calculator:
    """What follows when performance is missed."""
    one = {"code": among(titles_of(PERMENPANRB_8_2021, "improvement")), "until": or_null(day())}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        started = date.fromisoformat(asked["started_on"])
        return procedures.explain_improvement(asked["predicate"], started, kind=asked["kind"], on=on)

    names = names_of("identity", "position-kinds")
    rows = law_file(PERMENPANRB_8_2021, "improvement").entries[-1].value.values()
    spoken = {kind for row in rows for kind in row["kinds"]}
    kinds = among({code: name for code, name in names.items() if code in spoken})
    given = record({"predicate": predicate_schema(), "kind": kinds, "started_on": day()})
    labels = {
        "kind": _("Kind of position"),
        "started_on": _("The time to improve begins on"),
        "code": _("Step"),
    }
    result = {"steps": many(record(one), 0, MOST_STEPS)}
    return made("improvement", given, result, answer, ("pp-30-2019",), labels)


def objection() -> Calculator:
    """The deadline of an objection under PP 30/2019."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return procedures.explain_objection(date.fromisoformat(asked["received_on"]), on=on)

    labels = {"received_on": _("Day on which the result was received")}
    given = record({"received_on": day()})
    return made("objection", given, {"until": day()}, answer, ("pp-30-2019",), labels)


BUILDERS = (discipline_procedure, discipline_remedy, lateness, improvement, objection)
