"""Runs web, worker and database together: restarts what dies, stops everything it started."""

import contextlib
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType

from selaras.config import home, postgres
from selaras.config.parts import Part, RunRefused, hold_port, web, worker

LOOK = 0.2  # seconds between two looks at the parts
LOOK_AT_START = 0.05
GRACE = 15.0  # seconds that requests in flight may take after Ctrl-C
LONGEST_START = 120.0


class Interrupted(BaseException):
    """Somebody asked to stop while the start was still preparing; no `except Exception` may keep it."""


class Stopping:
    """Set by the first signal; later ones change nothing. `at_once` breaks off what is being prepared."""

    def __init__(self) -> None:
        self.asked = False
        self.at_once = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            return
        print("\nStopping …", flush=True)
        self.asked = True
        if self.at_once:
            raise Interrupted


def run(*, demo: bool = False, only: str | None = None) -> int:
    """Start everything and stay until a signal; returns the exit code."""
    home.check()
    stopping = Stopping()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stopping)
    with contextlib.ExitStack() as stack:
        if only != "worker":
            stack.enter_context(hold_port(home.host(), home.port()))
        cluster = stack.enter_context(own_cluster())
        if not prepared(stopping, demo=demo, only=only):
            return 0
        parts = [part for part in (web(), worker()) if only in (None, part.name)]
        try:
            return serve(parts, cluster, stopping, demo=demo)
        finally:
            stop(parts)


@contextlib.contextmanager
def own_cluster() -> Iterator[postgres.Cluster | None]:
    if home.own_cluster():
        with postgres.in_use(home.home()) as cluster:
            yield cluster
    else:
        yield None


def prepared(stopping: Stopping, *, demo: bool, only: str | None) -> bool:
    """Prepare, unless somebody asks to stop: what is half made is rolled back, and the next start makes it."""
    stopping.at_once = True
    try:
        if not stopping.asked:
            prepare(demo=demo, only=only)
    except Interrupted:
        return False
    finally:
        stopping.at_once = False
    return not stopping.asked


def prepare(*, demo: bool, only: str | None) -> None:
    """What must be true before the first request: texts, static files, tables, perhaps a demo."""
    import django

    from selaras.config import messages
    from selaras.config import prepare as steps

    messages.compile_newer()
    django.setup()
    if only != "worker":
        steps.static_files()
        steps.site_loads()
    steps.tables()
    if demo:
        steps.demo()
    steps.let_go()


def serve(parts: list[Part], cluster: postgres.Cluster | None, stopping: Stopping, *, demo: bool) -> int:
    """Look after the parts until somebody asks to stop; the worker waits until the site answers."""
    announced = not any(part.name == "web" for part in parts)
    deadline = time.monotonic() + LONGEST_START
    while not stopping.asked:
        if cluster is not None and not cluster.is_ready:
            print("The database has stopped; starting it again.", file=sys.stderr, flush=True)
            cluster.ensure()
        for part in parts:
            if announced or part.name == "web":
                part.look()
        if not announced:
            announced = announce(demo=demo)
            if not announced and time.monotonic() > deadline:
                raise RunRefused("The site did not answer within two minutes; the lines above say why.")
        time.sleep(LOOK if announced else LOOK_AT_START)
    return 0


def announce(*, demo: bool) -> bool:
    """Print the address as soon as the site answers; False while it does not."""
    if not answers():
        return False
    from selaras.config import prepare as steps

    print(f"\nSelaras: http://{readable_host()}:{home.port()}/", flush=True)
    print(steps.cast() if demo else "", end="", flush=True)
    print("Ctrl-C stops it.", flush=True)
    return True


def readable_host() -> str:
    given = home.host()
    if given in ("0.0.0.0", "::", "127.0.0.1"):
        return "localhost"
    return f"[{given}]" if ":" in given else given


def answers() -> bool:
    """Whether the site gives any answer at all; an error page is one."""
    given = home.host()
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(given, f"[{given}]" if ":" in given else given)
    request = urllib.request.Request(f"http://{host}:{home.port()}/health/", headers={"Host": "localhost"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def stop(parts: list[Part]) -> None:
    """Tell all together, wait for what is in flight, then insist. The database goes last, by its holder."""
    for part in parts:
        part.tell(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while any(part.lives for part in parts) and time.monotonic() < deadline:
        time.sleep(0.02)
    for part in parts:
        part.end()
