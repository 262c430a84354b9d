"""Locks an evaluation without reading again the people, plan and window that the caller already holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from selaras.appraisal.models import Evaluation
from selaras.appraisal.workflow import EVALUATION
from selaras.core import versions
from selaras.core.actor import Actor

RELATED = ("plan", "window", "person", "unit", "appraiser", "superior")


def locked(evaluation: Evaluation, version: int | None = None) -> Evaluation:
    """Return the evaluation locked and fresh; raise `StaleRefused` when the version sent is not the present one."""
    return _carry(evaluation, versions.locked(evaluation, version))


def take(
    evaluation: Evaluation, step: str, *, by: Actor, at: datetime, reason: str = "", **values: Any
) -> Evaluation:
    """Take a step of the workflow on an evaluation that is already locked."""
    fresh: Evaluation = EVALUATION.take(evaluation, step, by=by, at=at, reason=reason, **values)
    return _carry(evaluation, fresh)


def _carry(known: Evaluation, fresh: Evaluation) -> Evaluation:
    """Hand related rows on where the key is still the same; they are read-only here."""
    for name in RELATED:
        field: Any = Evaluation._meta.get_field(name)
        if field.is_cached(known) and getattr(known, f"{name}_id") == getattr(fresh, f"{name}_id"):
            setattr(fresh, name, getattr(known, name))
    return fresh
