"""A number as the language writes it: what could mean two numbers is refused, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_DECIMALS = 2


class AmountField(forms.DecimalField):
    """A target: thousands in threes, at most two decimals, never below zero."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {
            "required": False,
            "max_digits": 16,
            "decimal_places": MOST_DECIMALS,
            "localize": True,
            **kwargs,
        }
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(min_value=0, **kwargs)
        self.error_messages["min_value"] = gettext_lazy(
            "A target cannot be below zero. Say in words what should fall."
        )

    def to_python(self, value: Any) -> Any:
        """Read the text by the separators of the language; other ways of writing get a sentence with an example."""
        text = str(value).strip().replace("\u00a0", "").replace(" ", "") if value is not None else ""
        if not text or isinstance(value, Decimal):
            return super().to_python(value)
        point, thousands = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
        grouped = rf"-?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})*"
        if not re.fullmatch(rf"(?:{grouped}|-?\d+)(?:{re.escape(point)}\d+)?", text):
            raise ValidationError(_unclear(point, thousands), code="invalid")
        return super().to_python(text)


def _unclear(point: str, thousands: str) -> str:
    words = _(
        "It is not clear which number this is. "
        "Write decimals as in 12%(point)s5 and thousands as in 12%(thousands)s500."
    )
    return words % {"point": point, "thousands": thousands}
