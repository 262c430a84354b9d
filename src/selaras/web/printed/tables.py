"""Markdown: tables, cells and both languages of a text."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import override

from selaras.core.verdict import Sentence

GENERATED = "<!-- Printed by `make docs` from the code; changes made here are lost. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a cell never breaks it."""
    lines = [line(head), line(["---"] * len(head)), *(line([cell(text) for text in row]) for row in rows)]
    return "\n".join(lines)


def line(cells: Sequence[str]) -> str:
    """Return one row."""
    return f"| {' | '.join(cells)} |"


def cell(text: str) -> str:
    """Return a text that stays inside its cell."""
    return " ".join(text.replace("|", "\\|").split())


def both(text: Sentence | Promise) -> str:
    """Return a text in Indonesian with its English beside, once where they are the same."""
    native, english = said(text, "id"), said(text, "en")
    return native if native == english else f"{native} ({english})"


def said(text: Sentence | Promise, language: str) -> str:
    """Return a text in one language."""
    with override(language):
        return str(text)
