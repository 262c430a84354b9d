"""Reminders before a deadline passes: a notice under the bell, mailed with the day's digest."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core import notices
from selaras.core.models import Agency
from selaras.core.time import local_day

DAYS_BEFORE = 2
REPORT_DUE = notices.register(
    "jobs.report_due", _("Your monthly report is due on %(due_on)s and has not been sent yet.")
)
DUE = """
SELECT DISTINCT x.member_id, d.report_due_day FROM planning_plan p
JOIN planning_period d ON d.agency_id = p.agency_id AND d.id = p.period_id AND d.state = 'OPEN'
JOIN planning_planversion v ON v.agency_id = p.agency_id AND v.plan_id = p.id AND v.state = 'SET'
JOIN organisation_person x ON x.agency_id = p.agency_id AND x.id = p.person_id AND x.member_id IS NOT NULL
LEFT JOIN monitoring_report r ON r.agency_id = p.agency_id AND r.plan_id = p.id AND r.month_on = %(month)s
WHERE p.agency_id = %(agency)s AND r.submitted_at IS NULL
  AND p.starts_on < (%(month)s::date + interval '1 month') AND p.ends_on >= %(month)s
  AND (p.closed_on IS NULL OR p.closed_on > %(month)s)
  AND d.report_due_day BETWEEN %(day)s AND %(day)s + %(ahead)s
  AND NOT EXISTS (SELECT 1 FROM core_notice n WHERE n.agency_id = p.agency_id AND n.member_id = x.member_id
                  AND n.kind = %(kind)s AND n.created_at >= %(month)s::date + interval '1 month')
"""


def remind_reports(agency: Agency, at: datetime) -> None:
    """Tell everybody whose report of last month is due within two days and not sent, once a month."""
    today = local_day(at, agency.time_zone)
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    by_day: dict[int, list[int]] = defaultdict(list)
    for member_id, day in _members(agency, month, today):
        by_day[day].append(member_id)
    for day, members in by_day.items():
        values = {"due_on": today.replace(day=day).isoformat()}
        notices.tell(
            members=members, kind=REPORT_DUE, url=reverse("monitoring:reports"), at=at, values=values
        )


def _members(agency: Agency, month: date, today: date) -> list[tuple[int, int]]:
    asked: dict[str, Any] = {
        "agency": agency.pk,
        "month": month,
        "day": today.day,
        "ahead": DAYS_BEFORE,
        "kind": REPORT_DUE,
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, asked)
        return cursor.fetchall()
