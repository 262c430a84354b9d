"""Writes of action plans: the steps by which a result is to be reached (B.1.1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.monitoring import permissions
from selaras.monitoring.models import ActionStep
from selaras.planning.models import Plan, ResultLineage

ARTICLE = "PermenPANRB 6/2022 Lampiran III.A"
MOST = 30
"""The most steps of one result."""


def add_step(
    *, plan: Plan, result_id: int, text: str, due_on: date | None, by: Actor, at: datetime
) -> ActionStep:
    """Add a step at the end of a result's action plan."""
    require(permissions.can_plan_steps(by, plan))
    if not text.strip():
        raise InvalidRefused(_("Write what you will do."), fields={"text": _("Write what you will do.")})
    result = ResultLineage.objects.filter(plan=plan, pk=result_id).first()
    if result is None:
        raise InvalidRefused(_("One of these results does not belong to the plan. Reload the page."))
    with transaction.atomic():
        last = ActionStep.objects.filter(result=result).aggregate(last=Max("ordinal"))["last"] or 0
        if last >= MOST:
            raise InvalidRefused(
                _("A result has at most %(most)s steps. Join some of them.") % {"most": MOST}
            )
        step: ActionStep = ActionStep.objects.create(
            result=result, ordinal=last + 1, text=text.strip(), due_on=due_on
        )
        after = {"text": step.text, "due_on": due_on}
        audit.record(obj=step, verb="step.add", by=by, at=at, after=after, subject=plan, article=ARTICLE)
    return step


def finish_step(
    *, step: ActionStep, done: bool, by: Actor, at: datetime, version: int | None = None
) -> ActionStep:
    """Mark a step as done today, or as still to be done."""
    require(permissions.can_change_step(by, step))
    with transaction.atomic():
        before = versions.change(step, version, done_on=by.on if done else None)
        plan = step.result.plan
        audit.record(
            obj=step,
            verb="step.finish",
            by=by,
            at=at,
            before=before,
            after={"done_on": step.done_on},
            subject=plan,
        )
    return step


def remove_step(*, step: ActionStep, by: Actor, at: datetime, version: int | None = None) -> None:
    """Take a step out of the action plan."""
    require(permissions.can_change_step(by, step))
    with transaction.atomic():
        fresh = versions.locked(step, version)
        plan = fresh.result.plan
        audit.record(obj=fresh, verb="step.remove", by=by, at=at, before={"text": fresh.text}, subject=plan)
        fresh.delete()
