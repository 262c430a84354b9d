"""What a page answers when it is asked in the wrong way: the way to the right page, or words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

Answer = Callable[[HttpRequest], HttpResponse]
READS = frozenset({"GET", "HEAD"})
PAGES = {
    "monitoring:close_request": "monitoring:requests",
    "monitoring:request_link": "monitoring:requests",
    "organisation:grant_end": "organisation:roles",
    "planning:matrix_add": "planning:matrices",
    "planning:plan_begin": "web:desk",
    "recognition:praise_withdraw": "recognition:awards",
}
"""Where the address itself does not lead to the page on which the form stands."""


class MethodMiddleware:
    """Leads whoever opens an address that only takes forms to its page; other wrong methods get words.

    People open such an address by a language switch on an error page, a sign-in in between, or the history.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.path.startswith("/api/"):
            return response
        allowed = response.headers.get("Allow", "")
        answer = _to_the_page(request) if _is_opened(request) else _in_words(request)
        answer.headers["Allow"] = allowed
        return answer


def page_of(path: str) -> str:
    """Return the nearest page above an address that takes only forms: the object's, its list, else the desk."""
    match = resolve(path)
    if match.view_name in PAGES:
        return reverse(PAGES[match.view_name])
    parts = path.strip("/").split("/")
    for end in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:end])}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"


def _is_opened(request: HttpRequest) -> bool:
    return request.method in READS and "HX-Request" not in request.headers


def _to_the_page(request: HttpRequest) -> HttpResponse:
    page = page_of(request.path_info)
    if request.user.is_authenticated:
        return redirect(page)
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': page})}")


def _in_words(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "This page only shows something, so what was sent here was not saved. Go back and try again."
    )
    return render(request, "errors/refused.html", {"sentence": sentence, "status": 405}, status=405)
