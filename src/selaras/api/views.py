"""The page on which a member makes and revokes tokens."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from selaras.accounts.roles import name_of
from selaras.api.tokens import make_token, revoke_token
from selaras.core.http import AgencyForm, AgencyRequest, add_refusal, own_affair, signed_in
from selaras.core.models import ApiToken
from selaras.core.verdict import Refused

MOST_SHOWN = 50


class TokenForm(AgencyForm):
    """What a token is for, in which role, and until when."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=100, help_text=_("For example: payroll of the agency.")
    )
    role = forms.ChoiceField(label=_("Role"))
    expires_on = forms.DateField(
        label=_("Valid until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year."),
    )


def _form(request: AgencyRequest, *, filled: bool = True) -> TokenForm:
    start = {"expires_on": request.actor.on + timedelta(days=90)}
    form = TokenForm(request.POST if filled and request.method == "POST" else None, initial=start)
    form.fields["role"].choices = [(code, name_of(code)) for code in request.actor.roles]  # type: ignore[attr-defined]
    return form


@signed_in
@own_affair
def tokens(request: AgencyRequest) -> HttpResponse:
    """Show the member's tokens; a new one's key stands in the answer itself, and is kept nowhere."""
    form, status, key = _form(request), 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                data = {name: form.cleaned_data[name] for name in ("name", "role", "expires_on")}
                _token, key = make_token(**data, by=request.actor, at=request.at)
                form, status = _form(request, filled=False), 200
            except Refused as refused:
                add_refusal(form, refused)
    mine = ApiToken.objects.filter(member_id=request.actor.member_id, revoked_at=None)
    rows = [(token, name_of(token.role)) for token in mine.order_by("-id")[:MOST_SHOWN]]
    answer = render(request, "api/tokens.html", {"form": form, "key": key, "rows": rows}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@signed_in
@own_affair
def revoke(request: AgencyRequest, token_id: int) -> HttpResponse:
    """Revoke a token."""
    revoke_token(token_id=token_id, by=request.actor, at=request.at)
    return redirect("tokens:tokens")
