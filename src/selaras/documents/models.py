"""Official papers with their whole content, numbers, verification tokens and signatures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import one_of
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, StoredFile
from selaras.core.privacy import NOT_PERSONAL, personal


class PaperState(models.TextChoices):
    """What the verification page says about a paper."""

    VALID = "VALID", _("Valid")
    SUPERSEDED = "SUPERSEDED", _("Replaced by a newer paper")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Paper(AgencyModel):
    """An issued paper: its content is a snapshot, header included, which no later correction alters."""

    form = models.CharField(max_length=20)
    number = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_version = models.PositiveIntegerField(default=1)
    person_id = models.BigIntegerField(null=True, help_text="The organisation's person the paper is about.")
    language = models.CharField(max_length=5, default="id")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    initials = models.CharField(max_length=10, blank=True, default="")
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.VALID)
    superseded_by = AgencyForeignKey("self", null=True, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    token = models.CharField(max_length=40)
    file = AgencyForeignKey(StoredFile, null=True, related_name="+")
    privacy = personal("content", "initials", "person_id", years=10, reason="archive retention")

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "number"), name="documents_paper_number"),
            models.UniqueConstraint(fields=("agency", "token"), name="documents_paper_token"),
            one_of("documents_paper_state", "state", PaperState),
        )
        indexes = (
            models.Index(fields=("agency", "subject_kind", "subject_id"), name="documents_paper_subject"),
            models.Index(fields=("token",), name="documents_paper_lookup"),
        )


class NumberSeries(AgencyModel):
    """The last number given to a form in a year."""

    form = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "form", "year"), name="documents_numberseries_form"),
        )


class SignatureMethod(models.TextChoices):
    """How something was signed."""

    CLICK = "CLICK", _("Confirmed in the application")
    WET = "WET", _("Signed by hand")
    PADES = "PADES", _("Digital signature (PAdES)")
    BSRE = "BSRE", _("Certified signature (BSrE)")


class Signature(AgencyModel):
    """A person signed the exact version of something: who, when, the hash of what, and how."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_version = models.PositiveIntegerField()
    purpose = models.CharField(max_length=20, help_text="EMPLOYEE, APPRAISER, SUPERIOR.")
    person_id = models.BigIntegerField(help_text="The organisation's person who signed.")
    signer_name = models.CharField(max_length=200)
    signer_number = models.CharField(max_length=30, blank=True, default="")
    signer_position = models.CharField(max_length=200, blank=True, default="")
    member = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    signed_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=5, choices=SignatureMethod.choices, default=SignatureMethod.CLICK)
    privacy = personal("person_id", "signer_name", "signer_number", "signer_position", years=10)

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "subject_kind", "subject_id", "subject_version", "purpose"),
                name="documents_signature_once",
            ),
            one_of("documents_signature_method", "method", SignatureMethod),
        )
