"""Which processes live in a data directory: the only proof that a server runs, or still runs."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

PATIENCE = 5.0  # seconds an orphan may take to end by itself
spawned: set[int] = set()  # servers that this process has started


def living_in(directory: Path) -> list[int]:
    """Every PostgreSQL process whose working directory is this one; zombies and strangers are none."""
    if not Path("/proc/self/cwd").exists():
        return living_by_lsof(directory)
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and lives(int(name), directory)]


def lives(pid: int, directory: Path) -> bool:
    """Whether one process is a PostgreSQL of this directory.

    Asking with signal 0 is not enough: it says yes for a zombie and for a stranger with that number.
    """
    if not Path("/proc/self/cwd").exists():
        return pid in living_by_lsof(directory)
    try:
        if os.readlink(f"/proc/{pid}/cwd") != str(directory):
            return False
        program = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return False
    return os.path.basename(program.removesuffix(" (deleted)")) == "postgres"


def living_by_lsof(directory: Path) -> list[int]:
    """The same where there is no /proc (macOS)."""
    try:
        said = subprocess.run(
            ["lsof", "-a", "-c", "postgres", "-d", "cwd", "-F", "pn"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    except OSError:
        return []
    found, pid = [], 0
    for line in said.splitlines():
        if line.startswith("p"):
            pid = int(line[1:])
        elif line == f"n{directory}":
            found.append(pid)
    return found


def end_all_in(directory: Path) -> None:
    """End what a killed server left behind, and return when nothing of it is left."""
    deadline = time.monotonic() + PATIENCE
    send = signal.SIGTERM
    while pids := living_in(directory):
        if time.monotonic() > deadline:
            send = signal.SIGKILL
        for pid in pids:
            tell(pid, send)
        time.sleep(0.02)
    reap()


def tell(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, what)


def reap() -> None:
    """Forget servers of ours that have ended; other children of this process are none of our business."""
    for pid in list(spawned):
        try:
            ended = os.waitpid(pid, os.WNOHANG)[0] == pid
        except ChildProcessError:
            ended = True
        if ended:
            spawned.discard(pid)
