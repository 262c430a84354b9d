"""Words for what the law files call by code: fields, columns and codes that no file of the law names itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence as Text
from selaras.rules.dated import LawFile, all_law
from selaras.rules.explain import Step
from selaras.rules.sentences import Sentence

CLASS = re.compile(r"CLASS_([0-9]+)")
MAIN = "permenpanrb-6-2022"

FIELDS: dict[str, Text] = {
    "achievement": _("Achievement (%)"),
    "agency": _("Kind of agency"),
    "allowance_cut": _("Cut of the allowance (%)"),
    "allowed": _("May appraise"),
    "always_main": _("Always a main result"),
    "article": _("Article"),
    "BEHAVIOUR": _("Behaviour (%)"),
    "beyond": _("Beyond the expectation"),
    "box": _("Box"),
    "category": _("Category"),
    "coefficient": _("Coefficient a year"),
    "CREDIT": _("Credit points"),
    "day": _("Day"),
    "days": _("Number of days"),
    "definition": _("Definition"),
    "dimension": _("Dimension"),
    "echelons": _("Echelons"),
    "evaluated_by": _("Evaluated by"),
    "except": _("Except"),
    "FACTOR": _("Factor (%)"),
    "first": _("First year"),
    "good": _("Good from"),
    "good_years": _("Years with at least Good"),
    "grade": _("Grade"),
    "group": _("Group"),
    "groups": _("Groups"),
    "guides": _("Guidance"),
    "highest": _("Highest"),
    "hours": _("Lesson hours (JP)"),
    "hours_per_session": _("Lesson hours a session"),
    "indicators_max": _("Indicators at most"),
    "indicators_min": _("Indicators at least"),
    "joint_leave_until": _("Joint leave known until"),
    "kind": _("Kind"),
    "last": _("Final year"),
    "level": _("Severity"),
    "level_need": _("Need for the level"),
    "limit": _("Limit (%)"),
    "lowest_predicate": _("Lowest predicate"),
    "managerial": _("Managerial"),
    "max": _("At most"),
    "min": _("At least"),
    "minutes_from": _("From minute"),
    "minutes_per_day": _("Minutes a day"),
    "minutes_per_hour": _("Minutes a lesson hour"),
    "month": _("Month"),
    "months": _("Months"),
    "months_between": _("Months between two choices"),
    "most": _("Highest score"),
    "most_hours_per_day": _("Lesson hours a day at most"),
    "nature": _("What the number means"),
    "needs_credit": _("Needs credit points"),
    "needs_improvement": _("Needs improvement from"),
    "next": _("Next level"),
    "not_after": _("Not after the words"),
    "notice_months": _("Months of notice"),
    "order": _("Order"),
    "organisation": _("Organisational achievement"),
    "patterns": _("Patterns"),
    "percent": _("Percent"),
    "PERCENT": _("Percent"),
    "performance": _("Performance"),
    "place": _("Place"),
    "PLAN": _("Plan (%)"),
    "position": _("Position"),
    "positions": _("Positions"),
    "postponed_years": _("Years of postponement at most"),
    "potential": _("Potential"),
    "predicates": _("Predicates"),
    "programme": _("Programme"),
    "rank_need": _("Need for the rank"),
    "ranks": _("Ranks"),
    "recommendations": _("Recommendations"),
    "rule": _("Rule"),
    "sanction": _("Sanction"),
    "score": _("Score"),
    "sentence": _("Sentence"),
    "setters": _("Set by"),
    "SHARE": _("Share (%)"),
    "start": _("Counted from"),
    "stop": _("Up to digit"),
    "study_programmes": _("Accreditation of the study programme"),
    "succession": _("Succession group"),
    "unit": _("Counted in"),
    "university": _("Accreditation of the university"),
    "unless_first": _("Unless it begins with"),
    "value": _("Value"),
    "VALUE": _("Value"),
    "value_at_max": _("Value at the upper end"),
    "value_at_min": _("Value at the lower end"),
    "very_good": _("Very good from"),
    "who": _("Who"),
    "windows": _("Evaluations"),
    "words": _("Words"),
    "years": _("Years"),
    "years_in_rank": _("Years in the rank"),
    "years_later": _("Years later"),
}

OWN_FIELDS: dict[tuple[str, str], Text] = {
    ("identity", "start"): _("After digit"),
    ("pp-94-2021", "order"): _("Step"),
}
"""Headings that mean something else in one instrument."""

CODES: dict[str, Text] = {
    "ALL": _("Every word"),
    "ALONE": _("Without peers and staff"),
    "ANNUAL": _("Annual"),
    "CALENDAR_DAYS": _("Calendar days"),
    "CENTRAL": _("Central agency"),
    "CONSISTENT": _("Shown consistently"),
    "CONSISTENT_AND_GUARDS": _("Shown consistently, and guarded by the person"),
    "NOT_YET_CONSISTENT": _("Not yet shown consistently"),
    "CLASSICAL": _("Classical"),
    "ABROAD": _("Abroad"),
    "DISCIPLINE": _("Discipline"),
    "DOMESTIC": _("In Indonesia"),
    "EARLY": _("Early leave"),
    "ERROR": _("Must be mended"),
    "EXIST": _("Must exist"),
    "EXPERT": _("Expertise"),
    "FAR_ABOVE": _("Far above"),
    "FIRST": _("First word"),
    "INDEPENDENT_UNIT_HEAD": _("Head of an independent unit"),
    "JANUARY_JUNE": _("January to June"),
    "JULY_DECEMBER": _("July to December"),
    "LATE": _("Late"),
    "LATER": _("A later word"),
    "LINT": _("Advice on wording"),
    "MAX": _("At most"),
    "MAXIMUM": _("Upper limit"),
    "MIN": _("At least"),
    "MINIMUM": _("Lower limit"),
    "NONE": _("None"),
    "NON_CLASSICAL": _("Not classical"),
    "OBJECTED": _("The objection"),
    "PEERS_CONSULTED": _("With peers or staff"),
    "PERIODIC": _("Periodic"),
    "PRODUCTIVITY": _("Productivity"),
    "RECEIVED": _("Receipt of the document"),
    "REGIONAL": _("Regional agency"),
    "S1": _("Bachelor (S-1)"),
    "S2_S3_PROFESSION": _("Master, doctorate or profession"),
    "SIGNED": _("Signing of the document"),
    "SKILL": _("Skill"),
    "WARNING": _("Warning"),
    "WHOLE": _("The whole"),
    "WINDOW_END": _("End of the evaluation"),
    "ANY": _("Any"),
    "BY_WORKING_DAYS": _("Paid by the working days on duty"),
    "DISCIPLINE_PART": _("The discipline part"),
    "DOWN": _("Always down"),
    "HALF_UP": _("From half on up"),
    "SILENT": _("Show no warnings"),
    "WARN": _("Warn where a limit is broken"),
    "WHOLE_MONTH": _("Paid whole to whoever was on duty on one day or more"),
}
"""Codes that no law file names; A, B and C stand for themselves."""


def is_indonesian() -> bool:
    """Say in which of the two languages the page is written."""
    return (get_language() or "id").startswith("id")


def said(sentence: Sentence | Step) -> str:
    """Return a sentence of the law, or a step of an answer, in the language of the page."""
    return sentence.id if is_indonesian() else sentence.en


def field_word(name: str, folder: str) -> str:
    """Return the heading of a column, which may be a code."""
    word = OWN_FIELDS.get((folder, name)) or FIELDS.get(name)
    return str(word) if word else code_word(name, folder)


def code_word(code: str, folder: str) -> str:
    """Return the name of a code: that of the instrument, ours, the main regulation's, or any other's."""
    own = _named().get(folder, {}).get(code)
    if own is not None:
        return said(own)
    of_class = CLASS.fullmatch(code)
    if of_class:
        return str(_("Class %(number)s") % {"number": of_class[1]})
    if code in CODES:
        return str(CODES[code])
    for names in (_named().get(MAIN, {}), *_named().values()):
        if code in names:
            return said(names[code])
    return code


@cache
def _named() -> Mapping[str, Mapping[str, Sentence]]:
    found: dict[str, dict[str, Sentence]] = {}
    for file in all_law():
        for code, sentence in _names_in(file):
            found.setdefault(file.instrument, {}).setdefault(code, sentence)
    return found


def _names_in(file: LawFile) -> Iterator[tuple[str, Sentence]]:
    if file.kind == "names":
        yield from file.entries[-1].value.items()
    if file.kind == "records":
        for code, row in file.entries[-1].value.items():
            name = short_name(row)
            if name is not None:
                yield code, name


def short_name(row: Mapping[str, Any]) -> Sentence | None:
    """Return what a row of a table is called where it says so in a few words."""
    if isinstance(row.get("id"), str):
        return Sentence(row["id"], row["en"])
    if isinstance(row.get("name"), str):
        return Sentence(f"{row['name']} ({row['grade']})", f"{row['en']} ({row['grade']})")
    return row["name"] if isinstance(row.get("name"), Sentence) else None
