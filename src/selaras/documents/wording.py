"""Dates, periods and the labels of the forms in Indonesian and in English."""

import functools
import json
from datetime import date, datetime, timedelta
from pathlib import Path

FORMS = Path(__file__).parent / "forms"
LANGUAGES = ("id", "en")
ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}


@functools.cache
def labels(language: str) -> dict[str, str]:
    """The labels of all forms in one language; the Indonesian ones are the wording of the regulation."""
    loaded: dict[str, str] = json.loads((FORMS / f"labels.{language}.json").read_text("utf-8"))
    return loaded


def date_text(day: date, language: str) -> str:
    """A date in words: 31 Januari 2026, 31 January 2026."""
    return f"{day.day} {_month(day, language)} {day.year}"


def moment_text(moment: datetime, language: str) -> str:
    """A moment in words with its Indonesian zone: 31 Januari 2026, 10.42 WIB."""
    clock = moment.strftime("%H.%M" if language == "id" else "%H:%M")
    offset = moment.utcoffset()
    zone = "" if offset is None else ZONES.get(offset, moment.strftime("UTC%z"))
    return f"{date_text(moment, language)}, {clock} {zone}".rstrip()


def period_text(starts_on: date, ends_on: date, language: str) -> str:
    """The assessment period as the forms word it: 1 Januari sd 31 Desember tahun 2026."""
    to, year = (" sd ", " tahun ") if language == "id" else (" to ", " ")
    if starts_on.year != ends_on.year:
        return date_text(starts_on, language) + to + date_text(ends_on, language)
    start = f"{starts_on.day} {_month(starts_on, language)}"
    return f"{start}{to}{ends_on.day} {_month(ends_on, language)}{year}{ends_on.year}"


def _month(day: date, language: str) -> str:
    return labels(language)["months"].split()[day.month - 1]
