"""Erases personal records whose declared time is over (UU 27/2022), and leaves an event that says how many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from selaras.core import audit
from selaras.core.actor import system_actor
from selaras.core.erasure import remove_files
from selaras.core.models import Agency, ApiToken, EventValue, Job, Notice
from selaras.core.privacy import years_after
from selaras.core.time import local_day
from selaras.insight.models import Answer, Participation
from selaras.planning.models import Acknowledgement

# Which moment a record's time runs from. Careers themselves (plans, results, sanctions) are archived by law and
# are erased person by person after they leave, not by the calendar.
CLOCKS: dict[Any, str] = {
    EventValue: "event__at",
    Notice: "created_at",
    Job: "finished_at",
    ApiToken: "revoked_at",
    Acknowledgement: "at",
    Participation: "survey__closes_on",
}
# Rows that stay, without their texts: the numbers of a survey are kept.
TEXTS: dict[Any, tuple[str, str]] = {Answer: ("question__survey__closes_on", "text")}
# What declares years and has no clock here, with the reason.
ELSEWHERE: dict[str, str] = {
    "accounts.invitation": "ends with the person's answer; erased with the person",
    "accounts.membership": "closed when the person leaves; erased with the person",
    "accounts.user": "erased with the last person it opens a door to",
    "core.externalref": "erased with the person",
    "core.receipt": "erased after 30 days by `tidy`",
    "core.storedfile": "erased with the last row that points to it",
    "documents.paper": "an archive; erased with the person once the time is over",
    "documents.signature": "an archive; erased with the person once the time is over",
}


def erase_due(agency: Agency, at: datetime) -> None:
    """Erase what is older than each model declares; the sealed chain keeps its digests and stays whole."""
    erased = {}
    with transaction.atomic():
        files = _files_of_jobs(at)
        for model, clock in CLOCKS.items():
            count, _detail = _due(model, clock, at).delete()
            erased[model._meta.label_lower] = count
        for model, (clock, text) in TEXTS.items():
            written = _due(model, clock, at).exclude(**{text: ""})
            erased[model._meta.label_lower] = written.update(**{text: ""})
        erased["core.storedfile"] = remove_files(files)
        after = {kind: count for kind, count in erased.items() if count}
        if after:
            by = system_actor(agency.pk, local_day(at, agency.time_zone))
            audit.record(obj=agency, verb="retention.erase", by=by, at=at, after=after, article="UU 27/2022")


def _due(model: Any, clock: str, at: datetime) -> Any:
    limit = years_after(at, -model.privacy.retention_years)
    is_day = clock.endswith("_on")
    return model.objects.filter(**{f"{clock}__lt": limit.date() if is_day else limit})


def _files_of_jobs(at: datetime) -> set[int]:
    rows = _due(Job, CLOCKS[Job], at).values_list("values__file", "report")
    return {one for row in rows for one in row if isinstance(one, int)}
