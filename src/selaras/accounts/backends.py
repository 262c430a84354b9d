"""Signs people in with a NIP, an e-mail address, or an employee number with the agency's code."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from selaras.accounts.models import User
from selaras.accounts.queries import users_of_login

# Plain, because every request of everybody asks it.
ACTIVE = "SELECT {} FROM accounts_user WHERE id = %s AND is_active".format(
    ", ".join(field.get_attname_column()[1] or "" for field in User._meta.concrete_fields)
)


class LoginBackend(BaseBackend):
    """One user per login, found before any agency is known through a narrow database function."""

    def authenticate(
        self,
        request: HttpRequest | None,
        login: str = "",
        password: str = "",
        agency: str = "",
        **kwargs: Any,
    ) -> User | None:
        """Return the user whose login and password fit; an unknown login costs the same time."""
        found = users_of_login(login or kwargs.get("username") or kwargs.get("email") or "", agency)
        user = found[0] if len(found) == 1 else None
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Return an active user of a session."""
        return next(iter(User.objects.raw(ACTIVE, [user_id])), None)
