"""Runs surveys: drafting and opening, anonymous answers, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.insight.models import Answer, Participation, Question, Survey, SurveyState
from selaras.insight.operations.mixing import add_mixed, mix
from selaras.insight.permissions import can_answer, can_run_survey
from selaras.insight.workflow import SURVEY
from selaras.organisation.models import Person
from selaras.planning.models import Period

OPENED = notices.register(
    "insight.survey_opened", gettext_lazy("The survey “%(title)s” is open. It is anonymous."), waits=True
)
CLOSED = notices.register(
    "insight.survey_closed", gettext_lazy("The results of the survey “%(title)s” can be read.")
)
SCORES = range(1, 6)


@dataclass(frozen=True)
class QuestionInput:
    """A statement to agree or disagree with, or an open question."""

    text: str
    is_open: bool = False


def create_survey(
    *,
    period: Period,
    title: str,
    closes_on: date,
    questions: Sequence[QuestionInput],
    by: Actor,
    at: datetime,
) -> Survey:
    """Draft a survey with its questions; raises `InvalidRefused` without a question or with a past day."""
    require(can_run_survey(by))
    asked = [one for one in questions if one.text.strip()]
    if not asked:
        sentence = _("Write at least one question.")
        raise InvalidRefused(sentence, {"questions": sentence})
    if closes_on <= by.on:
        sentence = _("Choose a day after today.")
        raise InvalidRefused(sentence, {"closes_on": sentence})
    with transaction.atomic():
        survey = Survey.objects.create(period=period, title=title, closes_on=closes_on)
        Question.objects.bulk_create(
            Question(survey=survey, ordinal=number, text=one.text.strip(), is_open=one.is_open)
            for number, one in enumerate(asked, 1)
        )
        audit.record(
            obj=survey, verb="survey.create", by=by, at=at, after={"title": title, "closes_on": closes_on}
        )
    return survey


def open_survey(*, survey: Survey, by: Actor, at: datetime, version: int | None = None) -> Survey:
    """Open a survey and tell everybody with an account."""
    with transaction.atomic():
        fresh: Survey = SURVEY.take(survey, "open", by=by, at=at, version=version)
        _tell_all(fresh, OPENED, reverse("insight:answer", args=[fresh.pk]), at)
    return fresh


def close_survey(*, survey: Survey, by: Actor, at: datetime, version: int | None = None) -> Survey:
    """Close a survey, mix what was answered, and tell everybody that the results can be read."""
    return _closed(survey, "close", by, at, version)


def end_surveys(*, by: Actor, at: datetime) -> int:
    """Close every survey whose last day has passed; return how many. The timetable does so every day."""
    over = list(Survey.objects.filter(state=SurveyState.OPEN, closes_on__lt=by.on).order_by("pk"))
    for survey in over:
        _closed(survey, "end", by, at)
    return len(over)


def _closed(survey: Survey, step: str, by: Actor, at: datetime, version: int | None = None) -> Survey:
    with transaction.atomic():
        fresh: Survey = SURVEY.take(survey, step, by=by, at=at, version=version)
        mix(survey=fresh)
        _tell_all(fresh, CLOSED, reverse("insight:survey", args=[fresh.pk]), at)
    return fresh


def answer(*, survey: Survey, scores: dict[int, int], texts: dict[int, str], by: Actor, at: datetime) -> None:
    """Take one person's answers: who took part goes into one table, what was said into another.

    No event is recorded. Answers carry random ids: no person, no unit, no moment; both tables are written in
    mixed blocks. Raises `StateRefused` when the person took part before, `InvalidRefused` on a score outside 1–5.
    """
    require(can_answer(by, survey))
    if any(score not in SCORES for score in scores.values()):
        raise InvalidRefused(_("Choose a value from 1 to 5."))
    questions = {one.pk: one for one in Question.objects.filter(survey=survey)}
    given = _answers(questions, scores, texts)
    if not given:
        raise InvalidRefused(_("Answer at least one question before you send."))
    with transaction.atomic():
        fresh = versions.locked(survey)
        require(can_answer(by, fresh))
        if Participation.objects.filter(survey=fresh, person_id=by.acting_person_id).exists():
            raise StateRefused(_("You have taken part already; each person answers once."))
        add_mixed(fresh, Participation(survey=fresh, person_id=by.acting_person_id), given)


def _answers(questions: dict[int, Question], scores: dict[int, int], texts: dict[int, str]) -> list[Answer]:
    given = [
        Answer(question=questions[pk], score=score)
        for pk, score in scores.items()
        if pk in questions and not questions[pk].is_open
    ]
    given += [
        Answer(question=questions[pk], text=text.strip())
        for pk, text in texts.items()
        if pk in questions and questions[pk].is_open and text.strip()
    ]
    return given


def _tell_all(survey: Survey, kind: str, url: str, at: datetime) -> None:
    members = Person.objects.filter(member__isnull=False).values_list("member_id", flat=True)
    notices.tell(members=list(members), kind=kind, url=url, at=at, values={"title": survey.title})
