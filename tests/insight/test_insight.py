"""Insight: counts per step and unit, distribution beside the pattern, and surveys whose answers nobody can trace."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core.models import Event, Notice, Receipt
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused
from selaras.insight import operations
from selaras.insight.models import Answer, Participation, Question, SurveyState
from selaras.insight.operations import QuestionInput
from selaras.insight.queries import completion_by_unit, results_of, totals_of
from selaras.insight.queries.completion import Step
from selaras.insight.workflow import SURVEY
from selaras.jobs import timetable
from selaras.planning import operations as planning

QUESTIONS = (
    QuestionInput("Saya memahami harapan pimpinan."),
    QuestionInput("Apa yang perlu diperbaiki?", True),
)
PEOPLE = ("Sari", "Wati", "Budi", "Ratna", "Yusuf", "Dewi")


@pytest.fixture
def period(kepahiang, actor):
    by = actor("Dewi", role="OFFICER")
    made = planning.create_period(
        year=TODAY.year, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=by, at=AT
    )
    return planning.open_period(period=made, by=by, at=AT)


@pytest.fixture
def survey(period, actor):
    by = actor("Dewi", role="OFFICER")
    made = operations.create_survey(
        period=period,
        title="Survei proses",
        closes_on=TODAY + timedelta(days=9),
        questions=QUESTIONS,
        by=by,
        at=AT,
    )
    return operations.open_survey(survey=made, by=by, at=AT)


def answer(survey, actor, name, score=4, text=""):
    scale, opened = Question.objects.filter(survey=survey).order_by("ordinal")
    operations.answer(survey=survey, scores={scale.pk: score}, texts={opened.pk: text}, by=actor(name), at=AT)


def test_nothing_due_is_not_complete():
    assert Step().share is None
    assert Step(4, 2, 1).share == 50
    assert Step(4, 2, 1).on_time_share == 50
    assert Step(3, 0, 0).on_time_share is None
    assert (Step(1, 1) + Step(1, 0)).on_time is None


def test_completion_counts_plans_that_are_set(period, kepahiang, actor):
    by = actor("Dewi", role="OFFICER")
    planning.create_plan(period=period, assignment=kepahiang.assignments["Sari"], by=by, at=AT)
    lines = completion_by_unit(by, period, None)
    assert totals_of(lines)["plans"] == Step(1, 0, 0)
    assert totals_of(lines)["ratings"] == Step()


def test_an_answer_holds_no_person_and_no_moment(survey, actor):
    before = Event.objects.count()
    answer(survey, actor, "Sari", text="Formulirnya panjang.")
    assert Event.objects.count() == before, "no event may link a person to an answer"
    names = {field.name for field in Answer._meta.local_fields}
    assert names == {"id", "agency", "question", "score", "text"}
    assert not {field.name for field in Participation._meta.local_fields} & {"at", "answer", "created_at"}


def test_each_person_answers_once(survey, actor):
    answer(survey, actor, "Sari")
    with pytest.raises(StateRefused):
        answer(survey, actor, "Sari")
    assert Answer.objects.count() == 1


def test_answering_on_the_page_leaves_no_receipt_with_a_moment(survey, actor, client_as):
    client = client_as("Sari")
    address = reverse("insight:answer", args=[survey.pk])
    page = client.get(address).content.decode()
    assert "idempotency_key" not in page.split("<main")[1]
    scale = Question.objects.filter(survey=survey).order_by("ordinal").first()
    assert client.post(address, {f"q{scale.pk}": "4"}).status_code == 302
    assert Answer.objects.count() == Participation.objects.count() == 1
    assert Receipt.objects.count() == 0


def test_closing_mixes_so_that_no_transaction_links_the_two(survey, kepahiang, actor):
    for name in PEOPLE:
        answer(survey, actor, name, text=f"kata {name}")
    ids = set(Answer.objects.values_list("pk", flat=True)) | set(
        Participation.objects.values_list("pk", flat=True)
    )
    operations.close_survey(survey=survey, by=actor("Dewi", role="OFFICER"), at=AT)
    after = set(Answer.objects.values_list("pk", flat=True)) | set(
        Participation.objects.values_list("pk", flat=True)
    )
    assert not ids & after, "every row is written anew under a new random id"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM insight_answer")
        assert cursor.fetchone()[0] == 1, "one transaction wrote all answers"


def test_results_are_shown_after_closing_and_only_for_enough_people(survey, actor, client_as):
    for name in PEOPLE[:4]:
        answer(survey, actor, name)
    page = client_as("Sari").get(reverse("insight:survey", args=[survey.pk])).content.decode()
    assert "setelah survei ditutup" in page
    closed = operations.close_survey(survey=survey, by=actor("Dewi", role="OFFICER"), at=AT)
    assert [one.answered for one in results_of(closed)] == [0, 0], "four answers are too few to show"


def test_whoever_may_still_answer_is_led_to_answering_only(survey, actor, client_as):
    address = reverse("insight:survey", args=[survey.pk])
    page = client_as("Dewi", "OFFICER").get(address).content.decode()
    assert page.count("btn-primary") == 1 and "Tutup survei" in page
    answer(survey, actor, "Dewi")
    assert client_as("Dewi", "OFFICER").get(address).content.decode().count("btn-primary") == 1


def test_closing_is_asked_first_and_says_what_it_ends(survey, actor, client_as):
    answer(survey, actor, "Sari")
    client, address = client_as("Dewi", "OFFICER"), reverse("insight:survey_close", args=[survey.pk])
    asked = client.get(address).content.decode()
    assert "1 orang" in asked and "tidak dapat dibuka kembali" in asked and "Kurang dari 5 orang" in asked
    survey.refresh_from_db()
    assert survey.state == "OPEN"
    assert client.post(address, {"version": survey.version}).status_code == 302
    survey.refresh_from_db()
    assert survey.state == "CLOSED"
    assert client.get(address).status_code == 302, "it asks nothing any more"


def test_enough_answers_give_counts_and_a_mean(survey, actor):
    for place, name in enumerate(PEOPLE):
        answer(survey, actor, name, score=3 + place % 3)
    closed = operations.close_survey(survey=survey, by=actor("Dewi", role="OFFICER"), at=AT)
    scale, opened = results_of(closed)
    assert (scale.counts, scale.mean) == ((0, 0, 2, 2, 2), 4.0)
    assert opened.texts == ()


def test_a_survey_closes_on_the_day_after_its_last_day(survey, kepahiang, actor):
    answer(survey, actor, "Sari")
    agency = kepahiang.kepahiang
    timetable.end_surveys(agency, AT + timedelta(days=9))
    survey.refresh_from_db()
    assert survey.state == SurveyState.OPEN, "the last day is a day on which people answer"
    timetable.end_surveys(agency, AT + timedelta(days=10))
    timetable.end_surveys(agency, AT + timedelta(days=11))
    survey.refresh_from_db()
    assert survey.state == SurveyState.CLOSED
    assert Event.objects.filter(verb="survey.end").count() == 1
    assert Notice.objects.filter(kind=operations.CLOSED, member=kepahiang.members["Sari"]).count() == 1


def test_no_person_takes_the_step_of_the_timetable(survey, actor):
    with pytest.raises(NotAllowed):
        SURVEY.take(survey, "end", by=actor("Dewi", role="OFFICER"), at=AT)


def test_bad_input_and_wrong_people_are_refused(survey, period, actor):
    with pytest.raises(InvalidRefused):
        answer(survey, actor, "Sari", score=6)
    question = Question.objects.filter(survey=survey).first()
    with pytest.raises(NotAllowed):
        operations.answer(
            survey=survey, scores={question.pk: 4}, texts={}, by=actor("Joko", role="AUDITOR"), at=AT
        )
    with pytest.raises(NotAllowed):
        operations.create_survey(
            period=period, title="x", closes_on=date(2027, 1, 1), questions=QUESTIONS, by=actor("Sari"), at=AT
        )


@pytest.mark.parametrize(("name", "role", "status"), [
    ("Dewi", "OFFICER", 200), ("Hasan", "HEAD", 200), ("Joko", "AUDITOR", 200),
    ("Sari", None, 403), ("Oki", "OPERATOR", 403),
])  # fmt: skip
@pytest.mark.parametrize("view", ["insight:overview", "insight:distribution"])
def test_only_overseers_see_the_figures(cast, client_as, name, role, status, view):
    assert client_as(name, role).get(reverse(view)).status_code == status


def test_the_pages_take_at_most_twelve_statements(
    period, kepahiang, actor, client_as, django_assert_max_num_queries
):
    by = actor("Dewi", role="OFFICER")
    planning.create_plans(period=period, unit_ids=[kepahiang.units["BKPSDM"].pk], by=by, at=AT)
    client = client_as("Dewi", "OFFICER")
    client.get(reverse("insight:overview"))
    for view in ("insight:overview", "insight:distribution"):
        with django_assert_max_num_queries(12 + 8):  # BEGIN, SAVEPOINT, RELEASE and SET are not counted
            assert client.get(reverse(view)).status_code == 200
