"""Who holds which position, to whom appraising is delegated, who was granted a role, and own holidays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import no_overlap, one_of, ordered_span
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models.dated import DatedModel
from selaras.organisation.models.people import Person
from selaras.organisation.models.units import Position, Unit


class AssignmentKind(models.TextChoices):
    """How a position is held."""

    DEFINITIVE = "DEFINITIVE", _("Definitive")
    PLT = "PLT", _("Acting (Plt)")
    PLH = "PLH", _("Daily acting (Plh)")


class Assignment(DatedModel):
    """A person holds a position from one day until another."""

    person = AgencyForeignKey(Person, related_name="assignments")
    position = AgencyForeignKey(Position, related_name="assignments")
    kind = models.CharField(max_length=10, choices=AssignmentKind.choices, default=AssignmentKind.DEFINITIVE)
    letter = models.CharField(max_length=120, blank=True, default="")
    privacy = personal("person", "letter")

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap(
                "organisation_assignment_definitive",
                "person",
                condition=Q(kind="DEFINITIVE"),
                message=_("This person already holds a definitive position on some of these days."),
            ),
            no_overlap("organisation_assignment_same", "person", "position"),
            ordered_span("organisation_assignment_ordered"),
            one_of("organisation_assignment_kind", "kind", AssignmentKind),
        )
        indexes = (models.Index(fields=("agency", "position"), name="organisation_assignment_pos"),)


class Delegation(DatedModel):
    """Authority to appraise given to another official (PermenPANRB 6/2022 Pasal 1.9, Lampiran IV.A).

    Of one person, of everybody whose direct superior is the delegating official, or of everybody in the unit
    that the delegate leads (a teacher who heads a school, a nutritionist who heads an installation).
    """

    delegate = AgencyForeignKey(Person, related_name="+")
    person = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    official = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    unit = AgencyForeignKey(Unit, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    letter = models.CharField(max_length=120, blank=True, default="")
    privacy = personal("delegate", "person", "official", "reason", "letter")

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap("organisation_delegation_person", "person", condition=Q(person__isnull=False)),
            no_overlap("organisation_delegation_official", "official", condition=Q(official__isnull=False)),
            no_overlap("organisation_delegation_unit", "unit", condition=Q(unit__isnull=False)),
            ordered_span("organisation_delegation_ordered"),
            models.CheckConstraint(
                name="organisation_delegation_object",
                condition=Q(person=None, official__isnull=False, unit=None)
                | Q(person__isnull=False, official=None, unit=None)
                | Q(person=None, official=None, unit__isnull=False),
            ),
        )


class Grant(DatedModel):
    """A role given to a member over a unit and all below it, or over the whole agency (unit empty)."""

    member = AgencyForeignKey("accounts.Membership", related_name="+")
    role = models.CharField(max_length=12)
    unit = AgencyForeignKey(Unit, null=True, blank=True, related_name="+")
    privacy = personal("member", "role")

    class Meta(DatedModel.Meta):
        constraints = (
            ordered_span("organisation_grant_ordered"),
            models.CheckConstraint(
                name="organisation_grant_role",
                condition=Q(role__in=("OFFICER", "HEAD", "AUDITOR", "OPERATOR")),
            ),
            models.UniqueConstraint(
                fields=("agency", "member", "role", "unit", "from_on"),
                name="organisation_grant_unique",
                nulls_distinct=False,
            ),
        )


class HolidayOverride(AgencyModel):
    """A day that an agency adds to, or takes from, the national calendar, with its decree."""

    day = models.DateField()
    is_holiday = models.BooleanField()
    reason = models.CharField(max_length=200)
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "day"), name="organisation_holiday_day"),)
