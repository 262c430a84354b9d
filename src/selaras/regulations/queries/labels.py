"""Labels and help of the fields that are generated from schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.verdict import Sentence as Text
from selaras.regulations.queries.words import code_word
from selaras.rules.contract.schema import Schema

INDEX = re.compile(r"\.[0-9]+(?=\.|$)")

LABELS: dict[str, Text] = {
    "actual": gettext_lazy("Where it stands now"),
    "bands": gettext_lazy("Lowest score of each rating"),
    "base": gettext_lazy("Base allowance (Rp)"),
    "bases": gettext_lazy("Base allowance by class of position (Rp)"),
    "behaviour": gettext_lazy("Work behaviour"),
    "check": gettext_lazy("Limits of SE MenPANRB 3/2023"),
    "commit": gettext_lazy("Commitment"),
    "components": gettext_lazy("Components of the score"),
    "consecutive_days": gettext_lazy("Longest run of absent working days"),
    "counts": gettext_lazy("How many people have which predicate"),
    "cut_base": gettext_lazy("Discipline cuts are a percent of"),
    "cuts": gettext_lazy("Cut for one event (%)"),
    "days": gettext_lazy("Absent working days without valid reason in the year"),
    "direction": gettext_lazy("Which way is better"),
    "discipline": gettext_lazy("Share of discipline (%)"),
    "events": gettext_lazy("How often in the month"),
    "factors": gettext_lazy("Share of the productivity part that each predicate pays (%)"),
    "from": gettext_lazy("Day of receipt, signing or objection"),
    "gpa": gettext_lazy("Grade point average (IPK)"),
    "holidays": gettext_lazy("Own days off instead of the national calendar"),
    "job_class": gettext_lazy("Class of the position"),
    "level": gettext_lazy("Level"),
    "lowest_predicate": gettext_lazy("Last predicate at least"),
    "maximum": gettext_lazy("The target is already the highest possible"),
    "missing": gettext_lazy("When a component has no score"),
    "months": gettext_lazy("Months in the year"),
    "months_between": gettext_lazy("Months until somebody may be chosen again"),
    "name": gettext_lazy("Name"),
    "new_idea": gettext_lazy("There is a useful new idea or new way"),
    "newcomers": gettext_lazy("People who have no predicate yet may be chosen"),
    "nip": gettext_lazy("NIP"),
    "organisation": gettext_lazy("Organisational achievement"),
    "others": gettext_lazy("Another post in the same month"),
    "others.base": gettext_lazy("Base allowance of another post (Rp)"),
    "others.job_class": gettext_lazy("Class of another post"),
    "others.served": gettext_lazy("Days on duty in another post"),
    "posts": gettext_lazy("For each post (Rp)"),
    "peers_consulted": gettext_lazy("Peers or staff were consulted"),
    "performance": gettext_lazy("Performance"),
    "potential": gettext_lazy("Potential"),
    "predicate": gettext_lazy("Predicate"),
    "productivity": gettext_lazy("Share of productivity (%)"),
    "programme": gettext_lazy("Programme"),
    "realisation": gettext_lazy("Realisation"),
    "results": gettext_lazy("Work results"),
    "round_to": gettext_lazy("Round to (Rp)"),
    "rounding": gettext_lazy("Way of rounding"),
    "sanction": gettext_lazy("Running sanction"),
    "sanctions": gettext_lazy("Cut while a sanction runs (%)"),
    "score": gettext_lazy("Score"),
    "scores": gettext_lazy("Score of each component"),
    "served": gettext_lazy("Working days on duty in the month"),
    "proration": gettext_lazy("A month that was not served whole"),
    "skp": gettext_lazy("Value of the plan (SKP)"),
    "start": gettext_lazy("Start"),
    "step": gettext_lazy("Step of the procedure"),
    "stretch": gettext_lazy("Stretch"),
    "study_leave_failed": gettext_lazy("The study leave was not completed"),
    "study_programme": gettext_lazy("Accreditation of the study programme"),
    "target": gettext_lazy("Target"),
    "text": gettext_lazy("Wording of the result"),
    "university": gettext_lazy("Accreditation of the university"),
    "week": gettext_lazy("Working days of a week"),
    "weight": gettext_lazy("Weight (%)"),
    "whole": gettext_lazy("Working days of the month"),
    "working_week": gettext_lazy("Working days of a week"),
    "achievement": gettext_lazy("Achievement (%)"),
    "allowance": gettext_lazy("Allowance (Rp)"),
    "appointed": gettext_lazy("Month of appointment"),
    "band": gettext_lazy("Suggested rating of results"),
    "birth_on": gettext_lazy("Date of birth"),
    "box": gettext_lazy("Box"),
    "category": gettext_lazy("Category"),
    "credit": gettext_lazy("Credit points"),
    "estimated": gettext_lazy("Rests on estimated holidays"),
    "findings": gettext_lazy("Findings"),
    "kind": gettext_lazy("Kind of wording"),
    "absolute": gettext_lazy("Holds absolute words"),
    "progress": gettext_lazy("Progress (%)"),
    "recommendations": gettext_lazy("Recommendations"),
    "rounded": gettext_lazy("Rounded (%)"),
    "serial": gettext_lazy("Serial number"),
    "sex": gettext_lazy("Sex"),
    "small_group": gettext_lazy("The group is too small for the limits"),
    "until": gettext_lazy("Last day, included"),
    "value": gettext_lazy("Value"),
    "agency": gettext_lazy("Kind of agency"),
    "beyond": gettext_lazy("Beyond the expectation"),
    "conduct": gettext_lazy("Value of behaviour"),
    "done": gettext_lazy("Lesson hours already followed"),
    "earliest": gettext_lazy("Earliest day under each predicate"),
    "employment": gettext_lazy("Kind of employment"),
    "first_half": gettext_lazy("Value of January to June"),
    "goal": gettext_lazy("What for"),
    "indicators": gettext_lazy("Indicators met, of three"),
    "position": gettext_lazy("Position"),
    "rating": gettext_lazy("Rating of results"),
    "second_half": gettext_lazy("Value of July to December"),
    "setters": gettext_lazy("Set by"),
    "start_on": gettext_lazy("Months count from"),
    "code": gettext_lazy("Finding"),
    "predicates": gettext_lazy("Predicates"),
    "limit": gettext_lazy("Limit (%)"),
    "people": gettext_lazy("People to move"),
}


def label_of(name: str, labels: Mapping[str, Text]) -> str:
    """Return the label of a dotted name: the calculator's own, ours, or the name of the code at its end."""
    if name in labels:
        return str(labels[name])
    bare = INDEX.sub("", name)
    last = bare.rpartition(".")[2]
    word = labels.get(bare) or LABELS.get(bare) or LABELS.get(last) or code_word(last, "")
    places = [int(part) + 1 for part in name.split(".") if part.isdigit()]
    return f"{word} {places[0]}" if places and name != "target.0" else str(word)


def help_of(name: str, schema: Schema) -> str:
    """Return what a person has to know before typing."""
    if name == "target.0":
        return _("For a range as target give the lower bound here and the upper one below.")
    if name == "target.1":
        return _("Only for a range: its upper bound.")
    if schema["type"] == "array":
        return _("Optional. Write dates as 2026-12-24, separated by spaces; they replace the whole calendar.")
    return ""
