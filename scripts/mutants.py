"""Changes the rules in thousands of small ways and counts how many of the changes the tests notice."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Collection

import place
from place import ROOT

WORKSHOP = ROOT / "build" / "mutants"
# A sample is drawn from names that exist only after a first run, of something small.
FIRST = "selaras.rules.bands*"
SEED = 6
# What the rules and their tests need; the rest of the product stays out, so that a change is judged in a second.
# The tool keeps its own copies and refreshes only code, so everything else goes before a new run.
STALE = ("tests", "docs", "benchmarks", "src/selaras/rules/law")
COPIED = ("src/selaras/rules", "tests/rules", "tests/law", "docs/algorithms", "benchmarks/wording.py")
# Tests of the text of the code, which a change always breaks, and tests that start a process of their own.
LEFT_OUT = (
    "--ignore=tests/rules/test_numbers.py",
    "--deselect=tests/rules/test_contract.py::test_the_command_starts_quickly_and_speaks_utf_8",
    "--deselect=tests/rules/test_contract.py::test_rules_import_neither_django_nor_a_database",
    "--deselect=tests/rules/test_contract_strictness.py::test_the_streams_are_utf_8_whatever_the_machine_speaks",
)
SETTINGS = f"""[tool.pytest.ini_options]
pythonpath = ["src", "."]
addopts = "--import-mode=importlib -p no:cacheprovider -p no:django"

[tool.mutmut]
source_paths = ["src"]
also_copy = ["conftest.py", "docs", "benchmarks"]
pytest_add_cli_args = {json.dumps(list(LEFT_OUT))}
pytest_add_cli_args_test_selection = ["tests/rules", "tests/law"]
track_dependencies = false
timeout_multiplier = 3.0
timeout_constant = 2.0
"""
# The same examples each time, and few of them: a change that only luck finds does not count as found.
CONFTEST = '''"""Settings for tests of changed code."""

import sys

import pytest
from hypothesis import settings


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """What earlier tests have made the code remember would hide a change, and which tests reach it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("selaras.rules"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


settings.register_profile("mutants", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("mutants")
'''
KILLED = (1, 3)
FOUND, TIMED_OUT, SURVIVED, UNTESTED = "found", "timed out", "survived", "untested"
# How mutmut writes down what became of a change.
CODES = {
    0: SURVIVED,
    33: UNTESTED,
    5: UNTESTED,
    24: TIMED_OUT,
    36: TIMED_OUT,
    -24: TIMED_OUT,
    152: TIMED_OUT,
    255: TIMED_OUT,
}


def measure(words: list[str]) -> int:
    """Run all changes, those whose names match, or `--sample 1500` of them at random; print each module's score."""
    prepare()
    chosen: list[str] = []
    if words[:1] == ["--sample"]:
        run([FIRST])
        so_far = known()
        chosen = random.Random(SEED).sample(sorted(so_far), int(words[1]))
        words = [name for name in chosen if so_far[name] not in KILLED]
    run(words)
    counts = outcomes(set(chosen))
    total: Counter[str] = sum(counts.values(), Counter())
    for module, found in sorted(counts.items()):
        place.say(f"{module:<32} {score(found)}")
    place.say(f"{'all':<32} {score(total)}")
    place.say(f"To see one: cd {WORKSHOP.relative_to(ROOT)} && mutmut results && mutmut show NAME")
    return 0


def run(words: list[str]) -> None:
    """Let the tool run the changes of these names, all without a name."""
    command = [place.program("mutmut"), "run", "--max-children", str(max(1, (os.cpu_count() or 1) - 1))]
    subprocess.run([*command, *words], cwd=WORKSHOP, check=False)


def known() -> dict[str, int | None]:
    """Every change by name, with what became of it so far."""
    found: dict[str, int | None] = {}
    for path in (WORKSHOP / "mutants" / "src").rglob("*.py.meta"):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def prepare() -> None:
    """Copy what is judged; the results of an earlier run stay, so that only what has changed is run again."""
    for name in STALE:
        shutil.rmtree(WORKSHOP / "mutants" / name, ignore_errors=True)
    for name in COPIED:
        target = WORKSHOP / name
        if (ROOT / name).is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    for package in ("src/selaras", "benchmarks", "tests"):
        (WORKSHOP / package / "__init__.py").touch()
    (WORKSHOP / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (WORKSHOP / "conftest.py").write_text(CONFTEST, encoding="utf-8")


def outcomes(chosen: Collection[str]) -> dict[str, Counter[str]]:
    """What became of the changes of each module; of the chosen ones where some were chosen."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, code in known().items():
        if code is not None and (not chosen or name in chosen):
            counts[name.rpartition(".")[0]][CODES.get(code, FOUND)] += 1
    return counts


def score(found: Counter[str]) -> str:
    """The share of changes that the tests noticed, and the numbers behind it."""
    whole = sum(found.values())
    noticed = found[FOUND] + found[TIMED_OUT]
    share = f"{100 * noticed / whole:.1f} %" if whole else "–"
    rest = ", ".join(f"{found[name]} {name}" for name in (FOUND, TIMED_OUT, SURVIVED, UNTESTED))
    return f"{share:>7}  of {whole}: {rest}"
