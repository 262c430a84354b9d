"""Says whether somebody can act in the application: has an account that opens, and still works here."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, QuerySet

from selaras.core.tenancy import current_agency_id
from selaras.organisation.models import Person


class Presence(StrEnum):
    """Whether somebody can act in the application on a day."""

    PRESENT = "PRESENT"
    WITHOUT_ACCOUNT = "WITHOUT_ACCOUNT"
    LEFT = "LEFT"


# Plain SQL, because it stands beside several people of a row: building it of expressions cost more than the row.
PRESENCE = """
(SELECT CASE WHEN work.was AND NOT work.still THEN 'LEFT'
             WHEN m.is_active AND u.is_active THEN 'PRESENT' ELSE 'WITHOUT_ACCOUNT' END
 FROM organisation_person p
 LEFT JOIN accounts_membership m ON m.agency_id = p.agency_id AND m.id = p.member_id
 LEFT JOIN accounts_user u ON u.id = m.user_id
 CROSS JOIN LATERAL (SELECT count(*) > 0 AS was, bool_or(e.until_on IS NULL OR e.until_on > %s) AS still
     FROM organisation_employmentperiod e WHERE e.agency_id = p.agency_id AND e.person_id = p.id) work
 WHERE p.agency_id = %s AND p.id = {key})
"""


class PresenceOf(Func):
    """The presence of the person behind a key on a day; whoever never had an employment here has not left."""

    output_field = CharField()

    def __init__(self, key: str, on: date, **extra: Any) -> None:
        super().__init__(F(key), **extra)
        self.on = on

    def as_sql(  # type: ignore[override]  # no other template is ever given
        self, compiler: Any, connection: Any, **_words: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Write the subselect; a key that carries parameters of its own comes last."""
        key, params = compiler.compile(self.source_expressions[0])
        return PRESENCE.format(key=key), (self.on, current_agency_id(), *params)


def with_presence(on: date) -> QuerySet[Any]:
    """Return everybody with `presence`; a minister, for example, never had an employment here and has not left."""
    return Person.objects.annotate(presence=PresenceOf("pk", on))


def present(on: date, key: str) -> Exists:
    """Say in SQL that the person behind a key of the outer row can act."""
    return Exists(with_presence(on).filter(pk=OuterRef(key), presence=Presence.PRESENT))


def presence_beside(on: date, *keys: str) -> dict[str, Any]:
    """Return annotations that read the presence of several people of one row without a further statement."""
    return {f"{key}_presence": PresenceOf(f"{key}_id", on) for key in keys}


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
