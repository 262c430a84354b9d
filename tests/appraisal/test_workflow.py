"""Random people take random steps on random days: no undeclared state, and the clocks and papers always agree."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.appraisal.year import Steps, at, build

from selaras.appraisal import operations
from selaras.appraisal.models import Evaluation, EvaluationState, Objection
from selaras.appraisal.workflow import EVALUATION
from selaras.core.actor import system_actor
from selaras.core.verdict import Refused
from selaras.documents.queries import papers_of, signatures_of

pytestmark = pytest.mark.django_db
ACTS = ("rate", "deliver", "accept", "object", "decide", "change", "report", "pass")
PEOPLE = ("Sari", "Budi", "Ratna", "Wati")


def act(steps, name, who, day):
    """Try one step; a refusal changes nothing."""
    person = steps.who(who, day)
    evaluation, objection = steps.evaluation("Sari"), Objection.objects.first()
    if name in ("rate", "deliver", "accept"):
        getattr(steps, name)("Sari", **({"by": who} if name != "accept" else {}), on=day)
    elif name == "object":
        operations.object_to(evaluation=evaluation, reasons="Bukti belum dibaca", by=person, at=at(day))
    elif name == "report":
        operations.report(evaluation=evaluation, by=person, at=at(day))
    elif name == "pass":
        operations.daily(by=system_actor(steps.cast.kepahiang.pk, day), at=at(day))
    elif objection is not None and name == "change":
        steps.decide(objection, "CHANGED", by=who, on=day, results_rating="ABOVE", behaviour_rating="ABOVE")
    elif objection is not None:
        steps.decide(objection, by=who, on=day)


def check(evaluation, before):
    declared = {(source, step.to) for step in EVALUATION.steps for source in step.from_}
    assert evaluation.state in EvaluationState.values
    assert evaluation.state == before or (before, evaluation.state) in declared
    signed = evaluation.state != EvaluationState.OPEN
    assert bool(evaluation.predicate) == signed == bool(signatures_of(evaluation))
    valid = [paper.form for paper in papers_of(evaluation) if paper.state == "VALID"]
    assert len([form for form in valid if form.startswith("D.")]) == int(signed)
    if evaluation.is_final:
        assert not Objection.objects.filter(evaluation=evaluation).exists()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE), st.integers(0, 12)), max_size=14))
def test_no_undeclared_state_is_reached(kepahiang, acts):
    from django.db import transaction

    with transaction.atomic():
        steps = Steps(build(kepahiang))
        steps.achieve()
        steps.open()
        day = date(2026, 7, 6)
        for name, who, later in acts:
            day += timedelta(days=later)
            before = steps.evaluation("Sari").state
            try:
                with transaction.atomic():
                    act(steps, name, who, day)
            except Refused as refused:
                assert str(refused.sentence)
            check(Evaluation.objects.get(pk=steps.evaluation("Sari").pk), before)
        transaction.set_rollback(True)
