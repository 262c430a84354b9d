"""The reason of a result for one person: steps in two languages, each with its citation and confidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from selaras.rules.dated import CONFIDENCES, Cite, Entry
from selaras.rules.sentences import Sentence


@dataclass(frozen=True)
class Step:
    """One step of a reason: what was looked up or concluded, and where it stands in the law."""

    id: str
    en: str
    cite: Cite
    confidence: str
    ref: str

    def as_json(self) -> dict[str, Any]:
        """The step as the public contract prints it."""
        cite = {
            "instrument": self.cite.instrument,
            "article": self.cite.article,
            "confidence": self.confidence,
        }
        return {"id": self.id, "en": self.en, "cite": cite}


@dataclass(frozen=True)
class Explanation:
    """A result with the steps that lead to it."""

    rule: str
    on: date
    result: Mapping[str, Any]
    steps: tuple[Step, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The law entries used, each once, to be stored with the result."""
        return tuple(dict.fromkeys(step.ref for step in self.steps))

    def as_json(self) -> dict[str, Any]:
        """The whole explanation as the public contract prints it."""
        steps = [step.as_json() for step in self.steps]
        return {"rule": self.rule, "on": self.on.isoformat(), "result": dict(self.result), "steps": steps}


def step(entry: Entry, sentence: Sentence, article: str | None = None, part: str | None = None) -> Step:
    """A step that rests on a law entry; `article` when a row of the table has an article of its own.

    `part` names the row or band that was used, so that its own doubt is told.
    """
    cite = Cite(entry.cite.instrument, article) if article else entry.cite
    return Step(sentence.id, sentence.en, cite, entry.confidence_of(part), entry.ref)


def weakest(entry: Entry, parts: Iterable[str]) -> str | None:
    """The part whose evidence is weakest, the first of equals; None where no part is named."""
    return max(parts, key=lambda part: CONFIDENCES.index(entry.confidence_of(part)), default=None)
