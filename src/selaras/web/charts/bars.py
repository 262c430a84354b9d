"""Bars and stacked bars."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from selaras.web.charts.shapes import Bar, Chart, Part, Stack, css
from selaras.web.formats import Number, number, share


def bars(
    title: str,
    items: Sequence[tuple[str, Number | None, str]],
    description: str = "",
    total: Number | None = None,
    notes: bool = True,
    unit_head: str = "",
) -> Chart:
    """Draw one bar for each (label, value, tone); the note is the share of the whole."""
    known = [float(value) for _label, value, _tone in items if value is not None]
    longest = max(known, default=0.0)
    whole = total if total is not None else sum(value for _label, value, _tone in items if value is not None)
    shares = [share(value, whole) if notes else "" for _label, value, _tone in items]
    drawn = [
        Bar(str(label), number(value), note, css(100 * float(value or 0) / longest) if value else "", tone)
        for (label, value, tone), note in zip(items, shares, strict=True)
    ]
    heads = ["", unit_head or _("How many"), *([_("Share")] if notes else [])]
    rows = [[bar.label, bar.value, *([bar.note] if notes else [])] for bar in drawn]
    return Chart(title, description or _largest(items), heads=heads, rows=rows, bars=drawn)


def _largest(items: Sequence[tuple[str, Number | None, str]]) -> str:
    known = [(value, label) for label, value, _tone in items if value is not None]
    if not known:
        return _("There are no numbers yet.")
    value, label = max(known, key=lambda pair: pair[0])
    return _("The largest is %(label)s with %(value)s.") % {"label": label, "value": number(value)}


def stacked(
    title: str,
    parts: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, Sequence[Number | None]]],
    description: str = "",
) -> Chart:
    """Draw one bar of 100 percent for each (label, numbers), divided by the named parts."""
    drawn = [_stack(str(label), values, [tone for _name, tone in parts]) for label, values in rows]
    table = [
        [str(label), *[number(v) for v in values], stack.total]
        for (label, values), stack in zip(rows, drawn, strict=True)
    ]
    return Chart(
        title,
        description,
        heads=["", *[str(name) for name, _tone in parts], _("Total")],
        rows=table,
        bars=drawn,
        legend=[(str(name), tone) for name, tone in parts],
    )


def _stack(label: str, values: Sequence[Number | None], tones: Sequence[str]) -> Stack:
    whole = sum(float(value or 0) for value in values)
    pieces, x = [], 0.0
    for value, tone in zip(values, tones, strict=True):
        width = 100 * float(value or 0) / whole if whole else 0.0
        if width:
            pieces.append(Part(number(value), tone, css(x), css(width), css(x + width / 2)))
        x += width
    total = (
        number(sum(value for value in values if value is not None))
        if any(value is not None for value in values)
        else number(None)
    )
    return Stack(label, total, pieces)
