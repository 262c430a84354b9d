"""What each make target does, once the environment it needs is there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import browser
import environment
import frontend
import mutants as judged
import place
from place import REQUIREMENTS, ROOT

# Lock files name packages and hashes, never where they were found.
COMPILE = ("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header")

MOST_PROCESSES = 4
"""Each has a database and a browser of its own: about a gigabyte."""


def perform(name: str, words: list[str]) -> int:
    """Carry out one target; expected failures end in one sentence."""
    os.chdir(ROOT)
    try:
        return TARGETS[name](words)
    except place.Refused as refused:
        place.say(str(refused))
        return 1
    except KeyboardInterrupt:
        return 130


def prepare(kind: str) -> None:
    with environment.one_at_a_time():
        environment.ensure(kind)
        frontend.ensure()


def become(*words: str) -> int:
    """Turn into the program, so that signals reach it and nothing of ours stays between."""
    os.execv(words[0], [*words])
    return 1


def run(words: list[str]) -> int:
    prepare("prod")
    return become(place.program("selaras"), "run", "--demo", *words)


def test(words: list[str]) -> int:
    prepare("test")
    chromium = browser.ensure()
    if chromium:
        os.environ["CHROMIUM"] = chromium
    elif os.environ.get("REQUIRE_BROWSER") == "1":
        raise place.Refused("REQUIRE_BROWSER=1 and no Chromium: install chromium and try again.")
    return become(place.program("python"), "-m", "pytest", *(words or everywhere()))


def everywhere() -> list[str]:
    """The whole suite takes every processor; a file stays on one, because its tests share what they prepared."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    return ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"] if processes > 1 else []


def check(_: list[str]) -> int:
    """Every check runs, so that one round shows all that is wrong."""
    prepare("test")
    checks = {
        "style": [place.program("ruff"), "check", "."],
        "format": [place.program("ruff"), "format", "--check", "."],
        "types": [place.program("mypy")],
        "import contracts": [place.program("lint-imports"), "--no-logo"],
        "translations": [place.program("selaras"), "messages", "--check"],
        "generated documents": [place.program("selaras"), "docs", "--check"],
    }
    failed = [what for what, words in checks.items() if not passes(what, words)]
    if failed:
        place.say(f"Not in order: {', '.join(failed)}.")
    return 1 if failed else 0


def passes(what: str, words: list[str]) -> bool:
    place.say(f"— {what}")
    return subprocess.run(words, cwd=ROOT, check=False).returncode == 0


def bench(words: list[str]) -> int:
    prepare("test")
    return become(place.program("python"), "-m", "benchmarks", *words)


def mutants(words: list[str]) -> int:
    """Mutation testing of the rules; words choose changes by name, `selaras.rules.bands*`."""
    prepare("test")
    return judged.measure(words)


def docs(words: list[str]) -> int:
    prepare("test")
    return become(place.program("selaras"), "docs", *words)


def messages(words: list[str]) -> int:
    prepare("test")
    return become(place.program("selaras"), "messages", *words)


def reformat(_: list[str]) -> int:
    prepare("test")
    place.do(place.program("ruff"), "check", "--fix-only", "-q", ".", why="ruff check", quiet=False)
    place.do(place.program("ruff"), "format", ".", why="ruff format", quiet=False)
    return 0


def lock(words: list[str]) -> int:
    """Pin again; `ARGS=--upgrade` takes newer versions."""
    uv = environment.find_uv()
    if uv is None:
        raise place.Refused("Pinning needs uv: install it from PyPI.")
    for source, target, extra in (
        ("pyproject.toml", "prod.lock", ()),
        ("pyproject.toml", "test.lock", ("--extra", "dev")),
        ("requirements/uv.in", "uv.lock", ()),
        ("requirements/node.in", "node.lock", ()),
    ):
        output = REQUIREMENTS / target
        place.do(uv, *COMPILE, *extra, "-q", "-o", output, *words, source, why=f"Pinning {target}")
    return 0


def install(_: list[str]) -> int:
    prepare("test")
    return 0


TARGETS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "mutants": mutants,
    "docs": docs,
    "messages": messages,
    "format": reformat,
    "lock": lock,
    "install": install,
}
