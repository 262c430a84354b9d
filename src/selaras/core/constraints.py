"""Constraints that many tables share, written once."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q

from selaras.core.verdict import Sentence


class DateRange(Func):
    """`daterange(from, until, '[)')`: the days in which a dated row holds."""

    function = "daterange"
    output_field = DateRangeField()


def span(start: str = "from_on", end: str = "until_on") -> DateRange:
    """Return the half-open range [from, until) of a dated row."""
    return DateRange(start, end, RangeBoundary())


def no_overlap(
    name: str, *keys: str, condition: Q | None = None, message: Sentence = ""
) -> ExclusionConstraint:
    """Refuse two rows of one agency that have the same keys and share a day."""
    expressions: list[Any] = [("agency", RangeOperators.EQUAL)]
    expressions += [(key, RangeOperators.EQUAL) for key in keys]
    expressions.append((span(), RangeOperators.OVERLAPS))
    return ExclusionConstraint(
        name=name, expressions=expressions, condition=condition, violation_error_message=message or None
    )


def ordered_span(name: str, start: str = "from_on", end: str = "until_on") -> models.CheckConstraint:
    """Refuse a dated row that ends before or on the day it begins."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": models.F(start)})
    )


def together(name: str, *fields: str) -> models.CheckConstraint:
    """Refuse half a decision: all of the fields are given, or none."""
    given = Q(**{f"{field}__isnull": False for field in fields})
    absent = Q(**{f"{field}__isnull": True for field in fields})
    return models.CheckConstraint(name=name, condition=given | absent)


def one_of(
    name: str, field: str, choices: type[models.TextChoices], null: bool = False
) -> models.CheckConstraint:
    """Refuse a code that is not among the declared ones."""
    condition = Q(**{f"{field}__in": choices.values})
    if null:
        condition |= Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(name=name, condition=condition)
