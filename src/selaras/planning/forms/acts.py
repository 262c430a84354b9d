"""Forms of acts on a whole plan: a reason, closing, a new appraiser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.organisation.forms.fields import day_field, pick_field

LONG = 2000


class ReasonForm(AgencyForm):
    """A reason, in words."""

    reason = forms.CharField(label=_("Reason"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))


class ClosePlanForm(ReasonForm):
    """Close a plan from a day on."""

    on = day_field(_("First day on which the plan no longer holds"))


class AppraiserForm(ReasonForm):
    """Who appraises from now on."""

    appraiser = pick_field(_("Who appraises from now on"), ())
    superior = pick_field(_("The appraiser's superior"), (), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("appraiser", "superior"):
            self.fields[name].choices = list(people)  # type: ignore[attr-defined]
        self.order_fields(["appraiser", "superior", "reason"])
