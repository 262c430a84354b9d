"""Turns away a request that is too large before a byte of it is written to the disk, whoever sends it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.config.middleware import language_of

Answer = Callable[[HttpRequest], HttpResponse]


class SizeMiddleware:
    """Stands before the session: an upload of any size would else be stored, also for somebody not signed in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_too_large(request):
            return self.get_response(request)
        with translation.override(language_of(request)):
            sentence = _(
                "What you sent is larger than %(most)s MB. Send a smaller file; nothing was saved."
            ) % {"most": settings.REQUEST_LIMIT // 1024**2}
            if request.path.startswith("/api/"):
                error = {"code": "too_large", "message": sentence, "fields": {}}
                return JsonResponse({"error": error}, status=413)
            return render(None, "errors/too_large.html", {"sentence": sentence}, status=413)


def is_too_large(request: HttpRequest) -> bool:
    """Say whether a request is longer than the limit, or hides its length."""
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        return True
    said = request.META.get("CONTENT_LENGTH") or "0"
    return not said.isascii() or not said.isdigit() or int(said[:19]) > settings.REQUEST_LIMIT
