"""Reads of plans: the only doors to a plan are `plans_for` and `plan_for`, which know who may see what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from selaras.core import audit
from selaras.core.actor import Actor, RoleCode
from selaras.organisation.models import Person
from selaras.organisation.queries.presence import note_presence, presence_beside
from selaras.planning.models import Period, Plan, PlanState, PlanVersion
from selaras.planning.queries.reach import unit_of_assignment

OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
OPEN_STATES = (
    PlanState.DRAFT,
    PlanState.SUBMITTED,
    PlanState.RETURNED,
    PlanState.AGREED,
    PlanState.SIGNED,
)


def _latest(name: str) -> Subquery:
    versions = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number")
    return Subquery(versions.values(name)[:1])


def _plans_with_unit(on: date) -> QuerySet[Plan]:
    plans = Plan.objects.select_related("period", "person", "appraiser", "superior")
    return plans.annotate(unit_id=unit_of_assignment(on, "assignment__position", "ends_on"))


def plans_with_state(on: date) -> QuerySet[Plan]:
    """Return plans that know their unit on a day, and the state and number of their newest version."""
    return _plans_with_unit(on).annotate(
        state=_latest("state"),
        number=_latest("number"),
        latest_id=_latest("id"),
        is_in_force=Exists(PlanVersion.objects.filter(plan=OuterRef("pk"), state=PlanState.SET)),
    )


def _seen_by(actor: Actor) -> Q:
    """Own plans and those of one's people; in an overseeing role, all that the role reaches."""
    seen = Q(pk=None)
    if actor.is_personal:
        seen |= Q(person=actor.person_id) | Q(appraiser=actor.person_id) | Q(superior=actor.person_id)
    if actor.role in OVERSEEING:
        seen |= ~Q(pk=None) if actor.whole_agency else Q(unit_id__in=actor.unit_ids)
    return seen


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """Return the plans that the actor may see: own, entrusted, or in the reach of the role now chosen."""
    plans = plans_with_state(actor.on)
    return plans.filter(_seen_by(actor)).order_by("person__name", "-starts_on", "pk")


def plan_for(actor: Actor, plan_id: int, at: datetime | None = None) -> Plan:
    """Return one plan the actor may see, or raise Http404; an auditor's look is recorded when `at` is given."""
    return _one(plans_for(actor), actor, plan_id, at)


def plan_and_versions(
    actor: Actor, plan_id: int, at: datetime | None = None
) -> tuple[Plan, list[PlanVersion]]:
    """Return what `plan_for` and `versions_of` return; the plan learns its state from the versions."""
    plan: Any = _one(_plans_with_unit(actor.on).filter(_seen_by(actor)), actor, plan_id, at)
    versions = versions_of(plan)
    plan.state, plan.number, plan.latest_id = versions[0].state, versions[0].number, versions[0].pk
    plan.is_in_force = any(version.state == PlanState.SET for version in versions)
    return plan, versions


def _one(plans: QuerySet[Plan], actor: Actor, plan_id: int, at: datetime | None) -> Plan:
    rows = plans.annotate(**presence_beside(actor.on, "person", "appraiser"))
    plan: Any = rows.filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    note_presence(plan.person, actor.on, plan.person_presence)
    note_presence(plan.appraiser, actor.on, plan.appraiser_presence)
    if at is not None and actor.leaves_looks:
        audit.record(obj=plan, verb="planning.look", by=actor, at=at)
    return cast(Plan, plan)


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Return the versions of a plan, newest first; each knows its plan."""
    versions = list(PlanVersion.objects.filter(plan=plan).order_by("-number"))
    for version in versions:
        version.plan = plan
    return versions


def set_version_of(plan: Plan) -> PlanVersion | None:
    """Return the version in force."""
    return PlanVersion.objects.filter(plan=plan, state=PlanState.SET).first()


def open_version_of(plan: Plan) -> PlanVersion | None:
    """Return the version that is being worked on, if any."""
    return PlanVersion.objects.filter(plan=plan, state__in=OPEN_STATES).first()


def latest_version_of(plan: Plan) -> PlanVersion:
    """Return the newest version: the one being worked on, else the one in force."""
    return PlanVersion.objects.filter(plan=plan).order_by("-number").select_related("plan")[:1].get()


def plan_of(person: Person | int, period: Period) -> Plan | None:
    """Return a person's plan of a year; after a move within the year, the newest one."""
    person_id = person if isinstance(person, int) else person.pk
    return Plan.objects.filter(person=person_id, period=period).order_by("-starts_on", "-pk").first()


def current_plan(person_id: int, on: date) -> Plan | None:
    """Return the plan that holds for a person on a day."""
    plans = Plan.objects.filter(person=person_id, starts_on__lte=on, ends_on__gte=on)
    plans = plans.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    return plans.select_related("period").order_by("-starts_on", "-pk").first()
