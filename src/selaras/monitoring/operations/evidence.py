"""Writes of evidence: files and links under a draft, and taking them away again."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.files import store_upload
from selaras.core.verdict import InvalidRefused, require
from selaras.monitoring import permissions
from selaras.monitoring.models import Evidence, Report
from selaras.planning.models import ResultLineage

MOST = 20
"""The most pieces of evidence of one result in one month."""


def add_file(
    *, report: Report, result_id: int, upload: UploadedFile[bytes], by: Actor, at: datetime
) -> Evidence:
    """Store an uploaded file as evidence; refused ones (kind, size, content) leave nothing behind."""
    with transaction.atomic():
        fresh = _open(report, result_id, by)
        stored = store_upload(upload, by=by, at=at)
        return _add(fresh, result_id, by, at, name=stored.name[-200:], file=stored)


def add_link(*, report: Report, result_id: int, name: str, link: str, by: Actor, at: datetime) -> Evidence:
    """Name evidence that lies elsewhere, with its address."""
    if not link.startswith(("https://", "http://")):
        raise InvalidRefused(_("A link begins with https:// or http://. Copy it from the address bar."))
    with transaction.atomic():
        return _add(
            _open(report, result_id, by), result_id, by, at, name=name.strip() or link[:200], link=link
        )


def remove_evidence(*, evidence: Evidence, by: Actor, at: datetime) -> None:
    """Take a piece of evidence away while its report is a draft."""
    with transaction.atomic():
        report = versions.locked(evidence.report)
        require(permissions.can_edit_report(by, report))
        before = {"name": evidence.name, "link": evidence.link}
        audit.record(obj=evidence, verb="evidence.remove", by=by, at=at, before=before, subject=report)
        stored = evidence.file
        evidence.delete()
        if stored is not None:
            stored.delete()


def _open(report: Report, result_id: int, by: Actor) -> Report:
    """Hold the report so that it cannot be submitted meanwhile."""
    fresh = versions.locked(report)
    require(permissions.can_edit_report(by, fresh))
    if not ResultLineage.objects.filter(plan=fresh.plan_id, pk=result_id).exists():
        raise InvalidRefused(_("One of these results does not belong to the plan. Reload the page."))
    if Evidence.objects.filter(report=fresh, result=result_id).count() >= MOST:
        raise InvalidRefused(
            _("A result can have %(most)s pieces of evidence a month. Put several into one document.")
            % {"most": MOST}
        )
    return fresh


def _add(report: Report, result_id: int, by: Actor, at: datetime, **values: object) -> Evidence:
    evidence: Evidence = Evidence.objects.create(report=report, result_id=result_id, added_at=at, **values)
    after = {"name": evidence.name, "link": evidence.link}
    audit.record(obj=evidence, verb="evidence.add", by=by, at=at, after=after, subject=report)
    return evidence
