"""Every altered, removed or cut-off event is detected; erasing a readable value leaves the chain whole."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import AT

from selaras.core import audit
from selaras.core.models import Event, EventSeal, EventValue, SealHead
from selaras.core.roles import as_owner
from selaras.core.tenancy import acting_in


def some_events(cast, actor, count=5):
    by = actor("Dewi", role="OFFICER")
    return [
        audit.record(
            obj=cast["Sari"],
            verb="test.change",
            by=by,
            at=AT,
            before={"n": n},
            after={"n": n + 1},
            article="Pasal 1",
            reason=f"alasan {n}",
        )
        for n in range(count)
    ]


def test_a_sealed_chain_holds(kepahiang, actor):
    some_events(kepahiang, actor)
    assert audit.seal(at=AT) == 5
    assert audit.seal(at=AT) == 0
    assert audit.verify() is None


def test_history_is_readable_and_newest_first(kepahiang, actor):
    some_events(kepahiang, actor, 3)
    lines = audit.history_of(kepahiang["Sari"])
    assert [line.after["n"] for line in lines] == [3, 2, 1]
    assert lines[0].who == "Dewi Anggraini, S.E."
    assert lines[0].article == "Pasal 1"


def test_events_that_commit_late_are_sealed_later(kepahiang, actor):
    first, second = some_events(kepahiang, actor, 2)
    early = EventSeal.objects.filter(event=first)
    audit.seal(at=AT, most=1)
    assert early.exists()
    assert not EventSeal.objects.filter(event=second).exists()
    audit.seal(at=AT)
    assert audit.verify() is None


def test_erasing_a_readable_value_keeps_the_chain(kepahiang, actor):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    EventValue.objects.all().delete()
    assert audit.verify() is None


def test_a_changed_value_is_detected(kepahiang, actor):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    EventValue.objects.filter(reason="alasan 2").update(after={"n": 99})
    damage = audit.verify()
    assert damage is not None and "value" in damage.what


def test_a_cut_off_tail_is_detected(kepahiang, actor):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    head = SealHead.objects.get()
    SealHead.objects.filter(pk=head.pk).update(sequence=4)
    assert audit.verify() is not None


def test_the_application_cannot_alter_or_remove_events(kepahiang, actor):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    for statement in (
        "UPDATE core_event SET verb = 'x'",
        "DELETE FROM core_event",
        "DELETE FROM core_eventseal",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


COLUMNS = {
    "verb": "'forged'",
    "article": "'Pasal 99'",
    "object_id": "object_id + 1",
    "actor_id": "NULL",
    "at": "at + interval '1 second'",
    "digest": "repeat('0', 64)",
    "role": "'AUDITOR'",
    "subject_id": "subject_id + 1",
}


@pytest.mark.django_db(transaction=True)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(column=st.sampled_from(sorted(COLUMNS)), which=st.integers(0, 4))
def test_any_altered_event_is_detected(cast, actor, column, which):
    """Even the owner of the database, who may write everywhere, cannot alter an event unseen."""
    with acting_in(cast.kepahiang):
        some_events(cast, actor)
        audit.seal(at=AT)
        assert audit.verify() is None
        victim = Event.objects.order_by("pk")[which].pk
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM core_event WHERE id = %s", [victim])
        cursor.execute(f"UPDATE core_event SET {column} = {COLUMNS[column]} WHERE id = %s", [victim])
    with acting_in(cast.kepahiang):
        assert audit.verify() is not None
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_eventvalue")
        cursor.execute("DELETE FROM core_eventseal")
        cursor.execute("DELETE FROM core_sealhead")
        cursor.execute("DELETE FROM core_event")
