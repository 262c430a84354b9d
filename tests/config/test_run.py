"""`selaras run`: what dies is started again, what was started is stopped, and nobody shares a port."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.config.conftest import Running, environment, free_port, running, selaras, until

from selaras.config import postgres
from selaras.config.parts import die_with_parent
from selaras.config.postgres import processes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def copy(installed: Path):
    with running(installed) as started:
        yield started


def test_it_answers_and_prints_its_address(copy: Running):
    assert copy.health()
    assert f"http://localhost:{copy.port}/" in copy.text


def test_second_copy_on_the_same_port_is_refused_with_a_sentence(copy: Running, tmp_path: Path):
    done = selaras(tmp_path / "other", "run", SELARAS_PORT=str(copy.port))
    assert done.returncode == 1
    assert "SELARAS_PORT" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "other" / "pg").exists(), "refused before anything was made"


def test_second_copy_on_another_port_runs_beside_it(copy: Running, copied: Path):
    with running(copied) as second:
        assert second.health()
        assert copy.health()
    assert copy.health()
    assert not postgres.status(copied).running


@pytest.mark.parametrize("part", ["web", "worker"])
def test_part_that_dies_is_started_again(copy: Running, part: str):
    before = copy.children()[part]
    os.kill(before, signal.SIGKILL)
    until(lambda: copy.children().get(part, before) != before, f"{part} is back")
    until(copy.health, "it answers")
    assert f"The {part} has ended" in copy.text


def test_server_that_dies_is_started_again_and_keeps_its_rows(copy: Running):
    with psycopg.connect(postgres.urls(copy.home).owner_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    pid = postgres.status(copy.home).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: postgres.status(copy.home).pid not in (None, pid), "the database is back")
    until(copy.health, "it answers")
    with psycopg.connect(postgres.urls(copy.home).owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
        connection.execute("DROP TABLE kept")


def test_ctrl_c_stops_everything_it_started(copied: Path):
    with running(copied) as started:
        parts = started.children()
        assert sorted(parts) == ["web", "worker"]
        os.killpg(started.process.pid, signal.SIGINT)
        os.killpg(started.process.pid, signal.SIGINT)
        assert started.process.wait(20) == 0
    assert "Stopping" in started.text
    assert not any(exists(pid) for pid in parts.values())
    assert not processes.living_in(copied / "pg")


def test_ctrl_c_stops_a_start_that_is_still_preparing(copied: Path):
    """The first build of the demo takes its time; nobody waits for its end, and nothing is half made."""
    process = subprocess.Popen(
        [sys.executable, "-m", "selaras.config.cli", "run", "--demo"],
        env=environment(copied, SELARAS_PORT=str(free_port())),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    assert process.stdout is not None
    said = list(iter(process.stdout.readline, "Building the demo agencies …\n"))
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    os.killpg(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0, "".join(said) + rest
    assert "Stopping" in rest and "Traceback" not in rest and "Ctrl-C stops it" not in rest
    assert not processes.living_in(copied / "pg")
    with postgres.in_use(copied), psycopg.connect(postgres.urls(copied).owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM core_agency").fetchone() == (0,)


def test_killed_supervisor_leaves_no_part_and_the_next_start_recovers(copied: Path):
    with running(copied) as started:
        parts = started.children()
        started.process.kill()
        until(lambda: not any(exists(pid) for pid in parts.values()), "web and worker have ended")
    assert postgres.status(copied).running, "only a user stops the database"
    with running(copied, started.port) as again:
        assert again.health()
    assert not processes.living_in(copied / "pg")


def exists(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_make_passes_signals_on():
    """Without `exec` a signal to make would leave everything running."""
    root = Path(__file__).resolve().parents[2]
    words = ["make", "--dry-run", "--no-print-directory", "run"]
    said = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True).stdout
    assert said.startswith("exec ")
