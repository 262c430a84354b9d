"""Reminders before a deadline passes: a notice under the bell, mailed with the day's digest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

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
SELECT DISTINCT x.member_id FROM planning_plan p
JOIN planning_period d ON d.agency_id = p.agency_id AND d.id = p.period_id AND d.state = 'OPEN'
JOIN planning_planversion v ON v.agency_id = p.agency_id AND v.plan_id = p.id AND v.state = 'SET'
JOIN organisation_person x ON x.agency_id = p.agency_id AND x.id = p.person_id AND x.member_id IS NOT NULL
LEFT JOIN monitoring_report r ON r.agency_id = p.agency_id AND r.plan_id = p.id AND r.month_on = %(month)s
WHERE p.agency_id = %(agency)s AND r.submitted_at IS NULL
  AND p.starts_on < (%(month)s::date + interval '1 month') AND p.ends_on >= %(month)s
  AND (p.closed_on IS NULL OR p.closed_on > %(month)s) AND d.report_due_day = %(day)s
"""


def remind_reports(agency: Agency, at: datetime) -> None:
    """Tell everybody whose report of last month is due in two days and not sent; two statements for any number."""
    due_on = local_day(at, agency.time_zone) + timedelta(days=DAYS_BEFORE)
    month = (due_on.replace(day=1) - timedelta(days=1)).replace(day=1)
    members = _members(agency, month, due_on)
    if members:
        values = {"due_on": due_on.isoformat()}
        notices.tell(
            members=members, kind=REPORT_DUE, url=reverse("monitoring:reports"), at=at, values=values
        )


def _members(agency: Agency, month: date, due_on: date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"agency": agency.pk, "month": month, "day": due_on.day})
        return [row[0] for row in cursor.fetchall()]
