"""Sending a monthly report: at once when it is complete, after a question that names what is missing otherwise."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.confirm import Question, confirm
from selaras.core.http import AgencyRequest, signed_in
from selaras.core.verdict import require
from selaras.monitoring import operations, permissions
from selaras.monitoring.models import Report, ReportState
from selaras.monitoring.queries import ReportSheet, report_for, sheet_of
from selaras.monitoring.queries.sheets import Gap


def asks_first(report: Report) -> bool:
    """Say whether something is missing although something is reported: then the author is asked before sending."""
    sheet = sheet_of(report)
    return bool(sheet.gaps) and not (sheet.is_empty and not report.challenges.strip())


def sent(request: AgencyRequest, report: Report, version: int | None) -> str:
    """Submit a report, say so, and return the address of its page."""
    done = operations.submit(report=report, version=version, by=request.actor, at=request.at)
    late, in_time = _("Your report is submitted, after its last day."), _("Your report is submitted.")
    messages.success(request, late if done.is_late else in_time)
    return reverse("monitoring:report", args=[report.pk])


@signed_in
def submit(request: AgencyRequest, report_id: int) -> HttpResponse:
    """Name the results on which something is missing and ask whether the report is sent as it is."""
    found = report_for(request.actor, report_id)
    if found.state != ReportState.DRAFT:
        return redirect("monitoring:report", found.pk)
    require(permissions.can_submit(request.actor, found))
    question = _question(request, found, sheet_of(found))
    return confirm(request, question, lambda version: sent(request, found, version))


def _question(request: AgencyRequest, report: Report, sheet: ReportSheet) -> Question:
    page, gaps = reverse("monitoring:report", args=[report.pk]), sheet.gaps
    month = date_format(report.month_on, "F Y")
    title = ngettext(
        "%(num)s result is not filled in completely. Submit the report anyway?",
        "%(num)s results are not filled in completely. Submit the report anyway?",
        len(gaps),
    ) % {"num": len(gaps)}
    missing = [
        _("What is missing stays missing: it is shown as “Nothing reported” and never counted as zero.")
    ]
    return Question(
        title=title if gaps else _("Submit the report on %(month)s?") % {"month": month},
        yes=_("Submit as it is") if gaps else _("Submit the report"),
        back=page,
        consequences=[
            *(_line(gap) for gap in gaps),
            *(missing if gaps else ()),
            _("Your appraiser is told. Until the answer you can still withdraw the report and complete it."),
        ],
        warnings=_warnings(request, report),
        breadcrumb=[(_("Monthly reports"), reverse("monitoring:own")), (month, page),
                    (_("Submit the report"), None)],
        version=report.version,
    )  # fmt: skip


def _line(gap: Gap) -> str:
    values = {"result": gap.text, "filled": gap.filled, "total": gap.total}
    if not gap.filled:
        return _("“%(result)s”: nothing is reported yet.") % values
    return _("“%(result)s”: %(filled)s of %(total)s indicators are reported.") % values


def _warnings(request: AgencyRequest, report: Report) -> list[str]:
    if request.actor.on <= report.due_on:
        return []
    last = _("The last day was %(date)s, so the report is marked as sent late.")
    return [last % {"date": date_format(report.due_on, "DATE_FORMAT")}]
