"""On whose plans a person may give feedback, as which kind of giver; and whom one can ask."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import Http404
from django.utils.translation import gettext as _

from selaras.core.actor import Actor
from selaras.core.verdict import StateRefused
from selaras.monitoring.models import GiverKind
from selaras.organisation.models import Assignment, Headship, Person, PersonKind, PositionPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Plan


def positions_near(person_id: int | None, on: date) -> list[int]:
    """Return the positions of the units in which a person holds one on a day."""
    held = Assignment.objects.filter(holds_on(on), person=person_id).values("position")
    units = PositionPeriod.objects.filter(holds_on(on), position__in=held).values("unit")
    rows = PositionPeriod.objects.filter(holds_on(on), unit__in=units)
    return list(rows.values_list("position", flat=True))


def _holders(positions: QuerySet[PositionPeriod, int] | list[int], on: date) -> list[int]:
    """Return the people who hold one of these positions on a day."""
    rows = Assignment.objects.filter(holds_on(on), position__in=positions)
    return list(rows.values_list("person", flat=True))


def _led_by(person_id: int | None, on: date) -> list[int]:
    """Return the people of the units that a person leads on a day; one statement."""
    held = Assignment.objects.filter(holds_on(on), person=person_id).values("position")
    units = Headship.objects.filter(holds_on(on), position__in=held).values("unit")
    inside = PositionPeriod.objects.filter(holds_on(on), unit__in=units)
    return _holders(inside.values_list("position", flat=True), on)


def _active(on: date) -> Q:
    return Q(starts_on__lte=on, ends_on__gte=on) & (Q(closed_on=None) | Q(closed_on__gt=on))


def plans_with_relation(person_id: int | None, on: date) -> QuerySet[Plan]:
    """Return the running plans on which a person may give feedback on a day, each with the kind of giver.

    LEADER above the person of the plan, STAFF below, PEER of the same unit or under the same appraiser. Feedback is
    given throughout the year (Pasal 18), so a plan need not be set; and whoever moved counts where he or she works
    today, though the plan still names the former post. Small statements find the neighbours first, so that the
    plans are read by their indexes.
    """
    mine = Plan.objects.filter(_active(on), person=person_id, appraiser__isnull=False)
    leaders, near = list(mine.values_list("appraiser", flat=True)), positions_near(person_id, on)
    leads = Q(appraiser=person_id) | Q(superior=person_id) | Q(person__in=_led_by(person_id, on))
    beside = Q(assignment__position__in=near) | Q(person__in=_holders(near, on)) | Q(appraiser__in=leaders)
    relation = Case(
        When(leads, then=Value(GiverKind.LEADER.value)),
        When(person__in=leaders, then=Value(GiverKind.STAFF.value)),
        default=Value(GiverKind.PEER.value),
    )
    rows = Plan.objects.filter(_active(on), leads | Q(person__in=leaders) | beside)
    rows = rows.exclude(person=person_id).select_related("person", "period", "appraiser", "superior")
    return rows.annotate(relation=relation)


def colleagues_for(actor: Actor, q: str = "") -> QuerySet[Plan]:
    """Return the plans on which the actor may give feedback on own initiative, by name."""
    if not actor.is_personal:
        return Plan.objects.none()
    rows = plans_with_relation(actor.person_id, actor.on)
    if q:
        rows = rows.filter(Q(person__name__icontains=q) | Q(person__number__startswith=q))
    return rows.order_by("person__name", "pk")


def plan_to_judge(actor: Actor, plan_id: int) -> Plan:
    """Return a running plan with the actor's relation to it; the permission is asked later.

    Raises `StateRefused` for a plan that ended, as after a move, and Http404 where there is none.
    """
    plan = plans_with_relation(actor.person_id, actor.on).filter(pk=plan_id).first()
    return _without_relation(actor, plan_id) if plan is None else plan


def _without_relation(actor: Actor, plan_id: int) -> Plan:
    """Return a running plan on which the actor has no relation, for the permission to refuse."""
    plan = Plan.objects.filter(pk=plan_id).select_related("person", "period", "appraiser", "superior").first()
    if plan is None:
        raise Http404
    if not Plan.objects.filter(_active(actor.on), pk=plan.pk).exists():
        raise StateRefused(
            _(
                "This plan does not run any more, for example after a move. Choose the person in the list again."
            )
        )
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
        near = Assignment.objects.filter(holds_on(on), position__in=positions_near(plan.person_id, on))
        rows = rows.filter(pk__in=list(near.values_list("person", flat=True)))
    return rows.order_by("name", "pk")
