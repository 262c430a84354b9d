"""What is wrong with one value that was sent, in a sentence of the caller's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "missing": gettext_lazy("This is required."),
    "int_parsing": gettext_lazy("Send a whole number."),
    "int_type": gettext_lazy("Send a whole number."),
    "int_from_float": gettext_lazy("Send a whole number."),
    "string_type": gettext_lazy("Send a text."),
    "bool_parsing": gettext_lazy("Send true or false."),
    "date_from_datetime_parsing": gettext_lazy("Send a date such as 2026-01-31."),
    "date_parsing": gettext_lazy("Send a date such as 2026-01-31."),
    "date_type": gettext_lazy("Send a date such as 2026-01-31."),
    "greater_than_equal": gettext_lazy("Send %(ge)s or more."),
    "less_than_equal": gettext_lazy("Send %(le)s or less."),
    "string_too_long": gettext_lazy("Send at most %(max_length)s characters."),
    "string_too_short": gettext_lazy("Send at least %(min_length)s characters."),
    "json_invalid": gettext_lazy("The body is not valid JSON."),
}


def sentence_of(error: Mapping[str, Any]) -> str:
    """Return our sentence for a finding of the validator; its own words where we have none."""
    known = SENTENCES.get(str(error.get("type", "")))
    if known is None:
        return str(error.get("msg") or _("This value is not acceptable."))
    return str(known) % error.get("ctx", {})
