"""Forms of strategic goals, their indicators, and the agreements of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.organisation.forms.fields import choice_field, row_field, text_field
from selaras.planning.models import Direction, GoalIndicator

YEARS = {"min_value": 2000, "max_value": 2100}


def long_text(
    label: Any, length: int, *, required: bool = True, help_text: Any = "", rows: int = 2
) -> forms.CharField:
    """Return a field for some lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text, widget=widget
    )


class GoalForm(AgencyForm):
    """A goal of the strategic plan."""

    unit = row_field(_("Unit that answers for the goal"), ())
    code = text_field(_("Code"), 20, help_text=_("For example S1 or 2.3."))
    text = long_text(_("Goal"), 500)
    first_year = forms.IntegerField(label=_("First year"), **YEARS)  # type: ignore[arg-type]
    last_year = forms.IntegerField(label=_("Final year"), **YEARS)  # type: ignore[arg-type]

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]


class GoalIndicatorForm(AgencyForm):
    """An indicator of a goal with a target for each of its years."""

    text = long_text(_("Indicator"), 500)
    measure = text_field(
        _("Unit of measure"), 60, required=False, help_text=_("For example: reports, %, days.")
    )
    direction = choice_field(_("What is better"), Direction.choices)
    baseline = text_field(_("Baseline"), 60, required=False, help_text=_("Where things stood before."))
    baseline_year = forms.IntegerField(label=_("Year of the baseline"), required=False, **YEARS)  # type: ignore[arg-type]

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            self.fields[f"target_{year}"] = text_field(
                _("Target %(year)s") % {"year": year}, 100, required=False
            )

    def given(self) -> dict[str, Any]:
        """Return what was typed for the operation."""
        data = dict(self.cleaned_data)
        data["targets"] = {year: data.pop(f"target_{year}") for year in self.years}
        return data

    @staticmethod
    def initial_of(indicator: GoalIndicator) -> dict[str, Any]:
        """Return the indicator as it stands."""
        names = ("text", "measure", "direction", "baseline", "baseline_year", "version")
        targets = {f"target_{one.year}": one.target for one in indicator.targets.all()}
        return {name: getattr(indicator, name) for name in names} | targets


class AgreementForm(AgencyForm):
    """A new agreement."""

    period = row_field(_("Period"), ())
    unit = row_field(_("Unit"), ())
    budget = forms.IntegerField(
        label=_("Budget (rupiah)"), required=False, min_value=0, max_value=10**17, localize=True
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], periods: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]


class BudgetForm(AgencyForm):
    """The budget of an agreement."""

    budget = forms.IntegerField(
        label=_("Budget (rupiah)"), required=False, min_value=0, max_value=10**17, localize=True
    )


class ItemForm(AgencyForm):
    """One line of an agreement."""

    goal = long_text(_("Goal"), 500)
    indicator = long_text(_("Indicator"), 500)
    target = text_field(_("Target"), 200)


class CellForm(AgencyForm):
    """One person's role for one column of the matrix."""

    texts = long_text(
        _("Results of this person"), 4000, required=False, rows=4,
        help_text=_("One per line, worded as what will have been achieved."),
    )  # fmt: skip
    no_role = forms.BooleanField(label=_("No role"), required=False)


class ColumnForm(AgencyForm):
    """A column in free words."""

    text = long_text(_("Result or indicator of the leader"), 2000)


class PublicationForm(AgencyForm):
    """Targets or standards to be made known."""

    period = row_field(_("Period"), ())
    unit = row_field(_("For everybody in this unit and below"), ())
    title = text_field(_("Heading"), 200)
    body = long_text(_("Targets and work standards"), 20_000, rows=12)
    acknowledge_by_on = forms.DateField(
        label=_("To be acknowledged by"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], periods: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]
