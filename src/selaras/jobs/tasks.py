"""The ticks of the worker: every minute, each due line of the timetable in each agency."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from selaras.core import clock
from selaras.core.jobs import closes_connections
from selaras.core.models import Agency, TimetableMark
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.vocabulary import speak_as
from selaras.jobs.timetable import DAILY, OFTEN, Daily, Often

log = structlog.get_logger()
_LINES: dict[str, Daily | Often] = {line.name: line for line in (*OFTEN, *DAILY)}


@app.periodic(cron="* * * * *")
@app.task(name="jobs.tick", queue="default", queueing_lock="jobs.tick", pass_context=False)
@closes_connections
def tick(timestamp: int) -> None:
    """Defer the lines that are due; each agency's work is a job of its own.

    A daily line is due from its hour on until it was done that day, so that a busy or stopped worker only
    delays it. A line that is still waiting from the last time is not deferred twice.
    """
    at = clock.now()
    for agency in Agency.objects.all():
        for name in due_lines(agency, at, timestamp // 60):
            deferrer = run_line.configure(queueing_lock=f"jobs.{name}.{agency.pk}")
            _defer_once(deferrer, agency.pk, name)


def due_lines(agency: Agency, at: datetime, minute: int) -> list[str]:
    """Return the lines that are due in an agency; one statement."""
    local = at.astimezone(ZoneInfo(agency.time_zone))
    with acting_in(agency):
        done = dict(TimetableMark.objects.values_list("line", "done_on"))
    often = [line.name for line in OFTEN if minute % line.minutes == 0]
    open_now = [line for line in DAILY if line.is_open(local.hour)]
    return often + [line.name for line in open_now if done.get(line.name) != local.date()]


def _defer_once(deferrer: Any, agency_id: int, name: str) -> None:
    try:
        deferrer.defer(agency_id=agency_id, name=name)
    except AlreadyEnqueued:
        log.info("still waiting", line=name, agency=agency_id)


@app.task(name="jobs.run_line", queue="default")
@closes_connections
def run_line(*, agency_id: int, name: str) -> None:
    """Do one line of the timetable in one agency, in one transaction with its mark.

    The lock lives in the transaction: a worker that is killed leaves none behind. A line that waited so long that
    its hours are over is left for the next day: nobody is told anything at night.
    """
    agency = Agency.objects.get(pk=agency_id)
    line, at = _LINES[name], clock.now()
    if isinstance(line, Daily) and not line.is_open(at.astimezone(ZoneInfo(agency.time_zone)).hour):
        return
    speak_as(agency)
    in_parts = isinstance(line, Daily) and line.in_parts
    with acting_in(agency):
        due = _is_mine(name, agency_id) and (isinstance(line, Often) or _marked(name, agency, at))
        if due and not in_parts:
            line.work(agency, at)
    if due and in_parts:  # after the mark is committed: what cannot be taken back is not begun twice
        line.work(agency, at)


def _is_mine(name: str, agency_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)", [name, agency_id % 2**31])
        return bool(cursor.fetchone()[0])


def _marked(name: str, agency: Agency, at: datetime) -> bool:
    day = local_day(at, agency.time_zone)
    mark, is_new = TimetableMark.objects.get_or_create(line=name, defaults={"done_on": day})
    if is_new:
        return True
    return bool(TimetableMark.objects.filter(pk=mark.pk).exclude(done_on=day).update(done_on=day))
