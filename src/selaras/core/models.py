"""Tables of the mechanisms: agencies, events and their chain, receipts, notices, jobs, files, outside names."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import one_of, together
from selaras.core.fields import AgencyForeignKey, AgencyKey
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.core.tenancy import AgencyManager
from selaras.core.time import TimeZone


class AgencyKind(models.TextChoices):
    """Kinds of agency; they choose the default vocabulary and the law that binds."""

    CENTRAL = "CENTRAL", _("Central government agency")
    REGIONAL = "REGIONAL", _("Regional government agency")
    BLUD = "BLUD", _("Regional service agency (BLUD)")
    BUMD = "BUMD", _("Regional enterprise (BUMD)")
    COMPANY = "COMPANY", _("Company")


class Agency(models.Model):
    """An agency or company that uses the product: the tenant, known to all sign-in pages by name."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=AgencyKind.choices)
    time_zone = models.CharField(max_length=40, choices=TimeZone.choices, default=TimeZone.WIB)
    place = models.CharField(max_length=100, help_text="Printed before the date of a signature.")
    working_week = models.PositiveSmallIntegerField(default=5)
    calendar_until = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The last year whose days off are all entered."
    )
    vocabulary = models.JSONField(default=dict, blank=True)
    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    privacy = NOT_PERSONAL

    class Meta:
        ordering = ("name",)
        constraints = (
            one_of("core_agency_kind", "kind", AgencyKind),
            models.CheckConstraint(name="core_agency_week", condition=models.Q(working_week__in=(5, 6))),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Say whether the law of civil servants binds this agency: a BLUD is a unit of its regional government."""
        return self.kind in {AgencyKind.CENTRAL, AgencyKind.REGIONAL, AgencyKind.BLUD}

    @property
    def is_company(self) -> bool:
        """Say whether people work here by contract under labour law: a company, and a BUMD too."""
        return self.kind in {AgencyKind.COMPANY, AgencyKind.BUMD}


class AgencyModel(models.Model):
    """The base of every table of an agency."""

    agency = AgencyKey()
    objects = AgencyManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"


class EditableModel(AgencyModel):
    """The base of rows that people edit: the version is sent back with a form and compared on writing."""

    version = models.PositiveIntegerField(default=1)

    class Meta(AgencyModel.Meta):
        abstract = True


class Event(AgencyModel):
    """One write: who did what to which object, when and under which article. Never changed, never deleted."""

    at = models.DateTimeField()
    actor = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, null=True, related_name="+")
    role = models.CharField(max_length=12, blank=True, default="")
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    subject_id = models.BigIntegerField(
        null=True, help_text="The object in whose history this event is shown."
    )
    subject_kind = models.CharField(max_length=60, blank=True, default="")
    article = models.CharField(max_length=200, blank=True, default="")
    digest = models.CharField(max_length=64)
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        indexes = (
            models.Index(fields=("agency", "subject_kind", "subject_id", "id"), name="core_event_subject"),
            models.Index(fields=("agency", "kind", "object_id", "id"), name="core_event_object"),
        )


class EventValue(AgencyModel):
    """The readable values of an event; erasable, the digest in the chain stays."""

    event = AgencyForeignKey(Event, related_name="values")
    salt = models.CharField(max_length=32)
    who = models.CharField(max_length=200, blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True, default="")
    privacy = personal("who", "before", "after", "reason", years=10)

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "event"), name="core_eventvalue_event"),)


class EventSeal(AgencyModel):
    """One link of an agency's chain over its committed events."""

    sequence = models.BigIntegerField()
    event = AgencyForeignKey(Event, related_name="+")
    chain = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "sequence"), name="core_eventseal_sequence"),
            models.UniqueConstraint(fields=("agency", "event"), name="core_eventseal_event"),
        )


class SealHead(AgencyModel):
    """The end of an agency's chain, so that cutting off its tail is detected too."""

    sequence = models.BigIntegerField(default=0)
    chain = models.CharField(max_length=64, default="0" * 64)
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency",), name="core_sealhead_agency"),)


class Receipt(AgencyModel):
    """A write that was already accepted: the same key again is answered with the first answer."""

    member = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, related_name="+")
    key = models.UUIDField()
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True, default="")
    status = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=500, blank=True, default="")
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True, default="")
    is_kept = models.BooleanField(default=True)
    at = models.DateTimeField()
    privacy = personal("body", "path", "location", years=0, reason="kept for 30 days")

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "member", "key"), name="core_receipt_key"),)


class Notice(AgencyModel):
    """Something a member was told: shown under the bell and once in the daily digest."""

    member = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, related_name="+", on_delete=models.CASCADE)
    kind = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    role = models.CharField(
        max_length=12, blank=True, default="", help_text="In which role the page opens; empty: as a person."
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    privacy = personal("values", years=1)

    class Meta(AgencyModel.Meta):
        indexes = (
            models.Index(
                fields=("agency", "member"), condition=models.Q(read_at=None), name="core_notice_unread"
            ),
            models.Index(fields=("agency",), condition=models.Q(mailed_at=None), name="core_notice_unmailed"),
            models.Index(fields=("agency", "member", "-created_at", "-id"), name="core_notice_latest"),
        )


class JobState(models.TextChoices):
    """States of long work."""

    QUEUED = "QUEUED", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Finished")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")


class StoredFile(AgencyModel):
    """A file outside the web root, named by its hash and served only through a permission check."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, null=True, related_name="+")
    privacy = personal("name", "sha256", years=10)


class Job(AgencyModel):
    """Long work with visible progress."""

    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    started_by = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    cancel_asked = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    failure = models.TextField(blank=True, default="")
    report = AgencyForeignKey(StoredFile, null=True, related_name="+")
    back_url = models.CharField(max_length=300, blank=True, default="")
    privacy = personal("values", "result", "failure", years=1)

    class Meta(AgencyModel.Meta):
        constraints = (one_of("core_job_state", "state", JobState),)


class TimetableMark(AgencyModel):
    """The last local day on which a daily line of the timetable was done, so that none is done twice or dropped."""

    line = models.CharField(max_length=40)
    done_on = models.DateField()
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "line"), name="core_timetablemark_line"),)


class ExternalRef(AgencyModel):
    """The name of one of our rows in another system, e.g. a person's id at SIASN."""

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    object_kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    privacy = personal("external_id", years=10)

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "system", "kind", "external_id"), name="core_externalref_theirs"
            ),
            models.UniqueConstraint(
                fields=("agency", "system", "kind", "object_kind", "object_id"), name="core_externalref_ours"
            ),
        )


class ApiToken(AgencyModel):
    """A member's key to the API; only its hash is kept."""

    member = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, related_name="+", on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64)
    role = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = AgencyForeignKey(settings.SELARAS_MEMBER_MODEL, null=True, related_name="+")
    privacy = personal("name", years=1)

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "token_hash"), name="core_apitoken_hash"),
            together("core_apitoken_revoked", "revoked_at", "revoked_by"),
        )


def random_id() -> int:
    """Return a random 63-bit id, for rows whose order must tell nothing."""
    return uuid.uuid4().int >> 65
