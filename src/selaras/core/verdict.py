"""A permission's answer, and the refusals that carry a sentence for the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from selaras.rules.dated import NotInForce

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyText
else:
    from django.utils.functional import Promise as LazyText

Sentence: TypeAlias = str | LazyText


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with a sentence that tells the person why and what to do."""

    allowed: bool
    reason: Sentence = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: Sentence) -> Verdict:
    """Return a refusal with its sentence."""
    return Verdict(False, reason)


class Refused(Exception):
    """The base of every refusal: nothing was written, `sentence` says why in the user's language."""

    status = 409
    code = "refused"

    def __init__(self, sentence: Sentence, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.fields = dict(fields or {})


LONGEST_REASON = 2000


def fitting(text: str, field: str = "reason", most: int = LONGEST_REASON) -> str:
    """Return a text that fits; one that is too long is refused in words, and nothing is cut off."""
    if len(text) > most:
        words = _("This is too long: at most %(most)s characters, you wrote %(count)s.")
        sentence = words % {"most": number_format(most, force_grouping=True), "count": len(text)}
        raise InvalidRefused(sentence, {field: sentence})
    return text


class NotAllowed(Refused):
    """The person may not do this (HTTP 403)."""

    status = 403
    code = "not_allowed"


class InvalidRefused(Refused):
    """What was sent is not acceptable; `fields` maps a field to its sentence (HTTP 422)."""

    status = 422
    code = "invalid"


class StaleRefused(Refused):
    """The row was changed since the page was opened (HTTP 409)."""

    code = "stale"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This was changed after you opened the page, by somebody else or by you in another window, "
                "so nothing was saved. Open the page again, look at the change and try again."
            )
        )


class StateRefused(Refused):
    """The step is not open in the object's present state (HTTP 409)."""

    code = "wrong_state"


def as_refusal(exception: Exception) -> Refused | None:
    """Return the refusal that an exception means to a person, or None when it is a fault of ours.

    A day on which no rule is in force (`NotInForce`) is bad input: another day has to be chosen.
    """
    if isinstance(exception, NotInForce):
        return InvalidRefused(_("No rule that is needed here is in force on that day. Choose another day."))
    return exception if isinstance(exception, Refused) else None


def require(verdict: Verdict) -> None:
    """Raise `NotAllowed` with the verdict's sentence unless it says yes."""
    if not verdict.allowed:
        raise NotAllowed(verdict.reason)
