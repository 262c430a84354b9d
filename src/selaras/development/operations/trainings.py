"""Writes training entries: offered, changed, held, cancelled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.core.versions import change, locked
from selaras.development.models import Enrolment, EnrolmentState, Training, TrainingForm, TrainingKind
from selaras.development.operations.texts import invalid, required
from selaras.development.permissions import can_add_training, can_change_training
from selaras.development.workflow import TRAINING, TRAINING_LAW
from selaras.organisation.models import Unit

CANCELLED = notices.register(
    "development.training_cancelled", gettext_lazy("The training “%(title)s” was cancelled: %(reason)s")
)
FIELDS = (
    "title",
    "unit_id",
    "kind",
    "form",
    "provider",
    "starts_on",
    "ends_on",
    "hours",
    "seats",
    "description",
)
MOST_HOURS = 2000


def add_training(
    *,
    title: str,
    kind: str,
    form: str,
    provider: str,
    starts_on: date,
    ends_on: date,
    hours: int,
    by: Actor,
    at: datetime,
    seats: int | None = None,
    description: str = "",
    unit_id: int | None = None,
) -> Training:
    """Enter a training with its lesson hours (JP); earlier ones too, so that what was followed is counted.

    `unit_id` is the unit whose officers look after it; without one it is the whole agency's.
    """
    require(can_add_training(by, unit_id))
    given = {
        "title": title,
        "unit_id": unit_id,
        "kind": kind,
        "form": form,
        "provider": provider,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "hours": hours,
        "seats": seats,
        "description": description,
    }
    values = _checked(given)
    with transaction.atomic():
        made: Training = Training.objects.create(**values)
        audit.record(obj=made, verb="training.add", by=by, at=at, article=TRAINING_LAW, after=values)
    return made


def change_training(
    *, training: Training, by: Actor, at: datetime, version: int | None = None, **fields: Any
) -> Training:
    """Change an open training; who takes part keeps the place."""
    with transaction.atomic():
        fresh = locked(training, version)
        require(can_change_training(by, fresh))
        require(can_add_training(by, fields.get("unit_id", fresh.unit_id)))
        values = _checked({**{name: getattr(fresh, name) for name in FIELDS}, **fields})
        old, new = audit.difference({name: getattr(fresh, name) for name in FIELDS}, values)
        if new:
            change(fresh, **new)
            audit.record(
                obj=fresh, verb="training.change", by=by, at=at, article=TRAINING_LAW, before=old, after=new
            )
    return fresh


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"unknown fields of a training: {', '.join(sorted(unknown))}")
    if values["kind"] not in TrainingKind.values:
        raise invalid("kind", _("Choose one of the kinds."))
    if values["form"] not in TrainingForm.values:
        raise invalid("form", _("Choose one of the forms."))
    if values["unit_id"] is not None and not Unit.objects.filter(pk=values["unit_id"]).exists():
        raise invalid("unit_id", _("Choose one of the units."))
    if values["ends_on"] < values["starts_on"]:
        raise invalid("ends_on", _("The last day must not lie before the first."))
    if not 1 <= values["hours"] <= MOST_HOURS:
        raise invalid("hours", _("Lesson hours lie between 1 and %(most)s.") % {"most": MOST_HOURS})
    if values["seats"] is not None and values["seats"] < 1:
        raise invalid(
            "seats", _("There must be at least one seat; leave this empty when seats are not limited.")
        )
    return {
        **values,
        "title": required(values["title"], "title", 200),
        "provider": required(values["provider"], "provider", 200),
        "description": values["description"].strip(),
    }


def hold_training(*, training: Training, by: Actor, at: datetime, version: int | None = None) -> Training:
    """Mark a training as held from its last day on."""
    fresh: Training = TRAINING.take(training, "hold", by=by, at=at, version=version)
    return fresh


def cancel_training(
    *, training: Training, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Training:
    """Cancel a training; open enrolments are withdrawn and everybody in it is told."""
    reason = required(reason, "reason", 500)
    with transaction.atomic():
        fresh: Training = TRAINING.take(training, "cancel", by=by, at=at, version=version, reason=reason)
        waiting = Enrolment.objects.filter(
            training=fresh, state__in=(EnrolmentState.REQUESTED, EnrolmentState.ENROLLED)
        )
        rows = list(waiting.select_for_update(of=("self",)).select_related("person"))
        waiting.update(state=EnrolmentState.WITHDRAWN, answer=reason, version=F("version") + 1)
        audit.record_many(
            [audit.Written(one, after={"state": EnrolmentState.WITHDRAWN}, reason=reason) for one in rows],
            verb="enrolment.withdraw",
            by=by,
            at=at,
            article=TRAINING_LAW,
        )
        notices.tell(
            members=[one.person.member_id for one in rows],
            kind=CANCELLED,
            at=at,
            url=reverse("development:training", args=[fresh.pk]),
            values={"title": fresh.title, "reason": reason},
        )
    return fresh
