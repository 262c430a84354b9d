"""Whom an officer may enrol, and who may be asked to help."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from selaras.core.actor import Actor
from selaras.development.models import Enrolment, Training
from selaras.development.permissions import TAKEN
from selaras.organisation.models import Assignment, Person, PersonKind, PositionPeriod
from selaras.organisation.queries.reporting import holds_on

MOST_HELPERS = 200


def _working(on: date, unit_ids: list[int] | None) -> Exists:
    """Whether a person holds a post on a day, in one of the units where they are named."""
    held = Assignment.objects.filter(holds_on(on), person=OuterRef("pk"))
    if unit_ids is not None:
        there = PositionPeriod.objects.filter(holds_on(on), unit__in=unit_ids)
        held = held.filter(position__in=there.values("position"))
    return Exists(held)


def people_to_enrol(user: Actor, training: Training, q: str = "") -> QuerySet[Person]:
    """Return the employees in the officer's reach who do not yet take part."""
    taken = Enrolment.objects.filter(training=training, person=OuterRef("pk"), state__in=TAKEN)
    units = None if user.whole_agency else list(user.unit_ids)
    rows = Person.objects.filter(_working(user.on, units), ~Exists(taken), kind=PersonKind.EMPLOYEE)
    for word in q.split():
        rows = rows.filter(Q(name__icontains=word) | Q(number__startswith=word))
    return rows.order_by("name", "pk")


def helpers_for(unit_id: int, near: list[int | None], on: date) -> list[Person]:
    """Return who may be asked to help: appraiser, superior and the colleagues of the unit."""
    rows = Person.objects.filter(
        Q(_working(on, [unit_id])) | Q(pk__in=[one for one in near if one is not None]),
        kind=PersonKind.EMPLOYEE,
    )
    return list(rows.order_by("name", "pk")[:MOST_HELPERS])
