"""Writes the agency's own number of hours that a kind of employee shall earn in a year."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.core.versions import change, locked
from selaras.development.models import HoursDuty
from selaras.development.operations.texts import invalid, required
from selaras.development.permissions import can_set_duties
from selaras.organisation.models import EmploymentKind

YEARS = range(2000, 2101)
MOST = 400


def set_duty(
    *,
    year: int,
    employment: str,
    hours: int,
    article: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> HoursDuty:
    """Set the agency's own choice with its basis; it then stands before the law's number."""
    require(can_set_duties(by))
    if employment not in EmploymentKind.values:
        raise invalid("employment", _("Choose one of the kinds of employment."))
    if year not in YEARS:
        raise invalid("year", _("Choose a year between 2000 and 2100."))
    if not 0 <= hours <= MOST:
        raise invalid("hours", _("Hours lie between 0 and %(most)s.") % {"most": MOST})
    article = required(article, "article", 200)
    with transaction.atomic():
        duty: HoursDuty
        duty, is_new = HoursDuty.objects.get_or_create(
            year=year, employment=employment, defaults={"hours": hours, "article": article}
        )
        before = None
        if not is_new:
            duty = locked(duty, version)
            before = change(duty, hours=hours, article=article)
        audit.record(
            obj=duty,
            verb="duty.set",
            by=by,
            at=at,
            article=article,
            before=before,
            after={"year": year, "employment": employment, "hours": hours, "article": article},
        )
    return duty
