"""What an officer or operator may type about the agency, its calendar, its words, accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.accounts.roles import ROLES
from selaras.core.http import AgencyForm
from selaras.core.models import Agency, AgencyKind
from selaras.core.time import TimeZone
from selaras.core.vocabulary import COMPANY, PUBLIC
from selaras.organisation.forms.fields import choice_field, day_field, pick_field, row_field, text_field

WEEKS = (("5", _("Five days, Monday to Friday")), ("6", _("Six days, Monday to Saturday")))


class AgencyNamesForm(AgencyForm):
    """Names, place and time zone."""

    name = text_field(_("Name"), 200)
    short_name = text_field(_("Short name"), 60, help_text=_("Shown beside the logo."))
    place = text_field(_("Place"), 100, help_text=_("Printed before the date of a signature."))
    time_zone = choice_field(
        _("Time zone"), TimeZone.choices, help_text=_("Deadlines end at midnight of this zone.")
    )


class AgencySettingsForm(AgencyNamesForm):
    """What an officer changes; the working week is a dated choice with its reason."""

    calendar_until = forms.IntegerField(
        label=_("All days off are entered until the end of"),
        help_text=_(
            "A year. Deadlines in it are no longer marked as estimated; leave it empty while joint leave is undecided."
        ),
        required=False,
        min_value=2000,
        max_value=2076,
    )


class NewAgencyForm(AgencyNamesForm):
    """An agency to be created with its first officer."""

    working_week = choice_field(_("Working week"), WEEKS)
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_(
            "People without NIP type it to sign in; it never changes. "
            "Letters from a to z, digits, hyphens and underscores, without spaces."
        ),
        error_messages={
            "invalid": _("Write only letters from a to z, digits, hyphens or underscores, without spaces.")
        },
    )
    kind = choice_field(_("Kind"), AgencyKind.choices)
    officer = text_field(
        _("Login of the first performance officer"), 150, help_text=_("The NIP, or a name without spaces.")
    )
    officer_email = forms.EmailField(label=_("E-mail of the first performance officer"), required=False)

    field_order = ["code", "name", "short_name", "kind", "place", "time_zone", "working_week"]

    def clean_working_week(self) -> int:
        """Return the number of working days."""
        return int(self.cleaned_data["working_week"])


class LogoForm(AgencyForm):
    """A picture for the agency."""

    logo = forms.FileField(label=_("Logo"))


class WordsForm(AgencyForm):
    """The agency's own words; an empty field means the usual one."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = COMPANY if Agency(kind=kind).is_company else PUBLIC
        for key, text in usual.items():
            self.fields[key] = forms.CharField(
                label=text,
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": text}),
            )

    def words(self) -> dict[str, str]:
        """Return what was chosen."""
        return {key: text for key, text in self.cleaned_data.items() if key != "version" and text}


class HolidayForm(AgencyForm):
    """A day that differs from the national calendar."""

    day = day_field(_("Day"))
    is_holiday = choice_field(
        _("What the day is"), (("1", _("A holiday of the agency")), ("0", _("A working day all the same")))
    )
    reason = text_field(_("Decree or reason"), 200)


class GrantForm(AgencyForm):
    """A role for a member found by a search."""

    member = pick_field(_("Who"), ())
    role = choice_field(_("Role"), ())
    unit = row_field(_("Over which unit"), (), required=False)
    from_on = day_field(_("Holds from"))
    until_on = day_field(_("Ends on"), required=False, help_text=_("First day on which it no longer holds."))

    def __init__(
        self,
        *args: Any,
        members: list[tuple[int, str]],
        units: list[tuple[int, str]],
        roles: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = [("", _("The whole agency")), *units]  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # a choice field
            (code, role.name) for code, role in ROLES.items() if code in roles
        ]
