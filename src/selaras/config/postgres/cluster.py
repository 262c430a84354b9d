"""Creates, starts, recovers and stops the server of one home; callers hold the lock of that home."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from selaras.config.postgres import account, processes, programs, provision
from selaras.config.postgres.layout import PORT, SUPERUSER, Layout, Urls, socket_dir_in

LONGEST_START = 120.0  # seconds; crash recovery of a busy server reads its whole log
LONGEST_STOP = 30.0
PATIENCE_AFTER_QUIT = 5.0

# Written into postgresql.conf once, so that an operator may change it there.
SETTINGS = """
# Written by Selaras when this directory was created; yours to change.
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
jit = off                       # our statements are short: compiling them costs more than it gives
log_line_prefix = '%m [%p] %u@%d '
log_checkpoints = off
"""
# A cluster that dies with its test run may forget everything at a power cut.
EPHEMERAL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")


class ClusterRefused(Exception):
    """The cluster cannot be used; the text says why and what to do."""


def ensure(layout: Layout, *, ephemeral: bool = False) -> Urls:
    """Bring the server of this home up, whatever state it was left in."""
    layout.prepare()
    if not is_ready(layout):
        start(layout, ephemeral=ephemeral)
    addresses = Urls(socket_dir=socket_dir_in(layout.pid_file) or str(layout.sockets))
    provision.once(layout, addresses)
    return addresses


def start(layout: Layout, *, ephemeral: bool) -> None:
    """Start on clean ground: create what is missing, end what a kill left behind."""
    found = programs.find(major_written(layout.data))
    who = account.choose(found)
    who.adopt(layout)
    if not layout.data.exists():
        create(layout, found, who)
    recover(layout)
    launch(layout, found, who, EPHEMERAL if ephemeral else ())


def major_written(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii").split(".")[0])
    except FileNotFoundError:
        return None


def create(layout: Layout, found: programs.Programs, who: account.Account) -> None:
    """Write a new data directory beside its place and rename it: an interrupted start leaves nothing."""
    shutil.rmtree(layout.unfinished, ignore_errors=True)
    words = [str(found.path("initdb")), "--pgdata", str(layout.unfinished), "--username", SUPERUSER]
    words += ["--encoding=UTF8", "--auth-local=trust", "--auth-host=reject", "--no-instructions"]
    words += locale_words(found.major)
    run = subprocess.run(
        who.command(*words),
        env=account.clean_environment(),
        cwd=layout.home,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode != 0:
        said = (run.stderr or run.stdout).strip()
        raise ClusterRefused(f"PostgreSQL could not create {layout.data}: {said}")
    with (layout.unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    layout.unfinished.rename(layout.data)


def locale_words(major: int) -> list[str]:
    """Code-point order everywhere, so that an upgrade of the system's locales breaks no index."""
    if major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"] if sys.platform == "linux" else ["--locale=en_US.UTF-8"]


def recover(layout: Layout) -> None:
    """After kill -9: wait for orphaned backends, then remove the files that claim a server runs.

    PostgreSQL itself refuses to start where the number in an old file belongs to a stranger or a zombie.
    """
    processes.end_all_in(layout.data)
    layout.pid_file.unlink(missing_ok=True)
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (layout.sockets / name).unlink(missing_ok=True)


def launch(layout: Layout, found: programs.Programs, who: account.Account, settings: tuple[str, ...]) -> None:
    """Start `postgres` in a session of its own, so that Ctrl-C never reaches it, and wait for it."""
    fixed = (f"unix_socket_directories={layout.sockets}", "unix_socket_permissions=0700")
    words = [str(found.path("postgres")), "-D", str(layout.data), "-p", str(PORT)]
    words += [word for setting in ("listen_addresses=", *fixed, *settings) for word in ("-c", setting)]
    log_from = layout.log.stat().st_size if layout.log.exists() else 0
    pid = os.posix_spawn(
        sys.executable,
        who.command(*words, session=True),
        account.clean_environment(),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(layout.log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
    )
    processes.spawned.add(pid)
    deadline = time.monotonic() + LONGEST_START
    while not is_ready(layout):
        processes.reap()
        if pid not in processes.spawned or time.monotonic() > deadline:
            raise ClusterRefused(f"PostgreSQL did not start: {last_words(layout.log, log_from)}")
        time.sleep(0.01)


def last_words(log: Path, offset: int) -> str:
    """What the server said since we started it, in one line."""
    with log.open("rb") as file:
        file.seek(offset)
        said = file.read().decode("utf-8", "replace").split("\n")
    return " | ".join(line.strip() for line in said if line.strip())[-600:] or f"see {log}."


def is_ready(layout: Layout) -> bool:
    """Whether the server that the file names lives here and accepts connections."""
    pid, state = postmaster(layout)
    return state == "ready" and pid is not None and processes.lives(pid, layout.data)


def postmaster(layout: Layout) -> tuple[int | None, str]:
    """Number and state of the server, as its own file says; neither needs to be true."""
    try:
        lines = layout.pid_file.read_text(encoding="utf-8").splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    except (OSError, ValueError, IndexError):
        return None, ""


def halt(layout: Layout) -> None:
    """Stop the server: politely, then without ceremony (it recovers at the next start)."""
    pid, _ = postmaster(layout)
    if pid is not None and processes.lives(pid, layout.data):
        processes.tell(pid, signal.SIGINT)
        if not gone(layout, pid, LONGEST_STOP):
            processes.tell(pid, signal.SIGQUIT)
            gone(layout, pid, PATIENCE_AFTER_QUIT)
    processes.end_all_in(layout.data)


def gone(layout: Layout, pid: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        processes.reap()
        if not processes.lives(pid, layout.data):
            return True
        time.sleep(0.01)
    return False
