"""The one shape of errors, also where no operation answers: unknown addresses and parameters, wrong methods."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router
from ninja.errors import ValidationError

Answer = Callable[[HttpRequest], HttpResponse]
BELOW = "/api/"
CODES = {400: "bad_request", 403: "not_allowed", 404: "not_found", 405: "wrong_method", 413: "too_large"}
SENTENCES = {
    400: gettext_lazy("The request could not be understood."),
    403: gettext_lazy("You may not do this, or the CSRF token of the session is missing."),
    404: gettext_lazy("There is no such address. The addresses are described in /api/v1/openapi.json."),
    413: gettext_lazy("What was sent is too large."),
}


class ShapeMiddleware:
    """Gives every failure below /api/ the one shape, whoever answered it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(BELOW) or response.status_code < 400 or _is_json(response):
            return response
        if settings.DEBUG and response.status_code >= 500:
            return response
        return _shaped(request, response)


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")


def _shaped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    status = response.status_code
    said = SENTENCES.get(status, _("The server failed. Please try again later."))
    allowed = response.headers.get("Allow", "")
    if status == 405:
        words = {"method": request.method, "allowed": allowed}
        said = _("This address does not take %(method)s. It takes: %(allowed)s.") % words
    error = {"code": CODES.get(status, "failed"), "message": str(said), "fields": {}}
    headers = {"Allow": allowed} if allowed else {}
    return JsonResponse({"error": error}, status=status, headers=headers)


def refuse_unknown_parameters(router: Router) -> None:
    """Let every operation of a router refuse the query parameters that it does not know, by name."""
    for path in router.path_operations.values():
        for operation in path.operations:
            operation.view_func = _knowing(operation.view_func, _parameters_of(operation))


def _parameters_of(operation: Any) -> list[str]:
    known: list[str] = []
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            known += list(model.__ninja_flatten_map__)
    return known


def _knowing(view: Callable[..., Any], known: list[str]) -> Callable[..., Any]:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            words = {"known": ", ".join(known)}
            said = (
                _("This parameter is unknown. Known here: %(known)s.")
                if known
                else _("No parameter is known here.")
            )
            raise ValidationError(
                [{"loc": ("query", name[:100]), "msg": said % words} for name in unknown[:20]]
            )
        return view(request, *args, **kwargs)

    return checked
