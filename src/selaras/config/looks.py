"""Records what an auditor reads: one event for each answer that shows something of the agency, the API included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from selaras.core import audit, looks
from selaras.core.http import SAFE

ABOUT_NOBODY = {
    "accounts": "the own account and notices",
    "tokens": "the own tokens",
    "web": "the own desk, the language, the mark of the house",
    "jobs": "the own long work, asked again every few seconds while it runs",
    "regulations": "the law, and what the agency chose within it",
}
"""Pages that show nothing about people; all others are recorded when an auditor opens them."""
LONGEST = 100


def answered(request: Any, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request; what an auditor was shown is recorded in the same transaction."""
    if not request.actor.leaves_looks or request.method not in SAFE:
        return answer()
    with looks.watching() as shown:
        response = answer()
    if response.status_code == 200 and is_recorded(request.resolver_match):
        _record(request, shown)
    return response


def is_recorded(match: Any) -> bool:
    """Say whether a route shows something about the agency's people; sign-in pages have no namespace."""
    if match is None or not match.namespace or match.view_name.startswith("api:openapi"):
        return False
    return match.namespace.split(":")[0] not in ABOUT_NOBODY


def _record(request: Any, shown: looks.Shown) -> None:
    """A detail page has left its own look, in the history of what was looked at."""
    if shown.is_recorded and not shown.lists:
        return
    match = request.resolver_match
    asked = {name: value[:LONGEST] for name, value in list(request.GET.items())[:20] if value}
    after = {"page": match.view_name, "of": match.kwargs, "filter": asked, "lists": shown.lists}
    audit.record(obj=request.agency, verb="list.look", by=request.actor, at=request.at, after=after)
