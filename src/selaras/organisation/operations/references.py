"""Names of our people, units and positions in other systems (SIASN, payroll), written by officers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.models import ExternalRef
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import Person, Position, Unit
from selaras.organisation.permissions import can_manage_agency, can_write_people

WRITTEN = re.compile(r"([^:;/\s][^:;/]{0,39})(?:/([^:;/]{1,40}))?:\s*(\S(?:[^;\n]{0,118}\S)?)")
BETWEEN = re.compile(r"[;\n]")


@dataclass(frozen=True)
class Name:
    """What one of ours is called in a system; the kind tells apart what that system numbers twice."""

    system: str
    kind: str
    external_id: str

    def written(self, usual: str) -> str:
        """Return the name as people write it; the kind is left out where it is the usual one."""
        place = self.system if self.kind == usual else f"{self.system}/{self.kind}"
        return f"{place}:{self.external_id}"


class BadName(ValueError):
    """A piece of text that is no name; the text is the argument."""


def names_in(text: str, usual: str) -> list[Name]:
    """Return the names in a text such as `SIASN:A5EB03; payroll:17`; raises `BadName` with what cannot be read."""
    found: dict[tuple[str, str], Name] = {}
    for piece in filter(None, (one.strip() for one in BETWEEN.split(text))):
        known = WRITTEN.fullmatch(piece)
        if known is None:
            raise BadName(piece)
        name = Name(known[1].strip(), (known[2] or usual).strip(), known[3])
        if found.setdefault((name.system, name.kind), name) != name:
            raise BadName(piece)
    return list(found.values())


def usual_kind(of: Model | type[Model]) -> str:
    """Return the kind that a name has when nothing is written: person, unit or position."""
    return str(of._meta.model_name)


def written_names(rows: Iterable[ExternalRef], usual: str, between: str = "; ") -> str:
    """Return names as people write them."""
    return between.join(Name(one.system, one.kind, one.external_id).written(usual) for one in rows)


def set_references(
    *, of: Person | Unit | Position, text: str, unit_id: int | None, by: Actor, at: datetime
) -> bool:
    """Let exactly these names hold for one of ours; raises `InvalidRefused` for what cannot be read or is taken."""
    require(can_write_people(by, unit_id))
    usual = usual_kind(of)
    try:
        names = names_in(text, usual)
    except BadName as bad:
        sentence = _(
            "“%(value)s” is not written as system:ID, such as SIASN:A5EB03, or names a system twice."
        )
        raise InvalidRefused(sentence % {"value": bad}, {"names": sentence % {"value": bad}}) from bad
    rows = ExternalRef.objects.filter(object_kind=audit.kind_of(of), object_id=of.pk)
    with transaction.atomic():
        before = written_names(rows.order_by("system", "kind"), usual)
        after = "; ".join(one.written(usual) for one in sorted(names, key=lambda one: (one.system, one.kind)))
        if before == after:
            return False
        _refuse_taken(names, of)
        put_names({(audit.kind_of(of), of.pk): names}, whole=True)
        audit.record(
            obj=of, verb="reference.set", by=by, at=at, before={"names": before}, after={"names": after}
        )
    return True


def _refuse_taken(names: list[Name], of: Model) -> None:
    for one in names:
        held = ExternalRef.objects.filter(system=one.system, kind=one.kind, external_id=one.external_id)
        if held.exclude(object_kind=audit.kind_of(of), object_id=of.pk).exists():
            sentence = _("“%(value)s” already belongs to another row. Correct it there first.")
            written = sentence % {"value": one.written(usual_kind(of))}
            raise InvalidRefused(written, {"names": written})


def put_names(wanted: dict[tuple[str, int], list[Name]], *, whole: bool = False) -> None:
    """Write names of many rows: those of the same system and kind are replaced, all of them when `whole`."""
    places = {key: {(one.system, one.kind) for one in names} for key, names in wanted.items()}
    rows = ExternalRef.objects.filter(
        object_kind__in={kind for kind, _pk in wanted}, object_id__in={pk for _kind, pk in wanted}
    )
    stale = [
        one.pk
        for one in rows
        if (key := (one.object_kind, one.object_id)) in places
        and (whole or (one.system, one.kind) in places[key])
    ]
    ExternalRef.objects.filter(pk__in=stale).delete()
    ExternalRef.objects.bulk_create(
        [
            ExternalRef(object_kind=kind, object_id=pk, **vars(one))
            for (kind, pk), names in wanted.items()
            for one in names
        ],
        batch_size=1000,
    )


def set_reference(
    *, of: Person | Unit | Position, system: str, kind: str, external_id: str, by: Actor, at: datetime
) -> ExternalRef:
    """Set what a row of ours is called in another system; raises `InvalidRefused` when that name is taken."""
    require(can_manage_agency(by))
    key: dict[str, Any] = {
        "system": system,
        "kind": kind,
        "object_kind": audit.kind_of(of),
        "object_id": of.pk,
    }
    before = ExternalRef.objects.filter(**key).values_list("external_id", flat=True).first()
    try:
        with transaction.atomic():
            saved, _new = ExternalRef.objects.update_or_create(**key, defaults={"external_id": external_id})
            after = {"system": system, "kind": kind, "external_id": external_id}
            audit.record(
                obj=saved, verb="reference.set", by=by, at=at, subject=of,
                before={"external_id": before}, after=after,
            )  # fmt: skip
    except IntegrityError as taken:
        sentence = _("Another row already has this name in that system. Correct it there first.")
        raise InvalidRefused(sentence, {"external_id": sentence}) from taken
    return saved


def references_of(of: Person | Unit | Position) -> list[ExternalRef]:
    """Return the names a row has in other systems."""
    rows = ExternalRef.objects.filter(object_kind=audit.kind_of(of), object_id=of.pk)
    return list(rows.order_by("system", "kind"))
