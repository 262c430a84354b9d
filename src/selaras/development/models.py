"""Training with hours against the year's duty, and improvement plans with dated help."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation
from selaras.core.constraints import one_of
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.monitoring.models import Feedback
from selaras.organisation.models import EmploymentKind, Person, Unit


class TrainingKind(models.TextChoices):
    """Kinds of training."""

    TECHNICAL = "TECHNICAL", _("Technical")
    MANAGERIAL = "MANAGERIAL", _("Managerial")
    SOCIO_CULTURAL = "SOCIO_CULTURAL", _("Socio-cultural")


class TrainingForm(models.TextChoices):
    """Forms of training."""

    CLASSICAL = "CLASSICAL", _("Classroom")
    NON_CLASSICAL = "NON_CLASSICAL", _("Outside the classroom")


class TrainingState(models.TextChoices):
    """States of a training entry."""

    OPEN = "OPEN", _("Open for enrolment")
    HELD = "HELD", _("Held")
    CANCELLED = "CANCELLED", _("Cancelled")


class Training(EditableModel):
    """A training offered or followed, with its hours (JP)."""

    title = models.CharField(max_length=200)
    unit = AgencyForeignKey(
        Unit,
        null=True,
        blank=True,
        related_name="+",
        help_text="The unit whose officers look after it; none: those of the whole agency.",
    )
    kind = models.CharField(max_length=14, choices=TrainingKind.choices)
    form = models.CharField(max_length=13, choices=TrainingForm.choices)
    provider = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    hours = models.PositiveSmallIntegerField(help_text="Lesson hours (JP).")
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(blank=True, default="")
    state = models.CharField(max_length=9, choices=TrainingState.choices, default=TrainingState.OPEN)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="development_training_days", condition=Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(name="development_training_hours", condition=Q(hours__gte=1)),
            one_of("development_training_state", "state", TrainingState),
            one_of("development_training_kind", "kind", TrainingKind),
            one_of("development_training_form", "form", TrainingForm),
        )


class EnrolmentState(models.TextChoices):
    """States of an enrolment."""

    REQUESTED = "REQUESTED", _("Asked for")
    ENROLLED = "ENROLLED", _("Enrolled")
    DECLINED = "DECLINED", _("Declined")
    ATTENDED = "ATTENDED", _("Attended")
    ABSENT = "ABSENT", _("Absent")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Enrolment(EditableModel):
    """A person in a training, linked to the weakness it shall help with."""

    training = AgencyForeignKey(Training, related_name="enrolments")
    person = AgencyForeignKey(Person, related_name="+")
    unit = AgencyForeignKey(
        Unit, null=True, related_name="+", help_text="The person's unit when it was asked for."
    )
    asked_by = AgencyForeignKey(
        Person, null=True, related_name="+", help_text="The person, or who proposed it."
    )
    state = models.CharField(max_length=9, choices=EnrolmentState.choices, default=EnrolmentState.REQUESTED)
    weakness = models.CharField(max_length=300, blank=True, default="")
    feedback = AgencyForeignKey(Feedback, null=True, blank=True, related_name="+")
    evaluation = AgencyForeignKey(Evaluation, null=True, blank=True, related_name="+")
    hours_earned = models.PositiveSmallIntegerField(null=True, blank=True)
    certificate = models.CharField(max_length=200, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="", help_text="Why it was declined.")
    asked_at = models.DateTimeField()
    enrolled_at = models.DateTimeField(null=True)
    attended_at = models.DateTimeField(null=True)
    privacy = personal("person", "asked_by", "weakness", "hours_earned", "certificate", "answer")

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "training", "person"), name="development_enrolment_once"
            ),
            one_of("development_enrolment_state", "state", EnrolmentState),
            models.CheckConstraint(
                name="development_enrolment_hours",
                condition=Q(state="ATTENDED", hours_earned__isnull=False)
                | (~Q(state="ATTENDED") & Q(hours_earned=None)),
            ),
        )
        indexes = (
            models.Index(fields=("agency", "person", "state"), name="development_enrolment_person"),
            models.Index(fields=("agency", "state", "unit"), name="development_enrolment_state_ix"),
        )


class HoursDuty(EditableModel):
    """How many hours a kind of employee shall earn in a year: the law's value or the agency's choice."""

    year = models.PositiveSmallIntegerField()
    employment = models.CharField(max_length=8, choices=EmploymentKind.choices)
    hours = models.PositiveSmallIntegerField()
    article = models.CharField(max_length=200)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "employment"), name="development_hoursduty_once"
            ),
            one_of("development_hoursduty_employment", "employment", EmploymentKind),
        )


class ImprovementState(models.TextChoices):
    """States of an improvement plan."""

    ACTIVE = "ACTIVE", _("Running")
    ACHIEVED = "ACHIEVED", _("Improved")
    NOT_ACHIEVED = "NOT_ACHIEVED", _("Not improved")
    CANCELLED = "CANCELLED", _("Cancelled")


class ImprovementPlan(EditableModel):
    """Dated help for a person whose predicate is below Good."""

    evaluation = AgencyForeignKey(Evaluation, related_name="+")
    person = AgencyForeignKey(Person, related_name="+")
    goal = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ImprovementState.choices, default=ImprovementState.ACTIVE)
    conclusion = models.TextField(blank=True, default="")
    privacy = personal("person", "goal", "conclusion")

    class Meta(EditableModel.Meta):
        ordering = ("-starts_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("agency", "evaluation"), name="development_improvement_once"),
            one_of("development_improvement_state", "state", ImprovementState),
            models.CheckConstraint(
                name="development_improvement_days", condition=Q(ends_on__gt=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="development_improvement_concluded", condition=Q(state="ACTIVE") | ~Q(conclusion="")
            ),
        )
        indexes = (models.Index(fields=("agency", "person"), name="development_improvement_person"),)


class ImprovementStep(AgencyModel):
    """One piece of help with the day by which it is given."""

    plan = AgencyForeignKey(ImprovementPlan, related_name="steps", on_delete=models.CASCADE)
    ordinal = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    helper = AgencyForeignKey(Person, null=True, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    note = models.TextField(blank=True, default="")
    privacy = personal("text", "helper", "note")

    class Meta(AgencyModel.Meta):
        ordering = ("ordinal", "id")
        constraints = (
            models.UniqueConstraint(fields=("agency", "plan", "ordinal"), name="development_step_ordinal"),
        )
        indexes = (models.Index(fields=("agency", "helper"), name="development_step_helper"),)
