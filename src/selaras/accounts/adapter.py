"""Tells allauth how this house signs people in and out: no sign-up, our own identifiers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by officers and operators, never by strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        """Send people whose password was set by an officer to choose their own first."""
        if getattr(request.user, "must_change_password", False):
            return "/accounts/password/change/"
        return super().get_login_redirect_url(request)
