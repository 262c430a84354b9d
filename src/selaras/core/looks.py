"""Notes which lists were shown while a request runs, so that an auditor's looks can be recorded in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Shown:
    """What a request showed: its lists, and whether a look at one object was recorded already."""

    lists: list[dict[str, Any]] = field(default_factory=list)
    is_recorded: bool = False


_SHOWN: ContextVar[Shown | None] = ContextVar("shown", default=None)


@contextmanager
def watching() -> Iterator[Shown]:
    """Collect what is shown inside."""
    shown = Shown()
    token = _SHOWN.set(shown)
    try:
        yield shown
    finally:
        _SHOWN.reset(token)


def note_list(kind: str, page: int, count: int) -> None:
    """Note one page of a list; nothing happens where nobody watches."""
    shown = _SHOWN.get()
    if shown is not None:
        shown.lists.append({"kind": kind, "page": page, "count": count})


def note_look() -> None:
    """Note that a look at one object was recorded."""
    shown = _SHOWN.get()
    if shown is not None:
        shown.is_recorded = True
