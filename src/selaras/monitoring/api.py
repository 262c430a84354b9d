"""Reading of monthly reports over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from selaras.core.api import ERRORS, Paging, Text, listed
from selaras.monitoring.queries import report_for, reports_for

router = Router()


class ReportRow(Schema):
    """A report in a list."""

    id: int
    plan_id: int
    person_id: int
    person: str
    month: date
    due_on: date
    state: str
    submitted_at: datetime | None
    answered_at: datetime | None


class Reports(Schema):
    """One page of reports."""

    items: list[ReportRow]
    page: int
    size: int
    total: int


class RealisationRow(Schema):
    """What was reached for a result, or one of its indicators."""

    result_id: int
    indicator_id: int | None
    text: str
    data_source: str


class ReportDetail(ReportRow):
    """One report with what was written in it."""

    achievements: str
    challenges: str
    improvements: str
    answer: str
    realisations: list[RealisationRow]


class ReportsAsked(Paging):
    """Filters of the list."""

    month: date | None = None
    state: Text = Field("", max_length=10)


def _row(report: Any) -> dict[str, Any]:
    return {
        "id": report.pk,
        "plan_id": report.plan_id,
        "person_id": report.plan.person_id,
        "person": report.plan.person.name,
        "month": report.month_on,
        "due_on": report.due_on,
        "state": report.state,
        "submitted_at": report.submitted_at,
        "answered_at": report.answered_at,
    }


@router.get("", response={200: Reports, **ERRORS}, summary="List monthly reports")
def reports(request: HttpRequest, asked: Query[ReportsAsked]) -> dict[str, Any]:
    """List the reports the caller may read, newest month first."""
    rows = reports_for(request.actor)  # type: ignore[attr-defined]  # set by the middleware
    if asked.month is not None:
        rows = rows.filter(month_on=asked.month.replace(day=1))
    if asked.state:
        rows = rows.filter(state=asked.state)
    return listed(rows.order_by("-month_on", "pk"), asked, _row)


@router.get("/{int:report_id}", response={200: ReportDetail, **ERRORS}, summary="One monthly report")
def report(request: HttpRequest, report_id: int) -> dict[str, Any]:
    """Return one report; an auditor's look is recorded."""
    found = report_for(request.actor, min(report_id, 2**62), at=request.at)  # type: ignore[attr-defined]
    written = found.realisations.order_by("pk").values("result_id", "indicator_id", "text", "data_source")
    return {
        **_row(found),
        "achievements": found.achievements,
        "challenges": found.challenges,
        "improvements": found.improvements,
        "answer": found.answer,
        "realisations": list(written),
    }
