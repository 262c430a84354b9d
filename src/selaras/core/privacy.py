"""What each model declares about personal data (UU 27/2022): which fields, and how long they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Privacy:
    """Personal fields of a table and their retention in years after the person leaves (None: as law orders).

    `of` is the lookup to the person a row is about, where the first key of the row leads to somebody else.
    """

    fields: frozenset[str]
    retention_years: int | None = None
    reason: str = ""
    of: str = ""


def personal(*fields: str, years: int | None = 10, reason: str = "UU 27/2022", of: str = "") -> Privacy:
    """Declare the personal fields of a model."""
    return Privacy(frozenset(fields), years, reason, of)


NOT_PERSONAL = Privacy(frozenset(), None, "no personal data")


def declared() -> Iterator[tuple[type[models.Model], Any]]:
    """Yield every model of ours with its declaration, or None where it is missing."""
    for model in apps.get_models():
        if model.__module__.startswith("selaras."):
            yield model, model.__dict__.get("privacy")


Moment = TypeVar("Moment", date, datetime)


def years_after(moment: Moment, years: int) -> Moment:
    """Return the same day so many years later, or earlier; 28 February where the year has no 29th."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)
