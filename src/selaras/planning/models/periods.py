"""The performance year of an agency and the windows in which it is judged."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selaras.core.constraints import one_of
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import EditableModel
from selaras.core.privacy import NOT_PERSONAL


class Cadence(models.TextChoices):
    """How often people are evaluated within the year (Pasal 24(3): the agency chooses one)."""

    MONTHLY = "MONTHLY", _("Monthly")
    QUARTERLY = "QUARTERLY", _("Quarterly")


class Scheme(models.TextChoices):
    """By which rules the ratings of a period become a predicate."""

    PERMENPANRB_6_2022 = "permenpanrb-6-2022", _("PermenPANRB 6/2022")
    COMPANY_MATRIX = "company-matrix", _("Company matrix")


class PeriodState(models.TextChoices):
    """States of a period."""

    PREPARING = "PREPARING", _("In preparation")
    OPEN = "OPEN", pgettext_lazy("state", "Open")
    CLOSED = "CLOSED", _("Closed")


class Period(EditableModel):
    """One performance year."""

    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cadence = models.CharField(max_length=10, choices=Cadence.choices)
    scheme = models.CharField(max_length=30, choices=Scheme.choices)
    plans_due_on = models.DateField(help_text="Pasal 14(1): 31 January.")
    report_due_day = models.PositiveSmallIntegerField(
        default=5, help_text="The day of the next month by which a monthly report is due."
    )
    state = models.CharField(max_length=10, choices=PeriodState.choices, default=PeriodState.PREPARING)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "year"), name="planning_period_year"),
            models.CheckConstraint(
                name="planning_period_days", condition=models.Q(ends_on__gt=models.F("starts_on"))
            ),
            one_of("planning_period_cadence", "cadence", Cadence),
            one_of("planning_period_scheme", "scheme", Scheme),
            one_of("planning_period_state", "state", PeriodState),
            models.CheckConstraint(
                name="planning_period_report_day", condition=models.Q(report_due_day__range=(1, 28))
            ),
        )

    def __str__(self) -> str:
        return self.name


class WindowKind(models.TextChoices):
    """Whether a window judges a part of the year or the year."""

    PERIODIC = "PERIODIC", _("Periodic")
    ANNUAL = "ANNUAL", _("Annual")


class Window(EditableModel):
    """The days in which one evaluation is made: the fourth quarter and the year are two windows."""

    period = AgencyForeignKey(Period, related_name="windows")
    kind = models.CharField(max_length=8, choices=WindowKind.choices)
    number = models.PositiveSmallIntegerField(help_text="1–12 or 1–4; 0 for the year.")
    judged_from = models.DateField()
    judged_until = models.DateField(help_text="The last judged day; the law of this day applies.")
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        ordering = ("judged_until", "kind", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "period", "kind", "number"), name="planning_window_number"
            ),
            one_of("planning_window_kind", "kind", WindowKind),
            models.CheckConstraint(
                name="planning_window_days",
                condition=models.Q(judged_until__gt=models.F("judged_from"))
                & models.Q(closes_on__gt=models.F("opens_on")),
            ),
            models.CheckConstraint(
                name="planning_window_annual",
                condition=models.Q(kind="ANNUAL", number=0) | models.Q(kind="PERIODIC", number__gte=1),
            ),
        )
