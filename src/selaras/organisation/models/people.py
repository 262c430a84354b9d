"""Employees and external parties, their employment and rank."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import no_overlap, one_of, ordered_span, together
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import EditableModel
from selaras.core.privacy import personal
from selaras.organisation.models.dated import DatedModel


class PersonKind(models.TextChoices):
    """Whether a person is employed by the agency or an external party known to it."""

    EMPLOYEE = "EMPLOYEE", _("Employee")
    EXTERNAL = "EXTERNAL", _("External party")


class Person(EditableModel):
    """An employee, or an external party (a minister, a patient, a lecturer) without number or account."""

    kind = models.CharField(max_length=10, choices=PersonKind.choices, default=PersonKind.EMPLOYEE)
    number = models.CharField(max_length=30, null=True, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(null=True, blank=True)
    phone = models.CharField(max_length=30, blank=True, default="")
    birth_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, default="")
    description = models.CharField(
        max_length=200, blank=True, default="", help_text="Of an external party: patient, lecturer, agency."
    )
    member = AgencyForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    invitation = AgencyForeignKey(
        "accounts.Invitation",
        null=True,
        blank=True,
        related_name="+",
        help_text="While the owner of an account that was made elsewhere has not answered.",
    )
    erased_at = models.DateTimeField(null=True, blank=True, help_text="Since when an alias stands here.")
    erased_by = AgencyForeignKey("accounts.Membership", null=True, blank=True, related_name="+")
    privacy = personal(
        "number", "name", "email", "phone", "birth_on", "sex", "description", "member", "invitation"
    )

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "number"), name="organisation_person_number"),
            models.UniqueConstraint(fields=("agency", "member"), name="organisation_person_member"),
            one_of("organisation_person_kind", "kind", PersonKind),
            models.CheckConstraint(
                name="organisation_person_employee",
                condition=(Q(kind="EMPLOYEE") & Q(number__isnull=False) & ~Q(number=""))
                | (Q(kind="EXTERNAL") & Q(number=None)),
            ),
            together("organisation_person_erased", "erased_at", "erased_by"),
            models.UniqueConstraint(fields=("agency", "invitation"), name="organisation_person_invitation"),
            models.CheckConstraint(
                name="organisation_person_one_door", condition=Q(member=None) | Q(invitation=None)
            ),
            models.CheckConstraint(name="organisation_person_sex", condition=Q(sex__in=("", "M", "F"))),
        )
        indexes = (models.Index(fields=("agency", "name", "id"), name="organisation_person_name"),)

    def __str__(self) -> str:
        return self.name


class EmploymentKind(models.TextChoices):
    """Kinds of employment."""

    PNS = "PNS", _("Civil servant (PNS)")
    PPPK = "PPPK", _("Government employee on contract (PPPK)")
    NON_ASN = "NON_ASN", _("Non-ASN staff")
    COMPANY = "COMPANY", _("Company employee")


class EmploymentStatus(models.TextChoices):
    """Whether an employee has a plan (PermenPANRB 6/2022 Lampiran II.C.8 lists who has none)."""

    ACTIVE = "ACTIVE", _("Active")
    STUDY_LEAVE = "STUDY_LEAVE", _("Study leave")
    STATE_OFFICE = "STATE_OFFICE", _("State office or non-structural agency")
    SUSPENDED = "SUSPENDED", _("Temporarily dismissed")
    UNPAID_LEAVE = "UNPAID_LEAVE", _("Leave outside state responsibility")
    PRE_RETIREMENT = "PRE_RETIREMENT", _("Preparation for retirement")


class EmploymentPeriod(DatedModel):
    """An employee's kind and status of employment while they hold."""

    person = AgencyForeignKey(Person, related_name="employments")
    kind = models.CharField(max_length=8, choices=EmploymentKind.choices)
    status = models.CharField(
        max_length=14, choices=EmploymentStatus.choices, default=EmploymentStatus.ACTIVE
    )
    privacy = personal("kind", "status")

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap("organisation_employment_span", "person"),
            ordered_span("organisation_employment_ordered"),
            one_of("organisation_employment_kind", "kind", EmploymentKind),
            one_of("organisation_employment_status", "status", EmploymentStatus),
        )


class RankPeriod(DatedModel):
    """An employee's rank (golongan/ruang, e.g. III/d; PPPK golongan, e.g. IX) while it holds."""

    person = AgencyForeignKey(Person, related_name="ranks")
    rank = models.CharField(max_length=10)
    privacy = personal("rank")

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap("organisation_rank_span", "person"),
            ordered_span("organisation_rank_ordered"),
        )
