"""Fields that the forms of the organisation share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence
from selaras.core.vocabulary import speaks_as_company
from selaras.organisation.models import EmploymentKind, EmploymentStatus


def employment_choices() -> list[tuple[str, Sentence]]:
    """Return the kinds of employment that people of this agency can have; a company knows its own only."""
    if speaks_as_company():
        return [(EmploymentKind.COMPANY.value, EmploymentKind.COMPANY.label)]
    return list(EmploymentKind.choices)


def status_choices() -> list[tuple[str, Sentence]]:
    """Return the states of employment that people of this agency can have."""
    left_out = {EmploymentStatus.STATE_OFFICE} if speaks_as_company() else set()
    return [(one.value, one.label) for one in EmploymentStatus if one not in left_out]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day with the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def text_field(
    label: Any, length: int, *, required: bool = True, help_text: Any = "", **attrs: str
) -> forms.CharField:
    """Return a line of text."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


def choice_field(
    label: Any, choices: Any, *, required: bool = True, help_text: Any = ""
) -> forms.ChoiceField:
    """Return a choice, or one whose lines depend on the reader; an empty first line where it is not required."""
    options = choices if callable(choices) else list(choices)
    if not required:
        options = [("", _("Not filled in")), *choices]
    return forms.ChoiceField(label=label, choices=options, required=required, help_text=help_text)


def pick_field(
    label: Any, choices: Any, *, required: bool = True, help_text: Any = ""
) -> forms.TypedChoiceField:
    """Return a choice among rows found by a search, as radio buttons; the value is the row's id."""
    return forms.TypedChoiceField(
        label=label,
        choices=list(choices),
        coerce=int,
        empty_value=None,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
    )


def row_field(
    label: Any, choices: Any, *, required: bool = True, help_text: Any = ""
) -> forms.TypedChoiceField:
    """Return a choice among rows in a list; the value is the row's id or None."""
    options = list(choices) if required else [("", _("None")), *choices]
    return forms.TypedChoiceField(
        label=label, choices=options, coerce=int, empty_value=None, required=required, help_text=help_text
    )
