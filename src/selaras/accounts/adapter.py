"""Tells allauth how this house signs people in and out: no sign-up, our own identifiers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.accounts.lockout import counted_name
from selaras.accounts.operations import revoke_tokens

GREETING = "greeting"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by officers and operators, never by strangers."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "There were too many failed attempts. Wait half an hour, or ask the officer who looks after accounts."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        """Send people whose password was set by an officer to choose their own first."""
        if getattr(request.user, "must_change_password", False):
            return reverse("account_change_password")
        return super().get_login_redirect_url(request)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Greet people by their name, which only the page that follows knows, not by their login."""
        if message_template == "account/messages/logged_in.txt":
            messages.success(request, _("You are signed in."), extra_tags=GREETING)
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go to the desk after an own password was chosen."""
        return "/"

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuse the password that is in use: one set by an officer must not stay."""
        cleaned: str = super().clean_password(password, user=user)
        if user is not None and user.has_usable_password() and user.check_password(cleaned):
            raise ValidationError(_("Choose a password other than the present one."))
        return cleaned

    def set_password(self, user: Any, password: str) -> None:
        """Store an own password, which needs no further change; tokens made with the former one end."""
        user.must_change_password = False
        super().set_password(user, password)
        revoke_tokens(user=user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the sender's address: what the outermost of our own proxies saw, never what a sender claims."""
        told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
        if 0 < settings.PROXIES <= len(told):
            return told[-settings.PROXIES]
        return str(request.META.get("REMOTE_ADDR", ""))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count under one name per login, however it is typed."""
        return counted_name(str(credentials.get("login") or ""), str(credentials.get("agency") or ""))
