"""Keys to the API: made once, shown once, kept as a hash, limited to one role and to a day."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor, RoleCode
from selaras.core.models import ApiToken
from selaras.core.verdict import InvalidRefused, NotAllowed

LONGEST = timedelta(days=366)
PREFIX = "sl_"


@dataclass(frozen=True)
class TokenDoor:
    """Where a token leads."""

    agency_id: int
    member_id: int
    role: str


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def token_of(request: HttpRequest) -> str | None:
    """Return the bearer token of a request, or None when it carries none."""
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" and key.strip() else None


def door_of_token(key: str, at: datetime) -> TokenDoor | None:
    """Look a token up before any agency is known; None when it is unknown, revoked or expired."""
    if len(key) > 100 or not key.startswith(PREFIX):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM selaras_find_token(%s, %s)", [_hash(key), at])
        row = cursor.fetchone()
    return TokenDoor(*row) if row else None


def make_token(*, name: str, role: str, expires_on: date, by: Actor, at: datetime) -> tuple[ApiToken, str]:
    """Make a token for the acting member in a role that member holds; the key is returned this once."""
    if role not in by.roles:
        raise InvalidRefused(_("Choose one of your own roles."), {"role": _("Choose one of your own roles.")})
    if not by.on < expires_on <= by.on + LONGEST:
        sentence = _("Choose a day after today and at most a year ahead.")
        raise InvalidRefused(sentence, {"expires_on": sentence})
    if by.member_id is None:
        raise NotAllowed(_("Only a person of the agency makes a token."))
    key = PREFIX + secrets.token_urlsafe(40)
    with transaction.atomic():
        token = ApiToken.objects.create(
            member_id=by.member_id,
            name=name,
            token_hash=_hash(key),
            role=RoleCode(role),
            created_at=at,
            expires_on=expires_on,
        )
        after = {"name": name, "role": role, "expires_on": expires_on}
        audit.record(obj=token, verb="api.make_token", by=by, at=at, after=after)
    return token, key


def revoke_token(*, token_id: int, by: Actor, at: datetime) -> None:
    """Revoke one of the acting member's tokens; doing it again changes nothing."""
    token = ApiToken.objects.filter(pk=token_id, member_id=by.member_id, revoked_at=None).first()
    if token is None:
        return
    with transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=at, revoked_by_id=by.member_id)
        audit.record(obj=token, verb="api.revoke_token", by=by, at=at)
