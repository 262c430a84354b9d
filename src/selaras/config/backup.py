"""One file that holds the database, the uploads and the keys of an installation, and the way back."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from selaras.config.postgres import programs

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
FOLDERS = ("uploads", "keys")  # below the home, in the order in which they are written


class BackupRefused(Exception):
    """A backup that cannot be written or read; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself; the counts prove a restore."""

    format: int
    made_at: str
    server: int
    dump_sha256: str
    rows: dict[str, int]

    @property
    def summary(self) -> str:
        return f"{sum(self.rows.values())} rows of {len(self.rows)} tables"


def write(file: Path, home: Path, owner_url: str) -> str:
    """Write a backup; everything in it was true at one moment. Returns a summary in words."""
    if file.exists():
        raise BackupRefused(f"{file} exists already; choose another name.")
    if not file.absolute().parent.is_dir():
        raise BackupRefused(f"The directory {file.absolute().parent} does not exist.")
    partial = file.with_name(file.name + ".partial")
    with scratch(home) as folder, tar_to(partial) as tar:
        manifest = dump(owner_url, folder / DUMP)
        add_bytes(tar, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        tar.add(folder / DUMP, DUMP)
        # Files are only ever added under the hash of their content, so that those which come after the
        # moment of the dump do no harm and none that it names is missing.
        for name in FOLDERS:
            if (home / name).is_dir():
                tar.add(home / name, name)
    partial.rename(file)
    return manifest.summary


@contextlib.contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """A private directory on the same disk as the data."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def tar_to(partial: Path) -> Iterator[tarfile.TarFile]:
    """An archive that only its owner can read, and that is gone when writing it fails."""
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as raw:
            with tarfile.open(fileobj=raw, mode="w") as tar:
                yield tar
            raw.flush()
            os.fsync(raw.fileno())
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def dump(owner_url: str, target: Path) -> Manifest:
    """Dump the database and count its rows in the same snapshot."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None
        rows = counts(connection)
        server = connection.info.server_version // 10000
        words = ["--format=custom", "--no-comments", f"--snapshot={snapshot[0]}", f"--file={target}"]
        run("pg_dump", server, owner_url, words)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(FORMAT, now, server, sha256(target), rows)


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of every table; counted by the migrating role, which no policy hides anything from."""
    tables = connection.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2"
    ).fetchall()
    found = {}
    for schema, table in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        row = connection.execute(query).fetchone()
        assert row is not None
        found[f"{schema}.{table}"] = row[0]
    return found


def run(program: str, server: int, url: str, words: list[str]) -> None:
    """Run a client program of the server's version, its password outside the list of processes."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    address = make_conninfo("", **parts)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"LC_ALL": "C"} | ({"PGPASSWORD": str(password)} if password else {})
    done = subprocess.run(
        [str(client(program, server)), f"--dbname={address}", *words],
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise BackupRefused(f"{program} failed: {' '.join(done.stderr.split())[-600:]}")


def client(program: str, server: int) -> Path:
    """A program that understands this server: its own version, else the next newer one."""
    found = [each for each in programs.installed() if each.major >= server and each.has(program)]
    if not found:
        raise BackupRefused(f"{program} of PostgreSQL {server} or newer was not found on this machine.")
    return min(found, key=lambda each: each.major).path(program)


def read(file: Path, home: Path, owner_url: str) -> str:
    """Bring a backup back where nothing is yet, and prove that every row is there."""
    with open_tar(file) as tar, scratch(home) as folder:
        manifest = manifest_of(tar, file)
        refuse_unless_empty(home, owner_url)
        extract(tar, folder)
        if sha256(folder / DUMP) != manifest.dump_sha256:
            raise BackupRefused(f"{file} is damaged: the dump inside does not match its checksum.")
        words = ["--single-transaction", "--exit-on-error", "--no-owner", str(folder / DUMP)]
        run("pg_restore", manifest.server, owner_url, words)
        prove(manifest, owner_url)
        move_folders(folder, home)
    return manifest.summary


@contextlib.contextmanager
def open_tar(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:") as tar:
            yield tar
    except FileNotFoundError as error:
        raise BackupRefused(f"{file} does not exist.") from error
    except (tarfile.TarError, EOFError) as error:
        raise BackupRefused(f"{file} is not a backup, or it is cut off: {error}.") from error


def manifest_of(tar: tarfile.TarFile, file: Path) -> Manifest:
    try:
        content = tar.extractfile(MANIFEST)
        assert content is not None
        manifest = Manifest(**json.load(content))
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        raise BackupRefused(f"{file} is not a backup of Selaras.") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"{file} has format {manifest.format}; this version reads format {FORMAT}.")
    return manifest


def refuse_unless_empty(home: Path, owner_url: str) -> None:
    """A restore never mixes with data that is there."""
    with psycopg.connect(owner_url) as connection:
        if counts(connection):
            raise BackupRefused("The database holds tables already; restore into an empty one.")
    uploads = home / "uploads"
    if uploads.is_dir() and any(uploads.iterdir()):
        raise BackupRefused(f"{uploads} holds files already; restore into an empty SELARAS_HOME.")


def extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Unpack plain files and directories of the expected names, nothing else."""
    for entry in tar:
        path = PurePosixPath(entry.name)
        known = path.parts and (entry.name in (MANIFEST, DUMP) or path.parts[0] in FOLDERS)
        if not known or path.is_absolute() or ".." in path.parts or not (entry.isfile() or entry.isdir()):
            raise BackupRefused(f"The backup holds '{entry.name}', which does not belong into one.")
        target = folder.joinpath(*path.parts)
        if entry.isdir():
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = tar.extractfile(entry)
        assert content is not None
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            shutil.copyfileobj(content, written)


def prove(manifest: Manifest, owner_url: str) -> None:
    """Compare the rows of every table with those that the backup counted."""
    with psycopg.connect(owner_url) as connection:
        found = counts(connection)
    if found != manifest.rows:
        wrong = sorted(set(manifest.rows.items()) ^ set(found.items()))
        tables = ", ".join(sorted({table for table, _ in wrong}))
        raise BackupRefused(f"The restored rows differ from those of the backup in: {tables}.")


def move_folders(folder: Path, home: Path) -> None:
    """Files take their place last, so that an interrupted restore leaves an empty home's files alone."""
    for name in FOLDERS:
        if (folder / name).is_dir():
            shutil.rmtree(home / name, ignore_errors=True)
            (folder / name).rename(home / name)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
