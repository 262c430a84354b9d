"""What the form macros need from a bound field: its kind, its widget with attributes, the guards."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from selaras.web.formats import number

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
)


def field_kind(field: BoundField) -> str:
    """Say how a field is laid out: a group of choices, a single check box, or a plain input."""
    widget_ = field.field.widget
    if isinstance(widget_, _GROUPS):
        return "group"
    return "check" if isinstance(widget_, forms.CheckboxInput) else "input"


def _css_class(field: BoundField) -> str:
    widget_ = field.field.widget
    plain = next((name for kind, name in _CLASSES if isinstance(widget_, kind)), "form-control")
    return " ".join(part for part in (plain, widget_.attrs.get("class")) if part)


def _keyboard(field: BoundField) -> dict[str, str]:
    form_field = field.field
    if isinstance(form_field, forms.IntegerField) and not isinstance(form_field, forms.FloatField):
        return {"inputmode": "numeric"}
    if isinstance(form_field, forms.FloatField | forms.DecimalField):
        return {"inputmode": "decimal"}
    return {}


def widget(
    field: BoundField, attrs: Mapping[str, Any] | None = None, invalid: bool = False, described: bool = False
) -> SafeString:
    """Return the field's widget with class, keyboard, description and error state."""
    own: dict[str, Any] = dict(_keyboard(field))
    if field_kind(field) != "group":
        own["class"] = _css_class(field)
        parts = [f"{field.auto_id}_helptext"] if field.help_text or described else []
        own["aria-describedby"] = " ".join([*parts, f"{field.auto_id}_error"])
    if invalid:
        own["aria-invalid"] = "true"
    if not isinstance(field.field.widget, forms.Textarea):
        return field.as_widget(attrs={**own, **(attrs or {})})
    own.setdefault("rows", field.field.widget.attrs.get("rows", "4"))
    limit = getattr(field.field, "max_length", None)
    if limit is None:
        return field.as_widget(attrs={**own, **(attrs or {})})
    # `maxlength` would cut a pasted text without a word: here the counter and the server say that it is too long.
    own |= {"maxlength": False, "data-limit": limit}
    return field.as_widget(attrs={**own, **(attrs or {})}) + limit_line(field.id_for_label, limit)


def limit_line(box_id: str, limit: int) -> SafeString:
    """Return the line in which limits.js counts what was typed into a box."""
    most = number(limit)
    return format_html(
        '<p class="form-hint sl-limit" id="{}_limit" data-used="{}" data-over="{}" hidden></p>',
        box_id,
        _("{used} of at most %(most)s characters") % {"most": most},
        _(
            "{over} characters too long: at most %(most)s fit. Please shorten the text; nothing is cut off by itself."
        )
        % {"most": most},
    )


def csrf_field(request: HttpRequest) -> SafeString:
    """Return the hidden field against forged requests, also inside macros that have no context."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


def new_key() -> str:
    """Return a fresh idempotency key: the same form sent twice does one thing."""
    return str(uuid.uuid4())


def error_count(errors: ErrorDict) -> int:
    """Count the sentences of an error dictionary."""
    return sum(len(sentences) for sentences in errors.values())
