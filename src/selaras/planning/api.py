"""Plans over the API: the list, one plan with the content in force, and the steps of the workflow."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from selaras.core.api import ERRORS, Paging, Text, listed
from selaras.core.verdict import InvalidRefused
from selaras.planning import operations
from selaras.planning.queries import content_of, latest_version_of, plan_for, plans_for
from selaras.planning.workflow import PLAN

router = Router()
STEPS = {
    "submit": operations.submit,
    "agree": operations.agree,
    "sign": operations.sign,
    "set": operations.set_plan,
    "return": operations.return_plan,
    "withdraw": operations.withdraw,
}


class PlanRow(Schema):
    """A plan in a list, with the state of its newest version."""

    id: int
    year: int
    person_id: int
    person: str
    unit_id: int | None
    appraiser_id: int | None
    state: str
    version_number: int
    starts_on: date
    ends_on: date


class Plans(Schema):
    """One page of plans."""

    items: list[PlanRow]
    page: int
    size: int
    total: int


class OpenStep(Schema):
    """A step that is open in the present state, and whether the caller may take it."""

    step: str
    allowed: bool
    reason: str


class PlanDetail(PlanRow):
    """A plan with the content of its newest version and the caller's next steps."""

    version: int
    content: dict[str, Any]
    steps: list[OpenStep]


class PlansAsked(Paging):
    """Filters of the list."""

    year: int | None = Field(None, ge=1900, le=9999)
    person: int | None = Field(None, ge=1, le=2**62)


class StepTaken(Schema):
    """A step to take on the version that was read."""

    step: Text = Field(max_length=20)
    version: int = Field(ge=1, le=2**31 - 1)
    reason: Text = Field("", max_length=4000)


def _row(plan: Any) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "year": plan.period.year,
        "person_id": plan.person_id,
        "person": plan.person.name,
        "unit_id": plan.unit_id,
        "appraiser_id": plan.appraiser_id,
        "state": plan.state,
        "version_number": plan.number,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
    }


def _detail(request: Any, plan_id: int) -> dict[str, Any]:
    plan = plan_for(request.actor, plan_id, at=request.at)
    version = latest_version_of(plan)
    open_steps = PLAN.open_to(request.actor, version)
    return {
        **_row(plan),
        "version": version.version,
        "content": asdict(content_of(version)),
        "steps": [
            {"step": one.step.name, "allowed": one.verdict.allowed, "reason": str(one.verdict.reason)}
            for one in open_steps
        ],
    }


@router.get("", response={200: Plans, **ERRORS}, summary="List plans")
def plans(request: HttpRequest, asked: Query[PlansAsked]) -> dict[str, Any]:
    """List the plans the caller may see."""
    rows = plans_for(request.actor)  # type: ignore[attr-defined]  # set by the middleware
    if asked.year is not None:
        rows = rows.filter(period__year=asked.year)
    if asked.person is not None:
        rows = rows.filter(person=asked.person)
    return listed(rows, asked, _row)


@router.get("/{int:plan_id}", response={200: PlanDetail, **ERRORS}, summary="One plan")
def plan(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    """Return one plan with its newest content."""
    return _detail(request, min(plan_id, 2**62))


@router.post("/{int:plan_id}/steps", response={200: PlanDetail, **ERRORS}, summary="Take a step")
def step(request: HttpRequest, plan_id: int, sent: StepTaken) -> dict[str, Any]:
    """Take a step of the workflow under the same permissions as the page."""
    found = plan_for(request.actor, min(plan_id, 2**62))  # type: ignore[attr-defined]
    operation: Any = STEPS.get(sent.step)
    if operation is None:
        known = ", ".join(STEPS)
        raise InvalidRefused(f"There is no such step; the steps are {known}.", {"step": known})
    takes_reason = sent.step not in ("submit", "withdraw")
    values = {"reason": sent.reason} if takes_reason else {}
    operation(
        version=latest_version_of(found),
        by=request.actor,  # type: ignore[attr-defined]
        at=request.at,  # type: ignore[attr-defined]
        sent=sent.version,
        **values,
    )
    return _detail(request, found.pk)
