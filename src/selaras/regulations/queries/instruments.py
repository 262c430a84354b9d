"""Reads the instruments and their tables for the pages: what holds on a day, how sure it is, and who disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from selaras.core.models import Agency, AgencyKind
from selaras.regulations.queries.disagreements import Doubt, doubts_of, readings_of
from selaras.regulations.queries.tables import Grid, grid_of
from selaras.regulations.queries.words import said
from selaras.rules.dated import CONFIDENCES, Entry, LawFile, all_law, instruments

OF_COMPANIES = frozenset({"company-matrix", "company-schemes", "calendar"})
"""The instruments that concern a company; those of civil servants do not bind it and are not shown to it."""
ONLY_OF_COMPANIES = OF_COMPANIES - {"calendar"}
"""Schemes of companies, which no government agency uses; a regional enterprise reads both."""


@dataclass(frozen=True)
class Other:
    """An instrument named on the page of another one."""

    key: str
    name: str


@dataclass(frozen=True)
class InstrumentLine:
    """One instrument in the list; `until_on` is its last day, `state` CURRENT, FUTURE or PAST on the day asked for."""

    key: str
    name: str
    title: str
    note: str
    from_on: date
    until_on: date | None
    replaced_by: tuple[Other, ...]
    confidences: tuple[tuple[str, int], ...]
    tables: int
    state: str


@dataclass(frozen=True)
class Version:
    """The days in which one value of a table holds; `elsewhere` when another instrument gives it."""

    from_on: date
    until_on: date | None
    article: str
    confidence: str
    elsewhere: Other | None
    is_shown: bool


@dataclass(frozen=True)
class LawTable:
    """One table of an instrument on a day; `grid` is None while nothing of this instrument holds.

    `marks` are, row by row, how sure that row alone is where it is less sure than the rest, else empty. `readings`
    are how the text is read here and how else it could be.
    """

    anchor: str
    title: str
    article: str
    confidence: str
    note: str
    from_on: date | None
    until_on: date | None
    grid: Grid | None
    marks: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    readings: tuple[tuple[str, str], ...]
    versions: tuple[Version, ...]


def shown_to(agency: Agency) -> tuple[str, ...]:
    """Return the keys of the instruments that an agency reads."""
    keys = instruments().keys()
    if agency.kind == AgencyKind.COMPANY:
        return tuple(key for key in keys if key in OF_COMPANIES)
    return tuple(key for key in keys if not (agency.is_public and key in ONLY_OF_COMPANIES))


def lines_for(agency: Agency, on: date, text: str = "") -> list[InstrumentLine]:
    """Return the instruments of an agency, those in force on the day first, newest first."""
    lines = [line_of(key, on) for key in shown_to(agency)]
    words = text.lower().split()
    found = [one for one in lines if all(word in f"{one.name} {one.title}".lower() for word in words)]
    order = ("CURRENT", "FUTURE", "PAST")
    return sorted(found, key=lambda line: (order.index(line.state), -line.from_on.toordinal()))


def line_of(key: str, on: date) -> InstrumentLine:
    """Return one instrument; KeyError when there is none of that key."""
    row = instruments()[key]
    revoked = row.get("revoked")
    entries = [entry for file in files_of(key) for entry in file.entries if _is_of(entry, row)]
    counted = Counter(entry.confidence for entry in entries)
    return InstrumentLine(
        key=key,
        name=row["name"],
        title=said(row["title"]),
        note=said(row["note"]) if "note" in row else "",
        from_on=row["promulgated"],
        until_on=revoked - timedelta(days=1) if revoked else None,
        replaced_by=tuple(Other(other, instruments()[other]["name"]) for other in row.get("replaced_by", ())),
        confidences=tuple((code, counted[code]) for code in CONFIDENCES if counted[code]),
        tables=len(files_of(key)),
        state=_state(row["promulgated"], revoked, on),
    )


def _state(from_on: date, revoked: date | None, on: date) -> str:
    if on < from_on:
        return "FUTURE"
    return "PAST" if revoked and revoked <= on else "CURRENT"


def _is_of(entry: Entry, row: Mapping[str, Any]) -> bool:
    return bool(entry.cite.instrument == row["name"])


@cache
def files_of(key: str) -> tuple[LawFile, ...]:
    """Return the law files that cite an instrument, whatever folder they stand in."""
    row = instruments()[key]
    return tuple(file for file in all_law() if any(_is_of(entry, row) for entry in file.entries))


def tables_of(key: str, on: date) -> list[LawTable]:
    """Return every table of an instrument as it holds on a day."""
    return [_table(file, key, on) for file in files_of(key)]


def _table(file: LawFile, key: str, on: date) -> LawTable:
    row = instruments()[key]
    entry = next((one for one in file.entries if one.holds(on) and _is_of(one, row)), None)
    return LawTable(
        anchor=f"{file.instrument}-{file.name}",
        title=said(file.title),
        article=entry.cite.article + _page(entry) if entry else "",
        confidence=entry.confidence if entry else "",
        note=said(entry.note) if entry and entry.note else "",
        from_on=entry.from_on if entry else None,
        until_on=entry.until_on if entry else None,
        grid=grid_of(file, entry.value) if entry else None,
        marks=_marks(file, entry) if entry else (),
        doubts=doubts_of(file, entry) if entry else (),
        readings=readings_of(entry) if entry else (),
        versions=tuple(_version(one, row, entry) for one in file.entries),
    )


def _marks(file: LawFile, entry: Entry) -> tuple[str, ...]:
    """How sure each row is where the law file doubts it more than the whole table."""
    if file.kind == "matrix" or not entry.doubts:
        return ()
    codes = entry.value if isinstance(entry.value, Mapping) else [band["code"] for band in entry.value]
    return tuple(entry.doubts.get(code, "") for code in codes)


def _page(entry: Entry) -> str:
    return " " + _("(p. %(page)s)") % {"page": entry.cite.page} if entry.cite.page else ""


def _version(entry: Entry, row: Mapping[str, Any], shown: Entry | None) -> Version:
    other = None if _is_of(entry, row) else other_named(entry.cite.instrument)
    article = entry.cite.article + _page(entry)
    return Version(entry.from_on, entry.until_on, article, entry.confidence, other, entry is shown)


def other_named(name: str) -> Other:
    """Return the instrument of that printed name."""
    return next(Other(key, name) for key, row in instruments().items() if row["name"] == name)
