"""Writes accounts: making a key to the door, initial passwords, and opening a locked one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from selaras.accounts.models import Invitation, Membership, User
from selaras.accounts.queries import doors_of
from selaras.core.models import ApiToken
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused

CONSONANTS, VOWELS = "bdgklmnprst", "aeiou"
SYLLABLES_OF_A_WORD = 3
WORDS = 3


def new_password() -> str:
    """Return a random initial password that can be read out on the telephone: "batimu-rokela-sudani-47"."""
    words = ["".join(_syllable() for _each in range(SYLLABLES_OF_A_WORD)) for _word in range(WORDS)]
    return "-".join([*words, str(secrets.randbelow(90) + 10)])


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)


def code_of(invitation: Invitation) -> str:
    """Return what the officer tells the invited person and nobody else; it is worked out, never stored."""
    said = f"{invitation.agency_id}:{invitation.pk}:{invitation.user_id}"
    number = int.from_bytes(salted_hmac("selaras.invitation", said, algorithm="sha256").digest())
    words = []
    for _word in range(WORDS):
        word = ""
        for _each in range(SYLLABLES_OF_A_WORD):
            number, consonant = divmod(number, len(CONSONANTS))
            number, vowel = divmod(number, len(VOWELS))
            word += CONSONANTS[consonant] + VOWELS[vowel]
        words.append(word)
    return "-".join(words)


def is_code_of(invitation: Invitation, typed: str) -> bool:
    """Say whether the code fits, however its words are parted."""
    letters = "".join(letter for letter in typed.lower() if letter.isalpha())
    return constant_time_compare(letters, code_of(invitation).replace("-", ""))


def create_user(*, username: str, email: str | None = None, password: str | None = None) -> User:
    """Create a key to the door; with a password given by somebody else the person must choose an own one."""
    username = username.strip().lower()
    if User.objects.filter(username=username).exists():
        raise InvalidRefused(
            _("This login is already in use."),
            {"login": _("Another account has this login; choose another.")},
        )
    if email and User.objects.filter(email__iexact=email).exists():
        raise InvalidRefused(
            _("This e-mail address belongs to another account."),
            {"email": _("This e-mail address belongs to another account. Leave it empty or give another.")},
        )
    user = User.objects.create_user(username=username, email=email, password=password)
    if password:
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])
    return user


def set_initial_password(*, user: User) -> str:
    """Give a new password that must be changed at the next sign-in; the caller shows it once and keeps it nowhere."""
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    revoke_tokens(user=user)
    return password


def revoke_tokens(*, user: User) -> None:
    """Revoke the person's tokens in every agency: whoever takes a password away takes away what it opened."""
    with transaction.atomic():
        for door in doors_of(user):
            with acting_in(door.agency_id):
                open_ones = ApiToken.objects.filter(member_id=door.member_id, revoked_at=None)
                open_ones.update(revoked_at=Now(), revoked_by_id=door.member_id)


def forget(*, user: User, logins: Iterable[str]) -> None:
    """Take login and e-mail out of an account that opens nothing any more, with its failed sign-ins."""
    names = [*logins, user.username, user.email or user.username]
    for table in (AccessAttempt, AccessLog, AccessFailureLog):
        table.objects.filter(username__in=names).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.username, user.email, user.is_active = f"erased-{user.pk}", None, False
    user.set_unusable_password()
    user.save(update_fields=["username", "email", "is_active", "password"])


def count_doors(user: User) -> int:
    """Return how many agencies an account belongs to, in all of the installation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT selaras_count_doors(%s)", [user.pk])
        return int(cursor.fetchone()[0])


def opens_elsewhere(user: User) -> bool:
    """Say whether an account belongs to an agency other than the current one."""
    here = Membership.objects.filter(user=user).count()
    return count_doors(user) > here


def is_locked(logins: Iterable[str]) -> bool:
    """Say whether one of these names, as `lockout.counted_name` gives them, is locked after too many failures."""
    return AccessAttempt.objects.filter(
        username__in=list(logins), failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    ).exists()


def unlock(*, logins: Iterable[str]) -> int:
    """Forget the failed attempts under these names of `lockout.counted_name`; return how many were forgotten."""
    forgotten, _by_table = AccessAttempt.objects.filter(username__in=list(logins)).delete()
    return int(forgotten)
