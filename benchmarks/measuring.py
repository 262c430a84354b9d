"""Builds the large agency, starts the servers, measures each page and its floor, prints one table."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from benchmarks.load import Load, ask

PORT, FLOOR_PORT = 8990, 8991


def measure_all(people: int, seconds: float, connections: int) -> None:
    """Measure and print; each page is measured right beside its floor."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from selaras.config.prepare import static_files
    from selaras.core.models import Agency
    from selaras.demo.bulk import CODE

    call_command("migrate", verbosity=0)
    static_files()
    if not Agency.objects.filter(code=CODE).exists():
        from selaras.core import clock
        from selaras.core.time import TimeZone, local_day
        from selaras.demo.bulk import build_large

        began = time.perf_counter()
        build_large(people=people, today=local_day(clock.now(), TimeZone.WIB), seed=1, say=print)
        print(f"  built in {time.perf_counter() - began:.0f} s")
    settings.ALLOWED_HOSTS += ["testserver", "127.0.0.1"]
    _analyze()
    from benchmarks.pages import pages, record

    found = pages()
    for page in found:
        record(page)
    with _floor(found) as _bare, _server() as server:
        print(
            f"{'page':<16}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'SQL':>5}{'kB':>7}{'floor':>8}{'× floor':>9}"
        )
        for page in found:
            ask(PORT, page.path, page.cookie, 1, connections)
            ours = ask(PORT, page.path, page.cookie, seconds, connections)
            floor = ask(FLOOR_PORT, page.path, "", max(1.0, seconds / 3), connections)
            _print(page.name, ours, page.queries, floor)
        print(f"memory of the web processes: {_memory(server.pid):.0f} MB")


def _print(name: str, ours: Load, queries: int, floor: Load) -> None:
    ratio = floor.rate / ours.rate if ours.rate else float("inf")
    failed = f"  {ours.failures} FAILED" if ours.failures else ""
    print(
        f"{name:<16}{ours.rate:>8.0f}{ours.p50:>8.1f}{ours.p99:>8.1f}{queries:>5}{ours.size / 1024:>7.1f}"
        f"{floor.rate:>8.0f}{ratio:>9.1f}{failed}",
        flush=True,
    )


def _analyze() -> None:
    from django.db import connection

    from selaras.core.roles import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _granian(target: str, port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    words += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning", "--http", "1"]
    command = [sys.executable, "-m", "granian", *words, target]
    return subprocess.Popen(command, env=os.environ | environment, start_new_session=True)


@contextlib.contextmanager
def _running(
    target: str, port: int, path: str, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    process = _granian(target, port, environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}{path}", process)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """A server that did not start would be measured as nothing, or as the one that still holds its port."""
    for _attempt in range(600):
        if process.poll() is not None:
            raise SystemExit(f"The server of {address} ended by itself; is its port taken?")
        with contextlib.suppress(OSError):
            urlopen(address, timeout=5)
            return
        time.sleep(0.1)
    raise SystemExit(f"Nothing answers at {address}.")


def _server() -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    return _running("selaras.config.wsgi:application", PORT, "/accounts/login/", {})


@contextlib.contextmanager
def _floor(found: list) -> Iterator[subprocess.Popen[bytes]]:
    from django.conf import settings

    database = settings.DATABASES["default"]
    address = (
        f"host={database['HOST']} port={database['PORT']} dbname={database['NAME']} user={database['USER']}"
    )
    skip = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    told = {
        page.path: {"sql": [one for one in page.sql if not one.startswith(skip)], "bytes": page.size}
        for page in found
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(told, file)
    environment = {"BENCH_FLOOR": file.name, "BENCH_DATABASE": address}
    try:
        with _running("benchmarks.floor:application", FLOOR_PORT, found[0].path, environment) as process:
            yield process
    finally:
        Path(file.name).unlink()


def _memory(pid: int) -> float:
    """Return the proportional memory of the largest process of the server, in MB."""
    largest = 0.0
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    for one in [str(pid), *children.stdout.split()]:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8").splitlines():
                if line.startswith("Pss:"):
                    largest = max(largest, int(line.split()[1]) / 1024)
    return largest
