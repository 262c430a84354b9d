"""Writes who attended a training and the hours each one earned, for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.verdict import Refused, StateRefused, require
from selaras.core.versions import locked
from selaras.development.models import Enrolment, EnrolmentState, Training, TrainingState
from selaras.development.operations.texts import invalid
from selaras.development.workflow import ENROLMENT, TRAINING, TRAINING_LAW


@dataclass(frozen=True)
class Attendance:
    """What is recorded for one enrolment; hours empty means all hours of the training."""

    enrolment_id: int
    attended: bool
    hours: int | None = None
    certificate: str = ""


def record_attendance(
    *, training: Training, rows: Iterable[Attendance], by: Actor, at: datetime, version: int | None = None
) -> int:
    """Record attendance and earned hours (JP) of many people; return how many rows changed.

    A training whose last day has come and where nobody is left without a record becomes held.
    """
    given = {one.enrolment_id: one for one in rows}
    with transaction.atomic():
        fresh = locked(training, version)
        if fresh.state == TrainingState.CANCELLED:
            raise StateRefused(_("This training was cancelled."))
        found = list(Enrolment.objects.select_for_update().filter(training=fresh, pk__in=given))
        if len(found) != len(given):
            raise Refused(_("Somebody in this list no longer takes part. Reload the page and try again."))
        changed = [one for one in found if _apply(one, given[one.pk], fresh, by, at)]
        Enrolment.objects.bulk_update(
            changed, ["state", "hours_earned", "certificate", "attended_at", "version"]
        )
        _record(changed, by, at)
        _hold_when_complete(fresh, by, at)
    return len(changed)


def _apply(enrolment: Enrolment, given: Attendance, training: Training, by: Actor, at: datetime) -> bool:
    """Write one row's attendance on the object; say whether anything is different."""
    enrolment.training = training
    step = ENROLMENT.by_name["attend" if given.attended else "miss"]
    if enrolment.state not in step.from_:
        raise StateRefused(_("Attendance is recorded for people who are enrolled. Accept the request first."))
    require(step.may(by, enrolment))
    values = _values(given, training)
    if all(getattr(enrolment, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(enrolment, name, value)
    enrolment.attended_at = at if given.attended else None
    enrolment.version += 1
    return True


def _values(given: Attendance, training: Training) -> dict[str, Any]:
    if not given.attended:
        return {"state": EnrolmentState.ABSENT, "hours_earned": None, "certificate": ""}
    hours = training.hours if given.hours is None else given.hours
    if not 0 <= hours <= training.hours:
        raise invalid(
            f"hours_{given.enrolment_id}",
            _("Earned hours lie between 0 and the %(hours)s hours of the training.")
            % {"hours": training.hours},
        )
    return {
        "state": EnrolmentState.ATTENDED,
        "hours_earned": hours,
        "certificate": given.certificate.strip()[:200],
    }


def _record(changed: list[Enrolment], by: Actor, at: datetime) -> None:
    for state, verb in (
        (EnrolmentState.ATTENDED, "enrolment.attend"),
        (EnrolmentState.ABSENT, "enrolment.miss"),
    ):
        rows = [one for one in changed if one.state == state]
        if rows:
            audit.record_many(
                [audit.Written(one, after={"state": one.state, "hours": one.hours_earned}) for one in rows],
                verb=verb,
                by=by,
                at=at,
                article=TRAINING_LAW,
            )


def _hold_when_complete(training: Training, by: Actor, at: datetime) -> None:
    if training.state != TrainingState.OPEN or by.on < training.ends_on:
        return
    if not Enrolment.objects.filter(training=training, state=EnrolmentState.ENROLLED).exists():
        TRAINING.take(training, "hold", by=by, at=at)
