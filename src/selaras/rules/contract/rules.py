"""Every rule of the contract: its name, its schemas and the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from selaras.rules.contract import appraisal, personnel
from selaras.rules.contract.schema import Answer, Built, InputRefused, Schema, check
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

    def as_json(self) -> dict[str, Any]:
        """The rule as `selaras rules list` prints it."""
        title = {"id": self.title.id, "en": self.title.en}
        return {"rule": self.name, "title": title, "input": self.input, "output": self.output}


def rule_names() -> tuple[str, ...]:
    """The names of all rules of the contract."""
    return tuple(_BUILDERS)


@cache
def rule_of(name: str) -> Rule:
    """A rule by its name; KeyError when there is none."""
    given, result, answer = _BUILDERS[name]()
    return Rule(name, say(f"rule_{name.replace('-', '_')}"), given, result, answer)


def explain(name: str, given: Any, *, on: date) -> Explanation:
    """The explained answer of a rule to an input; raises InputRefused and NotInForce."""
    rule = rule_of(name)
    errors = check(rule.input, given)
    if errors:
        raise InputRefused(errors)
    return rule.answer(given, on)


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
