"""Action plans, monthly reports with evidence, feedback in both directions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.core.constraints import one_of, together
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel, StoredFile
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Person
from selaras.planning.models import IndicatorLineage, Plan, ResultLineage, Window


class ActionStep(EditableModel):
    """One step of the action plan of a result (B.1.1); it may precede any evidence."""

    result = AgencyForeignKey(ResultLineage, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    privacy = personal("text")

    class Meta(EditableModel.Meta):
        ordering = ("result", "ordinal", "id")


class ReportState(models.TextChoices):
    """States of a monthly report."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Waiting for the appraiser's answer")
    ANSWERED = "ANSWERED", _("Answered")


class Report(EditableModel):
    """A plan's report on one month: achievements, challenges, improvement steps."""

    plan = AgencyForeignKey(Plan, related_name="+")
    month_on = models.DateField(help_text="The first day of the reported month.")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    achievements = models.TextField(blank=True, default="")
    challenges = models.TextField(blank=True, default="")
    improvements = models.TextField(blank=True, default="")
    saved_at = models.DateTimeField(null=True)
    saved_from = models.UUIDField(null=True, help_text="The open page that saved the draft last.")
    submitted_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(null=True, help_text="Whether it was submitted after its local due day.")
    answered_at = models.DateTimeField(null=True)
    answered_by = AgencyForeignKey(Person, null=True, related_name="+")
    answer = models.TextField(blank=True, default="")
    privacy = personal("achievements", "challenges", "improvements", "answer", "answered_by")

    class Meta(EditableModel.Meta):
        ordering = ("-month_on",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "plan", "month_on"), name="monitoring_report_month"),
            one_of("monitoring_report_state", "state", ReportState),
            models.CheckConstraint(
                name="monitoring_report_submitted",
                condition=Q(state="DRAFT", submitted_at=None, is_late=None)
                | (~Q(state="DRAFT") & Q(submitted_at__isnull=False, is_late__isnull=False)),
            ),
            together("monitoring_report_answered", "answered_at", "answered_by"),
        )
        indexes = (models.Index(fields=("agency", "state", "month_on"), name="monitoring_report_state_ix"),)


class Realisation(EditableModel):
    """What was reached for one result (and one of its indicators) in a report: text with its data source."""

    report = AgencyForeignKey(Report, related_name="realisations", on_delete=models.CASCADE)
    result = AgencyForeignKey(ResultLineage, related_name="+")
    indicator = AgencyForeignKey(IndicatorLineage, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True, default="")
    data_source = models.CharField(max_length=300, blank=True, default="")
    privacy = personal("text", "data_source")

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "report", "result", "indicator"),
                name="monitoring_realisation_once",
                nulls_distinct=False,
            ),
        )


class Evidence(AgencyModel):
    """Proof of a realisation: an uploaded file, or a name with a link."""

    report = AgencyForeignKey(Report, related_name="evidence", on_delete=models.CASCADE)
    result = AgencyForeignKey(ResultLineage, related_name="+")
    name = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True, default="")
    file = AgencyForeignKey(StoredFile, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    privacy = personal("name", "link")

    class Meta(AgencyModel.Meta):
        constraints = (
            models.CheckConstraint(
                name="monitoring_evidence_kind",
                condition=(Q(file__isnull=False) & Q(link="")) | (Q(file=None) & ~Q(link="")),
            ),
        )


class GiverKind(models.TextChoices):
    """Who gives feedback (Pasal 18)."""

    LEADER = "LEADER", _("Leader")
    PEER = "PEER", _("Peer")
    STAFF = "STAFF", _("Staff member")
    OTHER = "OTHER", _("Other party")


class Way(models.TextChoices):
    """How feedback was given (Lampiran III.C.4)."""

    DIRECT = "DIRECT", _("Face to face")
    INDIRECT = "INDIRECT", _("Through a medium")


class Occasion(models.TextChoices):
    """Whether feedback was scheduled (Lampiran III.C.5)."""

    SCHEDULED = "SCHEDULED", _("Scheduled")
    INCIDENTAL = "INCIDENTAL", _("Incidental")


class Initiative(models.TextChoices):
    """From whom feedback came (Lampiran III.C.9)."""

    GIVER = "GIVER", _("The giver's own initiative")
    REQUEST = "REQUEST", _("On the employee's request")


class Symbol(models.TextChoices):
    """The symbols of the law's own examples."""

    THUMB = "THUMB", _("Very good")
    SMILE = "SMILE", _("Good")
    FROWN = "FROWN", _("Not yet good")


class Response(models.TextChoices):
    """Whether feedback is positive; the guidance on ratings counts positive responses."""

    POSITIVE = "POSITIVE", _("Positive")
    MIXED = "MIXED", _("Mixed")
    NEGATIVE = "NEGATIVE", _("Not positive")


class RequestState(models.TextChoices):
    """States of a request for feedback."""

    OPEN = "OPEN", _("Waiting")
    GIVEN = "GIVEN", _("Given")
    DECLINED = "DECLINED", _("Cannot judge it")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    EXPIRED = "EXPIRED", _("Expired")


class FeedbackRequest(EditableModel):
    """An employee or appraiser asks somebody for feedback; external parties answer through a personal link."""

    plan = AgencyForeignKey(Plan, related_name="+")
    giver = AgencyForeignKey(Person, related_name="+")
    giver_kind = models.CharField(max_length=6, choices=GiverKind.choices)
    question = models.TextField(blank=True, default="")
    result = AgencyForeignKey(ResultLineage, null=True, blank=True, related_name="+")
    behaviour = models.CharField(max_length=40, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.OPEN)
    token_hash = models.CharField(
        max_length=64, blank=True, default="", help_text="For parties without account."
    )
    sent_to = models.EmailField(
        blank=True, default="", help_text="Where the link went; empty when the asker handed it over."
    )
    privacy = personal("giver", "question", "sent_to")

    class Meta(EditableModel.Meta):
        ordering = ("-asked_at", "-id")
        constraints = (
            one_of("monitoring_request_state", "state", RequestState),
            one_of("monitoring_request_giver_kind", "giver_kind", GiverKind),
            models.CheckConstraint(
                name="monitoring_request_object", condition=Q(result=None) | Q(behaviour="")
            ),
        )
        indexes = (
            models.Index(fields=("agency", "giver", "state"), name="monitoring_request_giver"),
            models.Index(
                fields=("token_hash",), condition=~Q(token_hash=""), name="monitoring_request_token"
            ),
        )


class Feedback(EditableModel):
    """One feedback record with all attributes of Lampiran III.C: who, how, on what, saying what."""

    plan = AgencyForeignKey(Plan, related_name="+")
    giver = AgencyForeignKey(Person, related_name="+")
    giver_kind = models.CharField(max_length=6, choices=GiverKind.choices)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.INDIRECT)
    occasion = models.CharField(max_length=10, choices=Occasion.choices, default=Occasion.INCIDENTAL)
    initiative = models.CharField(max_length=7, choices=Initiative.choices, default=Initiative.GIVER)
    request = AgencyForeignKey(FeedbackRequest, null=True, blank=True, related_name="+")
    report = AgencyForeignKey(Report, null=True, blank=True, related_name="+")
    window = AgencyForeignKey(Window, null=True, blank=True, related_name="+")
    result = AgencyForeignKey(ResultLineage, null=True, blank=True, related_name="+")
    indicator = AgencyForeignKey(IndicatorLineage, null=True, blank=True, related_name="+")
    behaviour = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    symbol = models.CharField(max_length=5, choices=Symbol.choices, blank=True, default="")
    response = models.CharField(max_length=8, choices=Response.choices, blank=True, default="")
    file = AgencyForeignKey(StoredFile, null=True, blank=True, related_name="+")
    given_on = models.DateField()
    given_at = models.DateTimeField()
    recorded_by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    privacy = personal("giver", "text", "symbol", "response")

    class Meta(EditableModel.Meta):
        ordering = ("-given_at", "-id")
        constraints = (
            one_of("monitoring_feedback_giver", "giver_kind", GiverKind),
            models.CheckConstraint(
                name="monitoring_feedback_object",
                condition=(Q(result__isnull=False) & Q(behaviour="")) | (Q(result=None) & ~Q(behaviour="")),
            ),
            models.CheckConstraint(name="monitoring_feedback_content", condition=~Q(text="") | ~Q(symbol="")),
        )
        indexes = (
            models.Index(fields=("agency", "plan", "given_on"), name="monitoring_feedback_plan"),
            models.Index(fields=("agency", "giver", "given_at"), name="monitoring_feedback_giver_ix"),
        )


class FeedbackRecord(AgencyModel):
    """The record of all feedback on a plan in one window (B.1.4, B.1.5): what its papers are about."""

    plan = AgencyForeignKey(Plan, related_name="+")
    window = AgencyForeignKey(Window, related_name="+")
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "plan", "window"), name="monitoring_record_once"),
        )


class Reply(AgencyModel):
    """An answer in the conversation under a feedback or a report's answer."""

    feedback = AgencyForeignKey(Feedback, null=True, related_name="replies", on_delete=models.CASCADE)
    report = AgencyForeignKey(Report, null=True, related_name="replies", on_delete=models.CASCADE)
    author = AgencyForeignKey(Person, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    privacy = personal("author", "text")

    class Meta(AgencyModel.Meta):
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                name="monitoring_reply_object",
                condition=Q(feedback__isnull=False, report=None) | Q(feedback=None, report__isnull=False),
            ),
        )
