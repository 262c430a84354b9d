"""Writes who took part and what was said in mixed blocks, so that nothing in the database links the two."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Count
from django.db.models.expressions import RawSQL

from selaras.core import versions
from selaras.core.models import random_id
from selaras.insight.models import Answer, Participation, Survey, SurveyState

SMALLEST_BLOCK = 20
_chance = random.SystemRandom()


def add_mixed(survey: Survey, person: Participation, given: list[Answer]) -> None:
    """Write one person's answers together with at least `SMALLEST_BLOCK` people written before, or with all.

    PostgreSQL keeps the writing transaction (`xmin`) and the place (`ctid`) of each row; one transaction for one
    person would link the person to the answers. The caller holds the lock on the survey.
    """
    blocks = _some_blocks(survey)
    people = list(_written(Participation).filter(survey=survey, written__in=blocks))
    answers = list(_written(Answer).filter(question__survey=survey, written__in=blocks))
    _write_anew([*people, person], [*answers, *given])


def mix(*, survey: Survey) -> int:
    """Write all answers and participations anew in random order with new random ids; return how many answers.

    Each block of people stands beside a random block of answers, mostly of others: the blocks lead nowhere.
    """
    with transaction.atomic():
        versions.locked(survey)
        answers = list(Answer.objects.filter(question__survey=survey))
        _write_anew(list(Participation.objects.filter(survey=survey)), answers)
    return len(answers)


def mix_open_surveys(*, at: datetime) -> None:
    """Mix the answers of every open survey; the timetable does so every hour."""
    for survey in Survey.objects.filter(state=SurveyState.OPEN):
        mix(survey=survey)


def _written(model: Any) -> models.QuerySet[Any]:
    place = f'"{model._meta.db_table}"."xmin"::text'
    rows: models.QuerySet[Any] = model.objects.annotate(
        written=RawSQL(place, (), output_field=models.TextField())
    )
    return rows


def _some_blocks(survey: Survey) -> list[str]:
    """Choose blocks at random until they hold enough people; usually the first one does."""
    rows = _written(Participation).filter(survey=survey).values_list("written").annotate(Count("pk"))
    sizes = list(rows.order_by())
    _chance.shuffle(sizes)
    chosen: list[str] = []
    people = 0
    for written, size in sizes:
        if people >= SMALLEST_BLOCK:
            break
        chosen.append(written)
        people += size
    return chosen


def _write_anew(people: list[Participation], answers: list[Answer]) -> None:
    """Replace the rows in random order with new ids, in blocks of `SMALLEST_BLOCK` people or more.

    Each block is a savepoint, which PostgreSQL numbers like a transaction of its own.
    """
    for model, rows in ((Answer, answers), (Participation, people)):
        model.objects.filter(pk__in=[row.pk for row in rows]).delete()
        _chance.shuffle(rows)  # type: ignore[arg-type]
        for row in rows:
            row.pk = random_id()
    blocks = max(1, len(people) // SMALLEST_BLOCK)
    for block in range(blocks):
        with transaction.atomic():
            Participation.objects.bulk_create(people[block::blocks])
            Answer.objects.bulk_create(answers[block::blocks])
