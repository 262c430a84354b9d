"""Reads of monthly reports: the own months, the reports of one's people, and the one door to a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from selaras.core import audit
from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import require
from selaras.monitoring.models import Report, ReportState
from selaras.monitoring.permissions import can_read_report
from selaras.monitoring.queries.sheets import version_at
from selaras.planning.models import Period, Plan, PlanState, PlanVersion
from selaras.planning.queries.reach import unit_of_assignment

READABLE = (ReportState.SUBMITTED, ReportState.ANSWERED)


def first_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(month_on: date) -> date:
    """Return the first day of the month after."""
    return (month_on.replace(day=28) + timedelta(days=4)).replace(day=1)


def due_on(month_on: date, period: Period) -> date:
    """Return the last day on which a month's report is on time: a fixed day of the next month."""
    return next_month(month_on).replace(day=period.report_due_day)


def months_of_plan(plan: Plan, on: date) -> list[date]:
    """Return the months of a plan that have begun by a day, oldest first."""
    last = min(plan.closed_on - timedelta(days=1) if plan.closed_on else plan.ends_on, plan.ends_on, on)
    months, month = [], first_of(plan.starts_on)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


def with_plan(on: date) -> QuerySet[Report]:
    """Return reports that know their plan, its people and period, its unit on a day and its version."""
    related = ("plan__period", "plan__person", "plan__appraiser", "plan__superior", "answered_by")
    return Report.objects.select_related(*related).annotate(
        unit_id=unit_of_assignment(on, "plan__assignment__position", "plan__ends_on"),
        plan_version_id=version_at("plan"),
    )


def reports_for(actor: Actor) -> QuerySet[Report]:
    """Return the reports that the actor may read, newest month first."""
    seen = Q(pk=None)
    if actor.is_personal:
        lead = Q(plan__appraiser=actor.person_id) | Q(plan__superior=actor.person_id)
        seen |= Q(plan__person=actor.person_id) | (lead & Q(state__in=READABLE))
    if actor.role in (RoleCode.OFFICER, RoleCode.AUDITOR):
        reach = Q() if actor.whole_agency else Q(unit_id__in=actor.unit_ids)
        seen |= Q(state__in=READABLE) & reach
    return with_plan(actor.on).filter(seen).order_by("-month_on", "plan__person__name", "pk")


def report_for(actor: Actor, report_id: int, at: datetime | None = None) -> Report:
    """Return one report the actor may read; an auditor's look is recorded when `at` is given.

    Raises Http404 when the agency has no such report and NotAllowed with the reason otherwise.
    """
    report = with_plan(actor.on).filter(pk=report_id).first()
    if report is None:
        raise Http404
    report.plan.unit_id = report.unit_id  # type: ignore[attr-defined]  # annotated by `with_plan`
    require(can_read_report(actor, report))
    if at is not None and actor.leaves_looks:
        audit.record(obj=report, verb="report.look", by=actor, at=at)
    return report


def reports_of_people(
    actor: Actor, *, state: str = "", month_on: date | None = None, q: str = ""
) -> QuerySet[Report]:
    """Return the submitted reports of the people whom the actor appraises (or whose appraiser the actor leads)."""
    if not actor.is_personal:
        return Report.objects.none()
    lead = Q(plan__appraiser=actor.person_id) | Q(plan__superior=actor.person_id)
    rows = with_plan(actor.on).filter(lead, state__in=READABLE)
    if state == "WAITING":
        rows = rows.filter(state=ReportState.SUBMITTED, plan__appraiser=actor.person_id)
    elif state in READABLE:
        rows = rows.filter(state=state)
    if month_on:
        rows = rows.filter(month_on=month_on)
    if q:
        rows = rows.filter(Q(plan__person__name__icontains=q) | Q(plan__person__number__startswith=q))
    return rows.order_by("submitted_at", "pk")


@dataclass(frozen=True)
class MonthLine:
    """One month of an own plan: its report when there is one, and how long there is time."""

    plan: Plan
    month_on: date
    due_on: date
    report: Report | None
    on: date

    @property
    def state(self) -> str:
        """The state of the report, or "" when it was never opened."""
        return self.report.state if self.report else ""

    @property
    def days_left(self) -> int:
        """Days until the last day; below zero it is late."""
        return (self.due_on - self.on).days

    @property
    def is_sent(self) -> bool:
        """Say whether the report was submitted."""
        return self.state in READABLE

    @property
    def has_ended(self) -> bool:
        """Say whether the month is over."""
        return next_month(self.month_on) <= self.on


def own_plans(person_id: int | None, period: Period | None, on: date) -> list[Plan]:
    """Return a person's plans of a year that have a version in force, newest first."""
    if person_id is None or period is None:
        return []
    in_force = PlanVersion.objects.filter(state=PlanState.SET).values("plan")
    rows = Plan.objects.filter(person=person_id, period=period, pk__in=in_force)
    rows = rows.select_related("period", "appraiser").annotate(
        unit_id=unit_of_assignment(on, "assignment__position", "ends_on")
    )
    return list(rows.order_by("-starts_on", "-pk"))


def all_own_plans(person_id: int | None) -> list[Plan]:
    """Return a person's plans of all years that have or had a version in force, newest first."""
    if person_id is None:
        return []
    was_set = PlanVersion.objects.filter(state__in=(PlanState.SET, PlanState.SUPERSEDED)).values("plan")
    rows = Plan.objects.filter(person=person_id, pk__in=was_set)
    return list(rows.select_related("period", "person").order_by("-starts_on", "-pk"))


def months_of(plans: list[Plan], on: date) -> list[MonthLine]:
    """Return the begun months of plans with their reports, newest first, in one statement."""
    known = {
        (one.plan_id, one.month_on): one for one in Report.objects.filter(plan__in=[p.pk for p in plans])
    }
    lines = [
        MonthLine(plan, month, due_on(month, plan.period), known.get((plan.pk, month)), on)
        for plan in plans
        for month in months_of_plan(plan, on)
    ]
    return sorted(lines, key=lambda one: (one.month_on, one.plan.pk), reverse=True)
