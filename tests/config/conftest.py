"""A copy of the product in a home of its own, run as people run it: by its command, in other processes."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests import prepared

from selaras.config import postgres
from selaras.config.parts import die_with_parent
from selaras.config.postgres import processes

PATIENCE = 150.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("SELARAS_", "DATABASE_"))}
    return plain | {"SELARAS_HOME": str(home), "SELARAS_PROCESSES": "1"} | more


def selaras(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Carry out one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "selaras.config.cli", *words],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"waited too long until {what}"
        time.sleep(0.02)


@dataclass
class Running:
    """`selaras run` of one home on one port."""

    home: Path
    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.said)

    def listen(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(ValueError):
            for line in self.process.stdout:
                self.said.append(line)

    def children(self) -> dict[str, int]:
        """Name of each part → its number."""
        names = {"granian": "web", "selaras.config.worker": "worker"}
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            with contextlib.suppress(OSError):
                # granian writes a title of its own over its words where it can.
                words = Path(f"/proc/{pid}/cmdline").read_text().replace(" ", "\0").split("\0")
                found |= {part: int(pid) for word, part in names.items() if word in words}
        return found

    def health(self) -> bool:
        request = b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(request)
                return b" 200 " in connection.recv(100)
        except OSError:
            return False


@contextlib.contextmanager
def running(home: Path, port: int | None = None) -> Iterator[Running]:
    """The product while the block lasts, ready to answer."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "selaras.config.cli", "run"],
        env=environment(home, SELARAS_PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    copy = Running(home, port, process)
    thread = threading.Thread(target=copy.listen)
    thread.start()
    try:
        until(lambda: "Ctrl-C stops it" in copy.text or process.poll() is not None, "it is ready")
        assert process.poll() is None, copy.text
        until(lambda: len(copy.children()) == 2, "web and worker are there")
        yield copy
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        thread.join()
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture(scope="session")
def installed() -> Iterator[Path]:
    """A home whose database is migrated, for tests to copy: migrating costs seconds."""
    home = Path(os.environ["SELARAS_HOME"]) / "installed"
    prepared.copy_to(home)
    yield home
    shutil.rmtree(home)


@pytest.fixture
def copied(installed: Path) -> Iterator[Path]:
    """A fresh copy of an installed home."""
    home = Path(tempfile.mkdtemp(prefix="copy-", dir=os.environ["SELARAS_HOME"]))
    shutil.copytree(
        installed, home, dirs_exist_ok=True, ignore=shutil.ignore_patterns("run", "lock", "users")
    )
    yield home
    postgres.stop(home, even_if_used=True)
    processes.end_all_in(home / "pg")
    shutil.rmtree(home)
