"""Reads of surveys: results only for closed ones, and only for groups large enough."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selaras.core.actor import Actor, RoleCode
from selaras.core.waiting import Waiting
from selaras.insight.models import Answer, Participation, Question, Survey, SurveyState


@dataclass(frozen=True)
class Result:
    """One question's answers: how often each score 1–5, the mean, or the texts; never by unit."""

    question: Question
    counts: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many people answered."""
        return sum(self.counts) or len(self.texts)

    @property
    def mean(self) -> float | None:
        """The mean score; None without answers."""
        total = sum(self.counts)
        return sum(score * count for score, count in enumerate(self.counts, 1)) / total if total else None


def surveys_for(user: Actor) -> QuerySet[Survey]:
    """Return the surveys a person may know of: officers drafts too, the operator none."""
    rows = Survey.objects.order_by("-pk")
    if user.role == RoleCode.OPERATOR:
        return rows.none()
    return rows if user.reaches(RoleCode.OFFICER, None) else rows.exclude(state=SurveyState.DRAFT)


def survey_for(user: Actor, survey_id: int) -> Survey:
    """Return one survey the person may know of, or raise Http404."""
    survey = surveys_for(user).filter(pk=survey_id).first()
    if survey is None:
        raise Http404
    return survey


def has_taken_part(user: Actor, survey: Survey) -> bool:
    """Say whether the person has answered."""
    if user.person_id is None:
        return False
    return Participation.objects.filter(survey=survey, person_id=user.person_id).exists()


def participation_of(survey: Survey) -> int:
    """Return how many people took part."""
    return Participation.objects.filter(survey=survey).count()


def results_of(survey: Survey) -> list[Result]:
    """Return the results of each question; a question with fewer answers than the smallest group shows none."""
    questions = list(Question.objects.filter(survey=survey))
    scores: dict[int, list[int]] = defaultdict(lambda: [0] * 5)
    rows: Any = Answer.objects.filter(question__survey=survey, score__isnull=False).values_list(
        "question", "score"
    )
    for question_id, score, count in rows.annotate(count=Count("pk")).order_by():
        scores[question_id][score - 1] = count
    texts: dict[int, list[str]] = defaultdict(list)
    written = Answer.objects.filter(question__survey=survey).exclude(text="").order_by("pk")
    for question_id, text in written.values_list("question", "text"):
        texts[question_id].append(text)
    results = [Result(one, tuple(scores[one.pk]), tuple(texts[one.pk])) for one in questions]
    return [one if one.answered >= survey.smallest_group else Result(one.question, (), ()) for one in results]


def waiting_for(user: Actor) -> list[Waiting]:
    """Return the open surveys that an employee has not answered; one statement."""
    if not user.is_personal:
        return []
    mine = Participation.objects.filter(survey=OuterRef("pk"), person_id=user.acting_person_id)
    rows = Survey.objects.filter(~Exists(mine), state=SurveyState.OPEN, closes_on__gte=user.on)
    return [
        Waiting(
            _("Anonymous survey: %(title)s") % {"title": survey.title},
            reverse("insight:answer", args=[survey.pk]),
            pgettext_lazy("survey", "Answer"),
            survey.closes_on,
            icon="feedback",
        )
        for survey in rows
    ]
