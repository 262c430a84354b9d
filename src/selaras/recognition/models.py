"""Praise, employee of the month, awards, sanctions, and the consequences proposed after a predicate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation, Predicate
from selaras.core.constraints import one_of, ordered_span
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Person, Unit


class Praise(EditableModel):
    """A few words of praise that colleagues can see."""

    person = AgencyForeignKey(Person, related_name="+")
    giver = AgencyForeignKey(Person, related_name="+")
    unit = AgencyForeignKey(
        Unit, null=True, related_name="+", help_text="The praised person's unit on that day."
    )
    text = models.CharField(max_length=600)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    privacy = personal("person", "giver", "text")

    class Meta(EditableModel.Meta):
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(name="recognition_praise_other", condition=~Q(person=models.F("giver"))),
        )
        indexes = (
            models.Index(
                fields=("agency", "-at"), condition=Q(withdrawn_at=None), name="recognition_praise_wall"
            ),
            models.Index(fields=("agency", "person"), name="recognition_praise_person"),
        )


class RoundState(models.TextChoices):
    """States of a month's choice."""

    OPEN = "OPEN", _("Nominations are open")
    CHOSEN = "CHOSEN", _("Chosen")
    CLOSED = "CLOSED", _("Closed without a choice")


class AwardRound(EditableModel):
    """The choice of the employee of the month."""

    month_on = models.DateField()
    unit = AgencyForeignKey(Unit, related_name="+")
    state = models.CharField(max_length=6, choices=RoundState.choices, default=RoundState.OPEN)
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        ordering = ("-month_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("agency", "unit", "month_on"), name="recognition_round_month"),
            one_of("recognition_round_state", "state", RoundState),
            models.CheckConstraint(name="recognition_round_first", condition=Q(month_on__day=1)),
        )


class Nomination(AgencyModel):
    """A colleague named for the month, with a reason."""

    award_round = AgencyForeignKey(AwardRound, related_name="nominations", on_delete=models.CASCADE)
    person = AgencyForeignKey(Person, related_name="+")
    nominator = AgencyForeignKey(Person, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    privacy = personal("person", "nominator", "reason")

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "award_round", "nominator"), name="recognition_nomination_once"
            ),
            models.CheckConstraint(
                name="recognition_nomination_other", condition=~Q(person=models.F("nominator"))
            ),
        )


class AwardKind(models.TextChoices):
    """Kinds of award."""

    EMPLOYEE_OF_MONTH = "EMPLOYEE_OF_MONTH", _("Employee of the month")
    PROJECT = "PROJECT", _("Finished project")
    OTHER = "OTHER", _("Other award")


class Award(EditableModel):
    """An award given to a person (Pasal 31)."""

    person = AgencyForeignKey(Person, related_name="+")
    kind = models.CharField(max_length=17, choices=AwardKind.choices)
    unit = AgencyForeignKey(Unit, null=True, related_name="+", help_text="The person's unit on that day.")
    award_round = AgencyForeignKey(AwardRound, null=True, related_name="+")
    title = models.CharField(max_length=200)
    reason = models.TextField()
    given_on = models.DateField()
    given_by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    privacy = personal("person", "title", "reason")

    class Meta(EditableModel.Meta):
        ordering = ("-given_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("agency", "award_round"), name="recognition_award_round"),
            one_of("recognition_award_kind", "kind", AwardKind),
            models.CheckConstraint(
                name="recognition_award_of_round",
                condition=Q(kind="EMPLOYEE_OF_MONTH", award_round__isnull=False)
                | (~Q(kind="EMPLOYEE_OF_MONTH") & Q(award_round=None)),
            ),
        )
        indexes = (models.Index(fields=("agency", "person"), name="recognition_award_person"),)


class SanctionState(models.TextChoices):
    """States of a sanction record."""

    PROPOSED = "PROPOSED", _("Proposed")
    IN_FORCE = "IN_FORCE", _("In force")
    ENDED = "ENDED", _("Ended")
    REVOKED = "REVOKED", _("Revoked")


class SanctionLevel(models.TextChoices):
    """Levels of disciplinary sanction (PP 94/2021 Pasal 8); REMINDER is the leader's word before any."""

    REMINDER = "REMINDER", _("Reminder")
    LIGHT = "LIGHT", _("Light")
    MEDIUM = "MEDIUM", _("Medium")
    SEVERE = "SEVERE", _("Severe")


class Sanction(EditableModel):
    """A sanction with its article and state."""

    person = AgencyForeignKey(Person, related_name="+")
    unit = AgencyForeignKey(
        Unit, null=True, related_name="+", help_text="The person's unit when it was proposed."
    )
    level = models.CharField(max_length=8, choices=SanctionLevel.choices)
    title = models.CharField(max_length=200)
    article = models.CharField(max_length=200)
    facts = models.TextField()
    state = models.CharField(max_length=8, choices=SanctionState.choices, default=SanctionState.PROPOSED)
    letter = models.CharField(max_length=120, blank=True, default="")
    proposed_at = models.DateTimeField()
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")
    privacy = personal("person", "title", "facts", "letter", "ended_reason", years=5)

    class Meta(EditableModel.Meta):
        ordering = ("-proposed_at", "-id")
        constraints = (
            one_of("recognition_sanction_state", "state", SanctionState),
            one_of("recognition_sanction_level", "level", SanctionLevel),
            ordered_span("recognition_sanction_ordered"),
            models.CheckConstraint(
                name="recognition_sanction_force",
                condition=~Q(state__in=("IN_FORCE", "ENDED")) | (Q(from_on__isnull=False) & ~Q(letter="")),
            ),
        )
        indexes = (
            models.Index(fields=("agency", "person"), name="recognition_sanction_person"),
            models.Index(fields=("agency", "state"), name="recognition_sanction_state_ix"),
        )


class ConsequenceState(models.TextChoices):
    """States of a proposed consequence."""

    PROPOSED = "PROPOSED", _("Proposed")
    ACCEPTED = "ACCEPTED", _("Taken up")
    DECLINED = "DECLINED", _("Declined")
    DONE = "DONE", _("Done")


class ConsequenceKind(models.TextChoices):
    """What the rules propose after a predicate; nothing is applied silently."""

    SUCCESSION_PRIORITY = "SUCCESSION_PRIORITY", _("Priority in the succession group")
    DEVELOPMENT_PRIORITY = "DEVELOPMENT_PRIORITY", _("Priority for competence development")
    AWARD = "AWARD", _("Award")
    IMPROVEMENT_PLAN = "IMPROVEMENT_PLAN", _("Improvement plan")
    COUNSELLING = "COUNSELLING", _("Coaching or counselling")
    SANCTION_REVIEW = "SANCTION_REVIEW", _("Review under the discipline rules")


class Consequence(EditableModel):
    """A task that a predicate proposes to an officer or leader."""

    evaluation = AgencyForeignKey(Evaluation, related_name="+")
    person = AgencyForeignKey(Person, related_name="+")
    kind = models.CharField(max_length=20, choices=ConsequenceKind.choices)
    unit = AgencyForeignKey(Unit, related_name="+", help_text="The unit in which the person was evaluated.")
    predicate = models.CharField(max_length=17, choices=Predicate.choices)
    article = models.CharField(max_length=200)
    law_ref = models.CharField(
        max_length=100, help_text="The law entry used, to explain it again in later years."
    )
    state = models.CharField(
        max_length=8, choices=ConsequenceState.choices, default=ConsequenceState.PROPOSED
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = AgencyForeignKey("accounts.Membership", null=True, related_name="+")
    note = models.TextField(blank=True, default="", help_text="Why it was declined, or what was done.")
    privacy = personal("person", "predicate", "note")

    class Meta(EditableModel.Meta):
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "evaluation", "kind"), name="recognition_consequence_once"
            ),
            one_of("recognition_consequence_state", "state", ConsequenceState),
            one_of("recognition_consequence_kind", "kind", ConsequenceKind),
            models.CheckConstraint(
                name="recognition_consequence_decided",
                condition=Q(state="PROPOSED", decided_at=None)
                | (~Q(state="PROPOSED") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="recognition_consequence_declined", condition=~Q(state="DECLINED") | ~Q(note="")
            ),
        )
        indexes = (models.Index(fields=("agency", "state", "unit"), name="recognition_consequence_ix"),)
