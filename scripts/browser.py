"""Finds Chromium for the browser tests, or installs it where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import place

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as p: print(p.chromium.executable_path)"
)


def ensure() -> str | None:
    """The path of a Chromium that starts; None after saying in one line why there is none."""
    found = find() or install()
    if found is None:
        place.say("Chromium could not be installed: browser tests are skipped.")
    return found


def find() -> str | None:
    """The first that starts; Playwright is asked last, because asking takes a second."""
    return next((path for path in candidates() if path and place.succeeds(path, "--version")), None)


def candidates() -> Iterator[str | None]:
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        yield chosen
        return
    yield from map(shutil.which, NAMES)
    yield str(MAC)
    yield playwrights()


def playwrights() -> str | None:
    """Where Playwright's own browser would be."""
    asked = subprocess.run(
        [place.program("python"), "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def install() -> str | None:
    """Through apt as root on Debian, else Playwright's own; each may fail, as on a closed network."""
    debian = os.geteuid() == 0 and shutil.which("apt-get") is not None
    for attempt in [by_apt, by_playwright] if debian else [by_playwright]:
        try:
            attempt()
        except place.Refused as refused:
            place.say(str(refused))
        found = find()
        if found:
            return found
    return None


def by_apt() -> None:
    place.say("Installing Chromium with apt-get …")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    place.do("apt-get", "update", "-q", why="apt-get update", env=quiet)
    words = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")
    place.do(*words, why="Installing Chromium", env=quiet)


def by_playwright() -> None:
    place.say("Fetching Playwright's Chromium …")
    place.do(place.program("playwright"), "install", "chromium", why="Fetching Chromium")
