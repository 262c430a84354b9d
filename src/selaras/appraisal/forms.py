"""What a person may type in appraisal; no rating is ever chosen beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Achievement, Decision, Evaluation, Rating
from selaras.appraisal.queries.material import Material
from selaras.core.http import AgencyForm
from selaras.core.verdict import Sentence
from selaras.planning.models import Scheme

LONGEST = 4000
ACHIEVEMENTS = tuple(Achievement.choices)
RATINGS = tuple(Rating.choices)
MOVE_ARTICLES: tuple[tuple[str, Sentence], ...] = (
    ("PermenPANRB 6/2022 Lampiran IV.A.13", _("The employee moved to another unit (Lampiran IV.A.13)")),
    ("PermenPANRB 6/2022 Lampiran IV.A.14", _("The appraiser moved outside the window (Lampiran IV.A.14)")),
    ("PermenPANRB 6/2022 Lampiran IV.A.2", _("The appraiser is permanently unable (Lampiran IV.A.2)")),
    ("PermenPANRB 6/2022 Lampiran IV.A.3", _("A Plt or Plh was given the authority (Lampiran IV.A.3)")),
    ("Pasal 1 angka 9", _("The authority was delegated to another official (Pasal 1 angka 9)")),
)
COMPANY_MOVES: tuple[tuple[str, Sentence], ...] = (("", _("A decision of the company")),)


SENTENCE = 4
"""Fewer words than these explain to nobody why a rating differs from the middle."""


def brief_grounds(judged: dict[str, Any]) -> list[str]:
    """Return the labels of ratings beside the middle whose grounds are shorter than a sentence; a hint, no refusal."""
    labels = {"results": _("Rating of results"), "behaviour": _("Rating of behaviour")}
    return [
        str(label)
        for name, label in labels.items()
        if judged.get(f"{name}_rating") in (Rating.ABOVE, Rating.BELOW)
        and len(str(judged.get(f"{name}_grounds", "")).split()) < SENTENCE
    ]


def text_field(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A long text without surprises."""
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST}),
    )  # fmt: skip


def rating_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.ChoiceField:
    """Three ratings to choose from, none chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=RATINGS, widget=forms.RadioSelect, required=required, help_text=help_text,
        error_messages={"required": _("Choose a rating. It is your judgement; nothing is calculated.")},
    )  # fmt: skip


class JudgementForm(AgencyForm):
    """Two ratings with their grounds; a draft may lack anything."""

    results_rating = rating_field(_("Rating of results"))
    results_grounds = text_field(_("Grounds for the rating of results"))
    behaviour_rating = rating_field(_("Rating of behaviour"))
    behaviour_grounds = text_field(_("Grounds for the rating of behaviour"))

    def __init__(self, *args: Any, draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            for field in self.fields.values():
                field.required = False


class RatingForm(JudgementForm):
    """The appraiser's judgement, with notes and an optional, non-binding helper per result (AMB-18)."""

    notes = text_field(
        _("Notes or recommendation for the next period"),
        required=False,
        help_text=_("Printed on the evaluation document."),
    )
    study_leave_failed = forms.BooleanField(
        label=_("The study leave failed: the predicate is then Poor or Very poor (page 100)"), required=False
    )
    on_behalf_reason = text_field(
        _("Why you record this for somebody else"),
        rows=2,
        help_text=_("Name the paper signed by hand and where it is kept."),
    )

    def __init__(
        self, *args: Any, material: Material, on_behalf: bool, study_leave: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.material = material
        if not on_behalf:
            del self.fields["on_behalf_reason"]
        if not study_leave:
            del self.fields["study_leave_failed"]
        for result in material.results:
            self.fields[f"helper-{result.lineage_id}"] = forms.ChoiceField(
                label=_("For your own orientation"), required=False, choices=[("", _("Not judged")), *RATINGS],
                initial=result.helper,
            )  # fmt: skip

    @property
    def helpers(self) -> dict[int, str]:
        """The helper ratings by result."""
        return {
            result.lineage_id: self.cleaned_data.get(f"helper-{result.lineage_id}", "")
            for result in self.material.results
            if f"helper-{result.lineage_id}" in self.data
        }

    @property
    def judgement(self) -> dict[str, Any]:
        """The two ratings with grounds, notes, and whether a study leave failed."""
        names = ("results_rating", "results_grounds", "behaviour_rating", "behaviour_grounds", "notes")
        judged: dict[str, Any] = {name: self.cleaned_data.get(name, "") for name in names}
        return {**judged, "study_leave_failed": bool(self.cleaned_data.get("study_leave_failed"))}


class SelfForm(JudgementForm):
    """The self-appraisal, with the final realisation per result and indicator."""

    def __init__(self, *args: Any, material: Material, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: dict[tuple[int, int | None], str] = {}
        for result in material.results:
            lines: list[tuple[int | None, Any]] = [(one.lineage_id, one) for one in result.indicators]
            for indicator, line in lines or [(None, result)]:
                name = f"real-{result.lineage_id}-{indicator or ''}"
                self.lines[result.lineage_id, indicator] = name
                self.fields[name] = text_field(
                    _("What was reached, and by which data"), rows=2, required=False
                )
                self.fields[name].initial = line.own or line.reported

    def line(self, result: int, indicator: int | None) -> forms.BoundField:
        """The field of one indicator (or of a result without indicators)."""
        return self[self.lines[result, indicator]]

    @property
    def realisations(self) -> dict[tuple[int, int | None], str]:
        """The texts that were sent, by result and indicator."""
        return {key: self.cleaned_data.get(name, "") for key, name in self.lines.items() if name in self.data}


class AskForm(forms.Form):
    """Which colleague is asked for an opinion."""

    author = forms.TypedChoiceField(label=_("Colleague"), coerce=int)

    def __init__(self, *args: Any, colleagues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].choices = [("", _("Choose a colleague")), *colleagues]  # type: ignore[attr-defined]


class AchievementForm(AgencyForm):
    """What a unit achieved, on what grounds."""

    achievement = forms.ChoiceField(
        label=_("Achievement of the organisation"), choices=ACHIEVEMENTS, widget=forms.RadioSelect
    )
    grounds = text_field(
        _("On what it rests"),
        help_text=_("For example the report on the performance agreement that states it."),
    )


class ObjectionForm(AgencyForm):
    """The reasons of an objection."""

    reasons = text_field(
        _("Reasons of your objection"),
        rows=8,
        help_text=_("Say what the rating overlooks, and where it is proved."),
    )


class StatementForm(AgencyForm):
    """What the appraiser or the employee explains to the deciding superior."""

    statement = text_field(_("Your statement"), rows=6)


class DecisionForm(AgencyForm):
    """The decision of the superior; new ratings only when the result is changed."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    results_rating = rating_field(
        _("New rating of results"), _("Only when you change the result."), required=False
    )
    behaviour_rating = rating_field(
        _("New rating of behaviour"), _("Only when you change the result."), required=False
    )
    grounds = text_field(_("Grounds of the decision"), rows=6)


class MoveForm(AgencyForm):
    """Another appraiser, the superior above, whose unit counts, why and under which article."""

    after = forms.TypedChoiceField(label=_("New appraiser"), coerce=int)
    superior = forms.TypedChoiceField(
        label=_("Superior of the new appraiser"), coerce=int, required=False, empty_value=None
    )
    article = forms.ChoiceField(label=_("Rule"))
    reason = text_field(
        _("Reason"), rows=3, help_text=_("For example the decree of the transfer with its date.")
    )

    def __init__(
        self, *args: Any, leaders: Iterable[tuple[int, str]], evaluation: Evaluation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = list(leaders)
        by_law = evaluation.window.period.scheme == Scheme.PERMENPANRB_6_2022
        self.fields["after"].choices = [("", _("Choose a person")), *people]  # type: ignore[attr-defined]
        self.fields["superior"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]
        self.fields["article"].choices = MOVE_ARTICLES if by_law else COMPANY_MOVES  # type: ignore[attr-defined]
        self.fields["article"].required = by_law


class ReuseForm(AgencyForm):
    """A previous result to use: one of the old unit, or what the paper of another agency states, and why."""

    source = forms.TypedChoiceField(label=_("Previous result"), coerce=int)
    origin = forms.CharField(label=_("Agency and unit of the result"), max_length=200)
    period = forms.CharField(
        label=_("Period of the result"), max_length=100, help_text=_("As it stands on the paper.")
    )
    paper = forms.CharField(label=_("Number of the evaluation document"), max_length=120)
    results_rating = rating_field(_("Rating of results on the paper"))
    behaviour_rating = rating_field(_("Rating of behaviour on the paper"))
    achievement = forms.ChoiceField(
        label=_("Achievement of the organisation on the paper"), required=False,
        choices=[("", _("Not stated")), *ACHIEVEMENTS],
    )  # fmt: skip
    reason = text_field(
        _("Why the previous result describes these months as well"),
        rows=3,
        help_text=_("Printed on the evaluation document."),
    )

    def __init__(self, *args: Any, sources: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(sources)
        self.fields["source"].choices = [("", _("Choose a result")), *known]  # type: ignore[attr-defined]
        outside = ("origin", "period", "paper", "results_rating", "behaviour_rating", "achievement")
        for name in outside if known else ("source",):
            del self.fields[name]
        if len(known) == 1:
            self.fields["source"].initial = known[0][0]


class ReuseAnswerForm(AgencyForm):
    """What the other side says to a proposal; a reason is needed to decline."""

    answer = text_field(
        _("What you say to it"), rows=2, required=False, help_text=_("Needed when you decline.")
    )
