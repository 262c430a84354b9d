"""Reads of socialisation: what was published to whom, and who has acknowledged it."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from selaras.core.actor import Actor, RoleCode
from selaras.organisation.models import Assignment, Person, PositionPeriod, UnitPeriod
from selaras.organisation.queries import units_below
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Acknowledgement, Publication

OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
HIGHEST = 25


def people_in(unit_ids: frozenset[int] | set[int], on: date) -> QuerySet[Person]:
    """Return the employees whose position stands in one of the units on a day."""
    positions = PositionPeriod.objects.filter(holds_on(on), unit__in=unit_ids).values("position")
    held = Assignment.objects.filter(holds_on(on), position__in=positions).values("person")
    return Person.objects.filter(pk__in=held, kind="EMPLOYEE").order_by("name", "pk")


def people_of(publication: Publication, on: date) -> QuerySet[Person]:
    """Return everybody to whom a publication is addressed on a day."""
    return people_in(units_below([publication.unit_id], on), on)


def units_above_person(person_id: int, on: date) -> set[int]:
    """Return the units in which a person holds positions and all units above them."""
    held = Assignment.objects.filter(holds_on(on), person=person_id).values("position")
    units = PositionPeriod.objects.filter(holds_on(on), position__in=held).values_list("unit", flat=True)
    parents = dict(UnitPeriod.objects.filter(holds_on(on)).values_list("unit", "parent"))
    found: set[int] = set()
    for unit in units:
        at: int | None = unit
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return found


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
        unit_name=Subquery(unit_name), is_acknowledged=Exists(mine), done=Count("acknowledgements")
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
