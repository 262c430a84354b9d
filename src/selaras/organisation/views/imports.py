"""The import of people: template, upload, dry run by row and cell, applying; and the export in the same shape."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.audit import record
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.models import Job, JobState
from selaras.core.verdict import no, require
from selaras.organisation import operations
from selaras.organisation.forms.imports import UploadForm
from selaras.organisation.operations.uploads import APPLY, CHECK, XLSX, outcome_of
from selaras.organisation.permissions import can_manage_agency
from selaras.organisation.queries.people import is_overseer, people_for
from selaras.organisation.sheets.columns import COLUMNS, offered
from selaras.organisation.sheets.export import rows_of
from selaras.organisation.sheets.findings import ERROR, WARNING, Finding
from selaras.organisation.sheets.safety import MOST_BYTES
from selaras.organisation.sheets.template import workbook_of
from selaras.organisation.views.asked import choice_asked, form_data, text_asked
from selaras.organisation.views.people import filter_asked

FINDINGS_A_PAGE = 50


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@signed_in
def people_import(request: AgencyRequest) -> HttpResponse:
    """Show the way of an import, take the upload, and list earlier ones."""
    require(can_manage_agency(request.actor))
    form = UploadForm(**form_data(request))

    def check(data: dict[str, Any]) -> Job:
        upload = data["file"]
        content = upload.read(MOST_BYTES + 1)
        return operations.check_upload(
            content=content,
            name=upload.name or "",
            with_accounts=data["with_accounts"],
            by=request.actor,
            at=request.at,
            on=request.actor.on,
        )

    earlier = Job.objects.filter(kind__in=(CHECK, APPLY)).order_by("-id")[:10]
    return handle(
        request,
        form,
        check,
        template="organisation/import.html",
        then=lambda job: reverse("organisation:import_result", args=[job.pk]),
        context={
            "earlier": [(job, outcome_of(job)) for job in earlier],
            "apply_kind": APPLY,
            "columns": offered(),
        },
    )


@signed_in
@require_safe
def import_template(request: AgencyRequest) -> HttpResponse:
    """Answer with the empty template in the active language."""
    require(can_manage_agency(request.actor))
    return _workbook(workbook_of([]), "selaras-pegawai")


def _job(request: AgencyRequest, pk: int) -> Job:
    require(can_manage_agency(request.actor))
    job = Job.objects.filter(pk=pk, kind__in=(CHECK, APPLY)).first()
    if job is None:
        raise Http404
    return job


@signed_in
@require_safe
def import_result(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show what a workbook would change, and every finding by row and cell."""
    job = _job(request, pk)
    if job.state != JobState.DONE:
        return redirect("jobs:job", pk)
    if job.kind == APPLY:
        return render(
            request,
            "organisation/import_done.html",
            {"job": job, "counts": job.result["counts"], "sentence": outcome_of(job)},
        )
    found = [
        Finding(one["row"], one["column"], one["code"], one["severity"], one["values"])
        for one in job.result["findings"]
    ]
    shown = _filtered(request, found)
    counts = job.result["counts"]
    context = {
        "job": job,
        "counts": counts,
        "sentence": outcome_of(job),
        "page": page_of(shown, request, FINDINGS_A_PAGE),
        "total": job.result["total"],
        "kept": len(found),
        "filters": _filters(found),
        "may_apply": not counts["wrong"] and counts["changes"] + bool(job.values["with_accounts"]) > 0,
        "imported": job.result.get("import"),
    }
    return render(request, "organisation/import_result.html", context)


def _filtered(request: AgencyRequest, found: list[Finding]) -> list[Finding]:
    weight = choice_asked(request, "weight", (ERROR, WARNING))
    column = request.GET.get("column", "")
    text = text_asked(request).casefold()
    rows = [one for one in found if weight in ("", one.severity) and column in ("", one.column)]
    if text:
        rows = [one for one in rows if text == str(one.row) or text in one.sentence.casefold()]
    return rows


def _filters(found: list[Finding]) -> list[dict[str, Any]]:
    used = {one.column for one in found}
    columns = [(column.key, column.header) for column in COLUMNS if column.key in used]
    return [
        {
            "name": "weight",
            "label": _("Error or note"),
            "options": [("", _("Errors and notes")), (ERROR, _("Errors")), (WARNING, _("Notes"))],
        },
        {"name": "column", "label": _("Column"), "options": [("", _("All columns")), *columns]},
    ]


@require_POST
@signed_in
def import_apply(request: AgencyRequest, pk: int) -> HttpResponse:
    """Import a checked workbook."""
    made = operations.start_import(
        check=_job(request, pk), by=request.actor, at=request.at, on=request.actor.on
    )
    if made.state == JobState.DONE:
        return redirect("organisation:import_result", made.pk)
    return redirect("jobs:job", made.pk)


@signed_in
@require_safe
def people_export(request: AgencyRequest) -> HttpResponse:
    """Answer with exactly the people shown, in the shape of the import; the export is recorded."""
    if not is_overseer(request.actor):
        require(no(_("Only officers, heads and auditors may export people.")))
    asked = filter_asked(request)
    everybody = request.actor.whole_agency and not (
        asked.search or asked.unit_id or asked.employment or asked.state
    )
    numbers = {
        number for number in people_for(request.actor, asked).values_list("number", flat=True) if number
    }
    rows = list(rows_of(request.actor.on, None if everybody else numbers))
    record(
        obj=request.agency,
        verb="people.export",
        by=request.actor,
        at=request.at,
        after={"people": len(numbers)},
    )
    return _workbook(workbook_of(rows, with_example=False), f"{request.agency.code}-pegawai")
