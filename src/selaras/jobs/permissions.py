"""Who may watch long work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.models import Job
from selaras.core.verdict import YES, Verdict, no


def can_watch(user: Actor, job: Job) -> Verdict:
    """Whoever started it, and the agency's officers."""
    if job.started_by_id is not None and job.started_by_id == user.member_id:
        return YES
    if user.reaches(RoleCode.OFFICER, None):
        return YES
    return no(_("Only the person who started this work and the agency's performance officer can see it."))
