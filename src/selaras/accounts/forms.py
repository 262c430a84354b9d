"""What a person may type to sign in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.accounts.queries import clean_login, is_nip


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
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""  # the page itself says what to do when it is forgotten
        self.fields["remember"].label = _("Stay signed in for twelve hours, also after closing the browser")
        self.order_fields(["login", "password", "agency", "remember"])

    def clean(self) -> Any:
        """Say how one signs in, by the look of what was typed, never by what is known of it."""
        try:
            return super().clean()
        except forms.ValidationError as error:
            if not str(error.code or "").endswith("_password_mismatch"):
                raise
            raise forms.ValidationError(self._mismatch(), code=error.code) from error

    def _mismatch(self) -> Any:
        login = clean_login(self.cleaned_data["login"])
        if self.cleaned_data.get("agency") or "@" in login or is_nip(login):
            return _("The login or the password is not right. Check both; capitals count in the password.")
        return _(
            "The login, the password or the code is not right. With an employee number, also write the code of "
            "your agency or company."
        )

    def user_credentials(self) -> dict[str, Any]:
        """Return what the backend takes."""
        data = self.cleaned_data
        return {"login": data["login"], "password": data["password"], "agency": data.get("agency") or ""}
