"""Under which name failed sign-ins are counted: one count per login, however it is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from selaras.accounts.queries import clean_login, users_of_login

LONGEST = 255


def counted_name(login: str, agency_code: str = "") -> str:
    """Return the name to count under; the agency's code belongs to it only where the login needs one.

    Without that a guesser could begin a new count for a NIP by typing another code each time.
    """
    login, code = clean_login(login).lower(), agency_code.strip().lower()
    name = f"{login} {code}" if code and not users_of_login(login) else login
    return name[:LONGEST]


def counted_login(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the counted name of an attempt, from the form where it is typed, else from what the backend got."""
    given: Any = credentials or {}
    if getattr(request, "path", "") == reverse("account_login") and request.method == "POST":
        # After a success axes knows the account only, and would forget the failures of another name.
        given = request.POST
    login = given.get("login") or given.get("username") or given.get("email") or ""
    return counted_name(str(login), str(given.get("agency") or ""))
