"""Reads of feedback: who may read which, and feedback in full with its object, giver and conversation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.monitoring.models import Feedback
from selaras.monitoring.permissions import can_read_feedback
from selaras.monitoring.queries.sheets import ReplyEntry, reply_entry
from selaras.planning.models import ExpectedResult, Plan, Window, WindowKind

FULL = """
SELECT f.id, f.plan_id, p.person_id, o.name, f.giver_id, g.name, g.description, f.giver_kind, f.way, f.occasion,
  f.initiative, f.result_id, f.indicator_id, f.behaviour, f.text, f.symbol, f.response, f.given_on, f.given_at,
  f.window_id, f.report_id, f.file_id, coalesce(s.name, ''), q.id IS NOT NULL AND q.token_hash <> '' AND q.sent_to = '',
  coalesce((SELECT e.text FROM planning_expectedresult e
    JOIN planning_planversion v ON v.agency_id = e.agency_id AND v.id = e.plan_version_id
    WHERE e.agency_id = f.agency_id AND e.lineage_id = f.result_id ORDER BY v.number DESC LIMIT 1), ''),
  coalesce((SELECT i.text FROM planning_indicator i
    WHERE i.agency_id = f.agency_id AND i.lineage_id = f.indicator_id ORDER BY i.id DESC LIMIT 1), ''),
  (SELECT coalesce(json_agg(json_build_object('author', a.name, 'author_id', x.author_id, 'text', x.text,
      'at', x.at) ORDER BY x.at, x.id), '[]')
   FROM monitoring_reply x JOIN organisation_person a ON a.agency_id = x.agency_id AND a.id = x.author_id
   WHERE x.agency_id = f.agency_id AND x.feedback_id = f.id)
FROM monitoring_feedback f
JOIN planning_plan p ON p.agency_id = f.agency_id AND p.id = f.plan_id
JOIN organisation_person o ON o.agency_id = f.agency_id AND o.id = p.person_id
JOIN organisation_person g ON g.agency_id = f.agency_id AND g.id = f.giver_id
LEFT JOIN core_storedfile s ON s.agency_id = f.agency_id AND s.id = f.file_id
LEFT JOIN monitoring_feedbackrequest q ON q.agency_id = f.agency_id AND q.id = f.request_id
WHERE f.agency_id = %(agency)s
  AND (%(ids)s::bigint[] IS NULL OR f.id = ANY(%(ids)s))
  AND (%(plan)s::bigint IS NULL OR f.plan_id = %(plan)s)
  AND (%(window)s::bigint IS NULL OR f.window_id = %(window)s)
ORDER BY f.given_at DESC, f.id DESC
"""


@dataclass(frozen=True)
class FeedbackLine:
    """One feedback with all its attributes (Lampiran III.C) in words that can be shown."""

    id: int
    plan_id: int
    receiver_id: int
    receiver: str
    giver_id: int
    giver: str
    giver_description: str
    giver_kind: str
    way: str
    occasion: str
    initiative: str
    result_id: int | None
    indicator_id: int | None
    behaviour: str
    text: str
    symbol: str
    response: str
    given_on: date
    given_at: datetime
    window_id: int | None
    report_id: int | None
    file_id: int | None
    file_name: str
    handed_over: bool
    result_text: str
    indicator_text: str
    replies: tuple[ReplyEntry, ...]


@dataclass(frozen=True)
class Count:
    """How much feedback there is, and how much of what was classified is positive (guidance on ratings)."""

    total: int
    classified: int
    positive: int


@dataclass(frozen=True)
class FeedbackBook:
    """All feedback on a plan in a window, by the result or the behaviour it is about."""

    lines: tuple[FeedbackLine, ...]
    by_result: dict[int, list[FeedbackLine]] = field(default_factory=dict)
    by_behaviour: dict[str, list[FeedbackLine]] = field(default_factory=dict)

    @staticmethod
    def count(lines: Iterable[FeedbackLine]) -> Count:
        """Count some lines; what nobody classified is left out, never taken as positive or negative."""
        responses = [one.response for one in lines]
        classified = [one for one in responses if one]
        return Count(len(responses), len(classified), classified.count("POSITIVE"))


def lines_of(
    *, ids: Iterable[int] | None = None, plan: int | None = None, window: int | None = None
) -> list[FeedbackLine]:
    """Return feedback in full, newest first, in one statement; the caller has asked for permission."""
    values = {
        "agency": current_agency_id(), "ids": None if ids is None else list(ids), "plan": plan, "window": window,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FULL, values)
        return [_line(row) for row in cursor.fetchall()]


def _line(row: tuple[Any, ...]) -> FeedbackLine:
    return FeedbackLine(*row[:-1], replies=tuple(reply_entry(one) for one in row[-1]))  # type: ignore[misc]


def feedback_of(plan: Plan, window: Window | None = None) -> FeedbackBook:
    """Return the feedback on a plan in a window (of the whole plan for the year, or without a window)."""
    part = window.pk if window is not None and window.kind == WindowKind.PERIODIC else None
    book = FeedbackBook(tuple(lines_of(plan=plan.pk, window=part)))
    for line in reversed(book.lines):
        if line.result_id is not None:
            book.by_result.setdefault(line.result_id, []).append(line)
        else:
            book.by_behaviour.setdefault(line.behaviour, []).append(line)
    return book


def feedback_given(actor: Actor) -> QuerySet[Feedback]:
    """Return the feedback that the actor gave, newest first."""
    return Feedback.objects.filter(giver=actor.person_id) if actor.is_personal else Feedback.objects.none()


def feedback_about_people(actor: Actor, *, q: str = "", response: str = "") -> QuerySet[Feedback]:
    """Return the feedback on the people whom the actor appraises or whose appraiser the actor leads."""
    if not actor.is_personal:
        return Feedback.objects.none()
    rows = Feedback.objects.filter(Q(plan__appraiser=actor.person_id) | Q(plan__superior=actor.person_id))
    if q:
        rows = rows.filter(Q(plan__person__name__icontains=q) | Q(plan__person__number__startswith=q))
    return rows.filter(response=response) if response else rows


def feedback_for(actor: Actor, feedback_id: int, at: datetime | None = None) -> Feedback:
    """Return one feedback that the actor may read; an auditor's look is recorded when `at` is given."""
    rows = Feedback.objects.select_related("plan__person", "plan__period", "giver", "file")
    feedback = rows.filter(pk=feedback_id).first()
    if feedback is None:
        raise Http404
    require(can_read_feedback(actor, feedback))
    if at is not None and actor.leaves_looks:
        audit.record(obj=feedback, verb="feedback.look", by=actor, at=at)
    return feedback


def lineage_texts(result_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the newest wording of results by lineage."""
    wanted = [one for one in result_ids if one is not None]
    if not wanted:
        return {}
    rows = ExpectedResult.objects.filter(lineage__in=wanted).order_by("lineage", "plan_version__number")
    return dict(rows.values_list("lineage_id", "text"))
