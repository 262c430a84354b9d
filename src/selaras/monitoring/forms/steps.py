"""What a person may type about a step of an action plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.planning.queries import ResultContent

SHOWN = 90


class StepForm(AgencyForm):
    """One step more for one result."""

    result = forms.ChoiceField(label=_("For which result"))
    text = forms.CharField(label=_("What you will do"), max_length=1000, widget=forms.Textarea({"rows": 2}))
    due_on = forms.DateField(
        label=_("Until when"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, results: Iterable[ResultContent], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.lineage_id, f"{one.number}. {short(one.text)}") for one in results]
        self.fields["result"].choices = choices  # type: ignore[attr-defined]  # a choice field


def short(text: str) -> str:
    """Return the beginning of a long text, for lists of choices."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
