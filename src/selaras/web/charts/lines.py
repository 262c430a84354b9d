"""Lines over time."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from selaras.web.charts.shapes import AxisLabel, Chart, Point, Series, Tick, css
from selaras.web.formats import Number, number

_TOP, _HEIGHT = 12, 196


def line(
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[Number | None]]],
    description: str = "",
    top: float | None = None,
) -> Chart:
    """Draw lines over the same labels; the second and later ones are dashed, gaps stay gaps."""
    known = [float(value) for _name, _tone, values in series for value in values if value is not None]
    step = _round_step((top if top is not None else max(known, default=1.0)) or 1.0)
    highest = step * ceil(((top if top is not None else max(known, default=1.0)) or 1.0) / step)
    ticks = [
        Tick(_y(step * i, highest), number(step * i if step < 1 else round(step * i)))
        for i in range(round(highest / step) + 1)
    ]
    every = max(1, ceil(len(labels) / 6))
    axis = [
        AxisLabel(css(_x_outer(i, len(labels))), str(text), i % every == 0) for i, text in enumerate(labels)
    ]
    table = [[str(text), *[number(values[i]) for _n, _t, values in series]] for i, text in enumerate(labels)]
    return Chart(
        title,
        description,
        heads=["", *[str(name) for name, _tone, _values in series]],
        rows=table,
        legend=[(str(name), tone) for name, tone, _values in series],
        ticks=ticks,
        labels=axis,
        series=[_series(order, labels, one, highest) for order, one in enumerate(series)],
    )


def _round_step(highest: float) -> float:
    rough = highest / 4
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)


def _y(value: float, highest: float) -> float:
    return round(_TOP + _HEIGHT * (1 - value / highest), 1)


def _x_share(index: int, count: int) -> float:
    return (index + 0.5) / max(count, 1)


def _x_outer(index: int, count: int) -> float:
    return 9 + 89 * _x_share(index, count)


def _series(
    order: int, labels: Sequence[str], one: tuple[str, str, Sequence[Number | None]], highest: float
) -> Series:
    name, tone, values = one
    paths: list[str] = []
    run: list[str] = []
    for i, value in enumerate([*values, None]):
        if value is None:
            if len(run) > 1:
                paths.append("M" + "L".join(run))
            run = []
        else:
            run.append(f"{css(1000 * _x_share(i, len(labels)))} {css(1000 * (1 - float(value) / highest))}")
    points = [
        Point(
            css(_x_outer(i, len(labels))), _y(float(value), highest), f"{name}, {labels[i]}: {number(value)}"
        )
        for i, value in enumerate(values)
        if value is not None
    ]
    return Series(str(name), tone, order > 0, paths, points)
