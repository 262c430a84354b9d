"""Organisational achievement, evaluations with their ratings, self-appraisals, moves, objections."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import one_of
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Person, Unit
from selaras.planning.models import Plan, PlanVersion, ResultLineage, Window


class Achievement(models.TextChoices):
    """Organisational achievement (Lampiran IV.B.1)."""

    EXCELLENT = "EXCELLENT", _("Excellent")
    GOOD = "GOOD", _("Good")
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT", _("Needs improvement")
    POOR = "POOR", _("Poor")
    VERY_POOR = "VERY_POOR", _("Very poor")


class Rating(models.TextChoices):
    """Expectation ratings of results and of behaviour; always human judgement."""

    ABOVE = "ABOVE", _("Above expectation")
    MEETS = "MEETS", _("Meets expectation")
    BELOW = "BELOW", _("Below expectation")


class Predicate(models.TextChoices):
    """Predicates of an employee's performance."""

    VERY_GOOD = "VERY_GOOD", _("Very good")
    GOOD = "GOOD", _("Good")
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT", _("Needs improvement")
    POOR = "POOR", _("Poor (misconduct)")
    VERY_POOR = "VERY_POOR", _("Very poor")


class OrganisationAchievement(EditableModel):
    """What a unit achieved in a window: an input from the agency's own rules, not computed here."""

    unit = AgencyForeignKey(Unit, related_name="+")
    window = AgencyForeignKey(Window, related_name="+")
    achievement = models.CharField(max_length=17, choices=Achievement.choices)
    grounds = models.TextField()
    set_at = models.DateTimeField()
    set_by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "unit", "window"), name="appraisal_achievement_unit"),
            one_of("appraisal_achievement_code", "achievement", Achievement),
        )


class AppraiserReason(models.TextChoices):
    """Why somebody appraises: the codes of the organisation, and a recorded move."""

    DIRECT_SUPERIOR = "DIRECT_SUPERIOR", _("Direct superior of the employee")
    DELEGATED = "DELEGATED", _("Authority to appraise was delegated")
    ACTING = "ACTING", _("Acting (Plt or Plh) in the post of the direct superior")
    PLT_UNIT_HEAD = "PLT_UNIT_HEAD", _("Head of the unit to which the employee reports as Plt")
    ESCALATED = "ESCALATED", _("The direct superior is permanently unable, so the next superior appraises")
    MOVED = "MOVED", _("Changed by a recorded move")
    NONE = "NONE", _("No appraiser was found")


class EvaluationState(models.TextChoices):
    """States of an evaluation."""

    OPEN = "OPEN", _("Being evaluated")
    RATED = "RATED", _("Rated and signed")
    DELIVERED = "DELIVERED", _("Delivered to the employee")
    ACCEPTED = "ACCEPTED", _("Signed by the employee")
    LAPSED = "LAPSED", _("Not signed in time")
    OBJECTED = "OBJECTED", _("Objection running")
    DECIDED = "DECIDED", _("Objection decided")
    REPORTED = "REPORTED", _("Reported")


class Evaluation(EditableModel):
    """One plan judged in one window; who appraises was stored with its reason when it opened."""

    plan = AgencyForeignKey(Plan, related_name="+")
    window = AgencyForeignKey(Window, related_name="+")
    person = AgencyForeignKey(Person, related_name="+")
    unit = AgencyForeignKey(Unit, related_name="+", help_text="The employee's unit when it opened.")
    plan_version = AgencyForeignKey(PlanVersion, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=EvaluationState.choices, default=EvaluationState.OPEN)
    appraiser = AgencyForeignKey(Person, null=True, related_name="+")
    appraiser_reason = models.CharField(max_length=40)
    superior = AgencyForeignKey(Person, null=True, related_name="+")
    appraiser_unit = AgencyForeignKey(
        Unit, null=True, related_name="+", help_text="The unit the appraiser leads."
    )
    is_escalated = models.BooleanField(default=False, help_text="The superior evaluates (D.1.2); final.")
    is_final = models.BooleanField(default=False, help_text="No objection is possible (Lampiran IV.A.11-12).")
    final_reason = models.CharField(max_length=40, blank=True, default="")
    achievement = models.CharField(max_length=17, choices=Achievement.choices, blank=True, default="")
    achievement_of = AgencyForeignKey(Window, null=True, related_name="+")
    results_rating = models.CharField(max_length=5, choices=Rating.choices, blank=True, default="")
    results_grounds = models.TextField(blank=True, default="")
    behaviour_rating = models.CharField(max_length=5, choices=Rating.choices, blank=True, default="")
    behaviour_grounds = models.TextField(blank=True, default="")
    study_leave_failed = models.BooleanField(default=False)
    predicate = models.CharField(max_length=17, choices=Predicate.choices, blank=True, default="")
    explanation = models.JSONField(default=dict, help_text="The law entries used, as explain() gave them.")
    notes = models.TextField(blank=True, default="")
    opened_at = models.DateTimeField()
    rated_at = models.DateTimeField(null=True)
    rated_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    deliver_until = models.DateField(null=True)
    object_until = models.DateField(null=True, help_text="The last day on which the employee may object.")
    returned_on = models.DateField(null=True)
    return_until = models.DateField(null=True)
    reported_on = models.DateField(null=True)
    report_until = models.DateField(null=True)
    sign_until = models.DateField(null=True, help_text="Of the superior, once escalated.")
    sign_again_until = models.DateField(null=True, help_text="After a signed result was taken back.")
    sign_again_since = models.DateField(null=True, help_text="The day on which those days began to count.")
    privacy = personal(
        "explanation",
        "person",
        "results_rating",
        "results_grounds",
        "behaviour_rating",
        "behaviour_grounds",
        "predicate",
        "notes",
    )

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "plan", "window"), name="appraisal_evaluation_once"),
            one_of("appraisal_evaluation_state", "state", EvaluationState),
            models.CheckConstraint(
                name="appraisal_evaluation_rated",
                condition=Q(state="OPEN", rated_at=None, predicate="")
                | (
                    ~Q(state="OPEN")
                    & Q(rated_at__isnull=False)
                    & ~Q(predicate="")
                    & ~Q(results_rating="")
                    & ~Q(behaviour_rating="")
                ),
            ),
        )
        indexes = (
            models.Index(fields=("agency", "window", "state"), name="appraisal_evaluation_window"),
            models.Index(fields=("agency", "person"), name="appraisal_evaluation_person"),
            models.Index(fields=("agency", "appraiser", "state"), name="appraisal_evaluation_rater"),
            models.Index(fields=("agency", "superior", "state"), name="appraisal_evaluation_super"),
        )

    @property
    def evaluator_id(self) -> int | None:
        """Who has to evaluate: the appraiser, or the superior once the appraiser stayed silent."""
        return self.superior_id if self.is_escalated else self.appraiser_id

    @property
    def evaluator(self) -> Person | None:
        """The person behind `evaluator_id`."""
        return self.superior if self.is_escalated else self.appraiser


class EvaluationRow(AgencyModel):
    """The final realisation of one result, and the appraiser's optional, non-binding judgement of it (AMB-18)."""

    evaluation = AgencyForeignKey(Evaluation, related_name="rows", on_delete=models.CASCADE)
    result = AgencyForeignKey(ResultLineage, related_name="+")
    indicator_id = models.BigIntegerField(null=True, help_text="The indicator's lineage.")
    realisation = models.TextField(blank=True, default="")
    helper_rating = models.CharField(max_length=5, choices=Rating.choices, blank=True, default="")
    privacy = personal("realisation", "helper_rating")

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "evaluation", "result", "indicator_id"),
                name="appraisal_row_once",
                nulls_distinct=False,
            ),
        )


class AppraiserMove(AgencyModel):
    """A recorded change of who appraises an open evaluation; never re-derived."""

    evaluation = AgencyForeignKey(Evaluation, related_name="moves", on_delete=models.CASCADE)
    before = AgencyForeignKey(Person, null=True, related_name="+")
    after = AgencyForeignKey(Person, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    article = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    privacy = personal("before", "after", "reason")


class AppraisalKind(models.TextChoices):
    """Who gives an opinion beside the appraiser's rating."""

    SELF = "SELF", _("Self-appraisal")
    PEER = "PEER", _("Peer appraisal")


class Opinion(EditableModel):
    """A self- or peer appraisal: ratings with grounds that the appraiser weighs, never averages."""

    evaluation = AgencyForeignKey(Evaluation, related_name="opinions", on_delete=models.CASCADE)
    kind = models.CharField(max_length=4, choices=AppraisalKind.choices)
    author = AgencyForeignKey(Person, related_name="+")
    results_rating = models.CharField(max_length=5, choices=Rating.choices, blank=True, default="")
    results_grounds = models.TextField(blank=True, default="")
    behaviour_rating = models.CharField(max_length=5, choices=Rating.choices, blank=True, default="")
    behaviour_grounds = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    privacy = personal("author", "results_rating", "results_grounds", "behaviour_rating", "behaviour_grounds")

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "evaluation", "kind", "author"), name="appraisal_opinion_once"
            ),
            one_of("appraisal_opinion_kind", "kind", AppraisalKind),
        )


class Decision(models.TextChoices):
    """How an objection ends (Pasal 29)."""

    UPHELD = "UPHELD", _("The result is upheld")
    CHANGED = "CHANGED", _("The result is changed")


class Objection(EditableModel):
    """An employee's objection to a delivered result, and the superior's decision (Pasal 29, Lampiran V.B)."""

    evaluation = AgencyForeignKey(Evaluation, related_name="objections")
    reasons = models.TextField()
    filed_at = models.DateTimeField()
    filed_on = models.DateField()
    decide_until = models.DateField()
    appraiser_statement = models.TextField(blank=True, default="")
    appraiser_stated_at = models.DateTimeField(null=True)
    employee_statement = models.TextField(blank=True, default="")
    decision = models.CharField(max_length=7, choices=Decision.choices, blank=True, default="")
    decision_grounds = models.TextField(blank=True, default="")
    results_rating = models.CharField(max_length=5, choices=Rating.choices, blank=True, default="")
    behaviour_rating = models.CharField(max_length=5, choices=Rating.choices, blank=True, default="")
    predicate = models.CharField(max_length=17, choices=Predicate.choices, blank=True, default="")
    explanation = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by = AgencyForeignKey(Person, null=True, related_name="+")
    privacy = personal(
        "explanation", "reasons", "appraiser_statement", "employee_statement", "decision_grounds", "predicate"
    )

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "evaluation"), name="appraisal_objection_once"),
            models.CheckConstraint(
                name="appraisal_objection_decided",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (
                    ~Q(decision="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(decision_grounds="")
                ),
            ),
            models.CheckConstraint(
                name="appraisal_objection_changed",
                condition=~Q(decision="CHANGED") | (~Q(predicate="") & ~Q(results_rating="")),
            ),
        )
