"""The plain data of a chart: words for readers, the table behind it, and coordinates for the macro."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bar:
    """One bar: its words and its width as a percentage of the longest."""

    label: str
    value: str
    note: str
    width: str
    tone: str


@dataclass(frozen=True)
class Part:
    """One piece of a stacked bar."""

    value: str
    tone: str
    x: str
    width: str
    middle: str


@dataclass(frozen=True)
class Stack:
    """One stacked bar."""

    label: str
    total: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Tick:
    """One line of the scale."""

    y: float
    label: str


@dataclass(frozen=True)
class AxisLabel:
    """One word under the chart; those not `always` shown are left out on a phone."""

    x: str
    text: str
    always: bool


@dataclass(frozen=True)
class Point:
    """One measured value."""

    x: str
    y: float
    text: str


@dataclass(frozen=True)
class Series:
    """One line: broken where a value is missing."""

    name: str
    tone: str
    dashed: bool
    paths: Sequence[str]
    points: Sequence[Point]


@dataclass(frozen=True)
class Cell:
    """One field of a matrix."""

    value: str
    label: str
    tone: str
    here: bool


@dataclass(frozen=True)
class MatrixRow:
    """One row of a matrix."""

    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Chart:
    """What every chart has: words for readers and the table behind it."""

    title: str
    description: str
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    bars: Sequence[Any] = ()
    legend: Sequence[tuple[str, str]] = ()
    ticks: Sequence[Tick] = ()
    labels: Sequence[AxisLabel] = ()
    series: Sequence[Series] = ()
    columns: Sequence[str] = ()
    cells: Sequence[MatrixRow] = ()
    row_title: str = ""
    column_title: str = ""


def css(value: float) -> str:
    """Write a coordinate without needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
