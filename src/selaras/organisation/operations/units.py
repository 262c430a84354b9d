"""Writes units: their names and places in the tree, who leads them, and their end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import Headship, Position, PositionPeriod, Unit, UnitPeriod
from selaras.organisation.operations.dated import begin, finish
from selaras.organisation.permissions import can_write_unit
from selaras.organisation.queries.reporting import holds_on
from selaras.organisation.queries.tree import units_below


def add_unit(
    *,
    code: str,
    name: str,
    parent_id: int | None,
    from_on: date,
    by: Actor,
    at: datetime,
    short_name: str = "",
    is_independent: bool = False,
) -> Unit:
    """Create a unit that exists from a day on."""
    require(can_write_unit(by, parent_id))
    with transaction.atomic():
        try:
            with transaction.atomic():
                unit = Unit.objects.create(code=code.strip())
        except IntegrityError as error:
            raise InvalidRefused(
                _("The code is used by another unit."),
                {"code": _("Another unit has this code; choose another.")},
            ) from error
        values = {
            "name": name.strip(),
            "parent_id": parent_id,
            "short_name": short_name.strip(),
            "is_independent": is_independent,
        }
        UnitPeriod.objects.create(unit=unit, from_on=from_on, **values)
        audit.record(
            obj=unit, verb="unit.add", by=by, at=at, after={"code": unit.code, "from_on": from_on, **values}
        )
        return unit


def change_unit(
    *, unit: Unit, values: dict[str, Any], from_on: date, by: Actor, at: datetime, version: int | None = None
) -> bool:
    """Let name, short name, parent or independence hold from a day on; return whether anything changed.

    The days before keep what they had, so that papers and evaluations of the past stay true.
    """
    require(can_write_unit(by, unit.pk))
    parent_id = values.get("parent_id")
    with transaction.atomic():
        fresh = versions.locked(unit, version)
        if parent_id is not None:
            require(can_write_unit(by, parent_id))
            _refuse_loop(fresh.pk, parent_id, from_on)
        begun = begin(UnitPeriod, {"unit_id": fresh.pk}, day=from_on, **values)
        if begun is None:
            return False
        versions.change(fresh)
        old, new = audit.difference(begun.before or {}, values)
        audit.record(
            obj=fresh, verb="unit.change", by=by, at=at, before=old, after={**new, "from_on": from_on}
        )
        return True


def _refuse_loop(unit_id: int, parent_id: int, on: date) -> None:
    if parent_id in units_below([unit_id], on):
        raise InvalidRefused(
            _("A unit cannot hang below itself."),
            {"parent": _("This unit lies below the one you are moving. Choose another.")},
        )


def set_head(
    *, unit: Unit, position: Position, from_on: date, by: Actor, at: datetime, version: int | None = None
) -> bool:
    """Let a position lead a unit from a day on; the former headship ends there."""
    require(can_write_unit(by, unit.pk))
    with transaction.atomic():
        fresh = versions.locked(unit, version)
        _refuse_second_unit(fresh, position, from_on)
        begun = begin(Headship, {"unit_id": fresh.pk}, day=from_on, position_id=position.pk)
        if begun is None:
            return False
        versions.change(fresh)
        audit.record(
            obj=fresh,
            verb="unit.head",
            by=by,
            at=at,
            before=begun.before,
            after={"position_id": position.pk, "position": position.code, "from_on": from_on},
        )
        return True


def _refuse_second_unit(unit: Unit, position: Position, on: date) -> None:
    leads = Headship.objects.filter(holds_on(on), position=position).exclude(unit=unit)
    if leads.exists():
        raise InvalidRefused(
            _("This position already leads another unit on that day."),
            {
                "position": _(
                    "This position already leads another unit. Create a position of its own for this unit."
                )
            },
        )


def end_unit(*, unit: Unit, until_on: date, by: Actor, at: datetime, version: int | None = None) -> None:
    """End a unit and its headship; refused while units or positions still hang on it on that day."""
    require(can_write_unit(by, unit.pk))
    with transaction.atomic():
        fresh = versions.locked(unit, version)
        below = UnitPeriod.objects.filter(holds_on(until_on), parent=fresh).exists()
        held = PositionPeriod.objects.filter(holds_on(until_on), unit=fresh).exists()
        if below or held:
            raise InvalidRefused(
                _("Units or positions still belong to this unit on that day. Move or end them first.")
            )
        for row in (
            *UnitPeriod.objects.filter(holds_on(until_on), unit=fresh),
            *Headship.objects.filter(holds_on(until_on), unit=fresh),
        ):
            finish(row, day=until_on)
        versions.change(fresh)
        audit.record(obj=fresh, verb="unit.end", by=by, at=at, after={"until_on": until_on})
