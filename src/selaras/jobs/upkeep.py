"""Upkeep of one agency: sealing events, failing stalled work, erasing what need not be kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection

from selaras.core import audit, files, keeping
from selaras.core.models import Agency, Job, JobState, Receipt
from selaras.documents import proof

STALLED_AFTER = timedelta(minutes=10)
RECEIPTS_KEPT = timedelta(days=30)
TRACES_KEPT = timedelta(days=90)
FILES_SETTLE = timedelta(days=1)
BATCH = 5000
log = structlog.get_logger()


def seal_events(agency: Agency, at: datetime) -> None:
    """Seal the agency's committed events, in batches; what was sealed before is kept outside the database too."""
    keeping.keep_seal()
    while audit.seal(at=at, most=BATCH) == BATCH:
        continue


def verify_events(agency: Agency, at: datetime) -> None:
    """Say in the log where the audit trail is damaged first and which papers were altered; so does `doctor`."""
    damage = keeping.cut_seal() or audit.verify()
    if damage:
        log.error("audit trail damaged", agency=agency.code, sequence=damage.sequence, what=damage.what)
    for fault in proof.faults():
        log.error("paper altered", agency=agency.code, paper=fault.what, what=fault.why)


def forget_traces(agency: Agency, at: datetime) -> None:
    """Erase ended sessions and counts, and attempts to sign in and ended work of the queue that are older than 90 days.

    They belong to no agency, so that each agency's night does the same; the second finds nothing left.
    """
    limit = at - TRACES_KEPT
    Session.objects.filter(expire_date__lt=at).delete()
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(attempt_time__lt=limit).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS"
            " (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s)",
            [limit],
        )
        cursor.execute("DELETE FROM accounts_limit WHERE expires < %s", [at])


def fail_stalled(agency: Agency, at: datetime) -> None:
    """Mark running work as failed when no worker has it any more; what it did was rolled back."""
    running = Job.objects.filter(state=JobState.RUNNING, started_at__lt=at - STALLED_AFTER)
    ids = list(running.values_list("pk", flat=True))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'job_id')::bigint FROM procrastinate_jobs"
            " WHERE task_name = 'core.run_job' AND status = 'doing'"
            " AND (args->>'agency_id')::bigint = %s AND worker_id IS NOT NULL",
            [agency.pk],
        )
        alive = {row[0] for row in cursor.fetchall()}
    Job.objects.filter(pk__in=set(ids) - alive).update(state=JobState.FAILED, finished_at=at)


def tidy(agency: Agency, at: datetime) -> None:
    """Erase receipts that no repeated send can need, and files on disk that no row knows."""
    Receipt.objects.filter(at__lt=at - RECEIPTS_KEPT).delete()
    files.sweep(agency.pk, before=at - FILES_SETTLE)
