"""What people may type in development."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.dateformat import format as write_date
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.appraisal.models import Evaluation, Predicate
from selaras.core.http import AgencyForm
from selaras.development.models import EnrolmentState, TrainingForm, TrainingKind
from selaras.development.queries import Weakness
from selaras.monitoring.models import Feedback, Symbol
from selaras.organisation.forms.fields import employment_choices
from selaras.organisation.models import Person

SHOWN = 90
STEP_ROWS = 4


def choice_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a field of choices, to offer what depends on the actor."""
    return cast(forms.ChoiceField, form.fields[name])


class DateInput(forms.DateInput):
    """The browser's own calendar, which wants ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TrainingEntryForm(AgencyForm):
    """A training with its lesson hours."""

    title = forms.CharField(label=gettext_lazy("Name of the training"), max_length=200)
    unit_id = forms.TypedChoiceField(
        label=gettext_lazy("Looked after by"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy(
            "Officers of this unit change it and mark it as held. Everybody of the agency may ask for a place."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=TrainingKind.choices)
    form = forms.ChoiceField(
        label=gettext_lazy("Form of training"),
        choices=TrainingForm.choices,
        help_text=gettext_lazy(
            "Classroom: course, workshop, seminar. Outside: coaching, e-learning, secondment."
        ),
    )
    provider = forms.CharField(label=gettext_lazy("Provider"), max_length=200)
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DateInput())
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())
    hours = forms.IntegerField(
        label=gettext_lazy("Lesson hours (JP)"),
        min_value=1,
        max_value=2000,
        help_text=gettext_lazy("As the programme or the certificate says."),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=32000,
        required=False,
        help_text=gettext_lazy("Leave empty when seats are not limited."),
    )
    description = forms.CharField(
        label=gettext_lazy("What it teaches, and for whom"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], whole_agency: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first = [("", _("The whole agency"))] if whole_agency else []
        choice_of(self, "unit_id").choices = [*first, *units]
        self.fields["unit_id"].required = not whole_agency

    def clean(self) -> dict[str, Any]:
        """Say that the days are the wrong way round together with everything else, not after it."""
        values = dict(self.cleaned_data)
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not lie before the first."))
        return values


def label_of(weakness: Weakness, names: dict[int, str]) -> str:
    """Return one line for a weakness; whose it is stands before it where several people are shown."""
    day = write_date(weakness.on, "j F Y")
    if weakness.kind == "feedback":
        text = str(dict(Symbol.choices).get(weakness.text, weakness.text))
        line = _("Feedback of %(date)s: %(text)s") % {"date": day, "text": Truncator(text).chars(SHOWN)}
    else:
        line = _("Result until %(date)s: %(predicate)s") % {
            "date": day,
            "predicate": dict(Predicate.choices)[weakness.text],
        }
    return f"{names[weakness.person_id]} – {line}" if weakness.person_id in names else line


class AskForm(AgencyForm):
    """Why a place is asked for: a weakness in words, linked to where it was seen."""

    weakness = forms.CharField(
        label=gettext_lazy("What shall this training help with?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=gettext_lazy("For example: writing reports that a reader understands at once."),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Seen in"),
        required=False,
        help_text=gettext_lazy("Feedback or a result of the last year that showed it."),
    )

    def __init__(
        self, *args: Any, weaknesses: Sequence[Weakness], names: dict[int, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.code: one for one in weaknesses}
        options = [(one.code, label_of(one, names or {})) for one in weaknesses]
        choice_of(self, "source").choices = [("", _("Not linked")), *options]
        if not options:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        """Turn the chosen source into the feedback or evaluation behind it."""
        values = dict(self.cleaned_data)
        chosen = self.known.get(values.pop("source", "") or "")
        values |= {"feedback": None, "evaluation": None}
        if chosen is not None and chosen.kind == "feedback":
            values["feedback"] = Feedback.objects.select_related("plan").filter(pk=chosen.pk).first()
        elif chosen is not None:
            values["evaluation"] = Evaluation.objects.filter(pk=chosen.pk).first()
        return values


class ProposeForm(AskForm):
    """An appraiser proposes one of the own staff."""

    person = forms.ChoiceField(label=gettext_lazy("Employee"))
    field_order = ("person", "weakness", "source")

    def __init__(self, *args: Any, staff: Iterable[Person], **kwargs: Any) -> None:
        self.staff = {str(one.pk): one for one in staff}
        super().__init__(*args, names={one.pk: one.name for one in self.staff.values()}, **kwargs)
        choice_of(self, "person").choices = [(pk, one.name) for pk, one in self.staff.items()]

    def clean_person(self) -> Person:
        """Return the chosen person."""
        return self.staff[self.cleaned_data["person"]]


class AttendanceForm(forms.Form):
    """One row of the attendance list; left open, nothing is recorded for the person."""

    state = forms.ChoiceField(
        label=gettext_lazy("Attendance"),
        required=False,
        choices=[
            ("", gettext_lazy("Not recorded")),
            (EnrolmentState.ATTENDED, gettext_lazy("Attended")),
            (EnrolmentState.ABSENT, gettext_lazy("Absent")),
        ],
    )
    hours = forms.IntegerField(label=gettext_lazy("Hours earned (JP)"), required=False, min_value=0)
    certificate = forms.CharField(label=gettext_lazy("Certificate number"), required=False, max_length=200)


class DutyForm(AgencyForm):
    """The agency's own number of hours for a kind of employee."""

    employment = forms.ChoiceField(label=gettext_lazy("Kind of employment"), choices=employment_choices)
    hours = forms.IntegerField(label=gettext_lazy("Lesson hours a year (JP)"), min_value=0, max_value=400)
    article = forms.CharField(
        label=gettext_lazy("Basis"),
        max_length=200,
        help_text=gettext_lazy("The decision of the agency or the article it rests on."),
    )


class ImprovementForm(AgencyForm):
    """The goal and the days of dated help."""

    goal = forms.CharField(
        label=gettext_lazy("What shall be better at the end?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=gettext_lazy("Describe it so that both of you can see whether it was reached."),
    )
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput())
    ends_on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput())


class StepForm(AgencyForm):
    """One piece of help: what, by whom, until when."""

    text = forms.CharField(
        label=gettext_lazy("Help agreed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=gettext_lazy(
            "Coaching, training, a colleague at the side, other resources, a changed expectation."
        ),
    )
    helper = forms.ChoiceField(
        label=gettext_lazy("Who helps?"),
        required=False,
        help_text=gettext_lazy("Helpers read the goal and their own step, not the result of the appraisal."),
    )
    due_on = forms.DateField(label=gettext_lazy("Until"), widget=DateInput())

    def __init__(self, *args: Any, helpers: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(str(one.pk), one.name) for one in helpers]
        choice_of(self, "helper").choices = [("", _("The employee alone")), *options]

    def clean(self) -> dict[str, Any]:
        """Refuse half a row: help without its day, or a day without help."""
        values = dict(self.cleaned_data)
        for given, missing in (("text", "due_on"), ("due_on", "text")):
            if values.get(given) and missing in values and not values[missing]:
                self.add_error(missing, _("Fill in both the help and its day, or leave both empty."))
        return values

    def clean_helper(self) -> int | None:
        """Return the helper's id, or None for the employee alone."""
        chosen = self.cleaned_data["helper"]
        return int(chosen) if chosen else None


class FinishForm(AgencyForm):
    """What a piece of help brought."""

    done_on = forms.DateField(label=gettext_lazy("Given on"), widget=DateInput())
    note = forms.CharField(
        label=gettext_lazy("What did it bring?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


def blank_steps(data: Any, helpers: list[Person], rows: int = STEP_ROWS) -> list[StepForm]:
    """Return the rows for pieces of help; only the first one must be filled in."""
    made = [StepForm(data, prefix=f"step{number}", helpers=helpers) for number in range(rows)]
    for form in made[1:]:
        form.fields["text"].required = form.fields["due_on"].required = False
    return made
