"""On whose plans a person may give feedback, as which kind of giver; and whom one can ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import Http404

from selaras.core.actor import Actor
from selaras.monitoring.models import GiverKind
from selaras.organisation.models import Assignment, Person, PersonKind, PositionPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Plan, PlanState, PlanVersion
from selaras.planning.queries.reach import unit_of_assignment


def units_of_person(person_id: int | None, on: date) -> QuerySet[PositionPeriod, Any]:
    """Return the units of the positions that a person holds on a day, as a subquery."""
    held = Assignment.objects.filter(holds_on(on), person=person_id).values("position")
    return PositionPeriod.objects.filter(holds_on(on), position__in=held).values("unit")


def plans_with_relation(person_id: int | None, on: date) -> QuerySet[Plan]:
    """Return plans in force on a day, each with what a person would be as giver of feedback on it, or None.

    LEADER above the person of the plan, STAFF below, PEER of the same unit or under the same appraiser.
    """
    mine = Plan.objects.filter(person=person_id, period=OuterRef("period"))
    relation = Case(
        When(Q(appraiser=person_id) | Q(superior=person_id), then=Value(GiverKind.LEADER.value)),
        When(Exists(mine.filter(appraiser=OuterRef("person"))), then=Value(GiverKind.STAFF.value)),
        When(Q(unit_id__in=units_of_person(person_id, on)), then=Value(GiverKind.PEER.value)),
        When(Exists(mine.filter(appraiser=OuterRef("appraiser"))), then=Value(GiverKind.PEER.value)),
        default=None,
        output_field=CharField(null=True),
    )
    in_force = PlanVersion.objects.filter(plan=OuterRef("pk"), state=PlanState.SET)
    rows = Plan.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), starts_on__lte=on, ends_on__gte=on)
    rows = rows.select_related("person", "period", "appraiser", "superior").filter(Exists(in_force))
    rows = rows.annotate(unit_id=unit_of_assignment(on, "assignment__position", "ends_on"))
    return rows.annotate(relation=relation)


def colleagues_for(actor: Actor, q: str = "") -> QuerySet[Plan]:
    """Return the plans on which the actor may give feedback on own initiative, by name."""
    if not actor.is_personal:
        return Plan.objects.none()
    rows = plans_with_relation(actor.person_id, actor.on)
    rows = rows.exclude(Q(relation=None) | Q(person=actor.person_id))  # type: ignore[misc]  # annotated
    if q:
        rows = rows.filter(Q(person__name__icontains=q) | Q(person__number__startswith=q))
    return rows.order_by("person__name", "pk")


def plan_to_judge(actor: Actor, plan_id: int) -> Plan:
    """Return a plan in force with the actor's relation to it, or raise Http404; the permission is asked later."""
    plan = plans_with_relation(actor.person_id, actor.on).filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    return plan


def relation_to(person_id: int, plan: Plan, on: date) -> str:
    """Return what an asked employee is as giver: by the line and the unit, else a peer of another unit."""
    found = plans_with_relation(person_id, on).filter(pk=plan.pk).values("relation").first()  # type: ignore[misc]
    return (found and found["relation"]) or GiverKind.PEER


def people_to_ask(plan: Plan, on: date, q: str = "") -> QuerySet[Person]:
    """Return the employees whom one can ask: those of the unit first found, others by name or number."""
    held = Assignment.objects.filter(holds_on(on), person=OuterRef("pk"))
    rows = Person.objects.filter(Exists(held), kind=PersonKind.EMPLOYEE).exclude(pk=plan.person_id)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(number__startswith=q))
    else:
        units = units_of_person(plan.person_id, on)
        near = PositionPeriod.objects.filter(holds_on(on), unit__in=units).values("position")
        rows = rows.filter(Exists(held.filter(position__in=near)))
    return rows.order_by("name", "pk")
