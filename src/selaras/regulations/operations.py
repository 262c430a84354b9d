"""Writes what an agency chooses within the law: a new decision with its day and reason, or one taken back in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.models import Agency
from selaras.core.time import local_day
from selaras.core.verdict import InvalidRefused, StaleRefused, StateRefused, require
from selaras.organisation.operations import change_agency
from selaras.regulations.models import Choice, Topic
from selaras.regulations.permissions import can_change_choices
from selaras.regulations.queries.choices import choice_on
from selaras.regulations.queries.topics import TOPICS
from selaras.regulations.queries.words import is_indonesian, said
from selaras.rules.contract.schema import check
from selaras.rules.dated import in_force
from selaras.rules.policy import ChoiceError

LONGEST_REASON = 2000


@transaction.atomic
def record_choice(
    *,
    topic: Topic,
    from_on: date,
    value: Mapping[str, Any],
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Choice:
    """Record what the agency chose from a day on; a decision for the same coming day is replaced.

    What has begun is never changed: results were judged by it. Only the very first decision may lie in the past.
    `version` is `version_of(topic)` as the page saw it.
    """
    require(can_change_choices(by))
    # The agency's row is locked: two officers decide one after the other, each on what the other has left.
    agency = Agency.objects.select_for_update().defer("logo").get(pk=by.agency_id)
    if version is not None and version != version_of(topic):
        raise StaleRefused
    _check_value(topic, value, agency, from_on)
    reason = _reason(reason)
    active = Choice.objects.filter(topic=topic, withdrawn_at=None)
    if topic == Topic.WORKING_WEEK:
        _keep_founding_week(agency, by, at)
    _check_day(from_on, by.on, active.filter(from_on__lte=by.on).exists())
    replaced = active.filter(from_on=from_on).first()
    if replaced is not None:
        _withdraw(replaced, reason, by, at)
    made = _stored(topic, from_on, value, reason, by, at)
    before = {"value": replaced.value} if replaced else None
    after = {"topic": topic, "from_on": from_on, "value": dict(value)}
    audit.record(obj=made, verb="choice.record", by=by, at=at, before=before, after=after, reason=reason)
    begin_choices(by=by, at=at)
    return made


def _stored(
    topic: Topic, from_on: date, value: Mapping[str, Any], reason: str, by: Actor, at: datetime
) -> Choice:
    assert by.member_id is not None  # an officer is a member
    return Choice.objects.create(
        topic=topic,
        from_on=from_on,
        value=dict(value),
        reason=reason,
        recorded_at=at,
        recorded_by_id=by.member_id,
        recorded_name=by.name,
    )


def begin_choices(*, by: Actor, at: datetime) -> None:
    """Put into effect what begins on or before this day: the week by which working days are counted."""
    found = choice_on(Topic.WORKING_WEEK, by.on)
    if found is None:
        return
    rows = in_force("calendar", "working-week", by.on).value
    agency = Agency.objects.defer("logo").get(pk=by.agency_id)
    week = {"working_week": rows[found.value["week"]]["days"]}
    change_agency(agency=agency, values=week, by=by, at=at, reason=found.reason)


def _keep_founding_week(agency: Agency, by: Actor, at: datetime) -> None:
    """Before the first decision about the week write down what held until then: deadlines were counted by it."""
    if Choice.objects.filter(topic=Topic.WORKING_WEEK).exists():
        return
    founded_on = min(local_day(agency.created_at, agency.time_zone), by.on - timedelta(days=1))
    week = TOPICS[Topic.WORKING_WEEK].default(agency, by.on)
    assert week is not None  # every agency is founded with one
    _stored(Topic.WORKING_WEEK, founded_on, week, _("The week with which the agency was set up."), by, at)


@transaction.atomic
def withdraw_choice(*, choice: Choice, reason: str, by: Actor, at: datetime) -> None:
    """Take a decision back before its first day."""
    require(can_change_choices(by))
    fresh = Choice.objects.select_for_update().get(pk=choice.pk)
    if fresh.is_withdrawn:
        raise StateRefused(_("This choice was taken back already."))
    if fresh.from_on <= by.on:
        raise StateRefused(_("This choice has begun, so results may rest on it. Record a new one instead."))
    reason = _reason(reason)
    _withdraw(fresh, reason, by, at)
    after = {"topic": fresh.topic, "from_on": fresh.from_on}
    audit.record(obj=fresh, verb="choice.withdraw", by=by, at=at, before=after, reason=reason)


def version_of(topic: Topic) -> int:
    """Return a number that every decision on a topic raises."""
    rows = Choice.objects.filter(topic=topic)
    return 1 + rows.count() + rows.exclude(withdrawn_at=None).count()


def _withdraw(choice: Choice, reason: str, by: Actor, at: datetime) -> None:
    choice.withdrawn_at, choice.withdrawn_by_id = at, by.member_id
    choice.withdrawn_name, choice.withdrawn_reason = by.name, reason
    choice.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_name", "withdrawn_reason"])


def _check_value(topic: Topic, value: Mapping[str, Any], agency: Agency, on: date) -> None:
    rule = TOPICS[topic]
    if agency.kind not in rule.kinds:
        raise InvalidRefused(_("Your agency does not decide on this."))
    shape = check(rule.schema(on), value)
    if shape:
        fields = {error.field: error.id if is_indonesian() else error.en for error in shape}
        raise InvalidRefused(_("Some values cannot be used."), fields)
    broken = rule.errors(value, agency, on)
    if broken:
        raise InvalidRefused(
            _("The law does not allow this choice."), {error.field: refusal_of(error) for error in broken}
        )


def refusal_of(error: ChoiceError) -> str:
    """Return why a choice is refused, with the article."""
    return f"{said(error.sentence)} ({error.cite.instrument} {error.cite.article})"


def _check_day(from_on: date, today: date, has_begun: bool) -> None:
    if from_on < today and has_begun:
        raise InvalidRefused(
            _("A choice may not reach back: results were judged by what held then."),
            {"from_on": _("Choose today or a later day.")},
        )


def _reason(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise InvalidRefused(
            _("Say why."), {"reason": _("Give the reason, for example the decree in which it was decided.")}
        )
    if len(text) > LONGEST_REASON:
        raise InvalidRefused(
            _("Say it more briefly."),
            {"reason": _("Write at most %(most)s characters.") % {"most": LONGEST_REASON}},
        )
    return text
