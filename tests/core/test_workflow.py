"""A step checks version, state and verdict before it writes, and leaves an event behind."""

import pytest
from django.db import models
from tests.cast import AT, TODAY

from selaras.core import audit, versions
from selaras.core.verdict import YES, NotAllowed, StaleRefused, StateRefused, no
from selaras.core.workflow import Step, Workflow
from selaras.planning.models import Period, PeriodState


def only_officers(user, obj):
    return YES if user.role == "OFFICER" else no("Only officers.")


FLOW = Workflow(
    name="period",
    states=PeriodState,
    initial="PREPARING",
    final=frozenset({"CLOSED"}),
    steps=(
        Step("open", "Open", frozenset({"PREPARING"}), "OPEN", only_officers, "Pasal 14"),
        Step("close", "Close", frozenset({"OPEN"}), "CLOSED", only_officers, "Pasal 27"),
    ),
)


@pytest.fixture
def period(kepahiang):
    return Period.objects.create(
        year=2026,
        name="2026",
        starts_on=TODAY.replace(month=1, day=1),
        ends_on=TODAY.replace(month=12, day=31),
        cadence="QUARTERLY",
        scheme="permenpanrb-6-2022",
        plans_due_on=TODAY.replace(month=1, day=31),
    )


def test_a_step_writes_state_version_and_event(kepahiang, actor, period):
    fresh = FLOW.take(period, "open", by=actor("Dewi", role="OFFICER"), at=AT, version=1, name="Tahun 2026")
    period.refresh_from_db()
    assert (period.state, period.version, period.name) == ("OPEN", 2, "Tahun 2026")
    assert fresh.version == 2
    line = audit.history_of(period)[0]
    assert (line.verb, line.article) == ("period.open", "Pasal 14")
    assert line.before == {"name": "2026", "state": "PREPARING"}


def test_refusals_write_nothing(kepahiang, actor, period):
    officer = actor("Dewi", role="OFFICER")
    with pytest.raises(NotAllowed, match="Only officers"):
        FLOW.take(period, "open", by=actor("Sari"), at=AT)
    with pytest.raises(StaleRefused):
        FLOW.take(period, "open", by=officer, at=AT, version=9)
    with pytest.raises(StateRefused):
        FLOW.take(period, "close", by=officer, at=AT)
    period.refresh_from_db()
    assert (period.state, period.version) == ("PREPARING", 1)
    assert audit.history_of(period) == []


def test_open_steps_carry_the_verdict(kepahiang, actor, period):
    (ours,) = FLOW.open_to(actor("Dewi", role="OFFICER"), period)
    (theirs,) = FLOW.open_to(actor("Sari"), period)
    assert ours.verdict.allowed
    assert (theirs.step.name, theirs.verdict.allowed, str(theirs.verdict.reason)) == (
        "open",
        False,
        "Only officers.",
    )


def test_a_table_that_names_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="does not exist"):
        Workflow(
            name="broken",
            states=PeriodState,
            initial="PREPARING",
            final=frozenset(),
            steps=(Step("x", "X", frozenset({"NOWHERE"}), "OPEN", only_officers, "-"),),
        )


def test_a_stale_change_is_refused_and_a_fresh_one_raises_the_version(kepahiang, period):
    versions.change(period, 1, name="a")
    other = Period.objects.get(pk=period.pk)
    other.version = 1
    with pytest.raises(StaleRefused):
        versions.change(other, 1, name="b")
    assert Period.objects.get(pk=period.pk).name == "a"
    assert isinstance(Period._meta.get_field("version"), models.PositiveIntegerField)
