"""Pages of long work: the list, and one job with its progress, report and cancel button."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core import audit, files
from selaras.core.actor import RoleCode
from selaras.core.http import AgencyRequest, page_of, signed_in
from selaras.core.models import Job, JobState
from selaras.core.verdict import require
from selaras.jobs.labels import label_of, outcome_of
from selaras.jobs.permissions import can_read_report, can_watch

ENDED = {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


def _job(request: AgencyRequest, job_id: int) -> Job:
    job = Job.objects.filter(pk=job_id).select_related("report").first()
    if job is None:
        raise Http404
    require(can_watch(request.actor, job))
    return job


def _shown(job: Job, request: AgencyRequest) -> Any:
    left = None
    if job.state == JobState.RUNNING and job.total and job.done and job.started_at:
        spent = (request.at - job.started_at).total_seconds()
        left = int(spent / job.done * max(0, job.total - job.done))
    return SimpleNamespace(
        label=label_of(job),
        done=job.done,
        total=job.total,
        finished=job.state in ENDED,
        outcome=outcome_of(job),
        seconds_left=left,
        report_url=reverse("jobs:report", args=[job.pk]) if job.report_id else None,
    )


@signed_in
@require_safe
def jobs(request: AgencyRequest) -> HttpResponse:
    """List long work: an officer sees all of the agency's, others their own."""
    rows = Job.objects.order_by("-id")
    if not request.actor.reaches(RoleCode.OFFICER, None):
        rows = rows.filter(started_by_id=request.actor.member_id)
    page = page_of(rows, request)
    lines = [(job, label_of(job), JobState(job.state).label) for job in page.rows]
    return render(request, "jobs/jobs.html", {"page": page, "lines": lines})


@signed_in
@require_safe
def job(request: AgencyRequest, job_id: int) -> HttpResponse:
    """Show how far one job is; it goes on when the page is left."""
    row = _job(request, job_id)
    template = "jobs/progress.html" if request.htmx else "jobs/job.html"
    return render(request, template, {"row": row, "job": _shown(row, request)})


@require_POST
@signed_in
def cancel(request: AgencyRequest, job_id: int) -> HttpResponse:
    """Ask a job to stop; its work is one transaction, so nothing half-done stays."""
    row = _job(request, job_id)
    if row.state == JobState.QUEUED:
        Job.objects.filter(pk=row.pk, state=JobState.QUEUED).update(
            state=JobState.CANCELLED, finished_at=request.at
        )
    else:
        Job.objects.filter(pk=row.pk).update(cancel_asked=True)
    return redirect("jobs:job", job_id)


@signed_in
def report(request: AgencyRequest, job_id: int) -> HttpResponse:
    """Answer with the report a job ended in."""
    row = _job(request, job_id)
    if row.report is None:
        raise Http404(_("This work has no report."))
    require(can_read_report(request.actor, row))
    audit.record(obj=row, verb="job.look", by=request.actor, at=request.at, after={"kind": row.kind})
    return files.serve(row.report)  # type: ignore[return-value]  # a FileResponse is an HttpResponse to Django
