"""Calculators of advice around the plan and the rating: guides, cascading, changes of a plan, study leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence as Text
from selaras.regulations.queries.further import among, made, titles_of
from selaras.regulations.queries.kinds import Calculator
from selaras.rules import guides, reasons
from selaras.rules.codes import RATINGS
from selaras.rules.contract.schema import (
    best_first,
    choice,
    flag,
    many,
    names_of,
    or_null,
    record,
    refuse,
    whole,
)
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.sentences import Sentence, say

MAIN = "permenpanrb-6-2022"
MOST_RESULTS = 6
MOST_ADDITIONAL = 4
MOST_REMARKS = 1000
MOST_MONTHS = 120
OBSERVED = ("CONSISTENT_AND_GUARDS", "CONSISTENT", "NOT_YET_CONSISTENT")


def results_guide() -> Calculator:
    """What the sample guide suggests for the rating of results."""
    rating = best_first(RATINGS, "ratings")
    given = {
        "main": many(rating, 1, MOST_RESULTS),
        "additional": many(rating, 0, MOST_ADDITIONAL),
        "feedback": whole(0, MOST_REMARKS),
        "positive": whole(0, MOST_REMARKS),
    }

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        if asked["positive"] > asked["feedback"]:
            raise refuse("positive", "input_guide")
        remarks = {name: asked[name] for name in ("positive", "feedback")}
        return guides.explain_results_guide(asked["main"], asked.get("additional", []), **remarks, on=on)

    labels: Mapping[str, Text] = {
        "main": _("Rating of a main result"),
        "additional": _("Rating of an additional result"),
        "feedback": _("Remarks in the feedback"),
        "positive": _("Of these, positive"),
    }
    schema = record(given, ("additional",))
    return made("results-guide", schema, {"rating": or_null(rating)}, answer, (MAIN,), labels)


def behaviour_guide() -> Calculator:
    """What the sample guide suggests for the rating of behaviour."""
    names = {code: say(f"observed_{code.lower()}") for code in OBSERVED}

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_behaviour_guide(asked["observed"], on=on)

    labels = {"observed": _("What was observed"), "rating": _("Suggested rating of behaviour")}
    given = record({"observed": choice(OBSERVED, names)})
    return made("behaviour-guide", given, {"rating": best_first(RATINGS, "ratings")}, answer, (MAIN,), labels)


def cascading() -> Calculator:
    """Whether the employee's attainment stands for the superior's."""

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_cascading(asked["way"], on=on)

    labels = {"way": _("Way to cascade"), "represents": _("Stands for the superior's attainment")}
    given = record({"way": among(titles_of(MAIN, "cascading"))})
    return made("cascading", given, {"represents": flag()}, answer, (MAIN,), labels)


def plan_change() -> Calculator:
    """What an event in the middle of the year does to the plan."""
    entry = law_file(MAIN, "plan-changes").entries[-1]
    events = {code: say(f"event_{code.lower()}") for code in entry.value}
    blank = Sentence("", "")
    changes = {
        code: _bare(say(f"change_{code.lower()}", event=blank))
        for code in dict.fromkeys(entry.value.values())
    }

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_change(asked["event"], on=on)

    labels = {"event": _("What happened"), "change": _("What follows for the plan")}
    given = record({"event": among(events)})
    return made("plan-change", given, {"change": among(changes)}, answer, (MAIN,), labels)


def _bare(sentence: Sentence) -> Sentence:
    return Sentence(*(text.removeprefix(": ") for text in (sentence.id, sentence.en)))


def plan_group() -> Calculator:
    """Which plan form a position uses."""
    kinds, groups = names_of("identity", "position-kinds"), names_of(MAIN, "plan-groups")

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        leads = asked["leads_independent_unit"]
        return reasons.explain_group(asked["kind"], leads_independent_unit=leads, on=on)

    labels = {
        "kind": _("Kind of position"),
        "leads_independent_unit": _("Leads an independent unit"),
        "group": _("Plan form for"),
    }
    given = record({"kind": among(kinds), "leads_independent_unit": flag()})
    return made("plan-group", given, {"group": among(groups)}, answer, (MAIN, "identity"), labels)


def graduation() -> Calculator:
    """Whether a study leave ended on time."""
    names = names_of(MAIN, "graduation")

    def answer(asked: dict[str, Any], on: date) -> Explanation:
        return reasons.explain_graduation(asked["months"], asked["norm"], on=on)

    months = whole(1, MOST_MONTHS)
    labels = {
        "months": _("Months of study"),
        "norm": _("Months of the programme by its norm"),
        "graduation": _("Timeliness"),
    }
    given = record({"months": months, "norm": months})
    return made("graduation", given, {"graduation": among(names)}, answer, (MAIN,), labels)


BUILDERS = (results_guide, behaviour_guide, cascading, plan_change, plan_group, graduation)
