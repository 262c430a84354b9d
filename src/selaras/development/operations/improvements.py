"""Writes improvement plans: dated help after a result below Good, its steps and its conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.appraisal.models import Evaluation
from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.verdict import Refused, require
from selaras.core.versions import change, locked
from selaras.development.models import ImprovementPlan, ImprovementStep
from selaras.development.operations.texts import invalid, required
from selaras.development.permissions import can_create_improvement, can_finish_step, can_lead_improvement
from selaras.development.workflow import HELP_LAW, IMPROVEMENT
from selaras.organisation.models import Person, PersonKind

MADE = notices.register(
    "development.improvement_made", gettext_lazy("%(who)s planned help with you until %(until)s: %(goal)s")
)
HELPER = notices.register(
    "development.helper", gettext_lazy("You are asked to help %(who)s until %(until)s: %(text)s"), waits=True
)
CONCLUDED = notices.register(
    "development.concluded", gettext_lazy("Your improvement plan was concluded: %(conclusion)s")
)
SHOWN = 120


@dataclass(frozen=True)
class PlannedStep:
    """One piece of help as it is typed: what, until when, by whom (empty: the employee)."""

    text: str
    due_on: date
    helper_id: int | None = None


def create_improvement(
    *,
    evaluation: Evaluation,
    goal: str,
    starts_on: date,
    ends_on: date,
    steps: Sequence[PlannedStep],
    by: Actor,
    at: datetime,
) -> ImprovementPlan:
    """Plan dated help after a predicate below Good (Pasal 20: resources, expectations, coaching, counselling)."""
    require(can_create_improvement(by, evaluation))
    values = {"goal": required(goal, "goal"), "starts_on": starts_on, "ends_on": ends_on}
    if ends_on <= starts_on:
        raise invalid("ends_on", _("The end must lie after the first day."))
    if not steps:
        raise invalid("steps", _("Plan at least one piece of help with the day by which it is given."))
    with transaction.atomic():
        made: ImprovementPlan
        made, is_new = ImprovementPlan.objects.get_or_create(
            evaluation=evaluation,
            defaults={"person_id": evaluation.person_id, "created_at": at, **values},
        )
        if not is_new:
            raise Refused(_("There is already an improvement plan for this evaluation."))
        audit.record(obj=made, verb="improvement.create", by=by, at=at, article=HELP_LAW, after=values)
        for ordinal, step in enumerate(steps, start=1):
            _add(made, step, ordinal, by, at)
        _tell_person(made, by, at)
    return made


def _tell_person(plan: ImprovementPlan, by: Actor, at: datetime) -> None:
    notices.tell(
        members=[plan.person.member_id],
        kind=MADE,
        url=_url(plan),
        at=at,
        values={"who": by.name, "until": write_date(plan.ends_on, "j F Y"), "goal": plan.goal[:SHOWN]},
    )


def _add(plan: ImprovementPlan, step: PlannedStep, ordinal: int, by: Actor, at: datetime) -> ImprovementStep:
    text = required(step.text, "steps", 500)
    if not plan.starts_on <= step.due_on <= plan.ends_on:
        raise invalid("steps", _("Each day must lie within the plan: “%(text)s” does not.") % {"text": text})
    helper = _helper(step.helper_id, plan)
    made: ImprovementStep = ImprovementStep.objects.create(
        plan=plan, ordinal=ordinal, text=text, due_on=step.due_on, helper=helper
    )
    audit.record(
        obj=made,
        verb="improvement.add_step",
        by=by,
        at=at,
        article=HELP_LAW,
        subject=plan,
        after={"text": text, "due_on": step.due_on, "helper": helper.name if helper else ""},
    )
    if helper is not None and helper.pk != by.person_id:
        notices.tell(
            members=[helper.member_id],
            kind=HELPER,
            url=_url(plan),
            at=at,
            values={"who": plan.person.name, "until": write_date(step.due_on, "j F Y"), "text": text[:SHOWN]},
        )
    return made


def _helper(helper_id: int | None, plan: ImprovementPlan) -> Person | None:
    if helper_id is None or helper_id == plan.person_id:
        return None
    helper: Person | None = Person.objects.filter(pk=helper_id, kind=PersonKind.EMPLOYEE).first()
    if helper is None:
        raise invalid("steps", _("This helper is not an employee of the agency."))
    return helper


def add_step(
    *,
    plan: ImprovementPlan,
    text: str,
    due_on: date,
    by: Actor,
    at: datetime,
    helper_id: int | None = None,
    version: int | None = None,
) -> ImprovementStep:
    """Add a piece of help to a running plan."""
    with transaction.atomic():
        fresh = locked(plan, version)
        require(can_lead_improvement(by, fresh))
        last = ImprovementStep.objects.filter(plan=fresh).aggregate(last=Max("ordinal"))["last"] or 0
        change(fresh)
        return _add(fresh, PlannedStep(text, due_on, helper_id), last + 1, by, at)


def finish_step(
    *,
    step: ImprovementStep,
    note: str,
    done_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ImprovementStep:
    """Mark a piece of help as given, with a note on what it brought; `version` is the plan's."""
    if done_on > by.on:
        raise invalid("done_on", _("The day must not lie in the future."))
    with transaction.atomic():
        plan = locked(step.plan, version)
        fresh: ImprovementStep = ImprovementStep.objects.select_for_update().get(pk=step.pk)
        fresh.plan = plan
        require(can_finish_step(by, fresh))
        fresh.done_on, fresh.note = done_on, note.strip()
        fresh.save(update_fields=["done_on", "note"])
        change(plan)
        audit.record(
            obj=fresh,
            verb="improvement.finish_step",
            by=by,
            at=at,
            article=HELP_LAW,
            subject=plan,
            after={"text": fresh.text, "done_on": done_on, "note": fresh.note},
        )
    return fresh


def conclude_improvement(
    *,
    plan: ImprovementPlan,
    achieved: bool,
    conclusion: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ImprovementPlan:
    """Conclude a plan: improved or not, in words the employee reads."""
    return _end(plan, "achieve" if achieved else "fail", conclusion, "conclusion", by, at, version)


def cancel_improvement(
    *, plan: ImprovementPlan, reason: str, by: Actor, at: datetime, version: int | None = None
) -> ImprovementPlan:
    """Cancel a plan that is no longer needed, with the reason."""
    return _end(plan, "cancel", reason, "reason", by, at, version)


def _end(
    plan: ImprovementPlan, step: str, text: str, field: str, by: Actor, at: datetime, version: int | None
) -> ImprovementPlan:
    text = required(text, field)
    with transaction.atomic():
        fresh: ImprovementPlan = IMPROVEMENT.take(
            plan, step, by=by, at=at, version=version, reason=text, conclusion=text
        )
        notices.tell(
            members=[fresh.person.member_id],
            kind=CONCLUDED,
            url=_url(fresh),
            at=at,
            values={"conclusion": text[:SHOWN]},
        )
    return fresh


def _url(plan: ImprovementPlan) -> str:
    return reverse("development:improvement", args=[plan.pk])
