"""The scripts that run before any dependency exists."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"


@pytest.fixture
def scripts(monkeypatch):
    """The scripts as modules, the way their own directory makes them importable."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import environment
    import frontend
    import place

    return environment, frontend, place


def test_scripts_need_the_standard_library_only():
    own = {path.stem for path in SCRIPTS.glob("*.py")}
    for path in SCRIPTS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or top in own, f"{path.name} imports {name}"


def test_every_target_of_make_exists():
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "check", "bench", "docs", "messages", "lock"):
        assert any(line.startswith(target + " ") for line in said.splitlines())


def test_unknown_target_is_refused():
    words = [sys.executable, str(SCRIPTS / "bootstrap.py"), "nothing"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make run" in done.stderr


@pytest.mark.parametrize("name", ["prod", "test", "uv", "node"])
def test_lock_files_pin_by_hash_and_name_no_host(name: str):
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text
    pinned = [line for line in text.splitlines() if line[:1].isalnum()]
    assert pinned
    assert all("==" in line for line in pinned)


def test_front_end_lock_names_no_host_either():
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_copied_files_name_no_source_map(scripts, tmp_path: Path):
    _, frontend, _ = scripts
    source = tmp_path / "a.css"
    source.write_text("a{b:c}\n/*# sourceMappingURL=a.css.map */\n")
    assert b"sourceMappingURL" not in frontend.without_source_map(source)
    source = tmp_path / "a.js"
    source.write_text("let a = 1\n//# sourceMappingURL=a.js.map")
    assert frontend.without_source_map(source) == b"let a = 1\n"
    assert not [name for name in frontend.files() if name.endswith(".map")]


def test_failing_program_shows_what_it_said(scripts, capsys):
    _, _, place = scripts
    with pytest.raises(place.Refused, match="Trying failed"):
        place.do(sys.executable, "-c", "print('because'); raise SystemExit(3)", why="Trying")
    assert "because" in capsys.readouterr().err
    with pytest.raises(place.Refused, match="does not exist"):
        place.do("/no/such/program", why="Trying")


def test_stamp_is_whole_or_absent(scripts, tmp_path: Path):
    _, _, place = scripts
    assert not place.has_stamp(tmp_path / "stamp", "a")
    place.write_stamp(tmp_path / "stamp", "a")
    assert place.has_stamp(tmp_path / "stamp", "a")
    assert not place.has_stamp(tmp_path / "stamp", "b")
    assert [path.name for path in tmp_path.iterdir()] == ["stamp"]


def test_missing_browser_skips_or_fails_as_asked(scripts, monkeypatch):
    _, _, place = scripts
    import browser
    import targets

    became = []
    monkeypatch.setattr(browser, "ensure", lambda: None)
    monkeypatch.setattr(targets, "prepare", lambda kind: None)
    monkeypatch.setattr(targets, "become", lambda *words: became.append(words) or 0)
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(place.Refused, match="REQUIRE_BROWSER"):
        targets.test([])
    monkeypatch.setenv("REQUIRE_BROWSER", "0")
    assert targets.test(["-k", "plan"]) == 0
    assert became[0][1:] == ("-m", "pytest", "-k", "plan")


def test_missing_browser_is_said_in_one_line(scripts, monkeypatch, capsys):
    _, _, place = scripts
    import browser

    def refuse():
        raise place.Refused("Fetching Chromium failed.")

    monkeypatch.setattr(browser, "candidates", lambda: iter([None, "/no/such/chromium"]))
    monkeypatch.setattr(browser, "by_apt", refuse)
    monkeypatch.setattr(browser, "by_playwright", refuse)
    assert browser.ensure() is None
    assert capsys.readouterr().err.splitlines()[-1].endswith("browser tests are skipped.")
