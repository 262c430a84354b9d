"""A migrated cluster, kept between test runs: migrating takes ten seconds, copying it half of one.

It is named after everything that a migration reads, so that a changed migration makes a new one.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from selaras.config import postgres
from selaras.config.home import PACKAGE
from selaras.config.postgres.layout import SUPERUSER

ROOT = PACKAGE.parents[1]
KEPT = 3
READ_BY_MIGRATIONS = (
    "*/migrations/*.py",
    "core/postgres/*.py",
    "core/fields.py",
    "core/constraints.py",
    "core/roles.py",
    "config/postgres/*.py",
)


def name() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "test.lock").read_bytes())
    for pattern in READ_BY_MIGRATIONS:
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(f"{path.relative_to(PACKAGE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def copy_to(home: Path, *, fresh: bool = False) -> None:
    """Give a home the databases `selaras` and `test_selaras`, both migrated, and the keys."""
    store = ROOT / ".pytest_cache" / "clusters"
    kept = store / name()
    with one_at_a_time(store):
        if fresh or not kept.exists():
            make(store, kept)
        for part in ("pg", "keys"):
            if not (home / part).exists():
                shutil.copytree(kept / part, home / part)


@contextlib.contextmanager
def one_at_a_time(store: Path) -> Iterator[None]:
    """The processes of a run start together; one of them makes what all copy."""
    store.mkdir(parents=True, exist_ok=True)
    with store.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make(store: Path, kept: Path) -> None:
    """Migrate as an operator would, then double the database; rename last, so that it is whole."""
    with tempfile.TemporaryDirectory(prefix="selaras-made-") as folder:
        home = Path(folder) / "home"
        with postgres.in_use(home, ephemeral=True) as held:
            words = [sys.executable, "-m", "selaras.config.cli", "migrate"]
            subprocess.run(
                words, env=os.environ | {"SELARAS_HOME": str(home)}, check=True, capture_output=True
            )
            with psycopg.connect(held.urls.of(SUPERUSER, "postgres"), autocommit=True) as connection:
                double = sql.SQL("CREATE DATABASE test_selaras TEMPLATE {} OWNER {}")
                names = (sql.Identifier(held.urls.database), sql.Identifier(held.urls.owner))
                connection.execute(double.format(*names))
        keep(home, store, kept)


def migrate(home: Path) -> None:
    words = [sys.executable, "-m", "selaras.config.cli", "migrate"]
    given = os.environ | {"SELARAS_HOME": str(home)}
    done = subprocess.run(words, env=given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The migrations failed:\n{done.stdout}{done.stderr}")


def keep(home: Path, store: Path, kept: Path) -> None:
    fresh = Path(tempfile.mkdtemp(prefix="new-", dir=store))
    for part in ("pg", "keys"):
        shutil.copytree(home / part, fresh / part)
    shutil.rmtree(kept, ignore_errors=True)
    try:
        fresh.rename(kept)
    except OSError:  # another run was quicker
        shutil.rmtree(fresh)
    older = sorted(store.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in older[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
