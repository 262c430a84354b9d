"""Targets and work standards made known to everyone, and who has acknowledged them."""

from __future__ import annotations

from django.db import models

from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Person, Unit
from selaras.planning.models.periods import Period


class Publication(EditableModel):
    """Targets or standards that an officer publishes to a unit and all below it."""

    period = AgencyForeignKey(Period, related_name="+")
    unit = AgencyForeignKey(Unit, related_name="+")
    title = models.CharField(max_length=200)
    body = models.TextField()
    published_at = models.DateTimeField(null=True)
    published_by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    acknowledge_by_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=2000, default="", blank=True)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        ordering = ("-published_at", "-id")


class Acknowledgement(AgencyModel):
    """A person has read a publication."""

    publication = AgencyForeignKey(Publication, related_name="acknowledgements", on_delete=models.CASCADE)
    person = AgencyForeignKey(Person, related_name="+")
    at = models.DateTimeField()
    privacy = personal("person", "at", years=5)

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "publication", "person"), name="planning_acknowledgement_once"
            ),
        )
