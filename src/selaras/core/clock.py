"""The only place that reads the clock; views, tasks and commands ask it and pass the moment on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

_fixed: datetime | None = None


def now() -> datetime:
    """Return the present moment, with its zone."""
    return _fixed or timezone.now()  # noqa: TID251  # the one allowed reading of the clock


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Let the whole process, server threads included, believe that it is `at`; for tests and the demo."""
    global _fixed
    before, _fixed = _fixed, at
    try:
        yield
    finally:
        _fixed = before
