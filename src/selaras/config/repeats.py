"""Repeated sends: one write per idempotency key, the first answer for the same words, a refusal for others."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from selaras.core.models import Receipt

Answer = Callable[[HttpRequest], HttpResponse]
KEPT_BODY = 65_536
KEPT_HEADERS = ("Content-Type", "HX-Trigger", "HX-Trigger-After-Settle", "HX-Trigger-After-Swap")
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
NOT_WORDS = frozenset({"csrfmiddlewaretoken", "idempotency_key"})
ACCEPTED = "selaras_accepted"
MOST_TOLD = 5


def answer_once(request: Any, get_response: Answer) -> HttpResponse:
    """Answer a write once: the same key with the same words again gets the first answer."""
    key = _key(request)
    if key is None or request.actor.member_id is None:
        return get_response(request)
    digest = digest_of(request)
    receipt, is_new = Receipt.objects.get_or_create(
        member_id=request.actor.member_id,
        key=key,
        defaults={"path": request.path[:300], "at": request.at, "digest": digest},
    )
    if not is_new:
        return _tell_accepted(request, _again(request, receipt, digest), key)
    response = get_response(request)
    if response.status_code < 400 and not request.failed:
        _keep(receipt, response)
    return _tell_accepted(request, response, key)


def _tell_accepted(request: Any, response: HttpResponse, key: uuid.UUID) -> HttpResponse:
    """Tell the browser which send arrived, whatever page it lands on, so that it forgets the kept text."""
    if response.status_code < 400 and not request.failed and _is_form_of_a_page(request):
        told = request.COOKIES.get(ACCEPTED, "").split(".")[: MOST_TOLD - 1]
        keys = ".".join([str(key), *(one for one in told if _as_key(one))])
        response.set_cookie(
            ACCEPTED,
            keys,
            max_age=3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=False,
            samesite="Lax",
        )
    return response


def _is_form_of_a_page(request: Any) -> bool:
    return "HX-Request" not in request.headers and not request.path.startswith("/api/")


def digest_of(request: HttpRequest) -> str:
    """Return what tells one write from another: a hash of the method, the address and the words in any order."""
    whole = hashlib.sha256(json.dumps([request.method, request.get_full_path()]).encode())
    if request.method == "POST" and request.content_type in FORMS:
        words = [(name, sent) for name, sent in request.POST.lists() if name not in NOT_WORDS]
        whole.update(json.dumps([sorted(words), sorted(_files(request))]).encode())
    else:
        whole.update(request.body)
    return whole.hexdigest()


def _files(request: HttpRequest) -> Iterator[tuple[str, str, str]]:
    for name, files in request.FILES.lists():
        for file in files:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            yield name, file.name or "", content.hexdigest()


def _key(request: HttpRequest) -> uuid.UUID | None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    return _as_key(request.headers.get("Idempotency-Key") or request.POST.get("idempotency_key") or "")


def _as_key(sent: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(sent)
    except ValueError:
        return None


def _keep(receipt: Receipt, response: HttpResponse) -> None:
    receipt.status = response.status_code
    receipt.location = response.headers.get("Location", "")[:500]
    receipt.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    receipt.is_kept = _may_be_kept(response)
    if receipt.is_kept:
        receipt.body = response.content.decode(errors="replace")
    receipt.save()


def _may_be_kept(response: HttpResponse) -> bool:
    # What an answer shows once, such as a token, must lie nowhere afterwards.
    is_secret = "no-store" in response.headers.get("Cache-Control", "")
    return not is_secret and not response.streaming and len(response.content) <= KEPT_BODY


def _again(request: HttpRequest, receipt: Receipt, digest: str) -> HttpResponse:
    # Receipts of a version before the digest know their path only.
    is_same = receipt.digest == digest if receipt.digest else receipt.path == request.path[:300]
    if not is_same:
        sentence = _(
            "Something else was sent with the same key before, so this was not saved. "
            "Reload the page, check what is there, and send again."
        )
        return _refuse(request, "key_reused", sentence, _("Nothing was saved"))
    if receipt.location:
        messages.info(request, _("This was already received; it was done once."))
        return HttpResponseRedirect(receipt.location)
    if not receipt.is_kept:
        sentence = _("This was already received and done once. Reload the page to see the result.")
        return _refuse(request, "already_done", sentence, _("This is already done"))
    return HttpResponse(receipt.body, status=receipt.status or 200, headers=receipt.headers)


def _refuse(request: HttpRequest, code: str, sentence: str, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"error": {"code": code, "message": sentence, "fields": {}}}, status=409)
    said = {"sentence": sentence, "status": 409, "title": title}
    return render(request, "errors/refused.html", said, status=409)
