"""The documents that are derived from the code: each page is a function that returns its text."""

from collections.abc import Callable, Mapping

from selaras.web.printed import coverage, roles, workflows
from selaras.web.printed.references import CHECKOUT

DOCS = CHECKOUT / "docs"
PAGES: Mapping[str, Callable[[], str]] = {
    "workflows.md": workflows.page,
    "roles.md": roles.page,
    "coverage.md": coverage.page,
}


def stale() -> list[str]:
    """Return the names of the pages that differ from what would be printed now."""
    return [name for name, page in PAGES.items() if kept(name) != page()]


def kept(name: str) -> str:
    """Return a page as it stands in the checkout; empty where it was never printed."""
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def write() -> None:
    """Print every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
