"""Makes .venv hold exactly what a lock file names, every archive checked by its hash."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import place
from place import REQUIREMENTS, ROOT, TOOLCHAIN, VENV

STAMP = VENV / ".selaras-lock"
SCRIPT = """#!{python}
import sys

from selaras.config.cli import main

sys.exit(main())
"""


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two targets started together must not install into the same directory at once."""
    TOOLCHAIN.mkdir(exist_ok=True)
    with (TOOLCHAIN / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ensure(kind: str) -> None:
    """`prod` holds what serving needs, `test` also what developing needs; more is never taken away."""
    if STAMP.exists() and STAMP.read_text(encoding="utf-8").startswith("test "):
        kind = "test"
    lock = REQUIREMENTS / f"{kind}.lock"
    wanted = f"{kind} {place.fingerprint(lock)}"
    if place.has_stamp(STAMP, wanted) and place.succeeds(place.python_of(VENV), "-c", ""):
        return
    place.say(f"Installing the {len(pinned(lock))} pinned packages of {lock.relative_to(ROOT)} …")
    create(VENV, pip=False)
    sync(lock)
    link_sources()
    place.write_stamp(STAMP, wanted)


def pinned(lock: Path) -> list[str]:
    return [line for line in lock.read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]


def sync(lock: Path) -> None:
    """With uv where it can be had (seconds), else with pip (a minute)."""
    python = str(place.python_of(VENV))
    uv = find_uv()
    if uv:
        words = [uv, "pip", "sync", "--python", python, "--require-hashes", "--compile-bytecode", str(lock)]
        place.do(*words, why="Installing the packages")
        return
    pip = pip_for(VENV)
    place.do(*pip, "install", "--require-hashes", "--no-deps", "-r", lock, why="Installing the packages")


def find_uv() -> str | None:
    """uv on PATH, else from PyPI into .toolchain; None where neither works."""
    own = TOOLCHAIN / "bin" / "uv"
    if place.succeeds(own, "--version"):
        return str(own)
    if place.succeeds("uv", "--version"):
        return shutil.which("uv")
    try:
        into_toolchain("uv")
    except place.Refused:
        place.say("uv could not be installed; going on with pip.")
        return None
    return str(own) if place.succeeds(own, "--version") else None


def into_toolchain(name: str) -> None:
    """Install one pinned tool beside the environment of the product."""
    create(TOOLCHAIN, pip=True)
    pip = pip_for(TOOLCHAIN)
    lock = REQUIREMENTS / f"{name}.lock"
    place.do(*pip, "install", "--require-hashes", "--no-deps", "-r", lock, why=f"Installing {name}")


def create(where: Path, *, pip: bool) -> None:
    """A virtual environment; pip inside only where this Python can give it."""
    if place.succeeds(place.python_of(where), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    builder = venv.EnvBuilder(with_pip=pip and has_ensurepip(), symlinks=True, clear=where == VENV)
    builder.create(where)


def has_ensurepip() -> bool:
    """Debian leaves it out of its Python unless python3-venv is installed."""
    return place.succeeds(sys.executable, "-c", "import ensurepip, pyexpat")


def pip_for(where: Path) -> list[str]:
    """The words that start pip for an environment, whatever this machine offers."""
    python = place.python_of(where)
    if place.succeeds(python, "-m", "pip", "--version"):
        return [str(python), "-m", "pip"]
    if has_ensurepip():
        place.do(python, "-m", "ensurepip", "--default-pip", why="Installing pip")
        return [str(python), "-m", "pip"]
    if place.succeeds(sys.executable, "-m", "pip", "--python", python, "--version"):
        return [sys.executable, "-m", "pip", "--python", str(python)]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install_venv_package()
        return pip_for(where)
    raise place.Refused(
        "This Python has neither pip nor ensurepip. On Debian or Ubuntu run"
        " `sudo apt-get install python3-venv`, then this command again."
    )


def install_venv_package() -> None:
    name = f"python3.{sys.version_info.minor}-venv"
    place.say(f"Installing {name} with apt-get …")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    place.do("apt-get", "update", "-q", why="apt-get update", env=quiet)
    place.do("apt-get", "install", "-y", "-q", "--no-install-recommends", name, why="apt-get", env=quiet)
    if not has_ensurepip():
        raise place.Refused(f"{name} is installed and this Python still cannot install pip.")


def link_sources() -> None:
    """Our own package is used from src/, so that no build tool is fetched to install it."""
    version = f"python{sys_version_of(VENV)}"
    (VENV / "lib" / version / "site-packages" / "selaras.pth").write_text(f"{ROOT / 'src'}\n")
    script = VENV / "bin" / "selaras"
    script.write_text(SCRIPT.format(python=place.python_of(VENV)))
    script.chmod(0o755)


def sys_version_of(where: Path) -> str:
    found = next((where / "lib").glob("python3.*/site-packages"))
    return found.parent.name.removeprefix("python")
