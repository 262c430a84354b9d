"""Who may open the papers about reports and about records of feedback."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor
from selaras.core.verdict import Verdict, no
from selaras.monitoring.models import FeedbackRecord, Report
from selaras.monitoring.permissions import can_read_feedback_of, can_read_report

GONE = _("What this paper is about no longer exists.")


def can_read_report_paper(user: Actor, report_id: int) -> Verdict:
    """Whoever may read the report opens its form B.1.2."""
    report = Report.objects.select_related("plan").filter(pk=report_id).first()
    return can_read_report(user, report) if report else no(GONE)


def can_read_record_paper(user: Actor, record_id: int) -> Verdict:
    """Whoever may read the feedback opens its record."""
    record = FeedbackRecord.objects.select_related("plan").filter(pk=record_id).first()
    return can_read_feedback_of(user, record.plan) if record else no(GONE)
