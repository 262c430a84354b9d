"""Dated help after a result below Good is planned by the appraiser or officer and read by few."""

from datetime import date

import pytest
from django.http import Http404
from tests.cast import AT, TODAY
from tests.recognition.results import result_of, window_of

from selaras.core.models import Event, Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, Refused, StaleRefused, StateRefused
from selaras.development import operations
from selaras.development.operations import PlannedStep
from selaras.development.permissions import can_see_improvement
from selaras.development.queries import (
    evaluation_to_help,
    improvement_for,
    improvements_for,
    steps_of,
    waiting_for,
    waiting_for_help,
    without_plan,
)

FROM, UNTIL = TODAY, date(2026, 10, 1)


@pytest.fixture
def result(kepahiang):
    return result_of(kepahiang, "Sari", "NEEDS_IMPROVEMENT", state="DELIVERED")


def plan_help(cast, actor, result, by="Budi", role="APPRAISER", **more):
    steps = (
        PlannedStep("Pendampingan menulis laporan setiap pekan", date(2026, 8, 1), cast["Wati"].pk),
        PlannedStep("Membaca tiga contoh laporan yang baik", date(2026, 7, 25)),
    )
    values = {
        "goal": "Laporan bulanan diterima tanpa perbaikan.",
        "starts_on": FROM,
        "ends_on": UNTIL,
        "steps": steps,
    }
    return operations.create_improvement(evaluation=result, **values | more, by=actor(by, role=role), at=AT)


def test_help_is_planned_once_and_told(kepahiang, actor, result):
    assert [one.pk for one in without_plan(actor("Budi"))] == [result.pk]
    assert "Sari" in str(waiting_for(actor("Budi"))[0].text)
    made = plan_help(kepahiang, actor, result)
    assert [step.helper_id for step in steps_of(made)] == [None, kepahiang["Wati"].pk]
    told = dict(Notice.objects.values_list("member", "kind"))
    assert told[kepahiang.members["Sari"].pk] == "development.improvement_made"
    assert told[kepahiang.members["Wati"].pk] == "development.helper"
    assert not without_plan(actor("Budi")).exists()
    with pytest.raises(Refused):
        plan_help(kepahiang, actor, result)


@pytest.mark.parametrize(
    ("predicate", "state"), [("GOOD", "REPORTED"), ("POOR", "RATED"), ("POOR", "OBJECTED"), ("POOR", "OPEN")]
)
def test_help_is_for_known_results_below_good(kepahiang, actor, predicate, state):
    if state == "OPEN":
        state = "RATED"
    result = result_of(kepahiang, "Sari", predicate, state=state)
    with pytest.raises(NotAllowed):
        plan_help(kepahiang, actor, result)
    with pytest.raises(Http404):
        evaluation_to_help(actor("Budi"), result.pk)


def test_who_may_plan_help(kepahiang, actor, result):
    for name, role in (("Sari", None), ("Wati", None), ("Hasan", "HEAD"), ("Joko", "AUDITOR"), ("Oki", None)):
        with pytest.raises(NotAllowed):
            plan_help(kepahiang, actor, result, by=name, role=role)
    assert plan_help(kepahiang, actor, result, by="Dewi", role="OFFICER").state == "ACTIVE"


@pytest.mark.parametrize(
    "wrong",
    [
        {"goal": " "},
        {"ends_on": FROM},
        {"steps": ()},
        {"steps": (PlannedStep("x", date(2027, 1, 1)),)},
        {"steps": (PlannedStep(" ", FROM),)},
        {"steps": (PlannedStep("x", FROM, 999_999),)},
    ],
)
def test_a_plan_has_a_goal_days_and_dated_help(kepahiang, actor, result, wrong):
    with pytest.raises(InvalidRefused) as refused:
        plan_help(kepahiang, actor, result, **wrong)
    assert set(refused.value.fields) == set(wrong)
    assert not improvements_for(actor("Sari")).exists()


def test_who_reads_a_plan(kepahiang, actor, cast, result):
    made = plan_help(kepahiang, actor, result)

    def whole(name, role=None):
        reader = actor(name, role=role)
        return bool(can_see_improvement(reader, improvement_for(reader, made.pk, AT)))

    for who in (
        ("Sari",),
        ("Budi", "APPRAISER"),
        ("Ratna", "SUPERIOR"),
        ("Dewi", "OFFICER"),
        ("Joko", "AUDITOR"),
    ):
        assert whole(*who)
    assert not whole("Wati")
    for who in (("Hasan", "HEAD"), ("Yusuf",), ("Dewi", "EMPLOYEE")):
        with pytest.raises(Http404):
            whole(*who)
    assert Event.objects.filter(verb="development.look").count() == 1
    with pytest.raises(NotAllowed):
        improvements_for(actor("Oki"))
    with acting_in(cast.outsider):
        assert not improvements_for(actor("Tono", role="OFFICER")).exists()


def test_steps_are_added_and_marked_as_done(kepahiang, actor, result):
    made = plan_help(kepahiang, actor, result)
    budi, wati = actor("Budi"), actor("Wati")
    operations.add_step(plan=made, text="Lokakarya", due_on=date(2026, 9, 1), by=budi, at=AT, version=1)
    with pytest.raises(NotAllowed):
        operations.add_step(plan=made, text="x", due_on=date(2026, 9, 1), by=wati, at=AT)
    with pytest.raises(StaleRefused):
        operations.add_step(plan=made, text="x", due_on=date(2026, 9, 1), by=budi, at=AT, version=1)
    own, helped, later = steps_of(made)
    assert [line.due_on for line in waiting_for(actor("Sari"))] == [own.due_on]
    assert [line.due_on for line in waiting_for(actor("Wati", on=date(2026, 7, 30)))] == [helped.due_on]
    operations.finish_step(step=helped, note="Laporan Juli jelas.", done_on=TODAY, by=wati, at=AT, version=2)
    with pytest.raises(NotAllowed):
        operations.finish_step(step=helped, note="", done_on=TODAY, by=wati, at=AT)
    with pytest.raises(NotAllowed):
        operations.finish_step(step=own, note="", done_on=TODAY, by=wati, at=AT)
    with pytest.raises(InvalidRefused):
        operations.finish_step(step=own, note="", done_on=date(2026, 7, 16), by=actor("Sari"), at=AT)
    operations.finish_step(step=own, note="", done_on=TODAY, by=actor("Sari"), at=AT)
    assert improvements_for(budi).get().steps_done == 2
    assert [step.pk for step in steps_of(made, helper=kepahiang["Wati"].pk)] == [helped.pk]
    assert later.done_on is None


def test_a_plan_is_concluded_in_words(kepahiang, actor, result):
    made = plan_help(kepahiang, actor, result)
    late = actor("Budi", on=date(2026, 10, 2))
    assert "Sari" in str(waiting_for(late)[-1].text)
    with pytest.raises(InvalidRefused):
        operations.conclude_improvement(plan=made, achieved=True, conclusion=" ", by=late, at=AT)
    with pytest.raises(NotAllowed):
        operations.conclude_improvement(plan=made, achieved=True, conclusion="Baik.", by=actor("Sari"), at=AT)
    with pytest.raises(StaleRefused):
        operations.conclude_improvement(
            plan=made, achieved=True, conclusion="Baik.", by=late, at=AT, version=4
        )
    done = operations.conclude_improvement(
        plan=made, achieved=False, conclusion="Perlu pendampingan lanjutan.", by=late, at=AT, version=1
    )
    assert done.state == "NOT_ACHIEVED"
    with pytest.raises(StateRefused):
        operations.cancel_improvement(plan=made, reason="x", by=late, at=AT)
    with pytest.raises(NotAllowed):
        operations.finish_step(step=steps_of(done)[0], note="", done_on=TODAY, by=actor("Sari"), at=AT)
    with pytest.raises(NotAllowed):
        operations.add_step(plan=done, text="x", due_on=TODAY, by=late, at=AT)


def test_the_desk_takes_one_statement(kepahiang, actor, result, django_assert_max_num_queries):
    officer = actor("Dewi", role="OFFICER")
    with django_assert_max_num_queries(1):
        assert waiting_for(officer) == []


def test_a_person_waits_for_help_once_and_not_while_being_helped(kepahiang, actor, client_as):
    year = result_of(kepahiang, "Sari", "POOR")
    quarter = result_of(kepahiang, "Sari", "POOR", window=window_of(2026, "PERIODIC"))
    budi = actor("Budi")
    (line,) = waiting_for(budi)
    assert "Triwulan I 2026" in str(line.text) and str(quarter.pk) in line.url
    assert [one.pk for one in waiting_for_help(budi)] == [quarter.pk]
    page = client_as("Budi").get(line.url).content.decode()
    assert "Triwulan I 2026" in page
    made = plan_help(kepahiang, actor, year)
    assert waiting_for(budi) == [] and not waiting_for_help(budi).exists()
    operations.conclude_improvement(plan=made, achieved=True, conclusion="Tercapai.", by=budi, at=AT)
    assert [one.pk for one in waiting_for_help(budi)] == [quarter.pk], "a later result calls for help again"
    assert len(waiting_for(budi)) == 1
