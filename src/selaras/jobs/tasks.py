"""The ticks of the worker: every minute, each due line of the timetable in each agency."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from selaras.core import clock
from selaras.core.jobs import closes_connections
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.vocabulary import speak_as
from selaras.jobs.timetable import DAILY, OFTEN
from selaras.jobs.timetable import Work as AgencyWork

log = structlog.get_logger()
_LINES = {line.name: line.work for line in (*OFTEN, *DAILY)}


@app.periodic(cron="* * * * *")
@app.task(name="jobs.tick", queue="default", queueing_lock="jobs.tick", pass_context=False)
@closes_connections
def tick(timestamp: int) -> None:
    """Defer the lines that are due in this minute; each agency's work is a job of its own.

    A line that is still waiting from the last time is not deferred twice.
    """
    at = clock.now()
    minute = timestamp // 60
    for agency in Agency.objects.all():
        due = [line.name for line in OFTEN if minute % line.minutes == 0]
        local = at.astimezone(_zone(agency))
        if local.minute == 0:
            due += [line.name for line in DAILY if line.hour == local.hour]
        for name in due:
            lock = f"jobs.{name}.{agency.pk}"
            deferrer = run_line.configure(queueing_lock=lock, lock=lock)
            _defer_once(deferrer, agency.pk, name)


def _zone(agency: Agency):  # type: ignore[no-untyped-def]  # a ZoneInfo
    from zoneinfo import ZoneInfo

    return ZoneInfo(agency.time_zone)


def _defer_once(deferrer, agency_id: int, name: str) -> None:  # type: ignore[no-untyped-def]  # procrastinate's
    from procrastinate.exceptions import AlreadyEnqueued

    try:
        deferrer.defer(agency_id=agency_id, name=name)
    except AlreadyEnqueued:
        log.info("still waiting", line=name, agency=agency_id)


@app.task(name="jobs.run_line", queue="default")
@closes_connections
def run_line(*, agency_id: int, name: str) -> None:
    """Do one line of the timetable in one agency, in one transaction."""
    agency = Agency.objects.get(pk=agency_id)
    work: AgencyWork = _LINES[name]
    speak_as(agency)
    with acting_in(agency):
        work(agency, clock.now())
