"""Local days of an agency: deadlines end at local midnight, never at Greenwich's."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeZone(models.TextChoices):
    """The three civil times of Indonesia."""

    WIB = "Asia/Jakarta", _("Western Indonesia Time (WIB)")
    WITA = "Asia/Makassar", _("Central Indonesia Time (WITA)")
    WIT = "Asia/Jayapura", _("Eastern Indonesia Time (WIT)")


def local_day(at: datetime, zone: str) -> date:
    """Return the calendar day of a moment in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def noon_of(day: date, zone: str) -> datetime:
    """Return local noon, for callers that know only the day."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(zone))
