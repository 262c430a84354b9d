"""Reads of socialisation: what was published to whom, and who has acknowledged it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404

from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id
from selaras.organisation.models import Assignment, Person, PositionPeriod, UnitPeriod
from selaras.organisation.queries import units_below
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Acknowledgement, Publication

OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)


def people_in(unit_ids: frozenset[int] | set[int], on: date) -> QuerySet[Person]:
    """Return the employees whose position stands in one of the units on a day."""
    positions = PositionPeriod.objects.filter(holds_on(on), unit__in=unit_ids).values("position")
    held = Assignment.objects.filter(holds_on(on), position__in=positions).values("person")
    return Person.objects.filter(pk__in=held, kind="EMPLOYEE").order_by("name", "pk")


def people_of(publication: Publication, on: date) -> QuerySet[Person]:
    """Return everybody to whom a publication is addressed on a day."""
    return people_in(units_below([publication.unit_id], on), on)


ABOVE = """
WITH RECURSIVE above(unit_id) AS (
    SELECT q.unit_id FROM organisation_assignment a
    JOIN organisation_positionperiod q ON q.agency_id = a.agency_id AND q.position_id = a.position_id
    WHERE a.agency_id = %(agency)s AND a.person_id = %(person)s
      AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
      AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s)
    UNION
    SELECT u.parent_id FROM organisation_unitperiod u JOIN above b ON u.unit_id = b.unit_id
    WHERE u.agency_id = %(agency)s AND u.parent_id IS NOT NULL
      AND u.from_on <= %(on)s AND (u.until_on IS NULL OR u.until_on > %(on)s)
)
"""


def units_above_person(person_id: int, on: date) -> set[int]:
    """Return the units in which a person holds positions and all units above them, in one statement."""
    values: dict[str, Any] = {"agency": current_agency_id(), "person": person_id, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(ABOVE + "SELECT unit_id FROM above", values)
        return {row[0] for row in cursor.fetchall()}


def is_addressed(publication: Publication, actor: Actor) -> bool:
    """Say whether a publication is meant for the acting person."""
    if not actor.is_personal or actor.person_id is None:
        return False
    return publication.unit_id in units_above_person(actor.person_id, actor.on)


def publications_for(actor: Actor) -> QuerySet[Publication]:
    """Return what was published to the person, and in an overseeing role what reaches its units, drafts included."""
    own = units_above_person(actor.person_id, actor.on) if actor.is_personal and actor.person_id else set()
    seen = Q(unit__in=own, published_at__isnull=False)
    if actor.role in OVERSEEING:
        seen |= ~Q(pk=None) if actor.whole_agency else Q(unit__in=actor.unit_ids)
    mine = Acknowledgement.objects.filter(publication=OuterRef("pk"), person=actor.person_id or 0)
    rows = Publication.objects.filter(seen).select_related("period", "unit")
    unit_name = UnitPeriod.objects.filter(holds_on(actor.on), unit=OuterRef("unit")).values("name")[:1]
    return rows.annotate(
        unit_name=Subquery(unit_name),
        is_acknowledged=Exists(mine),
        is_mine=Case(When(unit__in=own, then=True), default=False, output_field=BooleanField()),
        done=Count("acknowledgements"),
    ).order_by("-published_at", "-pk")


def publication_for(actor: Actor, publication_id: int) -> Publication:
    """Return one publication the actor may read, or raise Http404."""
    publication = publications_for(actor).filter(pk=publication_id).first()
    if publication is None:
        raise Http404
    return publication


def readers_of(publication: Publication, on: date) -> QuerySet[Person]:
    """Return everybody addressed, each with the moment of acknowledging or None."""
    moment = Acknowledgement.objects.filter(publication=publication, person=OuterRef("pk")).values("at")[:1]
    return people_of(publication, on).annotate(acknowledged_at=Subquery(moment))
