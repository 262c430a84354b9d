"""What an agency chooses within the law: one row a decision, dated, with its reason, never changed afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import one_of, together
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel
from selaras.core.privacy import personal


class Topic(models.TextChoices):
    """What an agency may choose."""

    WORKING_WEEK = "WORKING_WEEK", _("Working week")
    DISTRIBUTION = "DISTRIBUTION", _("Warnings about the distribution of predicates")
    ALLOWANCE = "ALLOWANCE", _("Performance allowance")
    SCHEME = "SCHEME", _("Weighted score of the company")
    EMPLOYEE_OF_MONTH = "EMPLOYEE_OF_MONTH", _("Conditions of the employee of the month")


class Choice(AgencyModel):
    """One decision: it holds from its day until the next one of its topic begins."""

    topic = models.CharField(max_length=17, choices=Topic.choices)
    from_on = models.DateField()
    value = models.JSONField(help_text="As the schema of the topic says; decimals are text.")
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, related_name="+")
    recorded_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, null=True, related_name="+")
    withdrawn_name = models.CharField(max_length=200, blank=True, default="")
    withdrawn_reason = models.TextField(blank=True, default="")
    privacy = personal("recorded_name", "withdrawn_name", "reason", "withdrawn_reason", years=10)

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "topic", "from_on"),
                condition=Q(withdrawn_at=None),
                name="regulations_choice_once",
            ),
            one_of("regulations_choice_topic", "topic", Topic),
            together("regulations_choice_withdrawn", "withdrawn_at", "withdrawn_by"),
        )

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the decision was taken back before it began."""
        return self.withdrawn_at is not None
