"""What an officer may type about people, their posts and their delegations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.core.vocabulary import either, word
from selaras.organisation.forms.fields import (
    choice_field,
    day_field,
    employment_choices,
    pick_field,
    row_field,
    status_choices,
    text_field,
)
from selaras.organisation.models import AssignmentKind
from selaras.organisation.operations.erasure import Ground

SEXES = (("", _("Not filled in")), ("M", _("Man")), ("F", _("Woman")))


class PersonForm(AgencyForm):
    """What is known about an employee."""

    number = text_field(
        "",
        30,
        help_text=either(
            _("PNS: NIP of 18 digits. PPPK: 18 digits. Others: the agency's own number."),
            _("The company's own number."),
        ),
    )
    name = text_field(_("Name with titles"), 200)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Needed to reset a password by e-mail.")
    )
    phone = text_field(_("Telephone"), 30, required=False, inputmode="tel")
    birth_on = day_field(_("Date of birth"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = word("employee_number")

    def clean_number(self) -> str:
        """Drop the spaces that printed numbers have."""
        text = str(self.cleaned_data["number"])
        return text.replace(" ", "") if text.replace(" ", "").isdigit() else text.strip()


class NewPersonForm(PersonForm):
    """An employee to be added, with employment, rank and the day both begin."""

    employment = choice_field(_("Kind of employment"), employment_choices)
    rank = text_field(
        "",
        10,
        required=False,
        help_text=either(_("PNS like III/b, PPPK like IX; else empty."), _("As the company writes it.")),
    )
    from_on = day_field(_("Employed since"), help_text=_("Employment and rank hold from this day."))
    unit_id = row_field(_("Unit in which the person will be placed"), ())

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rank"].label = word("rank")
        self.fields["unit_id"].choices = units  # type: ignore[attr-defined]  # a choice field
        self.order_fields(["number", "name", "employment", "rank", "from_on", "unit_id"])


class ExternalForm(AgencyForm):
    """An external party: somebody who appraises or gives feedback without number or account."""

    name = text_field(_("Name"), 200)
    description = text_field(
        _("Who this is"), 200, help_text=_("For example: Minister, patient, lecturer, agency of …")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = text_field(_("Telephone"), 30, required=False, inputmode="tel")


class RankForm(AgencyForm):
    """A rank from a day on."""

    rank = text_field(
        "",
        10,
        help_text=either(
            _("PNS like III/b, PPPK like IX; others as the agency writes it."), _("As the company writes it.")
        ),
    )
    from_on = day_field(_("Holds from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rank"].label = word("rank")


class EmploymentForm(AgencyForm):
    """A kind and status of employment from a day on."""

    kind = choice_field(_("Kind of employment"), employment_choices)
    status = choice_field(
        _("Status"),
        status_choices,
        help_text=_("Whoever is not active has no plan while that lasts."),
    )
    from_on = day_field(_("Holds from"))


class AssignForm(AgencyForm):
    """A post for a person: a definitive one ends the definitive post before it."""

    position = pick_field(_("Position"), ())
    kind = choice_field(_("How the post is held"), AssignmentKind.choices)
    from_on = day_field(_("Holds from"))
    until_on = day_field(
        _("Ends on"),
        required=False,
        help_text=_("First day on which it no longer holds. Needed for Plt and Plh."),
    )
    letter = text_field(_("Number of the letter"), 120, required=False)

    def __init__(self, *args: Any, positions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = positions  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """An acting post has an end, and no post ends before it begins."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("from_on"), data.get("until_on")
        if data.get("kind") in (AssignmentKind.PLT, AssignmentKind.PLH) and end is None:
            self.add_error(
                "until_on", _("An acting post needs an end. Write the day on which the letter expires.")
            )
        if start and end and end <= start:
            self.add_error("until_on", _("The end must come after the beginning."))
        return data


class EndForm(AgencyForm):
    """The day on which something no longer holds."""

    until_on = day_field(_("Ends on"), help_text=_("First day on which it no longer holds."))


class NamesForm(AgencyForm):
    """What one of ours is called in other systems."""

    names = forms.CharField(
        label=_("IDs in other systems"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_(
            "One in each line as system:ID, such as SIASN:A5EB03. Take a line away to remove that ID."
        ),
    )


class ErasureForm(AgencyForm):
    """Why somebody's personal data is erased."""

    ground = choice_field(
        _("Why is it erased?"),
        (
            (Ground.RETENTION, _("The retention is over")),
            (Ground.REQUEST, _("The person asked for it")),
        ),
    )
    reason = text_field(
        _("Request and reason"),
        300,
        required=False,
        help_text=_("For a request: who asked, by which letter of which day, and why. Kept in the history."),
    )
    sure = forms.BooleanField(label=_("I have read the list. What is erased cannot be brought back."))


class DelegationForm(AgencyForm):
    """Authority to appraise, given to somebody found by a search."""

    delegate = pick_field(_("Who receives the authority"), ())
    scope = choice_field(
        _("Over whom"),
        (
            ("person", _("Only this person")),
            ("official", _("Everybody whose direct superior this person is")),
            ("unit", _("Everybody in the unit that the receiver leads")),
        ),
    )
    from_on = day_field(_("Holds from"))
    until_on = day_field(_("Ends on"), required=False, help_text=_("First day on which it no longer holds."))
    reason = text_field(_("Reason"), 300)
    letter = text_field(_("Number of the letter"), 120, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegate"].choices = people  # type: ignore[attr-defined]  # a choice field
