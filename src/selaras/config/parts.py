"""The processes of a running installation, and the port that only one of them may answer on."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from selaras.config import home

PR_SET_PDEATHSIG = 1
QUICK = 5.0  # seconds; a part that dies sooner has a trouble of its own
PATIENCE = 5  # quick deaths in a row before we give up
LONGEST_PAUSE = 10.0


class RunRefused(Exception):
    """The installation cannot be run; the text says why."""


@dataclass
class Part:
    """One child process, started again when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    not_before: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment or environment(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.started = time.monotonic()

    @property
    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look(self) -> None:
        """Start again what has died, more slowly each time; give up on one that cannot live."""
        if self.lives:
            return
        now = time.monotonic()
        if self.process is not None:
            self.mourn(now)
        if now >= self.not_before:
            self.start()

    def mourn(self, now: float) -> None:
        """A killed part may leave children behind that still hold its port: end them first."""
        assert self.process is not None
        self.end_session()
        code = self.process.returncode
        self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK else 0
        if self.quick_deaths >= PATIENCE:
            raise RunRefused(f"The {self.name} ended {PATIENCE} times at once; the lines above say why.")
        pause = min(LONGEST_PAUSE, 0.5 * 2**self.quick_deaths) if self.quick_deaths else 0.0
        print(f"The {self.name} has ended (code {code}); starting it again.", file=sys.stderr, flush=True)
        self.not_before, self.process = now + pause, None

    def tell(self, what: signal.Signals) -> None:
        if self.process is not None and self.lives:
            self.process.send_signal(what)

    def end(self) -> None:
        """Kill what has not ended by itself, the part's own children included."""
        if self.process is not None:
            self.end_session()
            self.process.wait()

    def end_session(self) -> None:
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def die_with_parent() -> None:
    """Linux ends a child whose supervisor was killed; elsewhere it notices by its closed port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def environment() -> dict[str, str]:
    """What the parts may know: never the migrating role's address."""
    given = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
    return given | {"DJANGO_SETTINGS_MODULE": "selaras.config.settings", "PYTHONUNBUFFERED": "1"}


def web() -> Part:
    """granian: processes × threads, restarted by it when one dies."""
    words = ["--interface", "wsgi", "--host", home.host(), "--port", str(home.port())]
    words += ["--workers", str(home.web_processes()), "--blocking-threads", str(home.web_threads())]
    words += ["--respawn-failed-workers", "--no-ws", "--log-level", "warning"]
    words += ["--workers-kill-timeout", "10s", "--http", "1"]
    return Part("web", [sys.executable, "-m", "granian", *words, "selaras.config.wsgi:application"])


def worker() -> Part:
    """procrastinate, as the application role."""
    return Part("worker", [sys.executable, "-m", "selaras.config.worker"])


@contextlib.contextmanager
def hold_port(host: str, port: int) -> Iterator[None]:
    """Refuse a port that answers already, and keep it ours while our web part is away.

    granian binds with SO_REUSEPORT: without this a second copy would silently share the port.
    """
    held = []
    try:
        for family, kind, proto, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            held.append(socket.socket(family, kind, proto))
            bind(held[-1], address, f"{host}:{port}")
        yield
    except socket.gaierror as error:
        raise RunRefused(f"SELARAS_HOST is '{host}', which is no address of this machine.") from error
    finally:
        for taken in held:
            taken.close()


def bind(taken: socket.socket, address: tuple, readable: str) -> None:
    """Bind alone; only afterwards allow our own server to bind beside us."""
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
    except OSError as error:
        raise RunRefused(
            f"{readable} cannot be used ({error.strerror}): another program, perhaps another Selaras, has"
            " it. Stop that one, or set SELARAS_PORT to a free port."
        ) from error
    if hasattr(socket, "SO_REUSEPORT"):
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
