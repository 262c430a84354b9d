"""The directories of this checkout, and how the scripts speak and run programs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
TOOLCHAIN = ROOT / ".toolchain"
REQUIREMENTS = ROOT / "requirements"


class Refused(Exception):
    """Something that set-up cannot do; the text says what and how to help."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def python_of(environment: Path) -> Path:
    return environment / "bin" / "python"


def program(name: str) -> str:
    """A program of the prepared environment."""
    return str(VENV / "bin" / name)


def succeeds(*words: str | Path) -> bool:
    """Whether a program exists and ends well, without a word on the screen."""
    if shutil.which(str(words[0])) is None:
        return False
    try:
        done = subprocess.run([*map(str, words)], capture_output=True, check=False, timeout=60, cwd=ROOT)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def do(*words: str | Path, why: str, quiet: bool = True, env: dict[str, str] | None = None) -> None:
    """Run a program; show what it said only when it fails."""
    if shutil.which(str(words[0])) is None:
        raise Refused(f"{why} failed: the program {words[0]} does not exist.")
    done = subprocess.run(
        [*map(str, words)],
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        errors="replace",
        check=False,
        cwd=ROOT,
        env=env,
    )
    if done.returncode != 0:
        if done.stdout:
            say(done.stdout.rstrip())
        raise Refused(f"{why} failed (exit code {done.returncode}); the lines above say why.")


def fingerprint(*parts: str | Path) -> str:
    """One hash over texts and the contents of files."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def has_stamp(stamp: Path, text: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == text


def write_stamp(stamp: Path, text: str) -> None:
    """Written last and at once, so that an interrupted step is done again."""
    fresh = stamp.with_name(stamp.name + f".{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(stamp)
