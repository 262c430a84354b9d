"""Dates, numbers and shares in both languages; missing is never zero."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from selaras.web import formats

AT = datetime(2026, 1, 31, 3, 42, tzinfo=UTC)


def test_missing_is_a_dash() -> None:
    for write in (
        formats.number,
        formats.percent,
        formats.hundredths,
        formats.date_words,
        formats.moment_words,
    ):
        assert write(None) == "—"
    assert formats.share(3, 0) == formats.share(None, 5) == "—"
    assert formats.number(0) == "0"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("id", ["31 Januari 2026", "Sabtu", "Januari 2026", "10.42", "31 Januari 2026 10.42 WIB"]),
        ("en", ["31 January 2026", "Saturday", "January 2026", "10:42", "31 January 2026 10:42 WIB"]),
    ],
)
def test_moments_in_both_languages(language: str, written: list[str]) -> None:
    writers = (
        formats.date_words,
        formats.weekday_words,
        formats.month_words,
        formats.time_words,
        formats.moment_words,
    )
    with translation.override(language), timezone.override("Asia/Jakarta"):
        assert [write(AT) for write in writers] == written


def test_moment_names_the_zone_of_the_agency() -> None:
    with timezone.override("Asia/Jayapura"):
        assert formats.moment_words(AT) == "31 Januari 2026 12.42 WIT"
    assert formats.time_words(time(7, 5)) == "07.05"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), "1–31 Januari 2026"),
        (date(2026, 1, 1), date(2026, 3, 31), "1 Januari – 31 Maret 2026"),
        (date(2025, 12, 1), date(2026, 1, 31), "1 Desember 2025 – 31 Januari 2026"),
        (date(2026, 1, 1), date(2026, 1, 1), "1 Januari 2026"),
        (date(2026, 1, 1), None, "sejak 1 Januari 2026"),
    ],
)
def test_spans(first: date, last: date | None, written: str) -> None:
    assert formats.span_words(first, last) == written


def test_numbers_in_both_languages() -> None:
    assert formats.number(1234567) == "1.234.567"
    assert formats.number(Decimal("2.5"), 2) == "2,50"
    assert formats.hundredths(9150) == "91,50"
    assert formats.percent(5.14) == "5,1\u00a0%"
    assert formats.share(22, 428) == "5,1\u00a0%"
    with translation.override("en"):
        assert formats.number(1234567) == "1,234,567"
        assert formats.percent(5.14) == "5.1%"


def test_halves_round_up_as_people_expect() -> None:
    assert formats.number(0.125, 2) == "0,13"
    assert formats.percent(Decimal("2.25")) == "2,3\u00a0%"


def test_durations_and_sizes() -> None:
    assert formats.duration(0.2) == "1 detik"
    assert formats.duration(95) == "2 menit"
    assert formats.duration(7200) == "2 jam"
    assert formats.file_size(20_000_000) == "20 MB"
    assert formats.file_size(1_400_000) == "1,4 MB"
    assert formats.file_size(512) == "512 byte"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sari Wulandari, S.E.", "SW"),
        ("dr. H. Budi Hartono, Sp.A.", "BH"),
        ("Suharto", "S"),
        ("", "–"),
        (None, "–"),
        ("Ni Made Ayu Lestari", "NL"),
    ],
)
def test_initials_leave_titles_out(name: str | None, letters: str) -> None:
    assert formats.initials(name) == letters
