"""Strategic goals with indicators and yearly targets, and the yearly performance agreement of a unit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import one_of, together
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Person, Unit
from selaras.planning.models.periods import Period


class StrategicGoal(EditableModel):
    """A goal of the strategic plan (Renstra)."""

    unit = AgencyForeignKey(Unit, related_name="+")
    code = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "code", "first_year"), name="planning_goal_code"),
            models.CheckConstraint(
                name="planning_goal_years", condition=models.Q(last_year__gte=models.F("first_year"))
            ),
        )


class GoalIndicator(EditableModel):
    """How a goal is measured, with its baseline."""

    goal = AgencyForeignKey(StrategicGoal, related_name="indicators", on_delete=models.CASCADE)
    text = models.CharField(max_length=500)
    measure = models.CharField(max_length=60, blank=True, default="", help_text="Unit of measure.")
    direction = models.CharField(max_length=6, default="MORE")
    baseline = models.CharField(max_length=60, blank=True, default="")
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    ordinal = models.PositiveSmallIntegerField(default=1)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        ordering = ("ordinal", "id")


class YearlyTarget(AgencyModel):
    """What an indicator shall reach in a year."""

    indicator = AgencyForeignKey(GoalIndicator, related_name="targets", on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField()
    target = models.CharField(max_length=100)
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "indicator", "year"), name="planning_yearlytarget_year"
            ),
        )


class AgreementState(models.TextChoices):
    """States of a performance agreement."""

    DRAFT = "DRAFT", _("Draft")
    SIGNED = "SIGNED", _("Signed")


class Agreement(EditableModel):
    """A unit's performance agreement (Perjanjian Kinerja) for a year."""

    period = AgencyForeignKey(Period, related_name="+")
    unit = AgencyForeignKey(Unit, related_name="+")
    state = models.CharField(max_length=8, choices=AgreementState.choices, default=AgreementState.DRAFT)
    budget = models.BigIntegerField(null=True, blank=True, help_text="Rupiah.")
    signed_by = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    privacy = personal("signed_by")

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "period", "unit"), name="planning_agreement_unit"),
            one_of("planning_agreement_state", "state", AgreementState),
            together("planning_agreement_signed", "signed_by", "signed_on"),
        )


class AgreementItem(AgencyModel):
    """One goal, indicator and target of an agreement."""

    agreement = AgencyForeignKey(Agreement, related_name="items", on_delete=models.CASCADE)
    ordinal = models.PositiveSmallIntegerField()
    goal = models.CharField(max_length=500)
    indicator = models.CharField(max_length=500)
    target = models.CharField(max_length=200)
    source = AgencyForeignKey(GoalIndicator, null=True, blank=True, related_name="+")
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        ordering = ("ordinal", "id")
