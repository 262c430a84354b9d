"""Checks an uploaded workbook and starts its import: small ones at once, large ones as a job with progress."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core import files, jobs
from selaras.core.actor import Actor
from selaras.core.models import Agency, Job, JobState, StoredFile
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import StateRefused, require
from selaras.organisation.operations.imports import Told, import_people
from selaras.organisation.permissions import can_manage_agency
from selaras.organisation.sheets.export import report_of
from selaras.organisation.sheets.plan import Counts, counts_of, plan
from selaras.organisation.sheets.plan.accounts import plan_accounts
from selaras.organisation.sheets.reading import Table, read

CHECK, APPLY = "organisation.check_import", "organisation.import"
AT_ONCE = 500
FINDINGS_KEPT = 5000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def check_upload(*, content: bytes, name: str, with_accounts: bool, by: Actor, at: datetime, on: date) -> Job:
    """Store an uploaded file and check it without writing; returns the job that holds, or will hold, the result.

    Files that cannot be read at all are refused with one sentence and are not kept.
    """
    require(can_manage_agency(by))
    table = read(content, name)
    with transaction.atomic():
        stored = files.store([content], name=name, media_type=XLSX, by=by, at=at)
        values = {
            "file": stored.pk,
            "name": stored.name,
            "with_accounts": with_accounts,
            "rows": len(table.rows),
        }
        if len(table.rows) > AT_ONCE:
            started = jobs.start(kind=CHECK, by=by, at=at, values=values)
            return _leading_back(started, started)
        row = _done(CHECK, values, by, at)
        _leading_back(row, row)
        finish_check(job=row, table=table, by=by, at=at, on=on)
        return row


def _done(kind: str, values: dict[str, Any], by: Actor, at: datetime) -> Job:
    return Job.objects.create(
        kind=kind,
        state=JobState.DONE,
        started_by_id=by.member_id,
        created_at=at,
        started_at=at,
        finished_at=at,
        done=values["rows"],
        total=values["rows"],
        values=values,
    )


def _leading_back(job: Job, check: Job) -> Job:
    """Let a job's page lead to the result of the check."""
    job.back_url = reverse("organisation:import_result", args=[check.pk])
    job.save(update_fields=["back_url"])
    return job


def content_of(job: Job) -> tuple[bytes, str]:
    """Return the uploaded file of a job with its name."""
    stored = StoredFile.objects.filter(pk=job.values["file"]).first()
    if stored is None:
        raise StateRefused(_("The workbook of this check was removed. Upload it again."))
    return files.path_of(stored).read_bytes(), stored.name


def finish_check(
    *, job: Job, table: Table, by: Actor | None, at: datetime, on: date, told: Told | None = None
) -> dict[str, Any]:
    """Work out the dry run of a table and keep its counts, findings and report with the job.

    `told` is called before the job's row is written: progress is shown through another connection, which
    would wait for this one.
    """
    draft = plan(table, on=on)
    if job.values.get("with_accounts"):
        plan_accounts(draft, Agency.objects.only("code").get(pk=current_agency_id()).code)
        draft.sort_findings()
    counts = counts_of(draft)
    findings = [one.as_data() for one in draft.findings[:FINDINGS_KEPT]]
    result = {
        "counts": counts.as_data(),
        "findings": findings,
        "total": len(draft.findings),
        "sentence": sentence_of(counts),
    }
    if draft.findings:
        content = report_of(draft.findings, job.values["name"])
        name = _("check of %(name)s") % {"name": job.values["name"].rsplit(".", 1)[0]}
        job.report = files.store([content], name=f"{name}.xlsx", media_type=XLSX, by=by, at=at)
    if told is not None:
        told(100)
    job.result = result
    job.save(update_fields=["result", "report"])
    return result


def sentence_of(counts: Counts) -> str:
    """Return one sentence about a dry run."""
    if counts.wrong:
        return ngettext(
            "%(num)s row has errors, so nothing can be imported yet.",
            "%(num)s rows have errors, so nothing can be imported yet.",
            counts.wrong,
        ) % {"num": counts.wrong}
    if not counts.changes:
        return _("0 changes: everything in the file is already so.")
    return _("%(new)s new and %(changed)s changed rows can be imported.") % {
        "new": counts.new,
        "changed": counts.changed,
    }


def done_sentence_of(counts: Counts) -> str:
    """Return one sentence about a finished import."""
    return _("%(new)s people are new, %(changed)s were changed, %(same)s were already so.") % {
        "new": counts.new,
        "changed": counts.changed,
        "same": counts.unchanged,
    }


def outcome_of(job: Job) -> str:
    """Return how a check or import ended, in the reader's language; empty while it runs."""
    if job.state != JobState.DONE:
        return ""
    counts = Counts(**job.result["counts"])
    return sentence_of(counts) if job.kind == CHECK else done_sentence_of(counts)


def start_import(*, check: Job, by: Actor, at: datetime, on: date) -> Job:
    """Import a checked file: at once when small, else as a job; refused while it has errors or is still checked."""
    require(can_manage_agency(by))
    fresh = Job.objects.select_for_update().get(pk=check.pk)
    if fresh.kind != CHECK or fresh.state != JobState.DONE:
        raise StateRefused(_("The check of this workbook is not finished. Wait for it and try again."))
    if fresh.result["counts"]["wrong"]:
        raise StateRefused(_("The workbook has errors. Mend them and upload it again; nothing was changed."))
    if fresh.result.get("import"):
        raise StateRefused(
            _("This check was already imported. Upload the file again to import it once more.")
        )
    if fresh.values["rows"] > AT_ONCE:
        made = _leading_back(jobs.start(kind=APPLY, by=by, at=at, values=fresh.values), fresh)
    else:
        made = _leading_back(_done(APPLY, fresh.values, by, at), fresh)
        apply_upload(job=made, by=by, at=at, on=on)
    fresh.result = {**fresh.result, "import": made.pk}
    fresh.save(update_fields=["result"])
    return made


def apply_upload(*, job: Job, by: Actor, at: datetime, on: date, told: Told | None = None) -> dict[str, Any]:
    """Import the file of a job in one transaction."""
    content, name = content_of(job)
    counts = import_people(
        table=read(content, name),
        by=by,
        at=at,
        on=on,
        with_accounts=bool(job.values.get("with_accounts")),
        told=told,
    )
    sentence = done_sentence_of(counts)
    if told is not None:
        told(100)
    job.result = {"counts": counts.as_data(), "sentence": sentence}
    job.save(update_fields=["result"])
    return dict(job.result)
