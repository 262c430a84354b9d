"""Finds the colleague that somebody means by a name or a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from selaras.organisation.models import Person, PersonKind
from selaras.organisation.queries import headers_of

MOST = 12
SEPARATOR = " · "


@dataclass(frozen=True)
class Colleague:
    """One suggestion: what the field takes, and where the person works."""

    value: str
    note: str


def _found(text: str) -> Q:
    """Every word of the text is in the name, or the text begins the number."""
    named = Q()
    for word in text.split():
        named &= Q(name__icontains=word)
    return named | Q(number__startswith=text)


def colleagues_like(text: str, on: date) -> list[Colleague]:
    """Return at most a dozen employees whose name or number fits, with their post on that day."""
    text = text.split(SEPARATOR)[0].strip()
    if len(text) < 2:
        return []
    people = list(Person.objects.filter(_found(text), kind=PersonKind.EMPLOYEE).order_by("name", "pk")[:MOST])
    headers = headers_of([one.pk for one in people], on)
    return [
        Colleague(f"{one.name}{SEPARATOR}{one.number}", _post(headers[one.pk].position, headers[one.pk].unit))
        for one in people
    ]


def _post(position: str, unit: str) -> str:
    return ", ".join(part for part in (position, unit) if part)


def people_meant(text: str) -> list[Person]:
    """Return the employees whom a typed text may mean: one when it names a number or an exact name."""
    name, _separator, number = (part.strip() for part in text.partition(SEPARATOR))
    employees = Person.objects.filter(kind=PersonKind.EMPLOYEE).order_by("name", "pk")
    exact = list(employees.filter(Q(number=number or name) | Q(name__iexact=text.strip()))[:MOST])
    if number or exact:
        return exact
    return list(employees.filter(_found(name))[:MOST]) if len(name) > 1 else []
