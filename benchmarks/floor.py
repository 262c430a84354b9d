"""The floor: the same SQL and the same number of bytes from a bare WSGI application with psycopg."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from psycopg_pool import ConnectionPool

PAGES: dict[str, dict[str, Any]] = json.loads(Path(os.environ["BENCH_FLOOR"]).read_text(encoding="utf-8"))
POOL = ConnectionPool(os.environ["BENCH_DATABASE"], min_size=1, max_size=6, open=True)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Run the recorded statements of a page in one transaction and answer as many bytes."""
    page = PAGES[environ["PATH_INFO"]]
    with POOL.connection() as connection, connection.cursor() as cursor:
        for statement in page["sql"]:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    body = b"x" * page["bytes"]
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
