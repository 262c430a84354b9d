"""Reads what an address asks for: numbers and days that may be nonsense, never an error page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from selaras.core.http import AgencyRequest

LONGEST = 100


def text_asked(request: HttpRequest, name: str = "q") -> str:
    """Return a text parameter without stray spaces and NULs, bounded."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]


def number_asked(request: HttpRequest, name: str) -> int | None:
    """Return a whole number parameter, or None."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def day_asked(request: AgencyRequest, name: str = "on") -> date:
    """Return a day parameter, or the agency's today."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return request.actor.on


def choice_asked(request: HttpRequest, name: str, known: Any) -> str:
    """Return a parameter when it is among the known codes, else an empty text."""
    text = request.GET.get(name, "")
    return text if text in known else ""


def form_data(request: HttpRequest) -> dict[str, Any]:
    """Return the arguments that bind a form on a POST and leave it unbound otherwise."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def version_sent(request: HttpRequest) -> int | None:
    """Return the version that a small form sent back, or None."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
