"""The words of the law that plans use: core values with their guides, sources, aspects, perspectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from selaras.core.models import Agency
from selaras.planning.models import Period, Scheme
from selaras.rules.dated import in_force
from selaras.rules.sentences import Sentence


def spoken(sentence: Sentence | Mapping[str, str], language: str | None = None) -> str:
    """Return a sentence of the law in the active language, or in the one given."""
    indonesian = (language or get_language() or "id").startswith("id")
    if isinstance(sentence, Sentence):
        return sentence.id if indonesian else sentence.en
    return sentence["id"] if indonesian else sentence["en"]


@dataclass(frozen=True)
class CoreValue:
    """One value of the organisation with the guides that nobody edits."""

    code: str
    name: Sentence
    definition: Sentence
    guides: tuple[Sentence, ...]


def law_day(period: Period, on: date) -> date:
    """Return the day whose law applies to a plan: today within the year, else the year's nearest day."""
    return min(max(on, period.starts_on), period.ends_on)


def values_of(period: Period, on: date, own: object = None) -> dict[str, CoreValue]:
    """Return the core values of a year by code: the law's seven (Pasal 10(3)), or a company's own.

    `own` are the values that a company keeps in its vocabulary under "values": a list of
    {"code", "name", "definition", "guides"}; without them the company's scheme gives common ones.
    """
    if own and period.scheme != Scheme.PERMENPANRB_6_2022:
        return {row["code"]: _own(row) for row in own}  # type: ignore[attr-defined]  # JSON list, see above
    entry = in_force(period.scheme, "behaviours", law_day(period, on))
    return {
        code: CoreValue(code, row["name"], row["definition"], tuple(row["guides"]))
        for code, row in entry.value.items()
    }


def values_in(agency: Agency, period: Period, on: date) -> dict[str, CoreValue]:
    """Return the core values of an agency in a year."""
    return values_of(period, on, agency.vocabulary.get("values"))


def _own(row: dict[str, Any]) -> CoreValue:
    def same(text: str) -> Sentence:
        return Sentence(text, text)

    guides = tuple(same(text) for text in row.get("guides", ()))
    return CoreValue(row["code"], same(row["name"]), same(row.get("definition", row["name"])), guides)


def names_of(name: str, period: Period, on: date) -> dict[str, Sentence]:
    """Return the names of aspects or perspectives in force; companies use the same ones."""
    return dict(in_force(Scheme.PERMENPANRB_6_2022, name, law_day(period, on)).value)
