"""Long work: a row with progress that everyone concerned can watch, and the wrapper that runs it in the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import close_old_connections, connection
from django.utils import translation
from procrastinate.contrib.django import app

from selaras.core import clock
from selaras.core.actor import Actor
from selaras.core.models import Agency, Job, JobState
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import Refused
from selaras.core.vocabulary import speak_as

Work = Callable[["Progress", Job], dict[str, Any]]
Reader = Callable[[Actor, Job], bool]


class CancelledByPerson(Exception):
    """Raised inside the work when somebody asked to stop where that is safe."""


class Progress:
    """Shows how far the work is, through a connection of its own so that it is seen before the work commits."""

    def __init__(self, agency_id: int, job_id: int) -> None:
        self.agency_id, self.job_id = agency_id, job_id
        self._own = connection.copy()

    def __call__(self, done: int, total: int | None = None) -> None:
        """Report progress; raises `CancelledByPerson` when a person asked to stop."""
        with self._own.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"SET LOCAL app.agency = {int(self.agency_id)}")
            cursor.execute(
                "UPDATE core_job SET done = %s, total = coalesce(%s, total)"
                " WHERE agency_id = %s AND id = %s RETURNING cancel_asked",
                [done, total, self.agency_id, self.job_id],
            )
            row = cursor.fetchone()
            cursor.execute("COMMIT")
        if row and row[0]:
            raise CancelledByPerson

    def close(self) -> None:
        """Give the connection back."""
        self._own.close()


_works: dict[str, Work] = {}
_readers: dict[str, Reader] = {}


def job(kind: str, *, may_read: Reader | None = None) -> Callable[[Work], Work]:
    """Register long work under a stable code: `work(progress, job) -> result`.

    `may_read` says whether somebody may read today what the work ended in, whoever started it.
    """

    def register(work: Work) -> Work:
        _works[kind] = work
        if may_read is not None:
            _readers[kind] = may_read
        return work

    return register


def reader_of(kind: str) -> Reader | None:
    """Return who may read the outcome of a kind of work, where the kind says so itself."""
    return _readers.get(kind)


def start(*, kind: str, by: Actor | None, at: datetime, values: dict[str, Any], back_url: str = "") -> Job:
    """Queue long work in the caller's transaction: without the commit there is neither row nor job."""
    if kind not in _works:
        raise KeyError(f"job kind {kind} is not registered")
    row = Job.objects.create(
        kind=kind, started_by_id=by.member_id if by else None, created_at=at, values=values, back_url=back_url
    )
    run_job.defer(agency_id=row.agency_id, job_id=row.pk, language=translation.get_language() or "id")
    return row


def closes_connections(task: Callable[..., Any]) -> Callable[..., Any]:
    """Close the thread's connection after a task, and speak to nobody: no other part does in the worker."""

    @wraps(task)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        close_old_connections()
        try:
            return task(*args, **kwargs)
        finally:
            speak_as(None)
            if not connection.in_atomic_block:
                connection.close()

    return wrapped


@app.task(name="core.run_job", queue="default")
@closes_connections
def run_job(*, agency_id: int, job_id: int, language: str = "id") -> None:
    """Run one registered job in its agency; its work and its good end are one transaction."""
    with translation.override(language):
        if _change(agency_id, job_id, JobState.QUEUED, state=JobState.RUNNING, started_at=clock.now()):
            _finish(agency_id, job_id)


def _finish(agency_id: int, job_id: int) -> None:
    progress = Progress(agency_id, job_id)
    try:
        with acting_in(agency_id):
            speak_as(Agency.objects.get(pk=agency_id))
            row = Job.objects.get(pk=job_id)
            result = _works[row.kind](progress, row)
            # With the work itself: a worker killed now leaves both or neither.
            Job.objects.filter(pk=job_id).update(state=JobState.DONE, result=result, finished_at=clock.now())
        return
    except CancelledByPerson:
        end: dict[str, Any] = {"state": JobState.CANCELLED}
    except Refused as refused:
        end = {"state": JobState.FAILED, "failure": str(refused.sentence)}
    except Exception:
        _change(agency_id, job_id, None, state=JobState.FAILED, finished_at=clock.now())
        raise
    finally:
        progress.close()
    _change(agency_id, job_id, None, finished_at=clock.now(), **end)


def _change(agency_id: int, job_id: int, only: str | None, **values: Any) -> bool:
    with acting_in(agency_id):
        rows = Job.objects.filter(pk=job_id)
        return bool((rows.filter(state=only) if only else rows).update(**values))


def today_of(agency: Agency, at: datetime) -> Any:
    """Return the agency's local day at a moment."""
    return local_day(at, agency.time_zone)
