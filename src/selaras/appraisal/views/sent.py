"""Reads what the workflow buttons send."""

from __future__ import annotations

from selaras.core.http import AgencyRequest

LONGEST = 9


def version_sent(request: AgencyRequest) -> int | None:
    """Return the version that came with a button; None where none came."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
