"""Around every request: the language, the agency's transaction, repeated sends, and refusals in words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selaras.accounts.queries import Door, doors_of
from selaras.api.tokens import door_of_token, token_of
from selaras.core import clock
from selaras.core.models import Agency, Receipt
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import as_refusal
from selaras.core.vocabulary import speak_as
from selaras.organisation.queries import actor_of_member

Answer = Callable[[HttpRequest], HttpResponse]
KEPT_BODY = 65_536


class LanguageMiddleware:
    """Indonesian first; English for those who chose it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
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
        agency = Agency.objects.defer("logo").get(pk=door.agency_id)
        request.agency = agency
        speak_as(agency)
        on = local_day(request.at, agency.time_zone)
        wanted = role or request.session.get("role")
        request.actor = actor_of_member(door.member_id, role=wanted, on=on)
        request.failed = False
        with timezone.override(agency.time_zone):
            response = self._once(request)
        if request.failed or response.status_code >= 400:
            transaction.set_rollback(True)
        return response

    def process_exception(self, request: Any, exception: Exception) -> None:
        """Remember that the view failed; Django has turned the exception into an answer by then."""
        request.failed = True

    def _once(self, request: Any) -> HttpResponse:
        """Answer a write once: the same idempotency key again gets the first answer."""
        key = self._key(request)
        if key is None or request.actor.member_id is None:
            return self.get_response(request)
        receipt, is_new = Receipt.objects.get_or_create(
            member_id=request.actor.member_id,
            key=key,
            defaults={"path": request.path[:300], "at": request.at},
        )
        if not is_new:
            return self._again(request, receipt)
        response = self.get_response(request)
        receipt.status = response.status_code
        receipt.location = response.headers.get("Location", "")[:500]
        if not response.streaming and len(response.content) <= KEPT_BODY:
            receipt.body = response.content.decode(errors="replace")
        if response.status_code < 400 and not request.failed:
            receipt.save()
        return response

    @staticmethod
    def _key(request: HttpRequest) -> uuid.UUID | None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return None
        sent = request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key") or ""
        try:
            return uuid.UUID(sent)
        except ValueError:
            return None

    @staticmethod
    def _again(request: HttpRequest, receipt: Receipt) -> HttpResponse:
        if receipt.location:
            messages.info(request, _("This was already received; it was done once."))
            return HttpResponseRedirect(receipt.location)
        kind = "application/json" if request.path.startswith("/api/") else "text/html; charset=utf-8"
        return HttpResponse(receipt.body, status=receipt.status or 200, content_type=kind)
