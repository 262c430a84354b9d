"""The agency's own words for the concepts of the glossary; templates never ask whether it is a company."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence

PUBLIC: dict[str, Sentence] = {
    "plan": _("SKP"),
    "plan_long": _("Employee performance targets (SKP)"),
    "expected_result": _("Expected result"),
    "main_results": _("Main results"),
    "additional_results": _("Additional results"),
    "indicator": _("Individual performance indicator"),
    "behaviour": _("Work behaviour"),
    "agreement": _("Performance agreement"),
    "strategic_goal": _("Strategic goal (Renstra)"),
    "appraiser": _("Performance appraising official"),
    "superior": _("Superior of the appraising official"),
    "officer": _("Performance officer"),
    "employee": _("Employee"),
    "employee_number": _("NIP"),
    "unit": _("Work unit"),
    "agency": _("Agency"),
    "rank": _("Rank/grade"),
    "matrix": _("Role and result matrix"),
    "head": _("Head of the agency"),
}
COMPANY: dict[str, Sentence] = {
    **PUBLIC,
    "plan": _("Performance plan"),
    "plan_long": _("Performance plan"),
    "expected_result": _("Goal"),
    "main_results": _("Main goals"),
    "additional_results": _("Additional goals"),
    "indicator": _("Key indicator"),
    "agreement": _("Unit targets"),
    "strategic_goal": _("Company goal"),
    "appraiser": _("Manager"),
    "superior": _("Manager's manager"),
    "officer": _("HR officer"),
    "employee_number": _("Employee number"),
    "unit": _("Department"),
    "agency": _("Company"),
    "rank": _("Grade"),
    "head": _("Managing director"),
}
_words: ContextVar[dict[str, Sentence]] = ContextVar("selaras_words", default=PUBLIC)
_company: ContextVar[bool] = ContextVar("selaras_company", default=False)


def words_of(agency: Any) -> dict[str, Sentence]:
    """Return an agency's words: its kind's, with its own choices above them."""
    return {**(COMPANY if agency.kind == "COMPANY" else PUBLIC), **agency.vocabulary}


def speak_as(agency: Any | None) -> None:
    """Use an agency's words for the rest of this request or job."""
    _words.set(words_of(agency) if agency is not None else PUBLIC)
    _company.set(agency is not None and agency.kind == "COMPANY")


def speaks_as_company() -> bool:
    """Say whether this request or job speaks to people of a company; `voice` then fits every sentence."""
    return _company.get()


def word(key: str) -> str:
    """Return the current agency's word for a concept; an unknown concept is a programming error."""
    return str(_words.get()[key])
