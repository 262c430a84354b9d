"""Every write leaves an event; a job seals committed events into a chain that nobody without the key can remake."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from selaras.core import looks
from selaras.core.actor import Actor
from selaras.core.models import Event, EventSeal, EventValue, SealHead
from selaras.core.privacy import years_after

VALUES = "core.eventvalue"


def canonical(value: Any) -> str:
    """Return the one JSON text of a value, for hashing."""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(salt: str, before: Any, after: Any, reason: str) -> str:
    """Return the salted digest that the chain keeps instead of readable values."""
    return hashlib.sha256((salt + canonical([before, after, reason])).encode()).hexdigest()


def kind_of(obj: models.Model | type[models.Model]) -> str:
    """Return the stable name of an object's table in events, papers and signatures: `planning.plan`."""
    return obj._meta.label_lower


def record(
    *,
    obj: models.Model,
    verb: str,
    by: Actor,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    article: str = "",
    reason: str = "",
    subject: models.Model | None = None,
) -> Event:
    """Record one write in the caller's transaction.

    `subject` is the object in whose history the event is shown (default: the object itself): a report's
    realisation belongs to the history of the report.
    """
    salt = secrets.token_hex(16)
    before, after = json.loads(canonical(before)), json.loads(canonical(after))
    shown = subject or obj
    event = Event.objects.create(
        at=at,
        actor_id=by.member_id,
        role=by.role,
        verb=verb,
        kind=kind_of(obj),
        object_id=obj.pk,
        subject_kind=kind_of(shown),
        subject_id=shown.pk,
        article=article,
        digest=digest_of(salt, before, after, reason),
    )
    EventValue.objects.create(event=event, salt=salt, who=by.name, before=before, after=after, reason=reason)
    if verb.endswith(".look"):
        looks.note_look()
    return event


@dataclass(frozen=True)
class Written:
    """One of many writes of the same kind: the object, what changed, and in whose history it is shown."""

    obj: models.Model
    after: dict[str, Any] | None = None
    before: dict[str, Any] | None = None
    reason: str = ""
    subject: models.Model | None = None


def record_many(writes: Iterable[Written], *, verb: str, by: Actor, at: datetime, article: str = "") -> None:
    """Record many writes of one kind in two statements, for work on a whole agency."""
    rows = [(one, json.loads(canonical([one.before, one.after])), secrets.token_hex(16)) for one in writes]
    events = Event.objects.bulk_create(
        Event(
            at=at,
            actor_id=by.member_id,
            role=by.role,
            verb=verb,
            kind=kind_of(one.obj),
            object_id=one.obj.pk,
            subject_kind=kind_of(one.subject or one.obj),
            subject_id=(one.subject or one.obj).pk,
            article=article,
            digest=digest_of(salt, before, after, one.reason),
        )
        for one, (before, after), salt in rows
    )
    EventValue.objects.bulk_create(
        EventValue(event=event, salt=salt, who=by.name, before=before, after=after, reason=one.reason)
        for event, (one, (before, after), salt) in zip(events, rows, strict=True)
    )


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keep only the fields that changed."""
    changed = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in changed}, {key: after[key] for key in changed}


def _link(chain: str, event: Event) -> str:
    parts = [
        chain,
        event.pk,
        event.at.isoformat(),
        event.actor_id,
        event.role,
        event.verb,
        event.kind,
        event.object_id,
        event.subject_kind,
        event.subject_id,
        event.article,
        event.digest,
    ]
    key = settings.DIGEST_KEY.encode()
    return hmac.new(key, canonical(parts).encode(), hashlib.sha256).hexdigest()


def seal(*, at: datetime, most: int = 5000) -> int:
    """Add the current agency's committed, unsealed events to its chain in order; return how many.

    An event that commits late is simply sealed later: "unsealed" is the absence of a seal, never a mark of
    how far the job has come. One job at a time seals an agency.
    """
    head, _ = SealHead.objects.get_or_create()
    head = SealHead.objects.select_for_update().get(pk=head.pk)
    sealed = EventSeal.objects.filter(event=models.OuterRef("pk"))
    seals = []
    for event in Event.objects.filter(~models.Exists(sealed)).order_by("pk")[:most]:
        head.sequence += 1
        head.chain = _link(head.chain, event)
        seals.append(EventSeal(sequence=head.sequence, event=event, chain=head.chain, sealed_at=at))
    EventSeal.objects.bulk_create(seals)
    head.save(update_fields=["sequence", "chain"])
    return len(seals)


@dataclass(frozen=True)
class Damage:
    """A link of the chain that does not hold."""

    sequence: int
    what: str


def verify() -> Damage | None:
    """Recompute the current agency's chain and every surviving value; return the first damage, or None."""
    return _damaged_link() or _altered_value() or _removed_value()


def _damaged_link() -> Damage | None:
    chain, expected = "0" * 64, 0
    for one in EventSeal.objects.select_related("event").order_by("sequence").iterator():
        expected += 1
        if one.sequence != expected:
            return Damage(expected, "a link is missing")
        chain = _link(chain, one.event)
        if chain != one.chain:
            return Damage(expected, "an event was altered")
    head = SealHead.objects.first()
    if (head.sequence, head.chain) != (expected, chain) if head else expected:
        return Damage(expected + 1, "the end of the chain was cut off")
    return None


def _altered_value() -> Damage | None:
    for value in EventValue.objects.select_related("event").order_by("event_id").iterator():
        if digest_of(value.salt, value.before, value.after, value.reason) != value.event.digest:
            return Damage(value.event_id, "a value was altered")
    return None


def _removed_value() -> Damage | None:
    """Each value that is gone before its time must have been counted by an erasure, which is an event itself."""
    last = EventSeal.objects.order_by("-sequence").values_list("sealed_at", flat=True).first()
    if last is None:
        return None
    value = EventValue.objects.filter(event=models.OuterRef("event"))
    due = years_after(last, -(EventValue.privacy.retention_years or 0))
    gone = EventSeal.objects.filter(~models.Exists(value), event__at__gte=due).order_by("sequence")
    counted = EventValue.objects.filter(**{f"after__{VALUES}__gt": 0}).values_list("after", flat=True)
    if gone.count() <= sum(after[VALUES] for after in counted if after):
        return None
    return Damage(gone[0].sequence, "a value was removed without an erasure")


@dataclass(frozen=True)
class HistoryEntry:
    """One line of an object's readable history."""

    at: datetime
    who: str
    verb: str
    article: str
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def history_of(obj: models.Model, most: int = 100) -> list[HistoryEntry]:
    """Return an object's history, newest first, in one statement."""
    values = EventValue.objects.filter(
        event__subject_kind=kind_of(obj), event__subject_id=obj.pk
    ).select_related("event")
    return [
        HistoryEntry(
            one.event.at, one.who, one.event.verb, one.event.article, one.reason, one.before, one.after
        )
        for one in values.order_by("-event_id")[:most]
    ]
