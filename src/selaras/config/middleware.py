"""Around every request: the language, the agency's transaction, repeated sends, and refusals in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from selaras.accounts.queries import Door, doors_of
from selaras.api.tokens import door_of_token, token_of
from selaras.config import looks
from selaras.config.repeats import answer_once
from selaras.core import clock
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import as_refusal
from selaras.core.vocabulary import speak_as
from selaras.organisation.queries import actor_of_member
from selaras.web.formats import time_words

Answer = Callable[[HttpRequest], HttpResponse]


def language_of(request: HttpRequest) -> str:
    """Return the language chosen on this device, else Indonesian."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Indonesian first; English for those who chose it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class RefusalMiddleware:
    """Turns a refusal that no view caught into a page, or a piece of one, that says why."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals; leave everything else to Django."""
        refused = as_refusal(exception)
        if refused is None:
            return None
        said = {"sentence": refused.sentence, "status": refused.status}
        return render(request, "errors/refused.html", said, status=refused.status)


def _private(request: Any, response: HttpResponse) -> HttpResponse:
    """Let no cache keep what was said to one person; a view that knows better says so itself."""
    if getattr(request, "by_token", False) or request.user.is_authenticated:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


class AgencyMiddleware:
    """Finds the agency and who acts, and gives the request one transaction in that agency.

    Any answer of 400 or above, and any exception, rolls the transaction back: nothing half-written.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        request.agency = request.actor = None  # type: ignore[attr-defined]
        speak_as(None)
        try:
            return _private(request, self._answer(request))
        finally:
            speak_as(None)  # the thread serves others next

    def _answer(self, request: HttpRequest) -> HttpResponse:
        key = token_of(request) if request.path.startswith("/api/") else None
        if key is not None:
            return self._by_token(request, key)
        if not request.user.is_authenticated:
            return self.get_response(request)
        with transaction.atomic():
            doors = doors_of(request.user)  # type: ignore[arg-type]
            door = self._door(request, doors)
            request.doors = doors  # type: ignore[attr-defined]
            if door is None:
                return self.get_response(request)
            with acting_in(door.agency_id):
                return self._inside(request, door)

    def _by_token(self, request: Any, key: str) -> HttpResponse:
        door = door_of_token(key, request.at)
        if door is None:
            return self.get_response(request)
        request.by_token, request.csrf_processing_done = True, True
        with acting_in(door.agency_id):
            return self._inside(request, Door(door.member_id, door.agency_id, ""), role=door.role)

    @staticmethod
    def _door(request: HttpRequest, doors: list[Door]) -> Door | None:
        chosen = request.session.get("agency")
        for door in doors:
            if door.agency_id == chosen:
                return door
        return doors[0] if len(doors) == 1 else None

    def _inside(self, request: Any, door: Door, role: str | None = None) -> HttpResponse:
        agency = door.agency or Agency.objects.defer("logo").get(pk=door.agency_id)
        request.agency = agency
        speak_as(agency)
        on = local_day(request.at, agency.time_zone)
        wanted = role or request.session.get("role")
        request.actor = actor_of_member(door.member_id, role=wanted, on=on)
        request.failed = False
        with timezone.override(agency.time_zone):
            response = looks.answered(request, lambda: answer_once(request, self.get_response))
            if request.method == "POST" and "HX-Request" in request.headers:
                # The device's clock may be wrong or in another zone.
                response.headers["Saved-At"] = time_words(request.at)
        if request.failed or response.status_code >= 400:
            transaction.set_rollback(True)
        return response

    def process_exception(self, request: Any, exception: Exception) -> None:
        """Remember that the view failed; Django has turned the exception into an answer by then."""
        request.failed = True
