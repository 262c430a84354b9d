"""The forms of feedback: giving it, asking for it, and talking about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.monitoring.forms.reports import SYMBOLS, Words
from selaras.monitoring.forms.steps import short
from selaras.monitoring.models import Occasion, Response, Way
from selaras.monitoring.operations import Asked, Party, Said
from selaras.planning.queries import ResultContent

_ABOUT = re.compile(r"r(\d{1,18})(?:-(\d{1,18}))?|b([A-Z0-9_]{1,40})")
Choices = list[tuple[str, Any]]


def day_input(**kwargs: Any) -> forms.DateField:
    """Return a day field with the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


def about_choices(results: Iterable[ResultContent], behaviours: Mapping[str, str]) -> Choices:
    """Return what feedback can be about: results, their indicators where there are several, behaviours."""
    objects: list[tuple[str, str]] = []
    for one in results:
        objects.append((f"r{one.lineage_id}", f"{one.number}. {short(one.text)}"))
        if len(one.indicators) > 1:
            objects += [(f"r{one.lineage_id}-{i.lineage_id}", f"– {short(i.text)}") for i in one.indicators]
    values = [(f"b{code}", name) for code, name in behaviours.items()]
    groups = [(gettext("Results"), objects)] if objects else []
    return [("", gettext("Choose one")), *groups, (gettext("Behaviour"), values)]


def about_of(value: str) -> dict[str, Any]:
    """Return the object that a choice names."""
    found = _ABOUT.fullmatch(value)
    if found is None:
        return {"result_id": None, "behaviour": ""}
    if found[3]:
        return {"result_id": None, "behaviour": found[3]}
    return {"result_id": int(found[1]), "behaviour": "", "indicator_id": int(found[2]) if found[2] else None}


class SayForm(AgencyForm):
    """What a giver says about one thing; external parties see only this."""

    text = Words(
        label=_("Your feedback"), help_text=_("What you saw, what effect it had, and what would help."),
        max_length=4000, rows=5,
    )  # fmt: skip
    response = forms.ChoiceField(
        label=_("How is your feedback on the whole?"), choices=Response.choices, widget=forms.RadioSelect
    )
    symbol = forms.ChoiceField(label=_("Symbol"), required=False, choices=SYMBOLS)

    @property
    def said(self) -> Said:
        """What was said."""
        return Said(**{name: self.cleaned_data[name] for name in ("text", "response", "symbol")})


class FeedbackForm(SayForm):
    """Feedback of somebody inside the agency, with its object and all its attributes."""

    about = forms.ChoiceField(label=_("What the feedback is about"), choices=())
    way = forms.ChoiceField(label=_("How it was given"), choices=Way.choices, initial=Way.INDIRECT)
    occasion = forms.ChoiceField(
        label=_("On which occasion"), choices=Occasion.choices, initial=Occasion.INCIDENTAL
    )
    given_on = day_input(label=_("On which day"), required=False, help_text=_("Today, if left empty."))
    file = forms.FileField(label=_("Evidence"), required=False)
    field_order = ("about", "text", "response", "symbol", "way", "occasion", "given_on", "file")

    def __init__(self, about: Choices | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about is None:
            del self.fields["about"]
        else:
            self.fields["about"].choices = about  # type: ignore[attr-defined]  # a choice field

    @property
    def said(self) -> Said:
        """What was said, about what, and how."""
        names = ("text", "response", "symbol", "way", "occasion", "given_on")
        values = {name: self.cleaned_data[name] for name in names}
        return Said(**values, **about_of(self.cleaned_data.get("about", "")))


class AskForm(AgencyForm):
    """A request to a colleague."""

    about = forms.ChoiceField(
        label=_("What you ask about"), required=False, choices=(),
        help_text=_("Leave it open if the giver may choose."),
    )  # fmt: skip
    question = Words(
        label=_("Your question"), required=True, max_length=2000, rows=3,
        help_text=_("For example: what should I keep, what should I change?"),
    )  # fmt: skip
    due_on = day_input(label=_("Until when"))

    def __init__(self, about: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_choice = [("", gettext("The giver chooses"))] if not self.fields["about"].required else about[:1]
        self.fields["about"].choices = open_choice + about[1:]  # type: ignore[attr-defined]  # a choice field

    @property
    def asked(self) -> Asked:
        """What is asked."""
        chosen = about_of(self.cleaned_data["about"])
        return Asked(
            self.cleaned_data["question"],
            self.cleaned_data["due_on"],
            chosen["result_id"],
            chosen["behaviour"],
        )


class AskExternalForm(AskForm):
    """A request to somebody without account, who gets a personal link."""

    name = forms.CharField(label=_("Name of the external party"), max_length=200)
    description = forms.CharField(
        label=_("Who that is"), max_length=200, help_text=_("For example: lecturer, patient, partner agency.")
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False,
        help_text=_("The link is sent there and shown to nobody else. Without an address you hand the link "
                    "over yourself, and the feedback says so."),
    )  # fmt: skip
    field_order = ("name", "description", "email", "about", "question", "due_on")

    about = forms.ChoiceField(label=_("What you ask about"), choices=())

    @property
    def party(self) -> Party:
        """Who is asked."""
        return Party(*(self.cleaned_data[name] for name in ("name", "description", "email")))
