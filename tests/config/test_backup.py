"""A backup gives back every row of every agency and every file, into an empty home only."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest
from tests.config.conftest import PATIENCE, environment, selaras

from selaras.config import backup, postgres

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
HELD = (
    "organisation_person",
    "planning_plan",
    "appraisal_evaluation",
    "documents_signature",
    "core_event",
    "core_storedfile",
)


@pytest.fixture(scope="module")
def filled(installed: Path, tmp_path_factory) -> Path:
    """A backup of two agencies, one of which has lived a year, with its uploads and the keys."""
    home = tmp_path_factory.mktemp("filled") / "home"
    shutil.copytree(installed, home, ignore=shutil.ignore_patterns("run", "lock", "users"))
    with postgres.in_use(home):
        words = [sys.executable, "-m", "tests.config.filling"]
        given = environment(home, DJANGO_SETTINGS_MODULE="selaras.config.settings")
        subprocess.run(words, env=given, cwd=ROOT, check=True, timeout=PATIENCE)
    done = selaras(home, "backup", str(home.parent / "all.backup"))
    assert done.returncode == 0, done.stderr
    return home


def counted(home: Path) -> dict[str, int]:
    with postgres.in_use(home) as held, psycopg.connect(held.owner_url) as connection:
        return backup.counts(connection)


def rows_of_agencies(home: Path) -> dict[str, dict[str, int]]:
    """Rows by agency in tables that row-level security hides."""
    found: dict[str, dict[str, int]] = {}
    with postgres.in_use(home) as held, psycopg.connect(held.owner_url) as connection:
        for table in HELD:
            query = (
                f"SELECT a.code, count(r.agency_id) FROM core_agency a"
                f" LEFT JOIN {table} r ON r.agency_id = a.id GROUP BY a.code"
            )
            for code, number in connection.execute(query).fetchall():
                found.setdefault(code, {})[table] = number
    return found


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_the_backup_holds_rows_that_policies_hide(filled: Path):
    """A dump by a role that the policies bind would hold none of them, and a restore would still agree."""
    rows = rows_of_agencies(filled)
    assert len(rows) == 2 and all(tables["organisation_person"] for tables in rows.values())
    assert all(any(tables[table] for tables in rows.values()) for table in HELD), rows


def test_restore_gives_back_every_row_and_file(filled: Path, tmp_path: Path):
    home = tmp_path / "home"
    done = selaras(home, "restore", str(filled.parent / "all.backup"))
    assert done.returncode == 0, done.stderr
    assert counted(home) == counted(filled)
    assert counted(home)["public.core_agency"] == 2
    for agency, tables in rows_of_agencies(home).items():
        assert tables == rows_of_agencies(filled)[agency]
    assert files_below(home / "uploads") == files_below(filled / "uploads") != {}
    assert (home / "keys" / "django").read_text() == (filled / "keys" / "django").read_text()
    again = selaras(home, "restore", str(filled.parent / "all.backup"))
    assert again.returncode == 1
    assert "empty" in again.stderr


def test_restored_tables_keep_their_policies_and_grants(filled: Path, tmp_path: Path):
    home = tmp_path / "home"
    with postgres.in_use(home) as held:
        backup.read(filled.parent / "all.backup", home, held.owner_url)
        assert protection(held.owner_url) == protection_of(filled)


def protection_of(home: Path) -> list[tuple[object, ...]]:
    with postgres.in_use(home) as held:
        return protection(held.owner_url)


def protection(url: str) -> list[tuple[object, ...]]:
    """Row-level security, grants and policies of every table."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, relacl::text FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
        policies = connection.execute(
            "SELECT tablename, policyname, cmd, roles::text, qual, with_check FROM pg_policies ORDER BY 1, 2"
        ).fetchall()
    assert any(forced for _, _, forced, _ in tables)
    return [*tables, *policies]


def test_backup_is_readable_by_its_owner_only(filled: Path):
    assert (filled.parent / "all.backup").stat().st_mode & 0o777 == 0o600


def test_backup_never_overwrites(filled: Path):
    with pytest.raises(backup.BackupRefused, match="exists already"):
        backup.write(filled.parent / "all.backup", filled, "")


def test_failed_backup_leaves_no_file(tmp_path: Path):
    nowhere = f"postgresql://nobody@/none?host={tmp_path}"
    with pytest.raises(psycopg.OperationalError):
        backup.write(tmp_path / "file", tmp_path / "home", nowhere)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("file")]


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\0" * 2048], ids=["empty", "text", "zeros"])
def test_other_files_are_refused_with_a_sentence(tmp_path: Path, content: bytes):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(backup.BackupRefused, match="not a backup"):
        backup.read(tmp_path / "file", tmp_path / "home", "")


def test_cut_off_backup_changes_nothing(filled: Path, tmp_path: Path):
    whole = (filled.parent / "all.backup").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    home = tmp_path / "home"
    with postgres.in_use(home) as held:
        with pytest.raises(backup.BackupRefused):
            backup.read(tmp_path / "cut", home, held.owner_url)
        with psycopg.connect(held.owner_url) as connection:
            assert backup.counts(connection) == {}
    assert not (home / "uploads").exists()


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "uploads/../../escaped", "pg/PG_VERSION"])
def test_strange_names_inside_are_refused(tmp_path: Path, name: str):
    with tarfile.open(tmp_path / "file", "w") as tar:
        backup.add_bytes(tar, name, b"harmless")
    with tarfile.open(tmp_path / "file") as tar, pytest.raises(backup.BackupRefused, match="does not belong"):
        backup.extract(tar, tmp_path / "out")
    assert not os.path.exists(tmp_path / "escaped")
