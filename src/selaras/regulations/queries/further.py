"""Calculators of rules that are not in the public contract, built from the same parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence as Text
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.words import said
from selaras.rules import (
    appraisers,
    competence,
    credit,
    development,
    distribution,
    history,
    professionalism,
    ranking,
    scoring,
)
from selaras.rules.codes import ACHIEVEMENTS, RATINGS
from selaras.rules.contract.schema import (
    VALUES,
    Answer,
    Schema,
    best_first,
    choice,
    day,
    decimal,
    flag,
    many,
    names_of,
    or_null,
    predicate_schema,
    record,
    refuse,
    whole,
)
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths
from selaras.rules.sentences import Sentence, say

POINTS = ("0.00", "9999.99")
MOST_PEOPLE = 100_000
MOST_HOURS = 2000
INDICATORS = 3
SCALE = 5
AGENCIES = ("CENTRAL", "REGIONAL")


def credit_need() -> Calculator:
    """What is missing for rank or level, and the earliest day under each predicate."""
    levels = names_of(credit.PERMENPANRB_1_2023, "levels")
    given = {
        "level": choice(tuple(levels), levels),
        "owned": decimal(*POINTS),
        "goal": choice(("RANK", "LEVEL")),
        "start_on": day(),
    }
    names = predicate_schema()["enum"]
    result = {
        "needed": or_null(decimal(*POINTS)),
        "missing": decimal(*POINTS),
        "earliest": record({code: day() for code in names}),
    }

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        start = date.fromisoformat(asked["start_on"])
        owned = parse_hundredths(asked["owned"])
        return credit.explain_need(asked["level"], owned, goal=asked["goal"], start_on=start, on=on)

    labels = {
        "needed": _("Credit points needed"),
        "missing": _("Credit points still missing"),
        "owned": _("Credit points owned"),
    }
    return made("credit-need", record(given), result, answer, ("permenpanrb-1-2023", "perbkn-3-2023"), labels)


def index() -> Calculator:
    """The professionalism index of one person."""
    law = professionalism.PERMENPANRB_38_2018
    rows = law_file(law, "scores").entries[-1].value
    of = {
        dimension: {code: row["title"] for code, row in rows.items() if row["dimension"] == dimension}
        for dimension in ("QUALIFICATION", "COMPETENCE", "PERFORMANCE", "DISCIPLINE")
    }
    given: dict[str, Schema] = {
        "qualification": among(of["QUALIFICATION"]),
        "competences": record({code: flag() for code in of["COMPETENCE"]}),
        "performance": among(of["PERFORMANCE"]),
        "discipline": among(of["DISCIPLINE"]),
    }
    categories = names_of(law, "category-names")
    result = {"score": decimal(*VALUES), "category": among(categories)}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        chosen = [code for code, has in asked["competences"].items() if has]
        return professionalism.explain_index(**asked | {"competences": chosen}, on=on)

    labels: dict[str, Text] = {
        "qualification": _("Highest education"),
        "competences": _("Development followed"),
        "performance": _("Predicate"),
        "discipline": _("Sanctions"),
    } | {f"competences.{code}": said(title) for code, title in of["COMPETENCE"].items()}
    return made("professionalism-index", record(given), result, answer, ("permenpanrb-38-2018",), labels)


def hours() -> Calculator:
    """The year's lesson hours of one person."""
    given = {"employment": choice(development.KINDS), "done": whole(0, MOST_HOURS)}
    result = {"missing": whole(0, MOST_HOURS), "over": whole(0, MOST_HOURS)}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return development.explain_hours(asked["employment"], asked["done"], on=on)

    labels = {"missing": _("Lesson hours still missing"), "over": _("Lesson hours above the limit")}
    return made("development-hours", record(given), result, answer, ("pp-11-2017", "pp-49-2018"), labels)


def mode() -> Calculator:
    """The predicate that most people ideally have."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return distribution.explain_mode(asked["organisation"], on=on)

    result = {"predicate": predicate_schema()}
    return made("distribution-mode", record(_achievement()), result, answer, ("permenpanrb-6-2022",))


def head_rating() -> Calculator:
    """The rating of results of the head of a unit."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return distribution.explain_head_rating(asked["organisation"], on=on)

    result = {"rating": best_first(RATINGS, "ratings")}
    return made("head-rating", record(_achievement()), result, answer, ("se-menpanrb-3-2023",))


def scale() -> Calculator:
    """The value of one competence by format B.1.9."""
    given = {"indicators": whole(0, INDICATORS), "beyond": choice(competence.BEYOND)}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        try:
            return competence.explain_competence(asked["indicators"], asked["beyond"], on=on)
        except ValueError:
            raise refuse("beyond", "input_competence") from None

    return made("competence", record(given), {"value": whole(1, SCALE)}, answer, ("permenpanrb-6-2022",))


def setters() -> Calculator:
    """Who approves and sets the plan of a position."""
    rows = law_file("permenpanrb-6-2022", "plan-setters").entries[-1].value.values()
    positions = tuple(dict.fromkeys(row["position"] for row in rows))
    names = names_of("permenpanrb-6-2022", "setter-names")
    given = {"agency": choice(AGENCIES), "position": choice((*positions, "OTHER"))}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return appraisers.explain_plan_setters(asked["agency"], asked["position"], on=on)

    result = {"setters": many(among(names), 1, len(names))}
    return made("plan-setters", record(given), result, answer, ("permenpanrb-6-2022",))


def shares_of_2021() -> Calculator:
    """The shares of a unit's ranking under the numeric regime."""
    law = law_file(scoring.PERMENPANRB_8_2021, "ranking").entries[-1].value
    counts = record({code: whole(0, MOST_PEOPLE) for code in reversed(RATINGS)}, RATINGS)
    codes = among({code: row["sentence"] for code, row in law.items()})
    finding = record({"code": codes, "people": whole(1, MOST_PEOPLE)})

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        if not sum(asked["counts"].values()):
            raise refuse("counts", "input_nobody")
        return ranking.explain_ranking(asked["counts"], on=on)

    result = {"findings": many(finding, 0, len(law)), "small_group": flag()}
    labels = {"counts": _("How many people have which rating")}
    return made(
        "ranking", record({"counts": counts}), result, answer, ("permenpanrb-8-2021", "pp-30-2019"), labels
    )


def old_score() -> Calculator:
    """Work achievement before July 2021."""
    value = decimal(*VALUES)

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        plan, conduct = parse_hundredths(asked["skp"]), parse_hundredths(asked["conduct"])
        return history.explain_work_achievement(plan, conduct, on=on)

    result = {"score": value, "predicate": among(names_of(history.PP_46_2011, "predicates"))}
    return made("work-achievement", record({"skp": value, "conduct": value}), result, answer, ("pp-46-2011",))


def two_halves() -> Calculator:
    """The value of 2021 from its two halves."""
    value = decimal(*VALUES)

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        halves = (parse_hundredths(asked[name]) for name in ("first_half", "second_half"))
        return history.explain_integration(*halves, on=on)

    given = {"first_half": value, "second_half": value}
    return made(
        "integration-2021", record(given), {"value": value}, answer, ("pp-46-2011", "permenpanrb-8-2021")
    )


def _achievement() -> dict[str, Schema]:
    return {"organisation": best_first(ACHIEVEMENTS, "organisation-achievements")}


def among(names: Mapping[str, Sentence]) -> Schema:
    """Return a choice of everything that has a name."""
    return choice(tuple(names), names)


def titles_of(instrument: str, name: str) -> Mapping[str, Sentence]:
    """Return the titles of the rows of a law file by its latest entry."""
    return {code: row["title"] for code, row in law_file(instrument, name).entries[-1].value.items()}


def made(
    key: str,
    given: Schema,
    result: Mapping[str, Schema],
    answer: Answer,
    instruments: tuple[str, ...],
    labels: Mapping[str, Text] | None = None,
) -> Calculator:
    """Return the calculator of a rule that is not in the contract; its title stands in the sentences of the rules."""
    title = say(f"rule_{key.replace('-', '_')}")
    return Calculator(key, title, given, record(result), answer, instruments, labels=labels or {})


BUILDERS = (
    credit_need,
    index,
    hours,
    mode,
    head_rating,
    scale,
    setters,
    shares_of_2021,
    old_score,
    two_halves,
)
