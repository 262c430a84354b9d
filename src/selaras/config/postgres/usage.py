"""Who uses a cluster: it starts with the first user, and the last one out stops it."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from selaras.config.postgres import cluster, layout, processes
from selaras.config.postgres.account import AccountRefused
from selaras.config.postgres.layout import Layout, LayoutRefused, Urls
from selaras.config.postgres.programs import ProgramsRefused


@dataclass
class Cluster:
    """A running cluster, held by the one who has this object."""

    layout: Layout
    urls: Urls
    ephemeral: bool = False

    @property
    def socket_dir(self) -> str:
        return self.urls.socket_dir

    @property
    def port(self) -> int:
        return self.urls.port

    @property
    def app_url(self) -> str:
        return self.urls.app_url

    @property
    def owner_url(self) -> str:
        return self.urls.owner_url

    @property
    def is_ready(self) -> bool:
        """Whether the server lives; cheap enough to ask every second."""
        return cluster.is_ready(self.layout)

    def ensure(self) -> None:
        """Start the server again where it has died."""
        with refusals(), locked(self.layout):
            self.urls = cluster.ensure(self.layout, ephemeral=self.ephemeral)


@dataclass(frozen=True)
class Status:
    """What `selaras db status` prints."""

    running: bool
    pid: int | None
    major: int | None
    kept: bool
    in_use: bool
    data: Path
    urls: Urls


@contextlib.contextmanager
def in_use(home: str | os.PathLike[str], *, ephemeral: bool = False) -> Iterator[Cluster]:
    """Start or join the cluster of a home; leaving stops it when nobody else uses it."""
    place = layout.at(home)
    with contextlib.ExitStack() as stack:
        with refusals():
            place.prepare()
            users = stack.enter_context(open_lock(place.users))
            with locked(place):
                fcntl.flock(users, fcntl.LOCK_SH)
                held = Cluster(place, cluster.ensure(place, ephemeral=ephemeral), ephemeral)
        try:
            yield held
        finally:
            leave(place, users)


def leave(place: Layout, users: IO[bytes]) -> None:
    with locked(place):
        if alone(users) and not place.kept.exists():
            cluster.halt(place)


def alone(users: IO[bytes]) -> bool:
    """Whether no other process holds its share; a killed one has lost it by itself."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def keep(home: str | os.PathLike[str]) -> Status:
    """Start the cluster and leave it running until `stop`."""
    with in_use(home) as held:
        held.layout.kept.touch()
    return status(home)


def stop(home: str | os.PathLike[str], *, even_if_used: bool = False) -> bool:
    """Stop the cluster; False when there was nothing to stop. Refused while others use it."""
    place = layout.at(home)
    if not place.home.exists():
        return False
    with refusals(), locked(place), open_lock(place.users) as users:
        if not even_if_used and not alone(users):
            raise cluster.ClusterRefused(
                f"The database in {place.home} is in use; stop `selaras run` or the tests first."
            )
        place.kept.unlink(missing_ok=True)
        ran = bool(processes.living_in(place.data))
        cluster.halt(place)
    return ran


def status(home: str | os.PathLike[str]) -> Status:
    """What can be said without changing anything."""
    place = layout.at(home)
    pid, _ = cluster.postmaster(place)
    running = cluster.is_ready(place)
    return Status(
        running=running,
        pid=pid if running else None,
        major=cluster.major_written(place.data),
        kept=place.kept.exists(),
        in_use=used(place),
        data=place.data,
        urls=layout.urls(home),
    )


def used(place: Layout) -> bool:
    if not place.users.exists():
        return False
    with open_lock(place.users) as users:
        return not alone(users)


def open_lock(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")


@contextlib.contextmanager
def locked(place: Layout) -> Iterator[None]:
    """One at a time decides about starting and stopping."""
    with open_lock(place.lock) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Every expected failure below arrives as one kind of exception with one sentence."""
    try:
        yield
    except (AccountRefused, LayoutRefused, ProgramsRefused) as refused:
        raise cluster.ClusterRefused(str(refused)) from refused
    except PermissionError as error:
        raise cluster.ClusterRefused(
            f"{error.filename} may not be read or written by this account."
        ) from error
