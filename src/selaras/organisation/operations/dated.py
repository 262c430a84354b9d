"""Dated writing: what holds from a day on ends the row before it and never rewrites the days before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import InvalidRefused
from selaras.organisation.models import DatedModel

Row = TypeVar("Row", bound=DatedModel)


@dataclass(frozen=True)
class Begun:
    """What a dated write did: the row that holds now, and the values that held before (None: nothing did)."""

    row: Any
    before: dict[str, Any] | None


def begin(
    model: type[Row], key: dict[str, Any], *, day: date, until: date | None = None, **values: Any
) -> Begun | None:
    """Let values hold from a day on; return None when they already do.

    The row that holds on the day is ended there (or corrected, when it begins that very day); the new row
    keeps what is not named and lasts as long as that one would have, at most until the next row begins.
    """
    rows = list(model.objects.select_for_update().filter(**key).order_by("from_on"))
    held = next((row for row in rows if _holds(row, day)), None)
    later = next((row for row in rows if row.from_on > day), None)
    if held is not None and until in (None, held.until_on) and _same(held, values):
        return None
    end = _end(held, later, until)
    before = {name: getattr(held, name) for name in values} if held else None
    if held is not None and held.from_on == day:
        for name, value in {**values, "until_on": end}.items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        return Begun(held, before)
    if held is not None:
        model.objects.filter(pk=held.pk).update(until_on=day, version=F("version") + 1)
    whole = {**(_kept(held) if held else {}), **key, **values}
    return Begun(model.objects.create(**whole, from_on=day, until_on=end), before)


def finish(row: DatedModel, *, day: date) -> dict[str, Any]:
    """End a row on a day; a row that would begin later or the same day is refused."""
    if day <= row.from_on:
        raise InvalidRefused(
            _("The end must come after the beginning on %(day)s.")
            % {"day": date_format(row.from_on, "j F Y")},
            {"until_on": _("The end must come after the beginning.")},
        )
    before = {"until_on": row.until_on}
    type(row).objects.filter(pk=row.pk).update(until_on=day, version=F("version") + 1)
    row.until_on = day
    return before


def _kept(row: DatedModel) -> dict[str, Any]:
    own = {"id", "agency_id", "version", "from_on", "until_on"}
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in own}


def _holds(row: DatedModel, day: date) -> bool:
    return row.from_on <= day and (row.until_on is None or row.until_on > day)


def _same(row: DatedModel, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _end(held: DatedModel | None, later: DatedModel | None, until: date | None) -> date | None:
    if until is None:
        return held.until_on if held and held.until_on else (later.from_on if later else None)
    if later is not None and until > later.from_on:
        raise InvalidRefused(
            _("Something else already begins before this end. Choose an earlier end or change that first."),
            {"until_on": _("Something else already begins before this day.")},
        )
    return until
