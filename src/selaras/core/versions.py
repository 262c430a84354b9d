"""Optimistic writing: a row that somebody else changed meanwhile is refused in words."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F

from selaras.core.models import EditableModel
from selaras.core.verdict import StaleRefused

Row = TypeVar("Row", bound=EditableModel)


def locked(obj: Row, version: int | None = None) -> Row:
    """Return the row locked and fresh; raise `StaleRefused` when the version sent is not the present one."""
    fresh = type(obj).objects.select_for_update().get(pk=obj.pk)
    if version is not None and fresh.version != version:
        raise StaleRefused
    return fresh  # type: ignore[no-any-return]


def change(obj: Row, version: int | None = None, **values: Any) -> dict[str, Any]:
    """Write the values, raise the version by one, refuse a stale one; return the values they replaced."""
    before = {name: getattr(obj, name) for name in values}
    rows = type(obj).objects.filter(pk=obj.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise StaleRefused
    for name, value in values.items():
        setattr(obj, name, value)
    obj.version = (version if version is not None else obj.version) + 1
    return before
