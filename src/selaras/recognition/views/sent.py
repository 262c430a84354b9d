"""Reads what the workflow buttons send."""

from __future__ import annotations

from selaras.core.http import AgencyRequest

LONGEST = 9


def version_sent(request: AgencyRequest) -> int | None:
    """Return the version that came with a button; None where none came."""
    return _number(request.POST.get("version", ""))


def number_asked(request: AgencyRequest, name: str) -> int | None:
    """Return a number of the address; None where none came or none could be meant."""
    return _number(request.GET.get(name, ""))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
