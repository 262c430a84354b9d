"""What people type is stripped and refused in words when it is empty or too long."""

from __future__ import annotations

from django.utils.translation import gettext as _

from selaras.core.verdict import InvalidRefused, fitting

LONG = 4000


def required(text: str, field: str, most: int = LONG) -> str:
    """Return the stripped text, or refuse an empty or too long one at its field."""
    if not text.strip():
        raise invalid(field, _("This must be filled in."))
    return fitting(text.strip(), field, most)


def invalid(field: str, sentence: str) -> InvalidRefused:
    """Return a refusal that stands at one field."""
    return InvalidRefused(sentence, fields={field: sentence})
