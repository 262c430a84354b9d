"""Writes of feedback: given on own initiative or on request, and talked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.files import store_upload
from selaras.core.verdict import InvalidRefused, require
from selaras.monitoring import permissions
from selaras.monitoring.models import (
    Feedback,
    FeedbackRequest,
    GiverKind,
    Initiative,
    Occasion,
    Reply,
    Way,
)
from selaras.monitoring.operations.remarks import check_object, response_of
from selaras.monitoring.operations.reports import member_of, text_of_reply
from selaras.planning.models import IndicatorLineage, Plan
from selaras.planning.queries import results_of, window_on

ARTICLE = "PermenPANRB 6/2022 Pasal 18"
RECEIVED = notices.register("feedback.received", gettext_lazy("%(name)s has given you feedback."))
REPLIED = notices.register("feedback.replied", gettext_lazy("%(name)s replied to a feedback."))


@dataclass(frozen=True)
class Said:
    """What a giver says: on a result (and perhaps one of its indicators) or on a behaviour (Lampiran III.C)."""

    result_id: int | None = None
    indicator_id: int | None = None
    behaviour: str = ""
    text: str = ""
    symbol: str = ""
    response: str = ""
    way: str = Way.INDIRECT
    occasion: str = Occasion.INCIDENTAL
    given_on: date | None = None


def give_feedback(
    *, plan: Plan, said: Said, by: Actor, at: datetime, upload: UploadedFile[bytes] | None = None
) -> Feedback:
    """Give feedback on own initiative; `plan` comes from `queries.plan_to_judge` and knows the relation."""
    require(permissions.can_give_feedback(by, plan))
    with transaction.atomic():
        return write_feedback(
            plan=plan,
            said=said,
            giver_id=by.acting_person_id,
            giver_kind=plan.relation,  # type: ignore[attr-defined]  # annotated by `plan_to_judge`
            by=by,
            at=at,
            upload=upload,
        )


def write_feedback(
    *,
    plan: Plan,
    said: Said,
    giver_id: int,
    giver_kind: str,
    by: Actor,
    at: datetime,
    request: FeedbackRequest | None = None,
    upload: UploadedFile[bytes] | None = None,
) -> Feedback:
    """Record one feedback and tell who receives it; the caller has asked for permission."""
    _check(plan, said, by)
    given_on = said.given_on or by.on
    feedback: Feedback = Feedback.objects.create(
        plan=plan,
        giver_id=giver_id,
        giver_kind=GiverKind(giver_kind),
        way=said.way,
        occasion=said.occasion,
        initiative=Initiative.REQUEST if request else Initiative.GIVER,
        request=request,
        window=window_on(plan.period, given_on),
        result_id=said.result_id,
        indicator_id=said.indicator_id,
        behaviour=said.behaviour,
        text=said.text.strip(),
        symbol=said.symbol,
        response=said.response or response_of(said.symbol),
        file=store_upload(upload, by=by, at=at) if upload else None,
        given_on=given_on,
        given_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        obj=feedback, verb="feedback.give", by=by, at=at, after={"kind": giver_kind}, article=ARTICLE
    )
    notices.tell(
        members=member_of(plan.person_id), kind=RECEIVED, at=at, values={"name": by.name},
        url=_place("feedback", feedback),
    )  # fmt: skip
    return feedback


def _place(page: str, feedback: Feedback) -> str:
    part = f"?plan={feedback.plan_id}&window={feedback.window_id or 'all'}" if page == "feedback" else ""
    return f"{reverse(f'monitoring:{page}')}{part}#feedback-{feedback.pk}"


def _check(plan: Plan, said: Said, by: Actor) -> None:
    if not said.text.strip() and not said.symbol:
        sentence = _("Write your feedback, or choose a symbol.")
        raise InvalidRefused(sentence, fields={"text": sentence})
    if (said.result_id is None) == (not said.behaviour):
        sentence = _("Choose the one result or the one behaviour that the feedback is about.")
        raise InvalidRefused(sentence, fields={"about": sentence})
    check_object(plan, [said.result_id], [said.behaviour], by.on)
    if said.result_id is not None and not results_of(plan):
        sentence = _("The plan is not set yet, so feedback can only be about a behaviour.")
        raise InvalidRefused(sentence, fields={"about": sentence})
    if said.indicator_id is not None:
        rows = IndicatorLineage.objects.filter(pk=said.indicator_id, result=said.result_id)
        if said.result_id is None or not rows.exists():
            raise InvalidRefused(_("This indicator does not belong to the result. Reload the page."))
    if said.given_on is not None and not plan.starts_on <= said.given_on <= by.on:
        sentence = _("The day lies within the plan and not in the future.")
        raise InvalidRefused(sentence, fields={"given_on": sentence})


def reply_to_feedback(*, feedback: Feedback, text: str, by: Actor, at: datetime) -> Reply:
    """Answer a feedback, or an answer to it."""
    require(permissions.can_reply_to_feedback(by, feedback))
    with transaction.atomic():
        made: Reply = Reply.objects.create(
            feedback=feedback, author_id=by.acting_person_id, text=text_of_reply(text), at=at
        )
        audit.record(obj=made, verb="feedback.reply", by=by, at=at, subject=feedback)
        is_receiver = by.is_person(feedback.plan.person_id)
        notices.tell(
            members=member_of(feedback.giver_id if is_receiver else feedback.plan.person_id), kind=REPLIED,
            at=at, values={"name": by.name}, url=_place("given" if is_receiver else "feedback", feedback),
        )  # fmt: skip
    return made
