"""Nothing that a dump holds links a person to an answer, from the first twenty people on, while the survey is open too.

Out of reach: row versions that PostgreSQL has not cleaned up yet, its write-ahead log, and physical copies of both.
"""

from collections import defaultdict
from dataclasses import replace

import pytest
from django.db import connection
from tests.cast import AT
from tests.insight.test_insight import period, survey

from selaras.core.models import Event, Receipt
from selaras.core.verdict import NotAllowed
from selaras.insight import operations
from selaras.insight.models import Answer, Participation, Question
from selaras.insight.operations.mixing import SMALLEST_BLOCK
from selaras.organisation.models import Person

__all__ = ["period", "survey"]
MANY = 2 * SMALLEST_BLOCK + 5


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def all_answer(survey, by, count=MANY):
    """Let many people answer one after the other; each writes an own word, and their order is returned."""
    scale, opened = Question.objects.filter(survey=survey).order_by("ordinal")
    people = Person.objects.bulk_create(Person(name=f"Pegawai {n}", number=f"7{n:017}") for n in range(count))
    for n, person in enumerate(people):
        own = replace(by, person_id=person.pk)
        operations.answer(survey=survey, scores={scale.pk: 4}, texts={opened.pk: f"kata {n}"}, by=own, at=AT)
    return [one.pk for one in people]


def suspects(column, table="insight_participation", key="person_id"):
    """For every answer, the people to whom the writing transaction leads."""
    found = defaultdict(set)
    for answer, person in rows(
        f"SELECT a.id, p.{key} FROM insight_answer a JOIN {table} p ON p.{column}::text = a.xmin::text"
    ):
        found[answer].add(person)
    return found


@pytest.mark.parametrize("count", [2, SMALLEST_BLOCK, MANY])
def test_the_writing_transaction_leads_to_many_people_or_none_while_open(survey, actor, count):
    all_answer(survey, actor("Sari"), count)
    least = min(count, SMALLEST_BLOCK)
    assert Participation.objects.count() == count and Answer.objects.count() == 2 * count
    for answer, people in suspects("xmin").items():
        assert len(people) >= least, answer
    locked = suspects("xmax", "organisation_person", "id")
    assert all(len(people) >= least for people in locked.values()), (
        "the locks of the foreign keys tell nothing"
    )


def test_every_state_in_between_holds_too(survey, actor):
    by = actor("Sari")
    scale = Question.objects.filter(survey=survey).order_by("ordinal").first()
    people = Person.objects.bulk_create(Person(name=f"Pegawai {n}", number=f"7{n:017}") for n in range(MANY))
    for n, person in enumerate(people, 1):
        own = replace(by, person_id=person.pk)
        operations.answer(survey=survey, scores={scale.pk: 4}, texts={}, by=own, at=AT)
        sizes = [len(one) for one in suspects("xmin").values()]
        assert sizes and min(sizes) >= min(n, SMALLEST_BLOCK)


def test_neither_the_place_nor_the_id_keeps_the_order(survey, actor):
    order = all_answer(survey, actor("Sari"))
    people = [one for (one,) in rows("SELECT person_id FROM insight_participation ORDER BY ctid")]
    words = [one for (one,) in rows("SELECT text FROM insight_answer WHERE text <> '' ORDER BY ctid")]
    by_id = [one for (one,) in rows("SELECT text FROM insight_answer WHERE text <> '' ORDER BY id")]
    said = dict(zip(order, [f"kata {n}" for n in range(MANY)], strict=True))
    for given in (words, by_id):
        met = sum(said[person] == word for person, word in zip(people, given, strict=True))
        assert met < MANY / 3, "side by side, people and words meet no more than by chance"


def test_rows_written_one_by_one_before_are_taken_into_blocks(survey, actor):
    """An upgrade or a restored backup leaves blocks of any size."""
    question = Question.objects.filter(survey=survey).first()
    for n in range(SMALLEST_BLOCK + 5):
        person = Person.objects.create(name=f"Lama {n}", number=f"6{n:017}")
        Participation.objects.create(survey=survey, person=person)
        Answer.objects.create(question=question, score=3)
    all_answer(survey, actor("Sari"), 1)
    sizes = [len(one) for one in suspects("xmin").values()]
    assert max(sizes) > SMALLEST_BLOCK
    operations.mix_open_surveys(at=AT)
    assert min(len(one) for one in suspects("xmin").values()) >= SMALLEST_BLOCK


def test_neither_events_nor_receipts_are_left(survey, actor):
    before = Event.objects.count()
    all_answer(survey, actor("Sari"), 3)
    assert (Event.objects.count(), Receipt.objects.count()) == (before, 0)


def test_the_work_of_one_answer_does_not_grow_with_the_survey(survey, actor, django_assert_max_num_queries):
    all_answer(survey, actor("Sari"), MANY)
    kept = set(Participation.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(24):
        answer_one(survey, actor("Sari"))
    rewritten = kept - set(Participation.objects.values_list("pk", flat=True))
    assert SMALLEST_BLOCK <= len(rewritten) < 2 * SMALLEST_BLOCK


def answer_one(survey, by):
    scale = Question.objects.filter(survey=survey).order_by("ordinal").first()
    operations.answer(survey=survey, scores={scale.pk: 4}, texts={}, by=by, at=AT)


def test_an_answer_that_meets_the_closing_is_refused(survey, actor):
    """The state is asked again under the lock: what was read before may be older."""
    operations.close_survey(survey=read_again(survey), by=actor("Dewi", role="OFFICER"), at=AT)
    with pytest.raises(NotAllowed):
        answer_one(survey, actor("Sari"))
    assert not Answer.objects.exists()


def read_again(survey):
    return type(survey).objects.get(pk=survey.pk)
