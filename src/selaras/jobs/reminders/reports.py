"""Who is reminded of the monthly report: whoever has not sent last month's two days before it is due, once a month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core import notices
from selaras.core.models import Agency
from selaras.core.notices import Told

DAYS_BEFORE = 2
REPORT_DUE = notices.register(
    "jobs.report_due", _("Your monthly report is due on %(due_on)s and has not been sent yet."), waits=True
)
DUE = """
SELECT x.member_id, min(d.report_due_day) FROM planning_plan p
JOIN planning_period d ON d.agency_id = p.agency_id AND d.id = p.period_id AND d.state = 'OPEN'
JOIN planning_planversion v ON v.agency_id = p.agency_id AND v.plan_id = p.id AND v.state = 'SET'
JOIN organisation_person x ON x.agency_id = p.agency_id AND x.id = p.person_id
JOIN accounts_membership m ON m.agency_id = x.agency_id AND m.id = x.member_id AND m.is_active
LEFT JOIN monitoring_report r ON r.agency_id = p.agency_id AND r.plan_id = p.id AND r.month_on = %(month)s
WHERE p.agency_id = %(agency)s AND r.submitted_at IS NULL
  AND p.starts_on < (%(month)s::date + interval '1 month') AND p.ends_on >= %(month)s
  AND (p.closed_on IS NULL OR p.closed_on > %(month)s)
  AND d.report_due_day BETWEEN %(day)s AND %(day)s + %(ahead)s
  AND NOT EXISTS (SELECT 1 FROM core_notice n WHERE n.agency_id = p.agency_id AND n.member_id = x.member_id
                  AND n.kind = %(kind)s AND n.created_at >= %(month)s::date + interval '1 month')
GROUP BY x.member_id
"""


def report_lines(agency: Agency, today: date) -> list[Told]:
    """Return one line for each member whose report of last month is due within two days and not sent."""
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    asked: dict[str, Any] = {
        "agency": agency.pk,
        "month": month,
        "day": today.day,
        "ahead": DAYS_BEFORE,
        "kind": REPORT_DUE,
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, asked)
        rows = cursor.fetchall()
    address = reverse("monitoring:reports")
    return [
        Told(member_id, REPORT_DUE, address, {"due_on": today.replace(day=day).isoformat()})
        for member_id, day in rows
    ]
