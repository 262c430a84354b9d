"""Surveys, whose answers hold no person and no moment, and the tallies that the overview is read from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selaras.core.constraints import one_of
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel, random_id
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Person, Unit
from selaras.planning.models import Period, Window


class SurveyState(models.TextChoices):
    """States of a survey."""

    DRAFT = "DRAFT", _("Draft")
    OPEN = "OPEN", pgettext_lazy("state", "Open")
    CLOSED = "CLOSED", _("Closed")


class Survey(EditableModel):
    """Questions to everybody about how the year is going; results are shown only for groups large enough."""

    period = AgencyForeignKey(Period, related_name="+")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=6, choices=SurveyState.choices, default=SurveyState.DRAFT)
    closes_on = models.DateField()
    smallest_group = models.PositiveSmallIntegerField(default=5)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        constraints = (
            one_of("insight_survey_state", "state", SurveyState),
            models.CheckConstraint(name="insight_survey_group", condition=models.Q(smallest_group__gte=5)),
        )


class Question(AgencyModel):
    """One statement to agree or disagree with (1–5), or an open question."""

    survey = AgencyForeignKey(Survey, related_name="questions", on_delete=models.CASCADE)
    ordinal = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    is_open = models.BooleanField(default=False)
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        ordering = ("ordinal", "id")


class Answer(AgencyModel):
    """An anonymous answer to one question: random id, no person, no unit, no moment, nothing that joins two."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    question = AgencyForeignKey(Question, related_name="+", on_delete=models.CASCADE)
    score = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True, default="")
    privacy = personal("text", years=5, reason="free text may name people")

    class Meta(AgencyModel.Meta):
        constraints = (
            models.CheckConstraint(
                name="insight_answer_score",
                condition=models.Q(score__range=(1, 5)) | models.Q(score=None),
            ),
        )


class Participation(AgencyModel):
    """That somebody took part: no link to any answer, no moment."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    survey = AgencyForeignKey(Survey, related_name="+", on_delete=models.CASCADE)
    person = AgencyForeignKey(Person, related_name="+")
    privacy = personal("person", years=1)

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "survey", "person"), name="insight_participation_once"),
        )


class Tally(AgencyModel):
    """When the completion of a year was counted last, for which day, and how many events were sealed by then."""

    period = AgencyForeignKey(Period, related_name="+", on_delete=models.CASCADE)
    at = models.DateTimeField()
    looked_at = models.DateTimeField(help_text="When it was last seen that nothing had to be counted anew.")
    on = models.DateField(help_text="The day of the agency as of which reports count as due.")
    sealed = models.BigIntegerField(
        help_text="Sealed events before counting; more of them: something changed."
    )
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (models.UniqueConstraint(fields=("agency", "period"), name="insight_tally_period"),)


class UnitTally(AgencyModel):
    """What was counted in one unit: the steps of the year, or of one window; derived, so counted anew at will."""

    tally = AgencyForeignKey(Tally, related_name="units", on_delete=models.CASCADE)
    window = AgencyForeignKey(Window, null=True, related_name="+", on_delete=models.CASCADE)
    unit = AgencyForeignKey(Unit, related_name="+", on_delete=models.CASCADE)
    steps = models.JSONField(help_text="By step: due, done, on time; null where punctuality is not judged.")
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "tally", "window", "unit"),
                name="insight_unittally_once",
                nulls_distinct=False,
            ),
        )
