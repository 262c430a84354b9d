"""Writes of papers: the signature under a submitted report, the form B.1.2, and the record of feedback."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core.actor import Actor
from selaras.core.verdict import StateRefused, require
from selaras.documents.content import as_data, content_hash
from selaras.documents.models import Paper
from selaras.documents.operations import issue, sign
from selaras.documents.queries import signatures_of
from selaras.monitoring import permissions
from selaras.monitoring.models import FeedbackRecord, Report, ReportState
from selaras.monitoring.papers import (
    FEEDBACK_FORMS,
    REPORT_FORM,
    feedback_paper,
    language_of,
    report_paper,
)
from selaras.monitoring.queries.feedback import feedback_of
from selaras.monitoring.queries.realisations import realisations_of
from selaras.monitoring.queries.sheets import sheet_of
from selaras.planning.models import Plan, PlanGroup, Window
from selaras.planning.papers import frame_of
from selaras.planning.queries import set_contents_of


def sign_report(*, report: Report, by: Actor, at: datetime) -> None:
    """Record that submitting is signing: the hash of exactly what the employee reports (B.1.2: Pegawai only)."""
    frame = frame_of(report.plan, by.on)
    data = as_data(report_paper(frame, sheet_of(report), with_answer=False))
    header = frame.people[report.plan.person_id]
    sign(
        subject=report, version=report.version, purpose="EMPLOYEE", person_id=header.person_id, name=header.name,
        number=header.number, position=header.position, content_hash=content_hash(REPORT_FORM, data), by=by, at=at,
    )  # fmt: skip


def issue_report(*, report: Report, by: Actor, at: datetime) -> Paper:
    """Issue a submitted report as form B.1.2, with the signature of its last submission."""
    require(permissions.can_read_report(by, report))
    if report.state == ReportState.DRAFT:
        raise StateRefused(_("The report is still a draft. Submit it before you print the form."))
    frame = frame_of(report.plan, by.on, signatures_of(report)[-1:])
    with transaction.atomic():
        return issue(
            form=REPORT_FORM, subject=report, content=as_data(report_paper(frame, sheet_of(report))),
            person_id=report.plan.person_id, person_name=report.plan.person.name, by=by, at=at,
            subject_version=report.version, language=language_of(frame),
        )  # fmt: skip


def issue_feedback(*, plan: Plan, window: Window, by: Actor, at: datetime) -> Paper:
    """Issue the record of all feedback on a plan in a window (B.1.4 for leaders, B.1.5 for all others)."""
    require(permissions.can_read_feedback_of(by, plan))
    content = set_contents_of([plan.pk]).get(plan.pk)
    if content is None:
        raise StateRefused(_("The plan has no version in force, so there is nothing to print."))
    frame = frame_of(plan, by.on)
    realised = realisations_of(plan, window.judged_until, window.judged_from)
    paper = feedback_paper(frame, content, feedback_of(plan, window), realised, window)
    with transaction.atomic():
        record = FeedbackRecord.objects.get_or_create(plan=plan, window=window)[0]
        return issue(
            form=FEEDBACK_FORMS[PlanGroup(plan.group)], subject=record, content=as_data(paper),
            person_id=plan.person_id, person_name=plan.person.name, by=by, at=at, language=language_of(frame),
        )  # fmt: skip
