"""Workflows as tables: who may take which step from which state, under which article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.models import EditableModel
from selaras.core.verdict import NotAllowed, Sentence, StateRefused, Verdict

Predicate = Callable[[Actor, Any], Verdict]


@dataclass(frozen=True)
class Step:
    """One step: from which states to which, who may take it, its label, and the article or stated reason."""

    name: str
    label: Sentence
    from_: frozenset[str]
    to: str
    may: Predicate
    law: str
    needs_reason: bool = False
    by_job: bool = False


@dataclass(frozen=True)
class OpenStep:
    """A step from the present state, with the verdict on this person: a button, or a disabled one with why."""

    step: Step
    verdict: Verdict


@dataclass(frozen=True)
class Workflow:
    """All steps of one model; `states` is its enumeration, `initial` where it begins, `final` where it ends."""

    name: str
    states: type[models.TextChoices]
    initial: str
    final: frozenset[str]
    steps: tuple[Step, ...]
    field_name: str = "state"
    by_name: Mapping[str, Step] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        known = set(self.states.values)
        for step in self.steps:
            if not (step.from_ | {step.to}) <= known:
                raise ValueError(f"{self.name}: step {step.name} names a state that does not exist")
        object.__setattr__(self, "by_name", {step.name: step for step in self.steps})

    def open_to(self, user: Actor, obj: EditableModel) -> list[OpenStep]:
        """Return the steps from the present state with this person's verdict, for buttons, links, reminders."""
        state = getattr(obj, self.field_name)
        return [
            OpenStep(step, step.may(user, obj))
            for step in self.steps
            if state in step.from_ and not step.by_job
        ]

    def take(
        self,
        obj: EditableModel,
        step: str,
        *,
        by: Actor,
        at: datetime,
        version: int | None = None,
        reason: str = "",
        subject: models.Model | None = None,
        **values: Any,
    ) -> Any:
        """Lock the row, check version, state and verdict, write, record; return the fresh row.

        `values` are written together with the new state. Raises `StaleRefused`, `StateRefused`, `NotAllowed`.
        """
        move = self.by_name[step]
        with transaction.atomic():
            fresh = versions.locked(obj, version)
            state = getattr(fresh, self.field_name)
            if state not in move.from_:
                raise StateRefused(
                    _("This step is not open: the present state is “%(state)s”. Reload the page to see it.")
                    % {"state": self.states(state).label}
                )
            self._require(move, by, fresh)
            before = versions.change(fresh, None, **{self.field_name: move.to}, **values)
            old, new = audit.difference(before, {self.field_name: move.to, **values})
            audit.record(
                obj=fresh,
                verb=f"{self.name}.{step}",
                by=by,
                at=at,
                before=old,
                after=new,
                article=move.law,
                reason=reason,
                subject=subject,
            )
            return fresh

    def _require(self, move: Step, by: Actor, obj: EditableModel) -> None:
        if by.is_system and move.by_job:
            return
        verdict = move.may(by, obj)
        if not verdict.allowed:
            raise NotAllowed(verdict.reason)
