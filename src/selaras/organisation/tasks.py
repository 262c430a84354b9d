"""The worker's doors: checking and importing large workbooks of people."""

from __future__ import annotations

from typing import Any

from selaras.core import clock
from selaras.core.actor import Actor, RoleCode, system_actor
from selaras.core.jobs import Progress, job
from selaras.core.models import Agency, Job
from selaras.core.tenancy import current_agency_id
from selaras.core.time import local_day
from selaras.organisation.operations.uploads import APPLY, CHECK, apply_upload, content_of, finish_check
from selaras.organisation.queries import actor_of_member
from selaras.organisation.sheets.reading import read


def _starter(row: Job) -> tuple[Actor, Any, Any]:
    at = clock.now()
    agency = Agency.objects.get(pk=current_agency_id())
    on = local_day(at, agency.time_zone)
    if row.started_by_id is None:
        return system_actor(agency.pk, on), at, on
    return actor_of_member(row.started_by_id, on=on, role=RoleCode.OFFICER), at, on


@job(CHECK)
def check_import(progress: Progress, row: Job) -> dict[str, Any]:
    """Check a large workbook without writing."""
    by, at, on = _starter(row)
    total = int(row.values["rows"])
    progress(0, total)
    content, name = content_of(row)
    table = read(content, name)
    progress(total // 4, total)
    return finish_check(
        job=row,
        table=table,
        by=by,
        at=at,
        on=on,
        told=lambda per_cent: progress(total * per_cent // 100, total),
    )


@job(APPLY)
def import_workbook(progress: Progress, row: Job) -> dict[str, Any]:
    """Import a checked workbook in one transaction; cancelling rolls everything back."""
    by, at, on = _starter(row)
    total = int(row.values["rows"])
    progress(0, total)
    return apply_upload(
        job=row, by=by, at=at, on=on, told=lambda per_cent: progress(total * per_cent // 100, total)
    )
