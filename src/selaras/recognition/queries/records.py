"""Reads of sanctions and of proposed consequences: the only doors to them, with the permission in SQL."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.recognition.models import Consequence, Sanction, SanctionLevel
from selaras.recognition.permissions import can_oversee_consequences, can_see_wall
from selaras.recognition.queries.reach import in_reach, staff_of


def sanctions_for(user: Actor, state: str = "", level: str = "", q: str = "") -> QuerySet[Sanction]:
    """Return the records the actor may see: own, in reach of the role now chosen, reminders to own staff."""
    require(can_see_wall(user))
    seen = in_reach(user) | (staff_of(user) & Q(level=SanctionLevel.REMINDER))
    if user.is_personal:
        seen |= Q(person=user.person_id)
    rows = Sanction.objects.filter(seen).select_related("person")
    if state:
        rows = rows.filter(state=state)
    if level:
        rows = rows.filter(level=level)
    for word in q.split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(title__icontains=word))
    return rows


def sanction_for(user: Actor, pk: int, at: datetime) -> Sanction:
    """Return one record the actor may see, or raise Http404; an auditor's look is recorded."""
    found = sanctions_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    if user.leaves_looks:
        audit.record(obj=found, verb="recognition.look", by=user, at=at)
    return found


def consequences_for(
    user: Actor, state: str = "", kind: str = "", q: str = "", window: int | None = None
) -> QuerySet[Consequence]:
    """Return the proposed follow-up in the actor's reach."""
    require(can_oversee_consequences(user))
    rows = Consequence.objects.filter(in_reach(user)).select_related("person", "evaluation__window__period")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if window is not None:
        rows = rows.filter(evaluation__window=window)
    for word in q.split():
        rows = rows.filter(person__name__icontains=word)
    return rows


def consequence_for(user: Actor, pk: int, at: datetime) -> Consequence:
    """Return one consequence in reach, or raise Http404; an auditor's look is recorded."""
    found = consequences_for(user).select_related("decided_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    if user.leaves_looks:
        audit.record(obj=found, verb="recognition.look", by=user, at=at)
    return found
