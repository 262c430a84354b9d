"""What of reports and feedback waits for a person: the lines of the desk, in one statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.waiting import Waiting

SEPARATE = 2
"""How many missing months have a line of their own; more are told in one line."""

LINES = """
SELECT 'own', p.id, m::date, (m + interval '1 month')::date + (d.report_due_day - 1), r.id
FROM planning_plan p
JOIN planning_period d ON d.agency_id = p.agency_id AND d.id = p.period_id AND d.state = 'OPEN'
CROSS JOIN generate_series(date_trunc('month', p.starts_on::timestamp),
    date_trunc('month', least(coalesce(p.closed_on - 1, p.ends_on), p.ends_on, %(on)s)::timestamp),
    interval '1 month') m
LEFT JOIN monitoring_report r ON r.agency_id = p.agency_id AND r.plan_id = p.id AND r.month_on = m::date
WHERE p.agency_id = %(agency)s AND p.person_id = %(person)s
  AND (m + interval '1 month')::date <= %(on)s + 5 AND coalesce(r.state, 'DRAFT') = 'DRAFT'
  AND EXISTS (SELECT 1 FROM planning_planversion v
              WHERE v.agency_id = p.agency_id AND v.plan_id = p.id AND v.state = 'SET')
UNION ALL
SELECT 'answer', count(*), NULL, NULL, NULL FROM monitoring_report r
JOIN planning_plan p ON p.agency_id = r.agency_id AND p.id = r.plan_id
WHERE r.agency_id = %(agency)s AND r.state = 'SUBMITTED' AND coalesce(p.appraiser_id, p.superior_id) = %(person)s
UNION ALL
SELECT 'give', count(*), NULL, min(q.due_on), NULL FROM monitoring_feedbackrequest q
WHERE q.agency_id = %(agency)s AND q.state = 'OPEN' AND q.giver_id = %(person)s AND q.due_on >= %(on)s
"""


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return the actor's own missing reports, reports to answer, and feedback others have asked for."""
    if not actor.is_personal:
        return []
    values = {"agency": current_agency_id(), "person": actor.person_id, "on": actor.on}
    with connection.cursor() as cursor:
        cursor.execute(LINES, values)
        rows = cursor.fetchall()
    missing = sorted((row[1:] for row in rows if row[0] == "own"), key=lambda row: (row[1], row[0]))
    counts = {row[0]: row for row in rows if row[0] != "own"}
    return [
        *_own(missing),
        *_of_people(counts["answer"][1]),
        *_requests(counts["give"][1], counts["give"][3]),
    ]


def _own(missing: list[Any]) -> list[Waiting]:
    shown = missing if len(missing) <= SEPARATE else missing[-SEPARATE:]
    lines = [_month(*row) for row in shown]
    if rest := len(missing) - len(shown):
        text = ngettext_lazy(
            "%(num)s earlier monthly report has not been sent",
            "%(num)s earlier monthly reports have not been sent",
            rest,
        )
        oldest: date = missing[0][2]
        lines.insert(
            0, Waiting(text % {"num": rest}, reverse("monitoring:reports"), _("Look"), oldest, rest, "report")
        )
    return lines


def _month(plan_id: int, month_on: date, due_on: date, report_id: int | None) -> Waiting:
    text = _("Report on %(month)s") % {"month": date_format(month_on, "F Y")}
    if report_id:
        place = reverse("monitoring:report", args=[report_id])
        return Waiting(text, place, _("Fill in"), due_on, 1, "report")
    sends = (("plan", str(plan_id)), ("month", month_on.isoformat()))
    return Waiting(text, reverse("monitoring:open_report"), _("Fill in"), due_on, 1, "report", sends)


def _of_people(count: int) -> list[Waiting]:
    if not count:
        return []
    text = ngettext_lazy(
        "%(num)s report waits for your answer", "%(num)s reports wait for your answer", count
    )
    return [
        Waiting(
            text % {"num": count}, reverse("monitoring:people"), _("Answer the report"), None, count, "report"
        )
    ]


def _requests(count: int, due: date | None) -> list[Waiting]:
    if not count:
        return []
    text = ngettext_lazy(
        "You are asked for feedback by %(num)s colleague",
        "You are asked for feedback by %(num)s colleagues",
        count,
    )
    place = reverse("monitoring:asked_of_me")
    return [Waiting(text % {"num": count}, place, _("Give feedback"), due, count, "feedback")]
