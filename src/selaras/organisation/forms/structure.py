"""What an officer may type about units and positions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.core.vocabulary import speaks_as_company
from selaras.organisation.forms.fields import choice_field, day_field, pick_field, row_field, text_field
from selaras.organisation.models import PositionKind, PositionLevel

Choices = list[tuple[int, str]]


class UnitForm(AgencyForm):
    """A unit: its name and place in the tree from a day on."""

    code = text_field(_("Code"), 40, help_text=_("Short and lasting; workbooks name the unit by it."))
    name = text_field(_("Name"), 200)
    short_name = text_field(_("Short name"), 60, required=False)
    parent = row_field(_("Belongs to"), (), required=False)
    is_independent = forms.BooleanField(label=_("Independent work unit"), required=False)
    from_on = day_field(_("Holds from"), help_text=_("The days before keep what they had."))

    def __init__(
        self, *args: Any, units: Choices, is_new: bool, needs_parent: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]
        if speaks_as_company():
            del self.fields["is_independent"]
        choices = units if needs_parent else [("", _("Nothing: it is a top unit")), *units]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["parent"].required = needs_parent

    def clean(self) -> dict[str, Any]:
        """An independent unit is a notion of the law; a company has none."""
        return {"is_independent": False, **(super().clean() or self.cleaned_data)}


class HeadForm(AgencyForm):
    """The position that leads a unit from a day on."""

    position = pick_field(_("Leading position"), ())
    from_on = day_field(_("Leads from"))

    def __init__(self, *args: Any, positions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = positions  # type: ignore[attr-defined]  # a choice field


class PositionForm(AgencyForm):
    """A position: title, unit, kind and level from a day on."""

    code = text_field(_("Code"), 60, help_text=_("Short and lasting; workbooks name the position by it."))
    title = text_field(_("Title"), 200)
    unit_id = row_field(_("Unit"), ())
    kind = choice_field(_("Kind"), PositionKind.choices)
    level = choice_field(_("Level"), PositionLevel.choices)
    job_class = forms.IntegerField(label=_("Job class"), min_value=1, max_value=30, required=False)
    superior = text_field(
        _("Code of the superior's position"),
        60,
        required=False,
        help_text=_("Only when it is not the head of the unit (or of the unit above, for a head)."),
    )
    duties = forms.CharField(
        label=_("Duties"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": "5"})
    )
    from_on = day_field(_("Holds from"), help_text=_("The days before keep what they had."))

    def __init__(self, *args: Any, units: Choices, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]
        if speaks_as_company():
            del self.fields["kind"], self.fields["level"]
        self.fields["unit_id"].choices = units  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """A company has free titles: its positions are of no kind and level of the civil service."""
        data = super().clean() or self.cleaned_data
        if "kind" not in self.fields:
            data |= {"kind": PositionKind.OTHER, "level": PositionLevel.OTHER}
        return data
