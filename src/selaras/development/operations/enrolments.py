"""Writes enrolments: asked for, proposed, accepted, declined, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from selaras.appraisal.models import Evaluation
from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.verdict import NotAllowed, Refused, require
from selaras.core.versions import locked
from selaras.development.models import Enrolment, EnrolmentState, Training
from selaras.development.operations.texts import invalid, required
from selaras.development.permissions import TAKEN, appraises, can_ask, can_enrol
from selaras.development.workflow import ENROLMENT, GONE, TRAINING_LAW
from selaras.monitoring.models import Feedback
from selaras.organisation.models import Person
from selaras.organisation.queries import PersonHeader, headers_of

PROPOSED = notices.register(
    "development.proposed", gettext_lazy("%(who)s proposed the training “%(title)s” for you.")
)
ENROLLED = notices.register(
    "development.enrolled", gettext_lazy("You are enrolled in the training “%(title)s”.")
)
DECLINED = notices.register(
    "development.declined", gettext_lazy("The request for the training “%(title)s” was declined: %(reason)s")
)


def ask_enrolment(
    *,
    training: Training,
    person: Person,
    by: Actor,
    at: datetime,
    weakness: str = "",
    feedback: Feedback | None = None,
    evaluation: Evaluation | None = None,
) -> Enrolment:
    """Ask for a place: for oneself, or as appraiser for own staff, with the weakness it shall help with."""
    source = _source(person, by, weakness, feedback, evaluation)
    with transaction.atomic():
        fresh = locked(training)
        require(can_ask(by, fresh, person.pk))
        enrolment = _ask(fresh, person, by, at, source)
        if by.person_id != person.pk:
            notices.tell(
                members=[person.member_id],
                kind=PROPOSED,
                at=at,
                url=_url(fresh),
                values={"who": by.name, "title": fresh.title},
            )
    return enrolment


def _source(
    person: Person, by: Actor, weakness: str, feedback: Feedback | None, evaluation: Evaluation | None
) -> dict[str, Any]:
    """Check that the linked feedback or evaluation is this person's and that the actor may read it."""
    theirs = feedback is None or feedback.plan.person_id == person.pk
    if not theirs or (evaluation is not None and evaluation.person_id != person.pk):
        raise invalid("source", _("This feedback or evaluation belongs to somebody else."))
    if (feedback or evaluation) and by.person_id != person.pk and not appraises(by, person.pk):
        raise NotAllowed(_("Only the person and the appraiser may link feedback or an evaluation."))
    return {"weakness": weakness.strip()[:300], "feedback": feedback, "evaluation": evaluation}


def _ask(training: Training, person: Person, by: Actor, at: datetime, source: dict[str, Any]) -> Enrolment:
    values = {
        **source,
        "unit_id": headers_of([person.pk], by.on)[person.pk].unit_id,
        "asked_by_id": by.person_id,
        "asked_at": at,
    }
    known = Enrolment.objects.filter(training=training, person=person).first()
    if known is not None and known.state not in GONE:
        raise Refused(_("This person already has a place or a request in this training."))
    if known is not None:
        known.training = training
        return ENROLMENT.take(known, "ask_again", by=by, at=at, reason="", **_ids(values))  # type: ignore[no-any-return]
    made: Enrolment = Enrolment.objects.create(training=training, person=person, **values)
    audit.record(
        obj=made,
        verb="enrolment.ask",
        by=by,
        at=at,
        article=TRAINING_LAW,
        after={"person": person.name, "training": training.title, "weakness": source["weakness"]},
    )
    return made


def _ids(values: dict[str, Any]) -> dict[str, Any]:
    """Objects become their keys, so that the event can be written as plain data."""
    plain = {name: value for name, value in values.items() if name not in ("feedback", "evaluation")}
    for name in ("feedback", "evaluation"):
        plain[f"{name}_id"] = values[name].pk if values[name] is not None else None
    return plain


def enrol(
    *, training: Training, people: Iterable[Person], by: Actor, at: datetime, weakness: str = ""
) -> list[Enrolment]:
    """Enrol people at once; those who already take part are left alone, open requests are accepted."""
    wanted = {one.pk: one for one in people}
    headers = headers_of(wanted, by.on)
    with transaction.atomic():
        fresh = locked(training)
        for pk in wanted:
            require(can_enrol(by, fresh, headers[pk].unit_id))
        known = {one.person_id: one for one in Enrolment.objects.filter(training=fresh, person__in=wanted)}
        todo = [one for pk, one in wanted.items() if pk not in known or known[pk].state not in TAKEN]
        require_seats(fresh, len(todo))
        again = [_again(known[one.pk], fresh, by, at) for one in todo if one.pk in known]
        new = [one for one in todo if one.pk not in known]
        made = again + _enrol_new(fresh, new, headers, by, at, weakness)
        _tell_enrolled(fresh, [one.member_id for one in todo], at)
    return made


def _again(enrolment: Enrolment, training: Training, by: Actor, at: datetime) -> Enrolment:
    enrolment.training = training
    step = "accept" if enrolment.state == EnrolmentState.REQUESTED else "enrol"
    return ENROLMENT.take(enrolment, step, by=by, at=at, enrolled_at=at)  # type: ignore[no-any-return]


def _enrol_new(
    training: Training,
    people: list[Person],
    headers: dict[int, PersonHeader],
    by: Actor,
    at: datetime,
    weakness: str,
) -> list[Enrolment]:
    made: list[Enrolment] = Enrolment.objects.bulk_create(
        Enrolment(
            training=training,
            person=one,
            unit_id=headers[one.pk].unit_id,
            asked_by_id=by.person_id,
            asked_at=at,
            enrolled_at=at,
            state=EnrolmentState.ENROLLED,
            weakness=weakness.strip()[:300],
        )
        for one in people
    )
    audit.record_many(
        [audit.Written(one, after={"person": one.person.name, "training": training.title}) for one in made],
        verb="enrolment.enrol",
        by=by,
        at=at,
        article=TRAINING_LAW,
    )
    return made


def require_seats(training: Training, more: int) -> None:
    """Refuse when the training has fewer seats left than are asked for; the training must be locked."""
    if training.seats is None:
        return
    left = training.seats - Enrolment.objects.filter(training=training, state__in=TAKEN).count()
    if more > left:
        said = ngettext(
            "%(left)s seat is left, but %(more)s are needed. Raise the number of seats or enrol fewer people.",
            "%(left)s seats are left, but %(more)s are needed. Raise the number of seats or enrol fewer people.",
            max(left, 0),
        )
        raise Refused(said % {"left": max(left, 0), "more": more})


def accept_enrolment(
    *, enrolment: Enrolment, by: Actor, at: datetime, version: int | None = None
) -> Enrolment:
    """Accept a request while there are seats; the person is told."""
    with transaction.atomic():
        training = locked(enrolment.training)
        require_seats(training, 1)
        fresh: Enrolment = ENROLMENT.take(enrolment, "accept", by=by, at=at, version=version, enrolled_at=at)
        _tell_enrolled(training, [fresh.person.member_id], at)
    return fresh


def decline_enrolment(
    *, enrolment: Enrolment, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Enrolment:
    """Decline a request with a reason; the person and who proposed it are told."""
    reason = required(reason, "reason", 500)
    with transaction.atomic():
        fresh: Enrolment = ENROLMENT.take(
            enrolment, "decline", by=by, at=at, version=version, reason=reason, answer=reason
        )
        notices.tell(
            members=[fresh.person.member_id, fresh.asked_by.member_id if fresh.asked_by else None],
            kind=DECLINED,
            at=at,
            url=_url(fresh.training),
            values={"title": fresh.training.title, "reason": reason},
        )
    return fresh


def withdraw_enrolment(
    *, enrolment: Enrolment, by: Actor, at: datetime, version: int | None = None, reason: str = ""
) -> Enrolment:
    """Withdraw a request or give a place back."""
    fresh: Enrolment = ENROLMENT.take(
        enrolment, "withdraw", by=by, at=at, version=version, reason=reason.strip()
    )
    return fresh


def _tell_enrolled(training: Training, members: Iterable[int | None], at: datetime) -> None:
    notices.tell(members=members, kind=ENROLLED, at=at, url=_url(training), values={"title": training.title})


def _url(training: Training) -> str:
    return reverse("development:training", args=[training.pk])
