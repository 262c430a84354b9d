"""Filters that write dates, numbers and shares in the active language."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as clock
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dateformat import format as write_date
from django.utils.formats import get_format, number_format
from django.utils.translation import get_language, gettext, ngettext

MISSING = "—"

Number = int | float | Decimal


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(timezone.get_current_timezone())
    return value


def _clock_pattern() -> str:
    return "H.i" if (get_language() or "id").startswith("id") else "H:i"


def date_words(value: date | datetime | None) -> str:
    """Write a day: 31 Januari 2026."""
    return MISSING if value is None else write_date(_local(value), "j F Y")


def month_words(value: date | datetime | None) -> str:
    """Write a month: Oktober 2025."""
    return MISSING if value is None else write_date(_local(value), "F Y")


def weekday_words(value: date | datetime | None) -> str:
    """Write the day of the week: Sabtu."""
    return MISSING if value is None else write_date(_local(value), "l")


def time_words(value: datetime | clock | None) -> str:
    """Write a time of the day: 10.42 in Indonesian, 10:42 in English."""
    if value is None:
        return MISSING
    local = _local(value) if isinstance(value, datetime) else datetime.combine(date.min, value)
    return write_date(local, _clock_pattern())


def moment_words(value: datetime | date | None) -> str:
    """Write a moment with its zone: 31 Januari 2026 10.42 WIB."""
    if value is None:
        return MISSING
    if not isinstance(value, datetime):
        return date_words(value)
    zone = " T" if timezone.is_aware(value) else ""
    return write_date(_local(value), f"j F Y {_clock_pattern()}{zone}")


def iso(value: date | datetime | None) -> str:
    """Write a moment for machines, for the datetime attribute and date inputs."""
    return "" if value is None else value.isoformat()


def span_words(first: date, last: date | None) -> str:
    """Write a span of days without repeating month or year: 1–31 Januari 2026."""
    if last is None:
        return gettext("since %(date)s") % {"date": date_words(first)}
    if first == last:
        return date_words(first)
    pattern = "j F Y"
    if first.year == last.year:
        pattern = "j" if first.month == last.month else "j F"
    glue = "–" if pattern == "j" else " – "
    return f"{write_date(first, pattern)}{glue}{date_words(last)}"


def number(value: Number | None, decimals: int | None = None) -> str:
    """Write a number with the separators of the language; missing is a dash, never zero."""
    if value is None:
        return MISSING
    if decimals is None and type(value) is int and 0 <= value < 1000:
        return str(value)  # no separators in any language; a table of counts writes hundreds of them
    if decimals is not None:
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        if value < 1000 and not value.is_signed():
            # The shares beside those counts.
            return f"{value:f}".replace(".", get_format("DECIMAL_SEPARATOR"))
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def hundredths(value: int | None, decimals: int = 2) -> str:
    """Write whole hundredths, the way rules keep numbers: 9150 is 91,50."""
    return MISSING if value is None else number(Decimal(value) / 100, decimals)


def percent(value: Number | None, decimals: int = 1) -> str:
    """Write a percentage given as 0 to 100: 5,1 % in Indonesian, 5.1% in English."""
    if value is None:
        return MISSING
    space = "\u00a0" if (get_language() or "id").startswith("id") else ""
    return f"{number(value, decimals)}{space}%"


def share(part: Number | None, whole: Number | None, decimals: int = 1) -> str:
    """Write part of a whole as a percentage; nothing of nothing is missing, not zero."""
    if part is None or not whole:
        return MISSING
    return percent(Decimal(str(part)) * 100 / Decimal(str(whole)), decimals)


def duration(seconds: Number | None) -> str:
    """Write a length of time in its largest sensible unit."""
    if seconds is None:
        return MISSING
    whole = max(1, round(seconds))
    if whole < 60:
        return ngettext("%(num)s second", "%(num)s seconds", whole) % {"num": whole}
    minutes = round(whole / 60)
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    hours = round(minutes / 60)
    return ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}


def file_size(size: int | None) -> str:
    """Write the size of a file: 1,4 MB."""
    if size is None:
        return MISSING
    if size < 1000:
        return ngettext("%(num)s byte", "%(num)s bytes", size) % {"num": number(size)}
    if size < 1_000_000:
        return f"{number(round(size / 1000))} kB"
    megabytes = round(Decimal(size) / 1_000_000, 1)
    return f"{number(megabytes, 0 if megabytes == int(megabytes) else 1)} MB"


_TITLES = {"dr", "drg", "drs", "dra", "ir", "h", "hj", "prof", "r", "kh"}


def initials(name: str | None) -> str:
    """Return the first letters of the first and the last name, without titles before or degrees after."""
    bare = (name or "").split(",")[0].split()
    words = [word for word in bare if word.strip(".").lower() not in _TITLES or len(bare) == 1]
    letters = [word[0] for word in words if word[:1].isalpha()]
    return "".join(letters[:1] + letters[1:][-1:]).upper() or "–"


FILTERS = {
    "date": date_words,
    "month": month_words,
    "weekday": weekday_words,
    "time": time_words,
    "datetime": moment_words,
    "moment": moment_words,
    "iso": iso,
    "number": number,
    "hundredths": hundredths,
    "percent": percent,
    "duration": duration,
    "file_size": file_size,
    "initials": initials,
}

GLOBALS = {"span": span_words, "share": share}
