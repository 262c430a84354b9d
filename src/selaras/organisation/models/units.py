"""Units, positions and who leads a unit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import no_overlap, one_of, ordered_span
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import EditableModel
from selaras.core.privacy import NOT_PERSONAL
from selaras.organisation.models.dated import DatedModel


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
