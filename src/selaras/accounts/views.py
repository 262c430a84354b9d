"""Doors of accounts: which agency, which role, and what a locked-out person is told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from selaras.core.http import public


@public
def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Tell a person who tried too often how long to wait and who can help; open to all by nature."""
    return render(request, "account/locked.html", status=429)


@login_required
def no_agency(request: HttpRequest) -> HttpResponse:
    """Let a person choose an agency, or say that none has admitted this account."""
    return render(request, "account/agencies.html", {"doors": getattr(request, "doors", [])})


@require_POST
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the agency and the role for this session; the middleware admits only what the member holds."""
    if "agency" in request.POST and request.POST["agency"].isdigit():
        request.session["agency"] = int(request.POST["agency"][:18])
        request.session.pop("role", None)
    if "role" in request.POST:
        request.session["role"] = request.POST["role"][:12]
    return redirect("desk")
