"""Forms of performance years and their windows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.core.models import Agency, AgencyKind
from selaras.organisation.forms.fields import choice_field, day_field, text_field
from selaras.planning.models import Cadence, Scheme

REPORT_DAY = _("The day of the following month by which a monthly report is due.")
DUE = _("The law says the end of January of the performance year (Pasal 14(1)).")
COMPANY_CADENCE = _("The company chooses one for everybody; the year is always evaluated besides.")


def schemes_of(agency: Agency) -> list[tuple[str, object]]:
    """Return the schemes an agency may choose: the law binds public agencies, a company has its own."""
    if agency.is_public:
        return [(Scheme.PERMENPANRB_6_2022.value, Scheme.PERMENPANRB_6_2022.label)]
    if agency.kind == AgencyKind.COMPANY:
        return [(Scheme.COMPANY_MATRIX.value, Scheme.COMPANY_MATRIX.label)]
    return [(one.value, one.label) for one in (Scheme.COMPANY_MATRIX, Scheme.PERMENPANRB_6_2022)]


class PeriodForm(AgencyForm):
    """A new year."""

    year = forms.IntegerField(label=_("Year"), min_value=2022, max_value=2100)
    cadence = choice_field(
        _("How often people are evaluated within the year"),
        Cadence.choices,
        help_text=_(
            "The agency chooses one for everybody (Pasal 24(3)); the year is always evaluated besides."
        ),
    )
    scheme = choice_field(_("Rules"), ())
    report_due_day = forms.IntegerField(
        label=_("Monthly reports are due on day"), min_value=1, max_value=28, initial=5, help_text=REPORT_DAY
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not agency.is_public:
            self.fields["cadence"].help_text = COMPANY_CADENCE
        self.fields["scheme"].choices = schemes_of(agency)  # type: ignore[attr-defined]  # a choice field


class PeriodEditForm(AgencyForm):
    """What may be changed in a year that exists."""

    name = text_field(_("Name"), 100)
    plans_due_on = day_field(_("Plans are set by"), help_text=DUE)
    report_due_day = forms.IntegerField(
        label=_("Monthly reports are due on day"), min_value=1, max_value=28, help_text=REPORT_DAY
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not agency.is_public:
            self.fields["plans_due_on"].help_text = ""


class WindowForm(AgencyForm):
    """When an evaluation opens and closes."""

    opens_on = day_field(_("Opens on"))
    closes_on = day_field(_("Closes on"))


class BeginPlansForm(AgencyForm):
    """For whom drafts are begun."""

    unit = choice_field(_("Unit, with everything below it"), ())

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field
