"""What all views share: the acting person, bounded pages, forms that lose nothing, htmx answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.models import Agency
from selaras.core.paging import Page, Rows, page_of_rows
from selaras.core.verdict import YES, Refused, Sentence, Verdict, as_refusal, fitting, no, require
from selaras.rules.dated import NotInForce

PAGE_SIZES = (20, 50, 100)
LAST_PAGE = 10_000
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class AgencyRequest(HttpRequest):
    """A request after the middleware: the agency, who acts, and the moment."""

    agency: Agency
    actor: Actor
    at: datetime
    htmx: Any


View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Require a signed-in member of an agency; others are sent to sign in or to choose an agency."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "agency", None) is None:
            return redirect("accounts:agencies")
        if getattr(request.user, "must_change_password", False):
            messages.info(request, _("Somebody else knows your initial password. Choose an own one first."))
            return redirect("account_change_password")
        if not getattr(view, "is_own_affair", False):
            require(can_send(request.actor, request.method))  # type: ignore[attr-defined]  # see AgencyRequest
        return view(request, *args, **kwargs)

    wrapped.access = "signed_in"  # type: ignore[attr-defined]  # read by the role × route test
    return wrapped


def can_send(user: Actor, method: str | None) -> Verdict:
    """An auditor reads and changes nothing, whatever a single page would allow."""
    if user.role == RoleCode.AUDITOR and method not in SAFE:
        return no(_("An auditor reads everything and changes nothing. Choose another role to act yourself."))
    return YES


def own_affair(view: View) -> View:
    """Mark a view in which people change only what is their own, so that an auditor may send it too."""
    view.is_own_affair = True  # type: ignore[attr-defined]  # read by `signed_in`
    return view


def public(view: View) -> View:
    """Mark a view that anybody may open, with the reason in its docstring."""
    view.access = "public"  # type: ignore[attr-defined]  # read by the role × route test
    return view


def page_of(rows: Rows, request: HttpRequest, size: int = PAGE_SIZES[0]) -> Page:
    """Cut the page that a request asks for out of an ordered queryset: two statements, all bounded."""
    asked = request.GET.get("page", "1")
    number = min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    wanted = request.GET.get("size", "")
    size = int(wanted) if wanted in {str(one) for one in PAGE_SIZES} else size
    return page_of_rows(rows, number, size)


class AgencyForm(forms.Form):
    """A form that carries the row's version; the idempotency key travels beside it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    use_required_attribute = True


def reason_sent(request: HttpRequest) -> str:
    """Return the reason that came with a step; one that is too long is refused in words and stays on the device."""
    return fitting(request.POST.get("reason", ""))


def new_key() -> str:
    """Return a fresh idempotency key for a form."""
    return str(uuid.uuid4())


def handle(
    request: HttpRequest,
    form: forms.BaseForm,
    operation: Callable[[dict[str, Any]], Any],
    *,
    template: str,
    then: Callable[[Any], str],
    context: dict[str, Any] | None = None,
    said: Sentence = "",
) -> HttpResponse:
    """Show a form, or run its operation; a refusal shows the form again with the sentence and all that was typed.

    `then` turns the operation's result into the address to go to; `said` is what the next page says was done.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = operation(form.cleaned_data)
                if said:
                    messages.success(request, said)
                return redirect(then(done))
            except (Refused, NotInForce) as exception:
                refused = as_refusal(exception)
                assert refused is not None
                status = refused.status
                add_refusal(form, refused)
    return render(request, template, {"form": form, **(context or {})}, status=status)


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put a refusal's sentences on the form, at their fields where the form has them."""
    placed = False
    for name, sentence in refused.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)
            placed = True
    if not placed:
        form.add_error(None, refused.sentence)
