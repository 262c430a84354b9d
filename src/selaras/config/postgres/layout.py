"""Where the files of one cluster lie, and the addresses under which its database answers."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "selaras"
OWNER = "selaras_owner"
APPLICATION = "selaras_app"
REPORT = "selaras_report"
SUPERUSER = "postgres"
PORT = 5432  # no network port: it only names the socket file
LONGEST_SOCKET_PATH = 100  # bytes; the kernel's own limit is 103 to 107


class LayoutRefused(Exception):
    """A directory that is not safe to use; the text says which and why."""


@dataclass(frozen=True)
class Layout:
    """The fixed names below one home directory."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "pg"

    @property
    def unfinished(self) -> Path:
        return self.home / "pg.new"

    @property
    def log(self) -> Path:
        return self.home / "pg.log"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def users(self) -> Path:
        return self.home / "users"

    @property
    def kept(self) -> Path:
        return self.home / "kept"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def sockets(self) -> Path:
        """`run/` below the home, or a short private directory where that path is too long."""
        own = self.home / "run"
        if len(os.fsencode(own / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET_PATH:
            return own
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return base / f"selaras-{os.getuid()}-{digest}"

    def prepare(self) -> None:
        """Create the home and the socket directory, readable by nobody else."""
        private(self.home)
        private(self.sockets)


def at(home: str | os.PathLike[str]) -> Layout:
    """The layout of a home given in any form."""
    return Layout(Path(home).expanduser().resolve())


def private(directory: Path) -> None:
    """Make sure that a directory exists, is a real one of ours and has mode 0700."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = directory.lstat()
    except OSError as error:
        raise LayoutRefused(f"{directory} cannot be created or read: {error.strerror}.") from error
    if not stat.S_ISDIR(found.st_mode):
        raise LayoutRefused(f"{directory} is not a directory; choose another SELARAS_HOME.")
    if os.getuid() not in (0, found.st_uid):
        raise LayoutRefused(f"{directory} belongs to another account; choose another SELARAS_HOME.")
    if stat.S_IMODE(found.st_mode) != 0o700:
        directory.chmod(0o700)


@dataclass(frozen=True)
class Urls:
    """How to reach the cluster of a home, whether it runs or not."""

    socket_dir: str
    port: int = PORT
    database: str = DATABASE
    app: str = APPLICATION
    owner: str = OWNER
    report: str = REPORT

    def of(self, role: str, database: str | None = None) -> str:
        """The address for one role, in the form that libpq and DATABASE_URL share."""
        host = quote(self.socket_dir, safe="")
        return f"postgresql://{role}@/{database or self.database}?host={host}&port={self.port}"

    @property
    def app_url(self) -> str:
        return self.of(self.app)

    @property
    def owner_url(self) -> str:
        return self.of(self.owner)

    @property
    def report_url(self) -> str:
        return self.of(self.report)


def urls(home: str | os.PathLike[str]) -> Urls:
    """The addresses of a home's cluster; starts nothing and creates nothing."""
    layout = at(home)
    running = socket_dir_in(layout.pid_file)
    return Urls(socket_dir=running or str(layout.sockets))


def socket_dir_in(pid_file: Path) -> str | None:
    """The socket directory that a running server wrote down, the fifth line of its file."""
    try:
        lines = pid_file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return lines[4] if len(lines) > 4 and lines[4] else None
