"""Gives the people of the agency back in the shape of the import, and the findings of a dry run as a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from selaras.organisation.operations.references import Name
from selaras.organisation.sheets.findings import ERROR, Finding
from selaras.organisation.sheets.plan.draft import PERSON, POSITION, UNIT, Draft
from selaras.organisation.sheets.plan.superiors import Above
from selaras.organisation.sheets.snapshot import Known, load
from selaras.organisation.sheets.template import neutral
from selaras.organisation.sheets.timeline import Timeline


def rows_of(on: date, numbers: set[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield a row for each post of each person on a day, then a row for each unit that no person names.

    `numbers` limits the people; units without people come only with the whole.
    """
    known = load()
    above = Above(Draft(known, [], on))
    holders = _holders(known, on)
    acting: dict[str, list[Timeline]] = defaultdict(list)
    for (number, _code), timeline in known.acting.items():
        acting[number].append(timeline)
    named: set[str] = set()
    for number in sorted(known.people, key=lambda one: known.people[one]["name"].casefold()):
        if numbers is not None and number not in numbers:
            continue
        for row in _rows_of_person(known, above, holders, acting[number], number, on):
            named.add(row.get("unit_code", ""))
            yield row
    if numbers is None:
        codes = [code for code in sorted(known.units) if code not in named and known.units[code].at(on)]
        yield from (_unit_cells(known, code, on) for code in codes)


def _holders(known: Known, on: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, timeline in known.posts.items():
        held = timeline.at(on)
        if held is not None:
            found.setdefault(held.values["position"], number)
    return found


def _rows_of_person(
    known: Known, above: Above, holders: Mapping[str, str], acting: list[Timeline], number: str, on: date
) -> Iterator[dict[str, Any]]:
    person = {"number": number, **known.people[number], "person_ref": _names(known, PERSON, number)}
    employment = known.employments[number].at(on) if number in known.employments else None
    rank = known.ranks[number].at(on) if number in known.ranks else None
    person["employment"] = employment.values["kind"] if employment else ""
    person["rank"] = rank.values["rank"] if rank else ""
    lines = [known.posts[number].at(on) if number in known.posts else None]
    lines += [timeline.at(on) for timeline in acting]
    held = [line for line in lines if line is not None]
    for line in held:
        code = line.values["position"]
        post = {"kind": line.values["kind"], "from_on": line.from_on, "until_on": line.until_on}
        yield {**person, **post, **_post_cells(known, above, holders, code, on)}
    if not held:
        yield person


def _post_cells(
    known: Known, above: Above, holders: Mapping[str, str], code: str, on: date
) -> dict[str, Any]:
    period = known.positions[code].at(on)
    if period is None:
        return {"position_code": code, "position_ref": _names(known, POSITION, code)}
    unit = period.values["unit"]
    named = period.values.get("superior")
    cells = {
        "position_code": code,
        "position_ref": _names(known, POSITION, code),
        "position_title": period.values["title"],
        "position_kind": period.values["kind"],
        "position_level": period.values["level"],
        "job_class": period.values["job_class"],
        "is_head": "YES" if above.led.get(code) == unit else "",
        "superior_number": holders.get(str(named), "") if named else "",
    }
    return {**cells, **_unit_cells(known, unit, on)}


def _names(known: Known, what: str, key: str) -> str:
    """What other systems call a person, position or unit, as the import reads it."""
    names = known.names.get((what, key), {})
    return "; ".join(Name(system, kind, text).written(what) for (system, kind), text in names.items())


def _unit_cells(known: Known, code: str, on: date) -> dict[str, Any]:
    line = known.units[code].at(on)
    return {
        "unit_code": code,
        "unit_ref": _names(known, UNIT, code),
        "unit_name": line.values["name"] if line else "",
        "parent_code": (line.values["parent"] or "") if line else "",
    }


def report_of(findings: Iterable[Finding], name: str) -> bytes:
    """Return the findings of a dry run as a workbook in the active language."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#0B2F57", "font_color": "#FFFFFF"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_("Findings"))
    sheet.write_string(0, 0, _("Check of the workbook “%(name)s”") % {"name": name})
    for index, (text, width) in enumerate(
        (
            (_("Row"), 8),
            (_("Column"), 28),
            (_("Error or note"), 14),
            (_("What was found and what to do"), 100),
        )
    ):
        sheet.write_string(2, index, text, head)
        sheet.set_column(index, index, width, wrap)
    for line, one in enumerate(findings, 3):
        sheet.write(line, 0, one.row if one.row is not None else "")
        sheet.write_string(line, 1, one.header)
        sheet.write_string(line, 2, _("Error") if one.severity == ERROR else _("Note"))
        sheet.write_string(line, 3, neutral(one.sentence))
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, 2, 3)
    book.close()
    return target.getvalue()
