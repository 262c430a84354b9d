"""The `selaras` command: help everywhere, exit codes, one sentence instead of a traceback."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.config.conftest import selaras

from selaras.config import cli, home
from selaras.config.cli import commands, entry

PREDICATE = '{"scheme": "permenpanrb-6-2022", "results": "ABOVE", "behaviour": "MEETS"}'


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("SELARAS_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "run",
        "migrate",
        "backup",
        "restore",
        "db",
        "db start",
        "db stop",
        "db status",
        "messages",
        "rules",
    ],
)
def test_every_command_has_help(words: str, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([*words.split(), "--help"])
    assert ended.value.code == 0
    assert "usage: selaras" in capsys.readouterr().out


def test_no_command_is_a_wrong_use(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == entry.MISUSED


def test_status_of_a_database_that_was_never_made(capsys):
    assert cli.main(["db", "status"]) == 1
    assert "No database yet" in capsys.readouterr().out


def test_start_status_stop(capsys, monkeypatch):
    assert cli.main(["db", "start"]) == 0
    assert cli.main(["db", "status"]) == 0
    assert cli.main(["db", "stop"]) == 0
    assert cli.main(["db", "status"]) == 1
    assert "runs as process" in capsys.readouterr().out


def test_database_of_somebody_else_is_left_alone(capsys, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@elsewhere/selaras")
    assert cli.main(["db", "stop"]) == 1
    assert capsys.readouterr().err.startswith("selaras: DATABASE_URL names another server")


def test_backup_needs_the_migrating_role(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@elsewhere/selaras")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    assert cli.main(["backup", str(tmp_path / "file")]) == 1
    assert "DATABASE_OWNER_URL is not set" in capsys.readouterr().err


def test_command_that_a_stage_does_not_have_yet_is_refused(capsys, monkeypatch):
    monkeypatch.setattr(commands, "find", lambda name: None)
    monkeypatch.setattr(commands, "setup", lambda: None)
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@elsewhere/selaras")
    assert cli.main(["doctor"]) == 1
    assert "`selaras doctor` is not part of this installation" in capsys.readouterr().err


def test_unexpected_errors_keep_their_traceback(monkeypatch):
    def broken(_):
        raise ZeroDivisionError

    monkeypatch.setattr(commands, "db_status", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["db", "status"])


@pytest.mark.parametrize("text", ["0", "65536", "-1", "eight", "８０"])
def test_senseless_port_is_refused_by_name(text: str, monkeypatch, capsys):
    monkeypatch.setenv("SELARAS_PORT", text)
    with pytest.raises(home.EnvironmentRefused, match="SELARAS_PORT"):
        home.port()


@pytest.mark.parametrize(
    "given",
    [
        {"DATABASE_URL": "nonsense"},
        {"SELARAS_PROXIES": "x"},
        {"SELARAS_EMAIL_PORT": "smtp"},
        {"SELARAS_THREADS": "0"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_senseless_variable_is_one_sentence_that_names_it(given: dict[str, str], tmp_path: Path):
    done = selaras(tmp_path / "home", "run", **given)
    assert done.returncode == 1
    assert done.stderr.startswith("selaras: ") and len(done.stderr.splitlines()) == 1
    assert next(iter(given)) in done.stderr


def test_home_of_a_checkout(monkeypatch):
    monkeypatch.delenv("SELARAS_HOME")
    assert home.home() == home.CHECKOUT / ".selaras"


def test_rules_answer_without_home_settings_or_database(tmp_path: Path):
    program = "import sys; from selaras.config.cli import main; code = main(sys.argv[1:]); "
    program += "sys.exit(code or any(name in sys.modules for name in ('django', 'psycopg')))"
    asked = [sys.executable, "-c", program, "rules", "explain", "predicate", "--on", "2025-12-31"]
    done = subprocess.run(asked, input=PREDICATE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["result"] == {"predicate": "GOOD"}
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (["explain", "nip"], '{"nip": "198609262015051001"}', 2),
        (["explain", "nip", "--on", "2025-12-31"], '{"nip": "1986"}', 2),
        (["explain", "predicate", "--on", "2019-12-31"], PREDICATE, 3),
        (["explain", "predicate", "--on", "2025-12-31"], PREDICATE, 0),
    ],
)
def test_rules_speak_by_their_exit_codes(words: list[str], given: str, code: int, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    assert cli.main(["rules", *words]) == code
    assert ("errors" in json.loads(capsys.readouterr().out)) == bool(code)
