"""What people type is stripped and refused in words when it is empty or too long."""

from __future__ import annotations

from django.utils.translation import gettext as _

from selaras.core.verdict import InvalidRefused

LONG = 4000


def required(text: str, field: str, most: int = LONG) -> str:
    """Return the stripped text, or refuse an empty or too long one at its field."""
    text = text.strip()
    if not text:
        sentence = _("This must be filled in.")
    elif len(text) > most:
        sentence = _("This is too long: at most %(most)s characters, you wrote %(count)s.") % {
            "most": most,
            "count": len(text),
        }
    else:
        return text
    raise InvalidRefused(sentence, fields={field: sentence})


def invalid(field: str, sentence: str) -> InvalidRefused:
    """Return a refusal that stands at one field."""
    return InvalidRefused(sentence, fields={field: sentence})
