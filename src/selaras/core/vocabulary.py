"""The agency's own words for the concepts of the glossary; templates never ask whether it is a company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.functional import lazy
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
    return {**(COMPANY if agency.is_company else PUBLIC), **agency.vocabulary}


def speak_as(agency: Any | None) -> None:
    """Use an agency's words for the rest of this request or job."""
    _words.set(words_of(agency) if agency is not None else PUBLIC)
    _company.set(agency is not None and agency.is_company)


def speaks_as_company() -> bool:
    """Say whether this request or job speaks to people of a company; `voice` then fits every sentence."""
    return _company.get()


@contextmanager
def speaking(*, as_company: bool) -> Iterator[None]:
    """Speak to people of a company, or of any other agency, for a while."""
    token = _company.set(as_company)
    try:
        yield
    finally:
        _company.reset(token)


def _either(public: Sentence, company: Sentence) -> str:
    return str(company if speaks_as_company() else public)


_either_lazy = lazy(_either, str)


def either(public: Sentence, company: Sentence) -> Sentence:
    """Return a text of which a company reads another one; decided when it is read, not when it is made."""
    made: Sentence = _either_lazy(public, company)
    return made


def cited(article: Sentence) -> str:
    """Return an article for people whom the law of civil servants binds; a company is shown none."""
    return "" if speaks_as_company() else str(article)


def source(article: Sentence) -> str:
    """Return the article of an explanation; a company reads that its own rule says so."""
    return str(either(article, _("the company's own rule")))


def word(key: str) -> str:
    """Return the current agency's word for a concept; an unknown concept is a programming error."""
    return str(_words.get()[key])
