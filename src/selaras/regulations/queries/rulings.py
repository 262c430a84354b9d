"""Calculators of who appraises, final results, the achievement that counts, moves, and what follows a predicate."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.regulations.queries.further import AGENCIES, among, made
from selaras.regulations.queries.kinds import Calculator
from selaras.rules import consequences, rulings
from selaras.rules.appraisers import INDEPENDENT_UNIT_HEAD, Candidate
from selaras.rules.codes import RATINGS
from selaras.rules.contract.schema import (
    best_first,
    choice,
    day,
    flag,
    many,
    names_of,
    predicate_schema,
    record,
    refuse,
    whole,
)
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.sentences import Sentence, say

LAW = ("permenpanrb-6-2022",)
FIRST_YEAR, LAST_YEAR = 2022, 2100
MOST_PAIRS = 9


def who_appraises() -> Calculator:
    """Whether somebody may be the appraiser."""
    kinds, levels = names_of("identity", "position-kinds"), names_of("identity", "position-levels")
    flags = ("is_direct_superior", "leads_unit", "delegated", "acting", "external", "is_oneself")

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return rulings.explain_appraiser(Candidate(**asked), on=on)

    given = {"kind": among(kinds), "level": among(levels)} | {name: flag() for name in flags}
    labels = {
        "kind": _("Kind of the appraiser's position"),
        "is_direct_superior": _("Is the direct superior"),
        "leads_unit": _("Leads a unit"),
        "delegated": _("Was given authority to appraise"),
        "acting": _("Holds the appraising post as Plt or Plh"),
        "external": _("Is an official outside the agency"),
        "is_oneself": _("Would appraise himself or herself"),
        "allowed": _("May appraise"),
    }
    return made("who-appraises", record(given), {"allowed": flag()}, answer, LAW, labels)


def other_appraiser() -> Calculator:
    """Who appraises instead of the direct superior."""
    situations = {code: say(f"situation_{code.lower()}") for code in rulings.SITUATIONS}
    who = {code: say(f"appraiser_{code.lower()}") for code in ("ACTING_UNIT_HEAD", "APPRAISERS_SUPERIOR")}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return rulings.explain_other_appraiser(asked["situation"], on=on)

    labels = {
        "situation": _("What has happened"),
        "appraiser": _("Evaluated by"),
        "final": _("The result is final"),
    }
    result = {"appraiser": among(who), "final": flag()}
    return made("other-appraiser", record({"situation": among(situations)}), result, answer, LAW, labels)


def final_result() -> Calculator:
    """Whether a result is final."""
    positions = (*names_of("identity", "position-levels"), INDEPENDENT_UNIT_HEAD)
    names = names_of("permenpanrb-6-2022", "setter-names")
    officials = {code: Sentence(_begun(name.id), _begun(name.en)) for code, name in names.items()}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return rulings.explain_final(**asked, on=on)

    given = {
        "agency": choice(AGENCIES),
        "position": choice(positions),
        "evaluated_by": among(officials),
    }
    labels = {"evaluated_by": _("Evaluated by"), "final": _("The result is final")}
    return made("final-result", record(given), {"final": flag()}, answer, LAW, labels)


def achievement_year() -> Calculator:
    """Which organisational achievement serves an annual evaluation."""
    year = whole(FIRST_YEAR, LAST_YEAR)

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        issued = asked.get("issued_on")
        issued_on = date.fromisoformat(issued) if issued else None
        return rulings.explain_achievement_year(asked["year"], issued_on=issued_on, on=on)

    labels = {
        "year": _("Year"),
        "issued_on": _("Day on which the organisation's predicate was issued; empty when it was not"),
    }
    given = record({"year": year, "issued_on": day()}, ("issued_on",))
    result = {"year": whole(FIRST_YEAR - 1, LAST_YEAR)}
    return made("achievement-year", given, result, answer, LAW, labels)


def appraiser_moves() -> Calculator:
    """Whether an appraiser who moves still evaluates."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        days = {name: date.fromisoformat(asked[name]) for name in asked}
        try:
            return rulings.explain_outgoing(days.pop("moves_on"), **days, on=on)
        except ValueError:
            raise refuse("window_until_on", "input_window") from None

    labels = {
        "moves_on": _("The appraiser moves on"),
        "window_from_on": _("The evaluation window opens on"),
        "window_until_on": _("The evaluation window closes on"),
        "evaluates": _("Still evaluates"),
    }
    given = record({"moves_on": day(), "window_from_on": day(), "window_until_on": day()})
    return made("appraiser-moves", given, {"evaluates": flag()}, answer, LAW, labels)


def employee_moves() -> Calculator:
    """How an employee who moved is evaluated."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return rulings.explain_employee_move(asked["window"], on=on)

    labels = {"window": _("Kind of evaluation"), "reuse": _("The result of the old unit may serve")}
    given = record({"window": choice(rulings.WINDOWS)})
    return made("employee-moves", given, {"reuse": flag()}, answer, LAW, labels)


def proposed() -> Calculator:
    """What may follow a predicate."""
    rows = law_file("permenpanrb-6-2022", "consequences").entries[-1].value
    codes = among({code: row["sentence"] for code, row in rows.items()})

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return consequences.explain_consequences(asked["predicate"], asked["window"], on=on)

    labels = {"window": _("Kind of evaluation"), "proposed": _("Proposed")}
    given = record({"predicate": predicate_schema(), "window": choice(consequences.WINDOWS)})
    return made("consequences", given, {"proposed": many(codes, 0, len(rows))}, answer, LAW, labels)


def ratings_giving() -> Calculator:
    """The quadrant's other direction."""
    pair = record({"results": best_first(RATINGS, "ratings"), "behaviour": best_first(RATINGS, "ratings")})

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return rulings.explain_ratings_giving(asked["predicate"], on=on)

    labels = {"study_leave": _("Possible after a failed study leave")}
    result = {"pairs": many(pair, 0, MOST_PAIRS), "study_leave": flag()}
    return made("ratings-giving", record({"predicate": predicate_schema()}), result, answer, LAW, labels)


def _begun(words: str) -> str:
    """A name that stands in the middle of sentences, as it begins a line."""
    return words[:1].upper() + words[1:]


BUILDERS = (
    who_appraises,
    other_appraiser,
    final_result,
    achievement_year,
    appraiser_moves,
    employee_moves,
    proposed,
    ratings_giving,
)
