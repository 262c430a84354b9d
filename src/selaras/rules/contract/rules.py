"""Every rule of the contract: its name, its schemas and the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from selaras.rules.contract import appraisal, personnel
from selaras.rules.contract.schema import Answer, Built, InputRefused, Schema, check
from selaras.rules.dated import Entry, law_file
from selaras.rules.explain import Explanation
from selaras.rules.sentences import Sentence, say


@dataclass(frozen=True)
class Rule:
    """One rule of the contract."""

    name: str
    title: Sentence
    input: Schema
    output: Schema
    answer: Answer
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        """The rule as `selaras rules list` prints it; `in_force` tells from when, by what and how surely."""
        title = {"id": self.title.id, "en": self.title.en}
        in_force = [_dates(entry) for entry in self.entries]
        return {
            "rule": self.name,
            "title": title,
            "in_force": in_force,
            "input": self.input,
            "output": self.output,
        }


def rule_names() -> tuple[str, ...]:
    """The names of all rules of the contract."""
    return tuple(_BUILDERS)


@cache
def rule_of(name: str) -> Rule:
    """A rule by its name; KeyError when there is none."""
    given, result, answer = _BUILDERS[name]()
    entries = tuple(entry for law in _DECIDED_BY[name] for entry in law_file(*law).entries)
    return Rule(name, say(f"rule_{name.replace('-', '_')}"), given, result, answer, entries)


def explain(name: str, given: Any, *, on: date) -> Explanation:
    """The explained answer of a rule to an input; raises InputRefused and NotInForce."""
    rule = rule_of(name)
    errors = check(rule.input, given)
    if errors:
        raise InputRefused(errors)
    return rule.answer(given, on)


def _dates(entry: Entry) -> dict[str, str | None]:
    return {
        "law": entry.ref.partition("@")[0],
        "from": entry.from_on.isoformat(),
        "until": entry.until_on.isoformat() if entry.until_on else None,
        "instrument": entry.cite.instrument,
        "article": entry.cite.article,
        "confidence": entry.confidence,
    }


_BUILDERS: dict[str, Callable[[], Built]] = {
    "predicate": appraisal.predicate,
    "indicator-achievement": appraisal.indicator_achievement,
    "distribution": appraisal.distribution,
    "credit": personnel.credit_points,
    "absence-sanction": personnel.absence_sanction,
    "study-leave-band": appraisal.study_leave_band,
    "deadline": appraisal.deadline,
    "wording": appraisal.wording,
    "talent-box": personnel.talent_box,
    "nip": personnel.nip_parts,
}

# The law whose dates decide on which days a rule can be asked.
_DECIDED_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "predicate": (("permenpanrb-6-2022", "quadrant"), ("permenpanrb-8-2021", "score-bands")),
    "indicator-achievement": (("permenpanrb-8-2021", "achievement-formulas"),),
    "distribution": (("se-menpanrb-3-2023", "limits"),),
    "credit": (("permenpanrb-1-2023", "levels"),),
    "absence-sanction": (("pp-94-2021", "absence-bands"),),
    "study-leave-band": (("permenpanrb-6-2022", "study-leave-bands"),),
    "deadline": (("permenpanrb-6-2022", "deadlines"),),
    "wording": (("permenpanrb-6-2022", "wording-rules"),),
    "talent-box": (("permenpanrb-3-2020", "boxes"),),
    "nip": (("identity", "nip"),),
}
