"""Units, positions, people and who holds what, all dated [from, until)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import no_overlap, one_of, ordered_span
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal


class DatedModel(EditableModel):
    """The base of rows that hold from one day until the day before another (open when `until_on` is empty)."""

    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta(EditableModel.Meta):
        abstract = True


class Unit(EditableModel):
    """A unit of the agency; what it is called and where it hangs is dated."""

    code = models.CharField(max_length=40)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "code"), name="organisation_unit_code"),)

    def __str__(self) -> str:
        return self.code


class UnitPeriod(DatedModel):
    """A unit's name and place in the tree while they hold."""

    unit = AgencyForeignKey(Unit, related_name="periods")
    parent = AgencyForeignKey(Unit, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True, default="")
    is_independent = models.BooleanField(default=False, help_text="Unit kerja mandiri.")
    privacy = NOT_PERSONAL

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap("organisation_unitperiod_span", "unit"),
            ordered_span("organisation_unitperiod_ordered"),
            models.CheckConstraint(
                name="organisation_unitperiod_parent", condition=Q(parent=None) | ~Q(parent=models.F("unit"))
            ),
        )
        indexes = (models.Index(fields=("agency", "parent"), name="organisation_unit_parent"),)


class PositionKind(models.TextChoices):
    """Kinds of position, the codes of the identity data in `rules`; OTHER for offices outside ASN and companies."""

    JPT = "JPT", _("Senior leadership position")
    ADMINISTRATION = "ADMINISTRATION", _("Administrative position")
    FUNCTIONAL_EXPERT = "FUNCTIONAL_EXPERT", _("Functional position, expert")
    FUNCTIONAL_SKILL = "FUNCTIONAL_SKILL", _("Functional position, skilled")
    OTHER = "OTHER", _("Other position")


class PositionLevel(models.TextChoices):
    """Levels of position, the codes of the identity data in `rules`; OTHER where a company uses free titles."""

    JPT_UTAMA = "JPT_UTAMA", _("JPT Utama")
    JPT_MADYA = "JPT_MADYA", _("JPT Madya")
    JPT_PRATAMA = "JPT_PRATAMA", _("JPT Pratama")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    PENGAWAS = "PENGAWAS", _("Pengawas")
    PELAKSANA = "PELAKSANA", _("Pelaksana")
    AHLI_UTAMA = "AHLI_UTAMA", _("Ahli Utama")
    AHLI_MADYA = "AHLI_MADYA", _("Ahli Madya")
    AHLI_MUDA = "AHLI_MUDA", _("Ahli Muda")
    AHLI_PERTAMA = "AHLI_PERTAMA", _("Ahli Pertama")
    PENYELIA = "PENYELIA", _("Penyelia")
    MAHIR = "MAHIR", _("Mahir")
    TERAMPIL = "TERAMPIL", _("Terampil")
    PEMULA = "PEMULA", _("Pemula")
    OTHER = "OTHER", _("Other position")


class Position(EditableModel):
    """A post that people hold one after another."""

    code = models.CharField(max_length=60)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "code"), name="organisation_position_code"),)

    def __str__(self) -> str:
        return self.code


class PositionPeriod(DatedModel):
    """A position's title, unit, kind and duties while they hold; `superior` overrides the unit's head."""

    position = AgencyForeignKey(Position, related_name="periods")
    unit = AgencyForeignKey(Unit, related_name="+")
    superior = AgencyForeignKey(Position, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=17, choices=PositionKind.choices)
    level = models.CharField(max_length=14, choices=PositionLevel.choices, default=PositionLevel.OTHER)
    job_class = models.PositiveSmallIntegerField(null=True, blank=True)
    duties = models.TextField(blank=True, default="")
    privacy = NOT_PERSONAL

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap("organisation_positionperiod_span", "position"),
            ordered_span("organisation_positionperiod_ordered"),
            one_of("organisation_positionperiod_kind", "kind", PositionKind),
            one_of("organisation_positionperiod_level", "level", PositionLevel),
        )
        indexes = (models.Index(fields=("agency", "unit"), name="organisation_position_unit"),)


class Headship(DatedModel):
    """Which position leads a unit while it does."""

    unit = AgencyForeignKey(Unit, related_name="headships")
    position = AgencyForeignKey(Position, related_name="headships")
    privacy = NOT_PERSONAL

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap("organisation_headship_span", "unit"),
            ordered_span("organisation_headship_ordered"),
        )
        indexes = (models.Index(fields=("agency", "position"), name="organisation_headship_pos"),)


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
    privacy = personal("number", "name", "email", "phone", "birth_on", "sex", "description", "member")

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
    """Authority to appraise given to another official (PermenPANRB 6/2022 Pasal 1.9, Lampiran IV.A.2 and A.7).

    Of one person, or of everybody whose direct superior is the delegating official.
    """

    delegate = AgencyForeignKey(Person, related_name="+")
    person = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    official = AgencyForeignKey(Person, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    letter = models.CharField(max_length=120, blank=True, default="")
    privacy = personal("delegate", "person", "official", "reason", "letter")

    class Meta(DatedModel.Meta):
        constraints = (
            no_overlap("organisation_delegation_person", "person", condition=Q(person__isnull=False)),
            no_overlap("organisation_delegation_official", "official", condition=Q(official__isnull=False)),
            ordered_span("organisation_delegation_ordered"),
            models.CheckConstraint(
                name="organisation_delegation_object",
                condition=Q(person=None, official__isnull=False) | Q(person__isnull=False, official=None),
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
                name="organisation_grant_role", condition=Q(role__in=("OFFICER", "HEAD", "AUDITOR", "OPERATOR"))
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
