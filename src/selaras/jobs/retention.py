"""Erases personal records whose declared time is over (UU 27/2022), and leaves an event that says how many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from selaras.core import audit
from selaras.core.actor import system_actor
from selaras.core.models import Agency, ApiToken, EventValue, Job, Notice
from selaras.core.privacy import years_after
from selaras.core.time import local_day
from selaras.planning.models import Acknowledgement

# Which moment a record's time runs from. Careers themselves (plans, results, sanctions) are archived by law and
# are erased person by person after they leave, not by the calendar.
CLOCKS: dict[Any, str] = {
    EventValue: "event__at",
    Notice: "created_at",
    Job: "finished_at",
    ApiToken: "revoked_at",
    Acknowledgement: "at",
}


def erase_due(agency: Agency, at: datetime) -> None:
    """Erase what is older than each model declares; the sealed chain keeps its digests and stays whole."""
    erased = {}
    with transaction.atomic():
        for model, clock in CLOCKS.items():
            years = model.privacy.retention_years
            limit = years_after(at, -years)
            count, _detail = model.objects.filter(**{f"{clock}__lt": limit}).delete()
            if count:
                erased[model._meta.label_lower] = count
        if erased:
            by = system_actor(agency.pk, local_day(at, agency.time_zone))
            audit.record(obj=agency, verb="retention.erase", by=by, at=at, after=erased, article="UU 27/2022")
