"""Every altered, removed or cut-off event is detected; erasing a readable value leaves the chain whole."""

import contextlib
import hashlib
import importlib

import pytest
import structlog
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import AT

from selaras.core import audit
from selaras.core.models import Event, EventSeal, EventValue, SealHead
from selaras.core.roles import as_owner
from selaras.core.tenancy import acting_in
from selaras.jobs import upkeep


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


def test_a_value_is_gone_only_where_an_erasure_counts_it(kepahiang, actor):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    erased, _detail = EventValue.objects.filter(reason__in=["alasan 1", "alasan 3"]).delete()
    damage = audit.verify()
    assert damage is not None and (damage.sequence, "removed" in damage.what) == (2, True)
    by = actor("Dewi", role="OFFICER")
    audit.record(obj=kepahiang["Sari"], verb="x.erase", by=by, at=AT, after={audit.VALUES: erased})
    audit.seal(at=AT)
    assert audit.verify() is None
    EventValue.objects.filter(reason="alasan 2").delete()
    assert audit.verify() is not None


def test_a_chain_remade_without_the_key_is_detected(kepahiang, actor, settings):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    key, settings.DIGEST_KEY = settings.DIGEST_KEY, "the key of somebody else"
    chain, remade = "0" * 64, []
    for one in EventSeal.objects.select_related("event").order_by("sequence"):
        chain = audit._link(chain, one.event)
        remade.append((chain, one.pk))
    settings.DIGEST_KEY = key
    assert audit.verify() is None
    with settled(remade, chain):
        assert audit.verify() == audit.Damage(1, "an event was altered")


@contextlib.contextmanager
def settled(remade, chain):
    """Read every link as whoever can write to the database would have left it."""
    with pytest.MonkeyPatch.context() as patch:
        links = {pk: link for link, pk in remade}
        found = EventSeal.from_db.__func__

        def from_db(cls, db, names, values):
            one = found(cls, db, names, values)
            one.chain = links.get(one.pk, one.chain)
            return one

        patch.setattr(EventSeal, "from_db", classmethod(from_db))
        SealHead.objects.update(chain=chain)
        yield


def test_a_removed_head_is_detected(kepahiang, actor):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    SealHead.objects.all().delete()
    assert audit.verify() is not None


def test_damage_is_said_at_night_and_by_the_doctor(kepahiang, actor, capsys):
    some_events(kepahiang, actor)
    audit.seal(at=AT)
    with structlog.testing.capture_logs() as quiet:
        upkeep.verify_events(kepahiang.kepahiang, AT)
    EventValue.objects.filter(reason="alasan 2").update(after={"n": 99})
    with structlog.testing.capture_logs() as said:
        upkeep.verify_events(kepahiang.kepahiang, AT)
    assert not quiet and [one["what"] for one in said] == ["a value was altered"]
    with pytest.raises(SystemExit):
        call_command("doctor", agency="kepahiang")
    assert "Audit trail damaged" in capsys.readouterr().out


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


@pytest.mark.django_db(transaction=True)
def test_the_migration_links_older_events_anew_and_keeps_damage_visible(cast, actor, monkeypatch):
    plain = lambda key, text, kind: hashlib.sha256(text)  # noqa: E731  # how links were made before the key
    for agency, name in ((cast.kepahiang, "Dewi"), (cast.outsider, "Tono")):
        with acting_in(agency), monkeypatch.context() as patch:
            patch.setattr(audit.hmac, "new", plain)
            for _time in range(3):
                audit.record(obj=cast[name], verb="x", by=actor(name, role="OFFICER"), at=AT)
            audit.seal(at=AT)
    with acting_in(cast.outsider):
        victim = Event.objects.order_by("pk")[1].pk
    step = importlib.import_module("selaras.core.migrations.0011_keyed_chain")
    with as_owner(), connection.schema_editor() as editor:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_event SET verb = 'forged' WHERE id = %s", [victim])
        step.relink(None, editor)
    with acting_in(cast.kepahiang):
        assert audit.verify() is None
    with acting_in(cast.outsider):
        assert audit.verify() == audit.Damage(2, "an event was altered")
