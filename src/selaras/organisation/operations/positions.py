"""Writes positions: title, unit, kind, level, duties and the superior they report to, all dated."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import Assignment, Headship, Position, PositionPeriod
from selaras.organisation.operations.dated import begin, finish
from selaras.organisation.permissions import can_write_unit
from selaras.organisation.queries.reporting import holds_on
from selaras.rules.identity import position_levels

HIGHEST = 25


def add_position(
    *, code: str, unit_id: int, title: str, kind: str, from_on: date, by: Actor, at: datetime, **values: Any
) -> Position:
    """Create a position; `values`: level, job_class, duties, superior_id."""
    require(can_write_unit(by, unit_id))
    _refuse_level(kind, values.get("level", "OTHER"), from_on)
    with transaction.atomic():
        try:
            with transaction.atomic():
                position = Position.objects.create(code=code.strip())
        except IntegrityError as error:
            raise InvalidRefused(
                _("The code is used by another position."),
                {"code": _("Another position has this code; choose another.")},
            ) from error
        whole = {"unit_id": unit_id, "title": title.strip(), "kind": kind, **values}
        PositionPeriod.objects.create(position=position, from_on=from_on, **whole)
        audit.record(
            obj=position,
            verb="position.add",
            by=by,
            at=at,
            after={"code": position.code, "from_on": from_on, **whole},
        )
        return position


def change_position(
    *,
    position: Position,
    values: dict[str, Any],
    from_on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> bool:
    """Let values of a position hold from a day on; return whether anything changed."""
    period = PositionPeriod.objects.filter(holds_on(from_on), position=position).first()
    require(can_write_unit(by, period.unit_id if period else None))
    require(can_write_unit(by, values.get("unit_id", period.unit_id if period else None)))
    kind = values.get("kind", period.kind if period else "OTHER")
    _refuse_level(kind, values.get("level", period.level if period else "OTHER"), from_on)
    with transaction.atomic():
        fresh = versions.locked(position, version)
        if values.get("superior_id"):
            _refuse_loop(fresh.pk, values["superior_id"], from_on)
        begun = begin(PositionPeriod, {"position_id": fresh.pk}, day=from_on, **values)
        if begun is None:
            return False
        versions.change(fresh)
        old, new = audit.difference(begun.before or {}, values)
        audit.record(
            obj=fresh, verb="position.change", by=by, at=at, before=old, after={**new, "from_on": from_on}
        )
        return True


def end_position(
    *, position: Position, until_on: date, by: Actor, at: datetime, version: int | None = None
) -> None:
    """End a position; refused while somebody holds it or it leads a unit on that day."""
    period = PositionPeriod.objects.filter(holds_on(until_on), position=position).first()
    require(can_write_unit(by, period.unit_id if period else None))
    with transaction.atomic():
        fresh = versions.locked(position, version)
        if Assignment.objects.filter(holds_on(until_on), position=fresh).exists():
            raise InvalidRefused(_("Somebody still holds this position on that day. Move the person first."))
        if Headship.objects.filter(holds_on(until_on), position=fresh).exists():
            raise InvalidRefused(
                _("This position still leads a unit on that day. Give the unit another head first.")
            )
        for row in PositionPeriod.objects.filter(holds_on(until_on), position=fresh):
            finish(row, day=until_on)
        versions.change(fresh)
        audit.record(obj=fresh, verb="position.end", by=by, at=at, after={"until_on": until_on})


def _refuse_level(kind: str, level: str, on: date) -> None:
    row = position_levels(on=on).get(level)
    if level != "OTHER" and (row is None or row["kind"] != kind):
        raise InvalidRefused(
            _("Kind and level of the position do not fit together."),
            {"level": _("This level does not belong to the kind of position chosen above.")},
        )


def _refuse_loop(position_id: int, superior_id: int, on: date) -> None:
    superiors = dict(
        PositionPeriod.objects.filter(holds_on(on), superior__isnull=False).values_list(
            "position_id", "superior_id"
        )
    )
    superiors[position_id] = superior_id
    here: int | None = position_id
    for _step in range(HIGHEST):
        here = superiors.get(here) if here is not None else None
        if here is None:
            return
        if here == position_id:
            break
    raise InvalidRefused(
        _("The chain of superiors would run in a circle."),
        {
            "superior": _(
                "This position reports, directly or not, to the one you are changing. Choose another."
            )
        },
    )
