"""What people may type in recognition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.http import AgencyForm
from selaras.core.vocabulary import either
from selaras.organisation.models import Person
from selaras.recognition.models import AwardKind, SanctionLevel
from selaras.recognition.queries.people import SEPARATOR, people_meant

MONTHS = 12


def text_of(person: Person) -> str:
    """Return how a person field shows somebody: "Sari Wulandari, S.Kom. · 199203152018012001"."""
    return f"{person.name}{SEPARATOR}{person.number}" if person.number else person.name


def choice_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a field of choices, to offer what depends on the actor."""
    return cast(forms.ChoiceField, form.fields[name])


class DateInput(forms.DateInput):
    """The browser's own calendar, which wants ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonField(forms.CharField):
    """A colleague by name or number, with suggestions while typing; cleans to the person."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Colleague"))
        kwargs.setdefault(
            "help_text", gettext_lazy("Type a name or a number and choose from the suggestions.")
        )
        super().__init__(max_length=260, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for suggestions while typing; the form works without them too."""
        return {
            **super().widget_attrs(widget),
            "list": "colleagues",
            "autocomplete": "off",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#colleagues",
            "hx-swap": "innerHTML",
        }

    def clean(self, value: Any) -> Person | None:
        """Return the one person who is meant, or say what fits."""
        text = super().clean(value)
        if not text:
            return None
        found = people_meant(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _("No employee fits “%(text)s”. Check the spelling, or type the number.") % {"text": text}
            )
        raise forms.ValidationError(
            _("Several employees fit: %(names)s. Choose one, or type the number.")
            % {"names": "; ".join(text_of(one) for one in found[:6])}
        )


class PersonForm(AgencyForm):
    """A form about one colleague; `person` given beforehand is filled in."""

    person = PersonField()

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].widget.attrs["hx-get"] = reverse("recognition:people")
        if person is not None:
            self.initial["person"] = text_of(person)


class PraiseForm(PersonForm):
    """A few words of praise."""

    text = forms.CharField(
        label=gettext_lazy("What would you like to say?"),
        help_text=gettext_lazy("Say what the person did and what it brought. At most 600 characters."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )


class ReasonForm(AgencyForm):
    """A reason."""

    reason = forms.CharField(
        label=gettext_lazy("Your reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needed:
            del self.fields["reason"]


class NominationForm(PersonForm):
    """A colleague and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why this colleague?"),
        help_text=gettext_lazy("Name what the person did in this month."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )


class RoundForm(AgencyForm):
    """The unit and the month of a choice."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Unit, with the units below it"),
        help_text=gettext_lazy("Everybody of this unit and of the units below it takes part."),
    )
    month_on = forms.ChoiceField(label=gettext_lazy("Month"))
    closes_on = forms.DateField(label=gettext_lazy("Last day for nominations"), widget=DateInput())

    def __init__(self, *args: Any, units: dict[int, str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "unit").choices = [(str(pk), name) for pk, name in units.items()]
        choice_of(self, "month_on").choices = [
            (day.isoformat(), write_date(day, "F Y")) for day in _months(on)
        ]

    def clean_month_on(self) -> date:
        """Return the first day of the chosen month."""
        return date.fromisoformat(self.cleaned_data["month_on"])


def _months(on: date) -> Iterable[date]:
    count = on.year * 12 + on.month - 1
    return (date(number // 12, number % 12 + 1, 1) for number in range(count, count - MONTHS, -1))


class ChoiceForm(AgencyForm):
    """One of the nominated, with the reason that the certificate prints."""

    person = forms.ChoiceField(label=gettext_lazy("Who is chosen?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("This reason is printed on the certificate and read by the colleagues."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    early = forms.BooleanField(
        label=gettext_lazy("Choose now, although colleagues may still nominate"), required=False
    )

    def __init__(self, *args: Any, people: dict[int, str], is_running: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_of(self, "person").choices = [(str(pk), name) for pk, name in people.items()]
        if not is_running:
            del self.fields["early"]


class AwardForm(PersonForm):
    """An award for a finished project or another merit."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[one for one in AwardKind.choices if one[0] != AwardKind.EMPLOYEE_OF_MONTH],
    )
    title = forms.CharField(
        label=gettext_lazy("Award"),
        help_text=gettext_lazy(
            "As it is printed on the certificate, for example “Best service innovation 2026”."
        ),
        max_length=200,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=gettext_lazy("This reason is printed on the certificate and read by the colleagues."),
    )
    given_on = forms.DateField(label=gettext_lazy("Day of the award"), widget=DateInput())


class SanctionForm(PersonForm):
    """A proposed sanction with its facts and article."""

    person = PersonField(label=gettext_lazy("Employee"))
    level = forms.ChoiceField(label=gettext_lazy("Level of the sanction"), choices=SanctionLevel.choices)
    title = forms.CharField(
        label=gettext_lazy("Sanction"),
        max_length=200,
        help_text=gettext_lazy("Choose from the suggestions or write what your rules name."),
        widget=forms.TextInput(attrs={"list": "sanctions", "autocomplete": "off"}),
    )
    article = forms.CharField(
        label=gettext_lazy("Article"),
        max_length=200,
        help_text=either(
            gettext_lazy("The regulation and its article, for example “PP 94/2021 Pasal 9”."),
            gettext_lazy(
                "The company regulation, for example “Company regulation 2026, chapter on discipline”."
            ),
        ),
    )
    facts = forms.CharField(
        label=gettext_lazy("Facts of the case"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text=gettext_lazy("What happened, when, and how it is known. Write facts, not judgements."),
    )

    def __init__(self, *args: Any, only_reminders: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if only_reminders:
            choice_of(self, "level").choices = [
                one for one in SanctionLevel.choices if one[0] == SanctionLevel.REMINDER
            ]


class EnforceForm(AgencyForm):
    """The letter by which a sanction is in force."""

    letter = forms.CharField(
        label=gettext_lazy("Number of the letter"),
        max_length=120,
        help_text=gettext_lazy("Of the decision; for a spoken reminder, the number or date of its minutes."),
    )
    from_on = forms.DateField(label=gettext_lazy("In force from"), widget=DateInput())
    until_on = forms.DateField(
        label=gettext_lazy("In force until"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy(
            "The first day on which it no longer holds; leave empty when it is not limited."
        ),
    )
