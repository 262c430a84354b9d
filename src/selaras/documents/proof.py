"""Compares papers and signatures with the sealed events of their making, so that nothing printed was altered since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef

from selaras.core import audit, erasure
from selaras.core.models import Event, EventValue
from selaras.documents.content import content_hash, whole_hash
from selaras.documents.models import Paper, PaperState, Signature

ISSUE, WITHDRAW, SIGN = "documents.issue", "documents.withdraw", "documents.sign."
AT_ONCE = 500


@dataclass(frozen=True)
class Fault:
    """A paper or signature that does not agree with the events of its making."""

    what: str
    why: str


@dataclass(frozen=True)
class _Said:
    """What the events say: the objects they are about, the values that are kept, the papers that were withdrawn."""

    known: frozenset[int]
    values: dict[int, dict[str, Any]]
    withdrawn: frozenset[int] = frozenset()


def fault_of(paper: Paper) -> str:
    """Return why a paper must not be trusted, or an empty text.

    Values of events are erased with a person's history; what is left then is the hash over the content.
    """
    return faults_of([paper]).get(paper.pk, "")


def faults_of(papers: Collection[Paper]) -> dict[int, str]:
    """Return why papers must not be trusted, by their id; those that may be are left out. Three statements."""
    told = _said_of_papers([one.pk for one in papers])
    found = {one.pk: _fault_of_paper(one, told) for one in papers}
    return {pk: why for pk, why in found.items() if why}


def faults() -> Iterator[Fault]:
    """Yield every altered or removed paper and every altered signature of the current agency."""
    for papers in _batched(Paper.objects.order_by("pk").iterator(AT_ONCE)):
        altered = faults_of(papers)
        yield from (Fault(f"paper {one.number}", altered[one.pk]) for one in papers if one.pk in altered)
    for given in _batched(Signature.objects.order_by("pk").iterator(AT_ONCE)):
        said = _said(audit.kind_of(Signature), {"verb__startswith": SIGN}, [one.pk for one in given])
        marks = ((one, _fault_of_signature(one, said)) for one in given)
        yield from (Fault(f"signature {one.pk}", why) for one, why in marks if why)
    for model, verb in ((Paper, {"verb": ISSUE}), (Signature, {"verb__startswith": SIGN})):
        rows = Event.objects.filter(~Exists(model.objects.filter(pk=OuterRef("object_id"))), **verb)
        for pk in rows.filter(kind=audit.kind_of(model)).values_list("object_id", flat=True):
            yield Fault(f"{model._meta.model_name} {pk}", "it was removed")


def _batched(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _said(kind: str, verb: dict[str, str], ids: Collection[int]) -> _Said:
    events = Event.objects.filter(kind=kind, object_id__in=ids, **verb)
    values = {}
    for value in EventValue.objects.filter(event__in=events).select_related("event"):
        true = audit.digest_of(value.salt, value.before, value.after, value.reason) == value.event.digest
        values[value.event.object_id] = value.after if true and value.after else {"hash": "altered"}
    return _Said(frozenset(events.values_list("object_id", flat=True)), values)


def _said_of_papers(ids: Collection[int]) -> _Said:
    kind = audit.kind_of(Paper)
    said = _said(kind, {"verb": ISSUE}, ids)
    withdrawn = Event.objects.filter(kind=kind, object_id__in=ids, verb=WITHDRAW)
    return _Said(said.known, said.values, frozenset(withdrawn.values_list("object_id", flat=True)))


def _fault_of_paper(paper: Paper, said: _Said) -> str:
    if paper.pk not in said.known:
        return "no event tells that it was issued"
    if paper.content and content_hash(paper.form, paper.content) != paper.content_hash:
        return "its content does not give its hash"
    if paper.pk in said.withdrawn and paper.state == PaperState.VALID:
        return "it was withdrawn and is called valid"
    kept = said.values.get(paper.pk, {})
    now = {"form": paper.form, "number": paper.number, "hash": paper.content_hash}
    if paper.content:
        now["whole"] = whole_hash(paper.content)
    return _difference(kept, now)


def _fault_of_signature(given: Signature, said: _Said) -> str:
    if given.pk not in said.known:
        return "no event tells that it was given"
    now = {"version": given.subject_version, "hash": given.content_hash, "method": given.method}
    if given.signer_position != erasure.ERASED:
        now |= {"signer": given.signer_name, "number": given.signer_number, "position": given.signer_position}
    return _difference(said.values.get(given.pk, {}), now)


def _difference(kept: dict[str, Any], now: dict[str, Any]) -> str:
    """Name what differs; what an older event did not tell is not compared."""
    names = [name for name, value in now.items() if name in kept and kept[name] != value]
    return f"the event of its making tells another {', '.join(names)}" if names else ""
