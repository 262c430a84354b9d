"""Plans (SKP) in versions: results and indicators keep a lineage across versions, which later stages point to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selaras.core.constraints import one_of, together
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Assignment, Person
from selaras.planning.models.cascade import MatrixResult
from selaras.planning.models.periods import Period
from selaras.planning.models.strategy import AgreementItem


class PlanGroup(models.TextChoices):
    """Which form a plan uses."""

    JPT_UNIT_HEAD = "JPT_UNIT_HEAD", _("Senior leader or head of an independent unit")
    ADMIN_FUNCTIONAL = "ADMIN_FUNCTIONAL", _("Administrative or functional position")


class Approach(models.TextChoices):
    """How results are measured."""

    QUANTITATIVE = "QUANTITATIVE", _("Quantitative")
    QUALITATIVE = "QUALITATIVE", _("Qualitative")


class PlanState(models.TextChoices):
    """States of a version of a plan."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Sent to the appraiser")
    RETURNED = "RETURNED", _("Returned")
    AGREED = "AGREED", _("Agreed, to be signed")
    SIGNED = "SIGNED", _("Signed by the employee")
    SET = "SET", _("Set")
    SUPERSEDED = "SUPERSEDED", _("Replaced by a newer version")


class Plan(EditableModel):
    """The plan of one assignment in one period; several in a year are normal after moves."""

    period = AgencyForeignKey(Period, related_name="+")
    assignment = AgencyForeignKey(Assignment, related_name="+")
    person = AgencyForeignKey(Person, related_name="+")
    group = models.CharField(max_length=16, choices=PlanGroup.choices)
    approach = models.CharField(max_length=12, choices=Approach.choices, default=Approach.QUANTITATIVE)
    starts_on = models.DateField()
    ends_on = models.DateField()
    appraiser = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    appraiser_reason = models.CharField(max_length=40, blank=True, default="")
    superior = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    privacy = personal("person", "appraiser", "superior")

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "period", "assignment"), name="planning_plan_assignment"
            ),
            one_of("planning_plan_group", "group", PlanGroup),
            one_of("planning_plan_approach", "approach", Approach),
        )
        indexes = (
            models.Index(fields=("agency", "person", "period"), name="planning_plan_person"),
            models.Index(fields=("agency", "appraiser", "period"), name="planning_plan_appraiser"),
        )


class PlanVersion(EditableModel):
    """One version of a plan's content; exactly one is in force once set, at most one is being worked on."""

    plan = AgencyForeignKey(Plan, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    change_reason = models.TextField(blank=True, default="")
    return_reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    set_at, set_on = models.DateTimeField(null=True), models.DateField(null=True)
    expectations_version = models.PositiveIntegerField(default=1)
    annex_version = models.PositiveIntegerField(default=1)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    privacy = personal("change_reason", "return_reason")

    class Meta(EditableModel.Meta):
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "plan", "number"), name="planning_planversion_number"),
            models.UniqueConstraint(
                fields=("agency", "plan"),
                condition=models.Q(state="SET"),
                name="planning_planversion_one_set",
            ),
            models.UniqueConstraint(
                fields=("agency", "plan"),
                condition=models.Q(state__in=("DRAFT", "SUBMITTED", "RETURNED", "AGREED", "SIGNED")),
                name="planning_planversion_one_open",
            ),
            one_of("planning_planversion_state", "state", PlanState),
        )


class KeptBy(models.TextChoices):
    """Whether a result stays with the post or goes with the person."""

    ORGANISATION = "ORGANISATION", _("Kept by the post")
    INDIVIDUAL = "INDIVIDUAL", _("Kept by the person")


class ResultLineage(AgencyModel):
    """The identity of a result across the versions of a plan."""

    plan = AgencyForeignKey(Plan, related_name="lineages")
    kept_by = models.CharField(max_length=12, choices=KeptBy.choices, default=KeptBy.ORGANISATION)
    taken_over_at = models.DateTimeField(null=True)
    privacy = NOT_PERSONAL


class IndicatorLineage(AgencyModel):
    """The identity of an indicator across the versions of a plan."""

    result = AgencyForeignKey(ResultLineage, related_name="indicators")
    privacy = NOT_PERSONAL


class ResultKind(models.TextChoices):
    """Priority of a result."""

    MAIN = "MAIN", _("Main")
    ADDITIONAL = "ADDITIONAL", _("Additional")


class ResultSource(models.TextChoices):
    """Where a result comes from (Lampiran II.A.2, 5 and 6)."""

    PK = "PK", _("Performance agreement")
    RENSTRA = "RENSTRA", _("Strategic plan")
    RKT = "RKT", _("Annual work plan")
    DIRECTIVE = "DIRECTIVE", _("Directive")
    ACTION_PLAN = "ACTION_PLAN", _("Action plan or strategic initiative")
    MPH = "MPH", _("Role and result matrix")
    ASSIGNMENT = "ASSIGNMENT", _("Assignment")


class ExpectedResult(EditableModel):
    """A result expected in one version of a plan (rencana hasil kerja).

    `intervened` (with `intervened_indicator`) names the result of the leader that this one serves; the texts are
    kept beside it, because the leader may have no plan here (a minister) and because forms print them joined.
    """

    plan_version = AgencyForeignKey(PlanVersion, related_name="results", on_delete=models.CASCADE)
    lineage = AgencyForeignKey(ResultLineage, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ResultKind.choices, default=ResultKind.MAIN)
    source = models.CharField(max_length=12, choices=ResultSource.choices)
    text = models.TextField(blank=True, default="")
    assigned_by = models.CharField(
        max_length=200, blank=True, default="", help_text="Position of the leader who gave the assignment."
    )
    intervened = AgencyForeignKey(ResultLineage, null=True, blank=True, related_name="+")
    intervened_indicator = AgencyForeignKey(IndicatorLineage, null=True, blank=True, related_name="+")
    intervened_text = models.TextField(blank=True, default="")
    intervened_indicator_text = models.TextField(blank=True, default="")
    matrix_result = AgencyForeignKey(MatrixResult, null=True, blank=True, related_name="+")
    is_acting = models.BooleanField(
        default=False, help_text="Plt, Plh or JF in a structural post: must be main."
    )
    is_vital = models.BooleanField(
        default=False, help_text="Life, injury, national security or a large loss."
    )
    given_by_other = models.BooleanField(default=False, help_text="By a leader who is not the appraiser.")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    privacy = personal("text", "intervened_text", "intervened_indicator_text", "approved_by", "assigned_by")

    class Meta(EditableModel.Meta):
        ordering = ("-kind", "ordinal", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "plan_version", "lineage"), name="planning_result_lineage"
            ),
            one_of("planning_result_kind", "kind", ResultKind),
            one_of("planning_result_source", "source", ResultSource),
            together("planning_result_approved", "approved_at", "approved_by"),
        )


class Aspect(models.TextChoices):
    """Aspects of an indicator (Pasal 9(2))."""

    QUANTITY = "QUANTITY", _("Quantity")
    QUALITY = "QUALITY", _("Quality")
    TIME = "TIME", _("Time")
    COST = "COST", _("Cost")


class Perspective(models.TextChoices):
    """Perspectives of the indicators of senior leaders."""

    SERVICE_RECIPIENT = "SERVICE_RECIPIENT", _("Service recipients")
    BUSINESS_PROCESS = "BUSINESS_PROCESS", _("Business process")
    INTERNAL_STRENGTHENING = "INTERNAL_STRENGTHENING", _("Internal strengthening")
    BUDGET = "BUDGET", _("Budget")


class TargetKind(models.TextChoices):
    """How a target is stated."""

    NUMBER = "NUMBER", pgettext_lazy("target", "Number")
    RANGE = "RANGE", _("Range")
    TEXT = "TEXT", _("Text")


class Direction(models.TextChoices):
    """Whether more or less is better."""

    MORE = "MORE", _("More is better")
    LESS = "LESS", _("Less is better")
    WITHIN = "WITHIN", _("Within the range")


class Indicator(AgencyModel):
    """How a result is measured; `target_text` is what is printed when given, and a draft may lack its target."""

    result = AgencyForeignKey(ExpectedResult, related_name="indicators", on_delete=models.CASCADE)
    lineage = AgencyForeignKey(IndicatorLineage, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, default="")
    aspect = models.CharField(max_length=8, choices=Aspect.choices, blank=True, default="")
    perspective = models.CharField(max_length=22, choices=Perspective.choices, blank=True, default="")
    target_kind = models.CharField(max_length=6, choices=TargetKind.choices, default=TargetKind.TEXT)
    target_low = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    target_high = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    target_text = models.CharField(max_length=500, blank=True, default="")
    measure = models.CharField(max_length=60, blank=True, default="", help_text="Unit of measure.")
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.MORE)
    agreement_item = AgencyForeignKey(AgreementItem, null=True, blank=True, related_name="+")
    privacy = personal("text", "target_text")

    class Meta(AgencyModel.Meta):
        ordering = ("ordinal", "id")
        constraints = (
            one_of("planning_indicator_direction", "direction", Direction),
            models.CheckConstraint(
                name="planning_indicator_target",
                condition=models.Q(target_kind="NUMBER", target_high=None)
                | models.Q(target_kind="RANGE", target_low=None)
                | models.Q(target_kind="RANGE", target_high=None)
                | models.Q(target_kind="RANGE", target_low__lte=models.F("target_high"))
                | models.Q(target_kind="TEXT", target_low=None, target_high=None),
            ),
        )


class BehaviourExpectation(AgencyModel):
    """A special expectation of the leader on one of the values (Pasal 10(4)); several per value are normal."""

    plan_version = AgencyForeignKey(PlanVersion, related_name="expectations", on_delete=models.CASCADE)
    value = models.CharField(
        max_length=40, help_text="Code of the value in the law data or the agency's own."
    )
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()
    privacy = personal("text")

    class Meta(AgencyModel.Meta):
        ordering = ("value", "ordinal", "id")


class ProvisionKind(models.TextChoices):
    """The lists of the annex (A.1.8)."""

    RESOURCE = "RESOURCE", _("Support of resources")
    ACCOUNTABILITY = "ACCOUNTABILITY", _("Accountability scheme")
    CONSEQUENCE = "CONSEQUENCE", _("Consequence when expectations are met")
    NEGATIVE_CONSEQUENCE = "NEGATIVE_CONSEQUENCE", _("Consequence when expectations are not met")


class Provision(AgencyModel):
    """One line of the annex of a plan (Pasal 11–13)."""

    plan_version = AgencyForeignKey(PlanVersion, related_name="provisions", on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=ProvisionKind.choices)
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()
    privacy = personal("text")

    class Meta(AgencyModel.Meta):
        ordering = ("kind", "ordinal", "id")
        constraints = (one_of("planning_provision_kind", "kind", ProvisionKind),)
