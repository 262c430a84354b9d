"""Names of our people, units and positions in other systems (SIASN, payroll), written by officers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.models import ExternalRef
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import Person, Position, Unit
from selaras.organisation.permissions import can_manage_agency


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
