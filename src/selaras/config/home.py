"""Where this installation keeps its data, and the address it listens on, read from the environment."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]


class EnvironmentRefused(Exception):
    """A variable of the environment that makes no sense; the text says which and what it should be."""


def home() -> Path:
    """SELARAS_HOME, else `.selaras` in the checkout, else `~/.selaras` of an installed package."""
    chosen = os.environ.get("SELARAS_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    base = CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.home()
    return base / ".selaras"


def host() -> str:
    """SELARAS_HOST: the address to listen on, by default reachable from this machine only."""
    return os.environ.get("SELARAS_HOST") or "127.0.0.1"


def port() -> int:
    """SELARAS_PORT, a number between 1 and 65535."""
    return whole("SELARAS_PORT", 8000, 1, 65535)


def web_processes() -> int:
    """SELARAS_PROCESSES: how many processes answer requests; by default two, one on a single core."""
    return whole("SELARAS_PROCESSES", min(2, os.cpu_count() or 1), 1, 64)


def web_threads() -> int:
    """SELARAS_THREADS: requests that one process answers at a time."""
    return whole("SELARAS_THREADS", 4, 1, 64)


def proxies() -> int:
    """SELARAS_PROXIES: how many proxies of our own stand before the site."""
    return whole("SELARAS_PROXIES", 0, 0, 16)


def check() -> None:
    """Refuse senseless values before anything is started."""
    for read in (port, web_processes, web_threads, proxies):
        read()


def whole(name: str, default: int, least: int, most: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise EnvironmentRefused(f"{name} is '{text}'; it must be a number from {least} to {most}.")
    return int(text)


def own_cluster() -> bool:
    """Whether the database is the one that the product starts by itself."""
    return not os.environ.get("DATABASE_URL")
