"""Reads of improvement plans: the only doors to them, with the permission in SQL."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from selaras.appraisal.models import Evaluation
from selaras.core import audit
from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import require
from selaras.development.models import ImprovementPlan, ImprovementState, ImprovementStep
from selaras.development.permissions import (
    BELOW_GOOD,
    KNOWN_RESULT,
    WATCHING_HELP,
    can_see_trainings,
)

LOOK_BACK = timedelta(days=400)


def _reach(user: Actor, roles: tuple[RoleCode, ...], unit: str) -> Q:
    if user.role not in roles:
        return Q(pk=None)
    return ~Q(pk=None) if user.whole_agency else Q(**{f"{unit}__in": user.unit_ids})


def improvements_for(user: Actor, state: str = "", q: str = "") -> QuerySet[ImprovementPlan]:
    """Return the plans the actor may see: own, of people appraised, as helper, or in the role's reach."""
    require(can_see_trainings(user))
    seen = _reach(user, WATCHING_HELP, "evaluation__unit")
    if user.is_personal:
        helping = ImprovementStep.objects.filter(plan=OuterRef("pk"), helper=user.person_id)
        seen |= (
            Q(person=user.person_id)
            | Q(evaluation__appraiser=user.person_id)
            | Q(evaluation__superior=user.person_id)
            | Q(Exists(helping))
        )
    rows = ImprovementPlan.objects.filter(seen).select_related("person", "evaluation__window__period")
    rows = rows.annotate(
        steps_total=Count("steps"), steps_done=Count("steps", filter=Q(steps__done_on__isnull=False))
    )
    if state:
        rows = rows.filter(state=state)
    for word in q.split():
        rows = rows.filter(person__name__icontains=word)
    return rows.order_by("-starts_on", "-pk")


def improvement_for(user: Actor, pk: int, at: datetime) -> ImprovementPlan:
    """Return one plan the actor may see, or raise Http404; an auditor's look is recorded.

    Ask `can_see_improvement` whether the actor reads all of it: a helper reads the goal and the own steps only.
    """
    rows = improvements_for(user).select_related("evaluation__appraiser", "evaluation__superior")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if user.leaves_looks:
        audit.record(obj=found, verb="development.look", by=user, at=at)
    return found


def steps_of(plan: ImprovementPlan, helper: int | None = None) -> list[ImprovementStep]:
    """Return a plan's steps by due day; only one helper's where named. Each knows its plan."""
    rows = ImprovementStep.objects.filter(plan=plan).select_related("helper")
    if helper is not None:
        rows = rows.filter(helper=helper)
    steps = list(rows.order_by("due_on", "ordinal"))
    for step in steps:
        step.plan = plan
    return steps


def without_plan(user: Actor) -> QuerySet[Evaluation]:
    """Return known results below Good, of people the actor appraises or oversees, that have no plan yet."""
    lead = _reach(user, (RoleCode.OFFICER,), "unit")
    if user.is_personal:
        lead |= Q(appraiser=user.person_id)
    rows = Evaluation.objects.filter(
        lead, state__in=KNOWN_RESULT, predicate__in=BELOW_GOOD, rated_on__gte=user.on - LOOK_BACK
    ).exclude(person=user.person_id)
    planned = ImprovementPlan.objects.filter(evaluation=OuterRef("pk"))
    rows = rows.filter(~Exists(planned)).select_related("person", "window", "window__period")
    return rows.order_by("-rated_on", "-pk")


def waiting_for_help(user: Actor) -> QuerySet[Evaluation]:
    """Return of each person the newest such result, unless help is running or was planned after a later one.

    Two poor quarters call for one talk; whoever is being helped does not wait for help.
    """
    others = ImprovementPlan.objects.filter(person=OuterRef("person"))
    later = Q(state=ImprovementState.ACTIVE) | Q(
        evaluation__window__judged_until__gte=OuterRef("window__judged_until")
    )
    rows = without_plan(user).filter(~Exists(others.filter(later)))
    newest = rows.order_by("person", "-window__judged_until", "-pk").distinct("person")
    return without_plan(user).filter(pk__in=newest.values("pk"))


def evaluation_to_help(user: Actor, pk: int) -> Evaluation:
    """Return an evaluation for which the actor may plan help, or raise Http404."""
    found = without_plan(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
