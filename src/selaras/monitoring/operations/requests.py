"""Writes of requests for feedback: ask a colleague or an external party, answer, decline, take back, expire."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, jobs, notices
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.monitoring import permissions
from selaras.monitoring.models import Feedback, FeedbackRequest, GiverKind, RequestState, Way
from selaras.monitoring.operations.feedback import Said, write_feedback
from selaras.monitoring.operations.remarks import check_object
from selaras.monitoring.queries.colleagues import relation_to
from selaras.monitoring.workflow import REQUEST
from selaras.organisation.models import Person, PersonKind
from selaras.planning.models import Plan

ARTICLE = "PermenPANRB 6/2022 Lampiran III.C.9"
LONGEST = timedelta(days=60)
"""How long a request may stay open: a personal link is a key."""
MOST = 20
"""How many requests about one plan may be open at a time."""
SEND = "monitoring.send_request"

ASKED = notices.register(
    "feedback.asked", gettext_lazy("%(name)s asks you for feedback until %(until)s."), waits=True
)
DECLINED = notices.register(
    "feedback.declined", gettext_lazy("%(name)s cannot give the feedback you asked for.")
)

RESUMED = notices.register(
    "feedback.resumed", gettext_lazy("%(name)s can give the feedback you asked for after all.")
)


@dataclass(frozen=True)
class Asked:
    """What is asked: the question, until when, and perhaps about which result or behaviour."""

    question: str
    due_on: date
    result_id: int | None = None
    behaviour: str = ""


@dataclass(frozen=True)
class Party:
    """An external party: a patient, a lecturer, another agency. With an address the link goes there by itself."""

    name: str
    description: str
    email: str = ""


def ask_colleague(*, plan: Plan, giver: Person, asked: Asked, by: Actor, at: datetime) -> FeedbackRequest:
    """Ask an employee of the agency for feedback on a plan."""
    _check(plan, asked, by)
    if giver.pk == plan.person_id or giver.kind != PersonKind.EMPLOYEE:
        raise InvalidRefused(_("Choose a colleague. An external party gets a personal link instead."))
    if FeedbackRequest.objects.filter(plan=plan, giver=giver, state=RequestState.OPEN).exists():
        raise StateRefused(_("%(name)s is already asked and has not answered yet.") % {"name": giver.name})
    kind = relation_to(giver.pk, plan, by.on)
    with transaction.atomic():
        request = _create(plan, giver, kind, asked, by, at)
        notices.tell(
            members=[giver.member_id], kind=ASKED, at=at,
            url=reverse("monitoring:request", args=[request.pk]),
            values={"name": by.name, "until": f"{asked.due_on:%Y-%m-%d}"},
        )  # fmt: skip
    return request


def ask_external(*, plan: Plan, party: Party, asked: Asked, by: Actor, at: datetime) -> FeedbackRequest:
    """Ask somebody without account, who answers once through a personal link.

    With an e-mail address the link is sent there and shown to nobody else; without one the asker hands it
    over, and the feedback says so.
    """
    _check(plan, asked, by)
    if asked.result_id is None and not asked.behaviour:
        sentence = _("Choose what the feedback is about: an external party does not know your plan.")
        raise InvalidRefused(sentence, fields={"about": sentence})
    with transaction.atomic():
        giver = _external(party, by, at)
        request = _create(plan, giver, GiverKind.OTHER, asked, by, at, sent_to=party.email)
        request.token_hash = hash_of(token_of(request))
        request.save(update_fields=["token_hash"])
        if party.email:
            jobs.start(kind=SEND, by=by, at=at, values={"request": request.pk},
                       back_url=reverse("monitoring:requests"))  # fmt: skip
    return request


def _external(party: Party, by: Actor, at: datetime) -> Person:
    """The same name and address is the same person; every employee may name one, so no officer is needed."""
    values = {
        "name": party.name.strip(),
        "description": party.description.strip(),
        "email": party.email or None,
    }
    known: Person | None = (
        Person.objects.filter(kind=PersonKind.EXTERNAL, member=None, **values).order_by("pk").first()
    )
    if known is not None:
        return known
    person: Person = Person.objects.create(kind=PersonKind.EXTERNAL, **values)
    audit.record(obj=person, verb="person.add", by=by, at=at, after={"name": person.name})
    return person


def _check(plan: Plan, asked: Asked, by: Actor) -> None:
    require(permissions.can_ask(by, plan))
    if not by.on <= asked.due_on <= by.on + LONGEST:
        sentence = _("The last day lies between today and sixty days from now.")
        raise InvalidRefused(sentence, fields={"due_on": sentence})
    if asked.result_id is not None and asked.behaviour:
        raise InvalidRefused(_("Ask about one result or about one behaviour, not both."))
    check_object(plan, [asked.result_id], [asked.behaviour], by.on)
    if FeedbackRequest.objects.filter(plan=plan, state=RequestState.OPEN, due_on__gte=by.on).count() >= MOST:
        raise StateRefused(
            _("There are already %(most)s open requests. Wait for some answers first.") % {"most": MOST}
        )


def _create(
    plan: Plan, giver: Person, kind: str, asked: Asked, by: Actor, at: datetime, sent_to: str = ""
) -> FeedbackRequest:
    request: FeedbackRequest = FeedbackRequest.objects.create(
        plan=plan, giver=giver, giver_kind=kind, question=asked.question.strip(), result_id=asked.result_id,
        behaviour=asked.behaviour, asked_at=at, asked_by_id=by.member_id, due_on=asked.due_on, sent_to=sent_to,
    )  # fmt: skip
    audit.record(
        obj=request, verb="feedback_request.ask", by=by, at=at, after={"kind": kind}, article=ARTICLE
    )
    return request


def token_of(request: FeedbackRequest) -> str:
    """Return the secret of a personal link: 256 bits that only the server's key can make again."""
    words = f"{request.agency_id}:{request.pk}:{request.asked_at.timestamp()}"
    digest = salted_hmac("selaras.monitoring.request", words, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(request: FeedbackRequest) -> str:
    """Return the personal link of an external party."""
    return settings.BASE_URL + reverse("monitoring:personal", args=[token_of(request)])


def answer_request(
    *,
    request: FeedbackRequest,
    said: Said,
    by: Actor,
    at: datetime,
    version: int | None = None,
    upload: UploadedFile[bytes] | None = None,
) -> Feedback:
    """Give the feedback that was asked for, once; a request about one thing is answered about that thing."""
    if request.due_on < by.on:
        raise StateRefused(_("The last day of this request has passed."))
    if request.result_id is not None or request.behaviour:
        said = Said(
            request.result_id, said.indicator_id, request.behaviour, said.text, said.symbol, said.response,
            said.way if not request.token_hash else Way.INDIRECT, said.occasion, said.given_on,
        )  # fmt: skip
    with transaction.atomic():
        fresh = REQUEST.take(request, "give", by=by, at=at, version=version)
        return write_feedback(
            plan=request.plan, said=said, giver_id=request.giver_id, giver_kind=request.giver_kind, by=by, at=at,
            request=fresh, upload=upload,
        )  # fmt: skip


def decline_request(
    *, request: FeedbackRequest, by: Actor, at: datetime, version: int | None = None
) -> FeedbackRequest:
    """Say that one cannot give the feedback; no reason is asked for."""
    return _answer_in_brief(request, "decline", DECLINED, by, at, version)


def resume_request(
    *, request: FeedbackRequest, by: Actor, at: datetime, version: int | None = None
) -> FeedbackRequest:
    """Take back that one cannot give the feedback; the one who asked is told."""
    anew = FeedbackRequest.objects.filter(
        plan=request.plan_id, giver=request.giver_id, state=RequestState.OPEN
    )
    if anew.exists():
        raise StateRefused(_("You have been asked anew since. Answer the newer request."))
    return _answer_in_brief(request, "resume", RESUMED, by, at, version)


def _answer_in_brief(
    request: FeedbackRequest, step: str, kind: str, by: Actor, at: datetime, version: int | None
) -> FeedbackRequest:
    """Take a step without words; the one who asked is told."""
    with transaction.atomic():
        done = REQUEST.take(request, step, by=by, at=at, version=version)
        notices.tell(
            members=[request.asked_by_id], kind=kind, at=at, values={"name": request.giver.name},
            url=reverse("monitoring:requests"),
        )  # fmt: skip
    return done  # type: ignore[no-any-return]


def withdraw_request(
    *, request: FeedbackRequest, by: Actor, at: datetime, version: int | None = None
) -> FeedbackRequest:
    """Take a request back; a personal link stops working."""
    return REQUEST.take(request, "withdraw", by=by, at=at, version=version)  # type: ignore[no-any-return]


def expire_requests(*, by: Actor, at: datetime) -> int:
    """Close the requests whose last day has passed; the daily job calls it."""
    rows = FeedbackRequest.objects.filter(state=RequestState.OPEN, due_on__lt=by.on)
    expired = list(rows.select_for_update())
    for request in expired:
        REQUEST.take(request, "expire", by=by, at=at)
    return len(expired)
