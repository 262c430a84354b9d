"""What an officer may type about a survey, and an employee into one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.insight.models import Question

SCALE = (
    ("5", _("I agree fully")),
    ("4", _("I agree")),
    ("3", _("Neither")),
    ("2", _("I disagree")),
    ("1", _("I disagree fully")),
)


class SurveyForm(AgencyForm):
    """A survey: one question a line; a line that ends with a question mark is an open question."""

    title = forms.CharField(label=_("Name of the survey"), max_length=200)
    closes_on = forms.DateField(
        label=_("Closes on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    questions = forms.CharField(
        label=_("Questions"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One a line. A statement is answered on a scale from 1 to 5; a line that ends with a question mark "
            "is answered in own words."
        ),
    )


class AnswerForm(AgencyForm):
    """One field a question; nothing is required, because missing is missing."""

    def __init__(self, questions: list[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"q{question.pk}"] = self._field(question)

    @staticmethod
    def _field(question: Question) -> forms.Field:
        if question.is_open:
            area = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
            return forms.CharField(label=question.text, required=False, max_length=4000, widget=area)
        return forms.ChoiceField(label=question.text, required=False, choices=SCALE, widget=forms.RadioSelect)

    def scores(self) -> dict[int, int]:
        """Return the scores given, by question."""
        given = {one.pk: self.cleaned_data.get(f"q{one.pk}") for one in self.questions if not one.is_open}
        return {pk: int(value) for pk, value in given.items() if value}

    def texts(self) -> dict[int, str]:
        """Return the texts written, by question."""
        return {one.pk: self.cleaned_data.get(f"q{one.pk}") or "" for one in self.questions if one.is_open}
