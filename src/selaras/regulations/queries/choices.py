"""Reads what an agency has chosen: what holds on a day, and who chose it when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from selaras.core.models import Agency
from selaras.regulations.models import Choice, Topic
from selaras.regulations.queries.topics import TOPICS, TopicRule, topics_of
from selaras.rules.careers import MonthPolicy
from selaras.rules.policy import month_policy_of

SILENT = "SILENT"
"""The choice to be shown no limits of the distribution."""


@dataclass(frozen=True)
class Held:
    """What holds on a day: the agency's own choice, else the starting value of the law files, else nothing."""

    rule: TopicRule
    value: Mapping[str, Any] | None
    choice: Choice | None
    next: Choice | None = None


def _active() -> QuerySet[Choice]:
    return Choice.objects.filter(withdrawn_at=None)


def choice_on(topic: Topic, on: date) -> Choice | None:
    """Return the agency's own choice that holds on a day."""
    return _active().filter(topic=topic, from_on__lte=on).order_by("-from_on").first()


def wished_check(on: date) -> Subquery:
    """Return, as a column, what the agency chose about the limits of the distribution; null while it chose nothing."""
    rows = _active().filter(topic=Topic.DISTRIBUTION, from_on__lte=on).order_by("-from_on")
    return Subquery(rows.values(check=KeyTextTransform("check", "value"))[:1])


def held_on(agency: Agency, topic: Topic, on: date) -> Held:
    """Return what holds for a topic on a day; one statement. Raises NotInForce where the law has no value."""
    found, rule = choice_on(topic, on), TOPICS[topic]
    return Held(rule, found.value if found else rule.default(agency, on), found)


def all_held(agency: Agency, on: date) -> list[Held]:
    """Return what holds for every topic of an agency, with what comes next; one statement."""
    rows = list(_active().order_by("from_on"))
    found = []
    for rule in topics_of(agency):
        of_it = [row for row in rows if row.topic == rule.topic]
        now = next((row for row in reversed(of_it) if row.from_on <= on), None)
        later = next((row for row in of_it if row.from_on > on), None)
        found.append(Held(rule, now.value if now else rule.default(agency, on), now, later))
    return found


def choices_of(topic: Topic) -> list[Choice]:
    """Return every decision on a topic, newest day first, those taken back too."""
    return list(
        Choice.objects.filter(topic=topic).order_by(
            "-from_on", F("withdrawn_at").asc(nulls_first=True), "-pk"
        )
    )


@dataclass(frozen=True)
class PaidShare:
    """How much of the productivity part a predicate pays, in percent as text, and since when the agency chose so."""

    percent: str
    since: date | None


def paid_share(agency: Agency, predicate: str, on: date) -> PaidShare | None:
    """Return what a predicate pays on a day by the choice about the allowance; None without such an allowance."""
    if agency.kind not in TOPICS[Topic.ALLOWANCE].kinds:
        return None
    held = held_on(agency, Topic.ALLOWANCE, on)
    assert held.value is not None
    return PaidShare(held.value["factors"][predicate], held.choice.from_on if held.choice else None)


def month_policy_on(agency: Agency, on: date) -> tuple[MonthPolicy, Choice | None]:
    """Return who may be employee of the month on a day, and the agency's own choice behind it; one statement."""
    held = held_on(agency, Topic.EMPLOYEE_OF_MONTH, on)
    assert held.value is not None
    return month_policy_of(held.value), held.choice


def warns_of_distribution(agency: Agency, on: date) -> bool:
    """Say whether the agency wants the limits of the distribution checked on a day; one statement."""
    value = held_on(agency, Topic.DISTRIBUTION, on).value
    return agency.kind in TOPICS[Topic.DISTRIBUTION].kinds and value == {"check": "WARN"}
