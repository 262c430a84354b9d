"""The agreement of appraiser and employee to use the previous period's result of the old unit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models.evaluation import Achievement, Evaluation, Predicate, Rating
from selaras.core.constraints import one_of
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import EditableModel
from selaras.core.privacy import personal
from selaras.organisation.models import Person


class ReuseState(models.TextChoices):
    """How far the agreement is."""

    PROPOSED = "PROPOSED", _("Proposed")
    AGREED = "AGREED", _("Agreed by both")
    DECLINED = "DECLINED", _("Declined")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    USED = "USED", _("Used for the evaluation")


class ReuseSide(models.TextChoices):
    """The two who have to agree."""

    EMPLOYEE = "EMPLOYEE", _("Employee")
    APPRAISER = "APPRAISER", _("Appraiser")


class Reuse(EditableModel):
    """A previous result proposed for an evaluation: one side proposes, the other answers (Lampiran IV.A.13, p. 91).

    `source` is the evaluation that is reused; a result of another agency is written down from its paper instead.
    """

    evaluation = AgencyForeignKey(Evaluation, related_name="reuses", on_delete=models.CASCADE)
    source = AgencyForeignKey(Evaluation, null=True, related_name="+")
    origin = models.CharField(max_length=200, help_text="The unit, or agency and unit, of the result.")
    origin_period = models.CharField(max_length=100)
    origin_paper = models.CharField(max_length=120, blank=True, default="")
    achievement = models.CharField(max_length=17, choices=Achievement.choices, blank=True, default="")
    results_rating = models.CharField(max_length=5, choices=Rating.choices)
    behaviour_rating = models.CharField(max_length=5, choices=Rating.choices)
    predicate = models.CharField(max_length=17, choices=Predicate.choices)
    reason = models.TextField()
    state = models.CharField(max_length=9, choices=ReuseState.choices, default=ReuseState.PROPOSED)
    proposed_side = models.CharField(max_length=9, choices=ReuseSide.choices)
    proposed_by = AgencyForeignKey(Person, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_on = models.DateField()
    answered_by = AgencyForeignKey(Person, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.TextField(blank=True, default="")
    privacy = personal(
        "origin",
        "origin_period",
        "origin_paper",
        "results_rating",
        "behaviour_rating",
        "predicate",
        "reason",
        "answer",
        "proposed_by",
        "answered_by",
    )

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "evaluation"),
                condition=Q(state__in=("PROPOSED", "AGREED", "USED")),
                name="appraisal_reuse_running",
            ),
            one_of("appraisal_reuse_state", "state", ReuseState),
            one_of("appraisal_reuse_side", "proposed_side", ReuseSide),
            models.CheckConstraint(
                name="appraisal_reuse_traced", condition=Q(source__isnull=False) | ~Q(origin_paper="")
            ),
            models.CheckConstraint(
                name="appraisal_reuse_both_agreed",
                condition=~Q(state__in=("AGREED", "USED", "DECLINED"))
                | (
                    Q(answered_by__isnull=False, answered_at__isnull=False, answered_on__isnull=False)
                    & ~Q(answered_by=models.F("proposed_by"))
                ),
            ),
        )
