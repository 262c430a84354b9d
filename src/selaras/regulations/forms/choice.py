"""What an officer types beside the values of a choice: from which day it holds, and why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm


class DecisionForm(AgencyForm):
    """Day and reason of a choice."""

    from_on = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("For example the decree in which it was decided. Everybody of the agency can read it."),
    )


class WithdrawalForm(AgencyForm):
    """Why a choice is taken back before it begins."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"}))
