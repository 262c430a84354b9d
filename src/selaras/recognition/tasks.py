"""Long work of recognition: the follow-up of a whole window, and the daily look for new results."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from selaras.core import clock
from selaras.core.actor import system_actor
from selaras.core.jobs import Progress, job
from selaras.core.models import Agency, Job
from selaras.core.tenancy import current_agency_id
from selaras.core.time import local_day
from selaras.organisation.queries import actor_of_member
from selaras.planning.models import Window
from selaras.recognition.operations import propose_daily, propose_for_window

PROPOSE = "recognition.propose_consequences"


@job(PROPOSE)
def propose(progress: Progress, row: Job) -> dict[str, Any]:
    """Propose the follow-up of every settled evaluation of a window, in the reach of who asked for it."""
    at = clock.now()
    agency = Agency.objects.get(pk=current_agency_id())
    on = local_day(at, agency.time_zone)
    by = system_actor(agency.pk, on)
    if row.started_by_id is not None:
        by = actor_of_member(row.started_by_id, on=on, role=row.values.get("role"))
    window = Window.objects.select_related("period").get(pk=row.values["window"])
    made = propose_for_window(window=window, by=by, at=at, progress=progress)
    sentence = ngettext(
        "%(num)s follow-up was proposed. Nothing was applied: each one waits for a decision.",
        "%(num)s follow-ups were proposed. Nothing was applied: each one waits for a decision.",
        made,
    ) % {"num": made}
    return {"made": made, "sentence": sentence}


def look_daily(agency: Agency, at: datetime) -> None:
    """Propose the follow-up of results that became settled; a line of the timetable."""
    propose_daily(by=system_actor(agency.pk, local_day(at, agency.time_zone)), at=at)
