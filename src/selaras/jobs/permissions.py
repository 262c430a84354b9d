"""Who may watch long work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.jobs import reader_of
from selaras.core.models import Job
from selaras.core.verdict import YES, Verdict, no

OF_OFFICERS = ("organisation.",)


def can_watch(user: Actor, job: Job) -> Verdict:
    """Whoever started it and still holds the role in which it was started, and the agency's officers."""
    if job.started_by_id is not None and job.started_by_id == user.member_id and _still_holds(user, job):
        return YES
    if user.reaches(RoleCode.OFFICER, None):
        return YES
    return no(_("Only the person who started this work and the agency's performance officer can see it."))


def can_read_report(user: Actor, job: Job) -> Verdict:
    """Whoever may watch it, where the kind of work lets them read its outcome today too."""
    reader = reader_of(job.kind)
    if reader is not None and not reader(user, job):
        return no(_("Only the person who started this work and the agency's performance officer can see it."))
    return can_watch(user, job)


def _still_holds(user: Actor, job: Job) -> bool:
    role = job.values.get("role")
    if role is None and job.kind.startswith(OF_OFFICERS):
        role = RoleCode.OFFICER
    return role is None or role in user.roles
