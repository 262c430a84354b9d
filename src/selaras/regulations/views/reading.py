"""Pages that show the law as data: the instruments, and every table of one of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from selaras.core.http import AgencyRequest, signed_in
from selaras.core.verdict import require
from selaras.regulations.permissions import can_read_regulations
from selaras.regulations.queries.calculators import calculators_of
from selaras.regulations.queries.instruments import (
    InstrumentLine,
    LawTable,
    line_of,
    lines_for,
    shown_to,
    tables_of,
)
from selaras.regulations.queries.timeline import Axis, Row, axis_of
from selaras.regulations.queries.words import said
from selaras.regulations.views.asked import day_asked, tabs_of


@signed_in
@require_safe
def instruments(request: AgencyRequest) -> HttpResponse:
    """List the regulations with the days on which they are in force, and how sure their data is."""
    require(can_read_regulations(request.actor))
    on = day_asked(request)
    text = request.GET.get("q", "")[:100]
    lines = lines_for(request.agency, on, text)
    axis = axis_of((day for line in lines for day in (line.from_on, line.until_on)), on)
    context = {
        "on": on,
        "lines": lines,
        "tabs": tabs_of("instruments"),
        "axis": axis,
        "rows": [_row(line, axis) for line in lines],
    }
    return render(request, "regulations/instruments.html", context)


def _row(line: InstrumentLine, axis: Axis) -> Row:
    bar = axis.bar(line.from_on, line.until_on, line.name, is_now=line.state == "CURRENT")
    return Row(line.name, reverse("regulations:instrument", args=[line.key]), (bar,))


@signed_in
@require_safe
def instrument(request: AgencyRequest, key: str) -> HttpResponse:
    """Show every table of one instrument as it holds on a day, with citation, doubt and versions."""
    require(can_read_regulations(request.actor))
    if key not in shown_to(request.agency):
        raise Http404
    on = day_asked(request)
    line, tables = line_of(key, on), tables_of(key, on)
    days = (day for table in tables for one in table.versions for day in (one.from_on, one.until_on))
    axis = axis_of((line.from_on, line.until_on, *days), on)
    context = {
        "on": on,
        "line": line,
        "tables": tables,
        "axis": axis,
        "rows": [_table_row(table, axis) for table in tables],
        "calculators": [
            (one.key, said(one.title))
            for one in calculators_of(request.agency, request.actor.on)
            if key in one.instruments
        ],
    }
    return render(request, "regulations/instrument.html", context)


def _table_row(table: LawTable, axis: Axis) -> Row:
    bars = (
        axis.bar(one.from_on, one.until_on, one.article, one.confidence, one.is_shown)
        for one in table.versions
    )
    return Row(table.title, f"#{table.anchor}", tuple(bars))
