"""Silence after a window: the unsigned draft leaves no trace, and late openings are nobody's silence."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.appraisal.year import at

from selaras.appraisal import operations
from selaras.appraisal.models import EvaluationRow
from selaras.appraisal.views import shown
from selaras.core.actor import system_actor
from selaras.core.audit import history_of
from selaras.planning.models import ExpectedResult

pytestmark = pytest.mark.django_db
WORDS = ("Grounds nobody signed", "Behaviour nobody signed", "Note nobody signed")
DRAFT = {
    "results_rating": "BELOW", "results_grounds": WORDS[0], "behaviour_rating": "BELOW",
    "behaviour_grounds": WORDS[1], "notes": WORDS[2], "study_leave_failed": True,
}  # fmt: skip


@pytest.fixture
def drafted(steps):
    """Sari's evaluation with everything typed and nothing signed."""
    steps.open()
    sari = steps.evaluation("Sari")
    result = ExpectedResult.objects.filter(plan_version=sari.plan_version_id).first()
    operations.save_draft(
        evaluation=sari, values=DRAFT, helpers={result.lineage_id: "BELOW"},
        by=steps.who("Budi", date(2026, 7, 9)), at=at(date(2026, 7, 9)),
    )  # fmt: skip
    return steps


def nothing_is_left(evaluation):
    """Neither the row nor any event of it holds what was typed."""
    blank = {name: False if name == "study_leave_failed" else "" for name in DRAFT}
    assert {name: getattr(evaluation, name) for name in DRAFT} == blank
    assert not EvaluationRow.objects.filter(evaluation=evaluation).exclude(helper_rating="").exists()
    for event in history_of(evaluation):
        told = {**(event.before or {}), **(event.after or {})}
        assert not set(told) & set(DRAFT), event.verb
        assert not any(words in str(told) for words in (*WORDS, "BELOW")), event.verb


def midnight(steps, day):
    return operations.daily(by=system_actor(steps.cast.kepahiang.pk, day), at=at(day, 0))


def test_escalation_leaves_nothing_of_the_draft(drafted):
    assert midnight(drafted, date(2026, 7, 18)).escalated == 5
    sari = drafted.evaluation("Sari")
    assert sari.is_escalated and "appraisal.evaluation.escalate" in {one.verb for one in history_of(sari)}
    nothing_is_left(sari)


def test_a_move_leaves_nothing_of_the_draft(drafted):
    day = date(2026, 7, 10)
    operations.move_appraiser(
        evaluation=drafted.evaluation("Sari"), after_id=drafted.cast["Yusuf"].pk,
        superior_id=drafted.cast["Ratna"].pk, unit_id=drafted.cast.units["DIKLAT"].pk, reason="Pindah bidang",
        article="PermenPANRB 6/2022 Lampiran IV.A.13", by=drafted.who("Dewi", day, "OFFICER"), at=at(day),
    )  # fmt: skip
    nothing_is_left(drafted.evaluation("Sari"))


def test_who_was_opened_after_the_window_is_not_escalated(steps):
    """The first moment after the window at home is still its last day in Greenwich."""
    opened = datetime(2026, 7, 18, 6, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    operations.open_evaluation(
        plan=steps.year.plans["Sari"], window=steps.year.quarter,
        by=steps.who("Dewi", date(2026, 7, 18), "OFFICER"), at=opened,
    )  # fmt: skip
    closed = midnight(steps, date(2026, 7, 19))
    assert (closed.escalated, closed.without_superior) == (0, 0)
    steps.achieve()
    assert not steps.evaluation("Sari").is_escalated
    rated = steps.rate(on=date(2026, 7, 21))
    assert not rated.is_final and rated.state == "RATED"


def test_a_decision_at_seven_in_jayapura_counts_on_its_own_day(steps):
    steps.delivered()
    objection = steps.object()
    objection.decision, objection.decided_at = (
        "UPHELD",
        datetime(2026, 7, 20, 7, tzinfo=ZoneInfo("Asia/Jayapura")),
    )
    objection.decided_at = objection.decided_at.astimezone(ZoneInfo("UTC"))
    clocks = shown.deadlines(steps.evaluation("Sari"), objection, date(2026, 7, 20), "Asia/Jayapura")
    assert date(2026, 7, 20) in {one["done_on"] for one in clocks}
    assert date(2026, 7, 19) not in {one["done_on"] for one in clocks}
