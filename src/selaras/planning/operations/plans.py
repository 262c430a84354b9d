"""Writes of plans as a whole: begin, begin for a unit, close after a move, record a new appraiser."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.organisation.models import Assignment, AssignmentKind, EmploymentStatus, Person
from selaras.organisation.queries import Appraising, PersonHeader, appraisers_of, headers_of
from selaras.planning.models import Period, PeriodState, Plan, PlanVersion
from selaras.planning.permissions import can_administer_plan, can_create_plan
from selaras.rules.plans import group_of as plan_group_of

MOVED = notices.register(
    "plan.appraiser",
    gettext_lazy("From now on %(appraiser)s appraises %(name)s. Please discuss the plan again."),
)
# Lampiran II.C.8: who has no plan.
WITHOUT_PLAN = frozenset(
    {
        EmploymentStatus.STATE_OFFICE,
        EmploymentStatus.SUSPENDED,
        EmploymentStatus.UNPAID_LEAVE,
        EmploymentStatus.PRE_RETIREMENT,
    }
)
ORDER = {AssignmentKind.DEFINITIVE: 0, AssignmentKind.PLT: 1, AssignmentKind.PLH: 2}


def group_of(header: PersonHeader, on: date) -> str:
    """Return which form a position uses: leaders and heads of independent units, or all others (Lampiran II.A)."""
    leads = header.is_head and header.leads_independent_unit
    return plan_group_of(header.position_kind, leads_independent_unit=leads, on=on)


def held_on(person_ids: Iterable[int], on: date) -> dict[int, list[Assignment]]:
    """Return what people hold on a day, the definitive position first."""
    rows = Assignment.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on, person__in=list(person_ids)
    ).select_related("person")
    held: dict[int, list[Assignment]] = {}
    for one in sorted(rows, key=lambda row: (ORDER[AssignmentKind(row.kind)], row.from_on)):
        held.setdefault(one.person_id, []).append(one)
    return held


def _judged_by(held: list[Assignment]) -> Assignment:
    """Who acts as Plt is appraised where he or she acts (Lampiran IV.A.5), though the plan is the own post's."""
    acting = [one for one in held if one.kind == AssignmentKind.PLT]
    return (acting or held)[0]


def _planned(
    period: Period, assignment: Assignment, appraising: Appraising | None, header: PersonHeader
) -> Plan:
    until = assignment.until_on - timedelta(days=1) if assignment.until_on else period.ends_on
    return Plan(
        period=period,
        assignment=assignment,
        person=assignment.person,
        group=group_of(header, period.ends_on),
        starts_on=max(period.starts_on, assignment.from_on),
        ends_on=min(period.ends_on, until),
        appraiser_id=appraising.appraiser_id if appraising else None,
        appraiser_reason=appraising.reason if appraising else "",
        superior_id=appraising.superior_id if appraising else None,
    )


def _day_within(period: Period, on: date) -> date:
    return min(max(on, period.starts_on), period.ends_on)


def create_plan(
    *,
    period: Period,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    assignment: Assignment | None = None,
) -> Plan:
    """Begin the plan of a person, or of one of the person's assignments, in a year: an empty first draft.

    The group of the form follows the position; who appraises is stored with its reason (Pasal 1.9). Raises
    `InvalidRefused` for people without position or without plan (Lampiran II.C.8), `StateRefused` when the year
    is closed or the plan exists.
    """
    if period.state == PeriodState.CLOSED:
        raise StateRefused(_("The period is closed; its plans can only be read."))
    on = _day_within(period, by.on)
    held = _held_by(person, assignment, on)
    chosen = held[0]
    header = headers_of([chosen.person_id], max(on, chosen.from_on), [chosen.pk])[chosen.person_id]
    require(can_create_plan(by, chosen.person_id, header.unit_id))
    _check_new(period, chosen, header)
    judged = _judged_by(held)
    appraising = appraisers_of([judged], max(on, judged.from_on)).get(judged.pk)
    with transaction.atomic():
        plan = _planned(period, chosen, appraising, header)
        plan.save()
        PlanVersion.objects.create(plan=plan, number=1, created_at=at)
        audit.record(
            obj=plan, verb="plan.create", by=by, at=at, article="PermenPANRB 6/2022 Pasal 7(4)",
            after={"group": plan.group, "appraiser_reason": plan.appraiser_reason},
        )  # fmt: skip
    return plan


def _held_by(person: Person | None, assignment: Assignment | None, on: date) -> list[Assignment]:
    if assignment is not None:
        return [assignment]
    if person is None:
        raise InvalidRefused(_("Choose the person for whom the plan is begun."))
    held = held_on([person.pk], on).get(person.pk, [])
    if not held:
        raise InvalidRefused(
            _("%(name)s holds no position in this period. Record the position first.") % {"name": person.name}
        )
    return held


def _check_new(period: Period, assignment: Assignment, header: PersonHeader) -> None:
    if header.status in WITHOUT_PLAN:
        raise InvalidRefused(
            _("%(name)s has no plan while being %(status)s (PermenPANRB 6/2022 Lampiran II.C.8).")
            % {"name": header.name, "status": EmploymentStatus(header.status).label}
        )
    if assignment.from_on > period.ends_on:
        raise InvalidRefused(_("The position is held only after this period."))
    if Plan.objects.filter(period=period, assignment=assignment).exists():
        raise StateRefused(_("%(name)s already has a plan for this position.") % {"name": header.name})


def create_plans(*, period: Period, unit_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Begin plans for everybody in the units who has none yet in this year; return how many.

    One plan a person, for the definitive position. People without plan (Lampiran II.C.8) are left out. The number
    of statements does not grow with the number of people.
    """
    if period.state == PeriodState.CLOSED:
        raise StateRefused(_("The period is closed; its plans can only be read."))
    wanted = set(unit_ids)
    for unit_id in wanted:
        require(can_create_plan(by, 0, unit_id))
    on = _day_within(period, by.on)
    held = _without_plan(period, on)
    headers = headers_of(held, on, [rows[0].pk for rows in held.values()])
    chosen = {
        person_id: rows
        for person_id, rows in held.items()
        if headers[person_id].unit_id in wanted and headers[person_id].status not in WITHOUT_PLAN
    }
    judged = {person_id: _judged_by(rows) for person_id, rows in chosen.items()}
    appraising = appraisers_of(judged.values(), on)
    plans = [
        _planned(period, rows[0], appraising.get(judged[person_id].pk), headers[person_id])
        for person_id, rows in chosen.items()
    ]
    with transaction.atomic():
        Plan.objects.bulk_create(plans)
        PlanVersion.objects.bulk_create(PlanVersion(plan=plan, number=1, created_at=at) for plan in plans)
        audit.record(
            obj=period, verb="plan.create_many", by=by, at=at, article="PermenPANRB 6/2022 Pasal 7(4)",
            after={"plans": len(plans), "plan_ids": [plan.pk for plan in plans]},
        )  # fmt: skip
    return len(plans)


def _without_plan(period: Period, on: date) -> dict[int, list[Assignment]]:
    with_plan = Plan.objects.filter(period=period).values("person")
    employees = Person.objects.filter(kind="EMPLOYEE").exclude(pk__in=with_plan)
    held = held_on(employees.values_list("pk", flat=True), on)
    return {person_id: rows for person_id, rows in held.items() if rows[0].kind != AssignmentKind.PLH}


def close_plan(
    *, plan: Plan, on: date, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Plan:
    """Close a plan from a day on, when the person moves or leaves; the new position gets a plan of its own.

    PermenPANRB 6/2022 Lampiran II.C.6 and IV.A.13. What was reported and evaluated stays.
    """
    require(can_administer_plan(by, plan))
    if plan.closed_on is not None:
        raise StateRefused(_("This plan is already closed."))
    if not plan.starts_on < on <= plan.ends_on + timedelta(days=1):
        raise InvalidRefused(
            _("The day must lie within the days of the plan."), {"on": _("Choose a day within the plan.")}
        )
    _need_reason(reason)
    with transaction.atomic():
        versions.change(plan, version, closed_on=on)
        audit.record(
            obj=plan, verb="plan.close", by=by, at=at, reason=reason, after={"closed_on": on},
            article="PermenPANRB 6/2022 Lampiran II.C.6",
        )  # fmt: skip
    return plan


def change_appraiser(
    *, plan: Plan, appraiser: Person, superior: Person | None, reason: str, by: Actor, at: datetime,
    version: int | None = None,
) -> Plan:  # fmt: skip
    """Record that somebody else appraises from now on (Lampiran II.C.7); the former one is kept in the history."""
    require(can_administer_plan(by, plan))
    _need_reason(reason)
    if plan.person_id in (appraiser.pk, superior.pk if superior else None):
        raise InvalidRefused(_("Nobody appraises themselves."), {"appraiser": _("Choose somebody else.")})
    with transaction.atomic():
        values = {
            "appraiser_id": appraiser.pk,
            "superior_id": superior.pk if superior else None,
            "appraiser_reason": "MOVED",
        }
        before = versions.change(plan, version, **values)
        audit.record(
            obj=plan, verb="plan.change_appraiser", by=by, at=at, before=before, after=values, reason=reason,
            article="PermenPANRB 6/2022 Lampiran II.C.7",
        )  # fmt: skip
        notices.tell(
            members=[appraiser.member_id, plan.person.member_id], kind=MOVED, at=at,
            url=reverse("planning:plan", args=[plan.pk]),
            values={"appraiser": appraiser.name, "name": plan.person.name},
        )  # fmt: skip
    return plan


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidRefused(_("Write the reason."), {"reason": _("Write the reason.")})
