"""Words and colours of the codes that every stage shows: ratings, predicates, roles, confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from selaras.core.voice import fitted
from selaras.core.workflow import OpenStep

PREDICATE_WORDS = {
    "EXCELLENT": _("Excellent"),
    "VERY_GOOD": _("Very good"),
    "GOOD": _("Good"),
    "NEEDS_IMPROVEMENT": _("Needs improvement"),
    "POOR": _("Poor"),
    "VERY_POOR": _("Very poor"),
}
RATING_WORDS = {
    "ABOVE": _("Above expectation"),
    "MEETS": _("Meets expectation"),
    "BELOW": _("Below expectation"),
}
CONFIDENCE_WORDS = {
    "text": _("read in the text of the regulation"),
    "secondary": _("from a secondary source"),
    "practice": _("customary practice"),
    "unconfirmed": _("not yet confirmed"),
    "decision": _("decided by the agency itself"),
}
TONES = {
    "EXCELLENT": "green",
    "VERY_GOOD": "green",
    "GOOD": "blue",
    "NEEDS_IMPROVEMENT": "amber",
    "POOR": "orange",
    "VERY_POOR": "crimson",
    "ABOVE": "green",
    "MEETS": "blue",
    "BELOW": "orange",
}


def _code(code: Any) -> str:
    return str(getattr(code, "value", code))


def predicate_word(code: Any) -> str:
    """Return the name of a predicate, or the code while it is unknown."""
    return str(PREDICATE_WORDS.get(_code(code), code))


def rating_word(code: Any) -> str:
    """Return the name of a rating, or the code while it is unknown."""
    return str(RATING_WORDS.get(_code(code), code))


def confidence_word(code: Any) -> str:
    """Say in words how sure a cited value of the law is."""
    return str(CONFIDENCE_WORDS.get(_code(code), code))


def tone_of(code: Any) -> str:
    """Return the colour that goes with a predicate or rating; unknown ones stay grey."""
    return TONES.get(_code(code), "grey")


def explained(explanation: Any) -> list[dict[str, Any]]:
    """Return the steps of an explanation of `rules` in the active language, for the explanation panel."""
    indonesian = (get_language() or "id").startswith("id")
    return [
        {
            "text": fitted(step.id if indonesian else step.en),
            "citation": f"{step.cite.instrument} {step.cite.article}",
            "confidence": step.confidence,
            "own": step.confidence == "decision",
        }
        for step in explanation.steps
    ]


def buttons_of(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what the workflow buttons show, from `Workflow.open_to` or from plain mappings."""
    return [_button(step) for step in steps]


def _button(opened: OpenStep | Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(opened, OpenStep):
        return {"asks": None, "readers": None, **opened}
    return {
        "code": opened.step.name,
        "label": str(opened.step.label),
        "allowed": opened.verdict.allowed,
        "reason": str(opened.verdict.reason),
        "asks": gettext("Your reason") if opened.step.needs_reason else None,
        "readers": None,
    }
