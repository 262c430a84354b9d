"""Whatever people try in whatever order, enrolments and plans reach declared states only."""

import contextlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import AT, TODAY
from tests.development.test_trainings import COURSE
from tests.recognition.results import plan_of, result_of

from selaras.core.verdict import Refused
from selaras.development import operations
from selaras.development.models import Enrolment, ImprovementPlan
from selaras.development.operations import Attendance, PlannedStep
from selaras.development.workflow import ENROLMENT, IMPROVEMENT, WORKFLOWS

ACTORS = st.sampled_from(
    [
        ("Sari", None),
        ("Wati", None),
        ("Budi", "APPRAISER"),
        ("Dewi", "OFFICER"),
        ("Hasan", "HEAD"),
        ("Joko", "AUDITOR"),
        ("Oki", None),
    ]
)
DAYS = st.sampled_from([TODAY, date(2026, 7, 21), date(2026, 8, 1)])
PLACES = ("ask", "enrol", "accept", "decline", "withdraw", "attend", "miss")
slow = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda one: one.name)
def test_every_state_is_reached_and_every_step_has_its_article(workflow):
    reached = {workflow.initial}
    for _turn in workflow.steps:
        reached |= {step.to for step in workflow.steps if step.from_ & reached}
    assert reached == set(workflow.states.values)
    assert all(step.law for step in workflow.steps)
    assert not any(step.from_ & workflow.final for step in workflow.steps)


def try_place(move, course, person, by):
    one = Enrolment.objects.filter(training=course, person=person).first()
    if move == "ask":
        operations.ask_enrolment(training=course, person=person, by=by, at=AT)
    elif move == "enrol":
        operations.enrol(training=course, people=[person], by=by, at=AT)
    elif one is not None and move in ("attend", "miss"):
        operations.record_attendance(
            training=course, rows=[Attendance(one.pk, move == "attend")], by=by, at=AT
        )
    elif one is not None and move == "decline":
        operations.decline_enrolment(enrolment=one, reason="Penuh.", by=by, at=AT)
    elif one is not None and move in ("accept", "withdraw"):
        write = operations.accept_enrolment if move == "accept" else operations.withdraw_enrolment
        write(enrolment=one, by=by, at=AT)


def state_of(course, person):
    one = Enrolment.objects.filter(training=course, person=person).first()
    return one.state if one else None


@slow
@given(moves=st.lists(st.tuples(ACTORS, DAYS, st.sampled_from(PLACES)), max_size=8))
def test_enrolments(kepahiang, actor, moves):
    plan_of(kepahiang, "Sari")
    course = operations.add_training(**COURSE, seats=1, by=actor("Dewi", role="OFFICER"), at=AT)
    person, allowed = (
        kepahiang["Sari"],
        {(state, step.to) for step in ENROLMENT.steps for state in step.from_},
    )
    allowed |= {(None, "REQUESTED"), (None, "ENROLLED")}
    before = None
    for (name, role), day, move in moves:
        with contextlib.suppress(Refused):
            try_place(move, course, person, actor(name, on=day, role=role))
        after = state_of(course, person)
        if after != before:
            assert (before, after) in allowed
            assert name in ("Sari", "Budi", "Dewi")
            assert name == "Dewi" or after in ("REQUESTED", "WITHDRAWN")
        before = after
        one = Enrolment.objects.filter(training=course).first()
        assert one is None or (one.hours_earned is not None) == (one.state == "ATTENDED")


ENDS = {
    "achieve": lambda plan, by: operations.conclude_improvement(
        plan=plan, achieved=True, conclusion="Baik.", by=by, at=AT
    ),
    "fail": lambda plan, by: operations.conclude_improvement(
        plan=plan, achieved=False, conclusion="Belum.", by=by, at=AT
    ),
    "cancel": lambda plan, by: operations.cancel_improvement(plan=plan, reason="Pindah.", by=by, at=AT),
    "add": lambda plan, by: operations.add_step(plan=plan, text="Lokakarya", due_on=TODAY, by=by, at=AT),
}


@slow
@given(moves=st.lists(st.tuples(ACTORS, st.sampled_from(sorted(ENDS))), max_size=6))
def test_improvement_plans(kepahiang, actor, moves):
    ImprovementPlan.objects.all().delete()
    if not hasattr(kepahiang, "result"):
        kepahiang.result = result_of(kepahiang, "Sari", "POOR")
    made = operations.create_improvement(
        evaluation=kepahiang.result,
        goal="Tepat waktu.",
        starts_on=TODAY,
        ends_on=date(2026, 9, 1),
        steps=[PlannedStep("Pendampingan", TODAY)],
        by=actor("Budi"),
        at=AT,
    )
    allowed = {step.name: {(state, step.to) for state in step.from_} for step in IMPROVEMENT.steps}
    before = made.state
    for (name, role), move in moves:
        with contextlib.suppress(Refused):
            ENDS[move](ImprovementPlan.objects.get(pk=made.pk), actor(name, role=role))
        after = ImprovementPlan.objects.get(pk=made.pk).state
        if after != before:
            assert name in ("Budi", "Dewi") and (before, after) in allowed[move]
        before = after
