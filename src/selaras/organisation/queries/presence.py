"""Says whether somebody can act in the application: has an account that opens, and still works here."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from selaras.organisation.models import EmploymentPeriod, Person


class Presence(StrEnum):
    """Whether somebody can act in the application on a day."""

    PRESENT = "PRESENT"
    WITHOUT_ACCOUNT = "WITHOUT_ACCOUNT"
    LEFT = "LEFT"


def with_presence(on: date) -> QuerySet[Any]:
    """Return everybody with `presence`; whoever never had an employment here, a minister for example, has not left."""
    employed = EmploymentPeriod.objects.filter(person=OuterRef("pk"))
    still = employed.filter(Q(until_on=None) | Q(until_on__gt=on))
    presence = Case(
        When(Exists(employed) & ~Exists(still), then=Value(Presence.LEFT.value)),
        When(member__is_active=True, member__user__is_active=True, then=Value(Presence.PRESENT.value)),
        default=Value(Presence.WITHOUT_ACCOUNT.value),
        output_field=CharField(),
    )
    return Person.objects.annotate(presence=presence)


def present(on: date, key: str) -> Exists:
    """Say in SQL that the person behind a key of the outer row can act."""
    return Exists(with_presence(on).filter(pk=OuterRef(key), presence=Presence.PRESENT))


def presence_beside(on: date, *keys: str) -> dict[str, Any]:
    """Return annotations that read the presence of several people of one row without a further statement."""
    rows = with_presence(on)
    return {f"{key}_presence": Subquery(rows.filter(pk=OuterRef(key)).values("presence")[:1]) for key in keys}


def note_presence(person: Person | None, on: date, presence: str | None) -> None:
    """Keep on a row what was read beside it."""
    if person is not None and presence:
        person.known_presence = (on, Presence(presence))  # type: ignore[attr-defined]


def presence_of(person: Person, on: date) -> Presence:
    """Return whether somebody can act on a day; one statement unless it was read already."""
    known: tuple[date, Presence] | None = getattr(person, "known_presence", None)
    if known is None or known[0] != on:
        note_presence(person, on, with_presence(on).values_list("presence", flat=True).get(pk=person.pk))
        known = person.known_presence  # type: ignore[attr-defined]
    return known[1]
