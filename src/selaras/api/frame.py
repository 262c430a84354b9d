"""The one API: who may call it, and every failure in one shape."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer

from selaras.api.shape import CODES, SENTENCES
from selaras.api.words import sentence_of
from selaras.core.http import can_send
from selaras.core.verdict import NotAllowed, Refused, as_refusal, require
from selaras.rules.dated import NotInForce


def _caller(request: HttpRequest) -> Any:
    """Return who acts, unless that role sends nothing; None where nobody is known."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        require(can_send(actor, request.method))
    return actor


class SessionDoor(APIKeyCookie):
    """A signed-in browser; unsafe methods need the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return who acts, when the session belongs to a member of an agency who has an own password."""
        if getattr(request, "by_token", False):
            return None
        if getattr(request.user, "must_change_password", False):
            raise NotAllowed(_("Somebody else knows your initial password. Choose an own one first."))
        return _caller(request)


class BearerDoor(HttpBearer):
    """A token that a member made for a program."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return who acts, when the middleware knew the token."""
        return _caller(request) if getattr(request, "by_token", False) else None


api = NinjaAPI(
    title="Selaras",
    version="1",
    description="People and plans, reports and evaluations, under the permissions of the pages.",
    auth=[BearerDoor(), SessionDoor()],
    urls_namespace="api",
    docs_url=None,
)


def _answer(
    request: HttpRequest, status: int, code: str, message: str, fields: dict[str, str] | None = None
) -> HttpResponse:
    body = {"error": {"code": code, "message": message, "fields": fields or {}}}
    return api.create_response(request, body, status=status)


@api.exception_handler(NotInForce)
@api.exception_handler(Refused)
def _refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    refused = as_refusal(exception)
    assert refused is not None
    fields = {name: str(sentence) for name, sentence in refused.fields.items()}
    return _answer(request, refused.status, refused.code, str(refused.sentence), fields)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {".".join(str(part) for part in one["loc"][1:]): sentence_of(one) for one in error.errors}
    return _answer(request, 422, "invalid", _("The request does not have the documented form."), fields)


@api.exception_handler(RawPostDataException)
def _form_sent(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    return _answer(request, 422, "invalid", _("The request does not have the documented form."))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(request, 401, "not_signed_in", _("Sign in, or send a valid token."))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(request, 404, "not_found", _("There is no such object, or you may not see it."))


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _answer(request, 403, "not_allowed", str(error) or _("You may not do this."))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    status = error.status_code
    return _answer(request, status, CODES.get(status, "bad_request"), str(SENTENCES.get(status, error)))
