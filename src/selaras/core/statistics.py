"""What the database knows about the size of its tables, refreshed at once after much was written.

Autovacuum does so by itself, but minutes later: until then joins of what was imported are planned for empty tables.
"""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from selaras.core.jobs import closes_connections


def refresh(*stages: str) -> int:
    """Refresh the statistics of all tables of some stages, or of everything; return how many tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT selaras_analyze(%s)", [list(stages)])
        return int(cursor.fetchone()[0])


@app.task(name="core.refresh_statistics", queue="default")
@closes_connections
def refresh_statistics(*, stages: list[str]) -> None:
    """Refresh after the transaction that has written."""
    refresh(*stages)


def refresh_soon(*stages: str) -> None:
    """Let the worker refresh as soon as the caller's transaction is committed."""
    refresh_statistics.defer(stages=list(stages))
