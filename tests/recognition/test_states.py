"""Whatever people try in whatever order, records reach declared states only, and never by the wrong hands."""

import contextlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import AT, TODAY
from tests.recognition.results import result_of

from selaras.core.verdict import Refused
from selaras.recognition import operations
from selaras.recognition.models import AwardRound, Consequence, Sanction
from selaras.recognition.workflow import WORKFLOWS

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
SANCTION = {
    "enforce": lambda one, by: operations.enforce_sanction(
        sanction=one, letter="1/SK", from_on=TODAY, until_on=date(2026, 12, 1), by=by, at=AT
    ),
    "end": lambda one, by: operations.end_sanction(sanction=one, reason="Selesai.", by=by, at=AT),
    "revoke": lambda one, by: operations.revoke_sanction(sanction=one, reason="Keliru.", by=by, at=AT),
}
CONSEQUENCE = {
    "take_up": lambda one, by: operations.take_up(consequence=one, by=by, at=AT),
    "finish": lambda one, by: operations.finish(consequence=one, by=by, at=AT),
    "decline": lambda one, by: operations.decline(consequence=one, reason="Tidak perlu.", by=by, at=AT),
}
ROUND = {
    "choose": lambda one, by, cast: operations.choose(
        award_round=one, person=cast["Sari"], reason="Tekun.", by=by, at=AT, early=True
    ),
    "close": lambda one, by, cast: operations.close_round(award_round=one, reason="Sudah.", by=by, at=AT),
    "nominate": lambda one, by, cast: operations.nominate(
        award_round=one, person=cast["Sari"], reason="Tekun.", by=by, at=AT
    ),
}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda one: one.name)
def test_every_state_is_reached_and_every_step_has_its_article(workflow):
    reached = {workflow.initial}
    for _turn in workflow.steps:
        reached |= {step.to for step in workflow.steps if step.from_ & reached}
    assert reached == set(workflow.states.values)
    assert all(step.law for step in workflow.steps)
    assert not any(step.from_ & workflow.final for step in workflow.steps)


def deciders(name):
    return name in ("Dewi", "Hasan")


def follow(moves, allowed, model, pk, actor, write):
    """Try the moves; check that only deciders move, and only along the table."""
    before = model.objects.get(pk=pk).state
    for (name, role), move in moves:
        with contextlib.suppress(Refused):
            write(move, model.objects.get(pk=pk), actor(name, role=role))
        after = model.objects.get(pk=pk).state
        if after != before:
            assert deciders(name) and (before, after) in allowed[move]
        before = after


def table_of(workflow):
    return {step.name: {(state, step.to) for state in step.from_} for step in workflow.steps}


slow = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(moves=st.lists(st.tuples(ACTORS, st.sampled_from(sorted(SANCTION))), max_size=6))
def test_sanctions(kepahiang, actor, moves):
    made = operations.propose_sanction(
        person=kepahiang["Wati"],
        level="LIGHT",
        title="Teguran",
        article="PP 94/2021 Pasal 9",
        facts="Fakta.",
        by=actor("Dewi", role="OFFICER"),
        at=AT,
    )
    follow(
        moves, table_of(WORKFLOWS[1]), Sanction, made.pk, actor, lambda move, one, by: SANCTION[move](one, by)
    )


@slow
@given(moves=st.lists(st.tuples(ACTORS, st.sampled_from(sorted(CONSEQUENCE))), max_size=6))
def test_consequences(kepahiang, actor, moves):
    Consequence.objects.all().delete()
    result = result_of(kepahiang, "Wati", "GOOD") if not hasattr(kepahiang, "result") else kepahiang.result
    kepahiang.result = result
    made = operations.propose_consequences(evaluation=result, by=actor("Dewi", role="OFFICER"), at=AT)[0]
    follow(
        moves,
        table_of(WORKFLOWS[2]),
        Consequence,
        made.pk,
        actor,
        lambda move, one, by: CONSEQUENCE[move](one, by),
    )


@slow
@given(
    moves=st.lists(st.tuples(ACTORS, st.sampled_from(sorted(ROUND))), max_size=6),
    month=st.dates(date(2001, 1, 1), date(2026, 6, 1)).map(lambda day: day.replace(day=1)),
)
def test_months(kepahiang, actor, moves, month):
    unit = kepahiang.units["BKPSDM"]
    with contextlib.suppress(Refused):
        operations.open_round(
            unit=unit, month_on=month, closes_on=TODAY, by=actor("Dewi", role="OFFICER"), at=AT
        )
    july = AwardRound.objects.get(month_on=month)
    allowed = {**table_of(WORKFLOWS[0]), "nominate": set()}
    follow(moves, allowed, AwardRound, july.pk, actor, lambda move, one, by: ROUND[move](one, by, kepahiang))
