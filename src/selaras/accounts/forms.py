"""What a person may type to sign in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
    """NIP, e-mail or employee number; the agency's code only with an employee number."""

    agency = forms.SlugField(
        label=_("Code of your agency or company"),
        required=False,
        max_length=40,
        help_text=_("Only needed when you sign in with an employee number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("NIP, e-mail or employee number"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.order_fields(["login", "password", "agency", "remember"])

    def user_credentials(self) -> dict[str, Any]:
        """Return what the backend takes."""
        data = self.cleaned_data
        return {"login": data["login"], "password": data["password"], "agency": data.get("agency") or ""}
