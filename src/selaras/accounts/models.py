"""People who log in: a global key to the door, and its membership in agencies. Nothing else about a person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel
from selaras.core.privacy import personal


class UserManager(BaseUserManager["User"]):
    """Creates keys to the door."""

    def create_user(self, username: str, email: str | None = None, password: str | None = None) -> User:
        """Create a user; without a password none can be used until one is set by link."""
        user = self.model(username=username, email=self.normalize_email(email) or None)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *args: Any, **kwargs: Any) -> User:
        """Refuse: there is no superuser, rights follow from roles in an agency."""
        raise NotImplementedError("Use `selaras create-officer`: rights follow from roles in an agency.")


class User(AbstractBaseUser):
    """A key to the door: login, password, language. Global, without agency, name or NIP."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="id")
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()
    privacy = personal("username", "email", years=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="accounts_user_email", condition=models.Q(email__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.username


class Membership(AgencyModel):
    """A user inside an agency: what domain rows point to when they say who did something."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    privacy = personal("user", years=1)

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "user"), name="accounts_membership_user"),)


class Invitation(AgencyModel):
    """An agency's wish to admit an account that was made elsewhere: nothing opens before its owner says yes."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        max_length=12, blank=True, default="", help_text="Granted with the yes; empty: none."
    )
    asked_at = models.DateTimeField()
    asked_by = AgencyForeignKey(Membership, null=True, blank=True, related_name="+")
    privacy = personal("user", "asked_by", years=1)

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "user"), name="accounts_invitation_user"),)
