"""What of the monthly reports follows from closing a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import ngettext

from selaras.monitoring.models import Report, ReportState
from selaras.planning.models import Period
from selaras.planning.queries.closing import Stage


def obstacles(period: Period, on: date) -> Sequence[str]:
    """Reports never keep a year open."""
    return ()


def consequences(period: Period, on: date) -> Sequence[str]:
    """Count the reports that would stay drafts, and those that nobody answered."""
    found = Report.objects.filter(plan__period=period).aggregate(
        drafts=Count("pk", filter=Q(state=ReportState.DRAFT)),
        unanswered=Count("pk", filter=Q(state=ReportState.SUBMITTED)),
    )
    sentences = {
        "drafts": ngettext(
            "%(num)s monthly report stays a draft and can no longer be submitted.",
            "%(num)s monthly reports stay drafts and can no longer be submitted.",
            found["drafts"],
        ),
        "unanswered": ngettext(
            "%(num)s submitted report has no answer yet; it can still be answered.",
            "%(num)s submitted reports have no answer yet; they can still be answered.",
            found["unanswered"],
        ),
    }
    return [text % {"num": found[name]} for name, text in sentences.items() if found[name]]


CLOSING = Stage(obstacles, consequences)
