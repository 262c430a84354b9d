"""Charts: widths and gaps are right, and the data table says the same numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.web import charts

ON = date(2026, 10, 12)


def test_bars_are_measured_against_the_longest() -> None:
    chart = charts.bars(
        "Predikat", [("Baik", 339, "blue"), ("Kurang", 26, "orange"), ("Kosong", None, "grey")]
    )
    assert [bar.width for bar in chart.bars] == ["100", "7.67", ""]
    assert [bar.value for bar in chart.bars] == ["339", "26", "—"]
    assert chart.rows[0] == ["Baik", "339", "92,9\u00a0%"]
    assert chart.rows[2] == ["Kosong", "—", "—"]
    assert "Baik" in chart.description


def test_nothing_is_drawn_from_nothing() -> None:
    assert charts.bars("Kosong", []).description == "Belum ada angka."
    assert charts.stacked("Kosong", [("Baik", "blue")], [("Sekretariat", [None])]).bars[0].parts == []
    assert charts.line("Kosong", ["Jan"], [("Tahun ini", "blue", [None])]).series[0].paths == []


def test_missing_month_breaks_the_line() -> None:
    chart = charts.line("Laporan", list("ABCDE"), [("Tahun ini", "blue", [1, 2, None, 4, 5])])
    assert len(chart.series[0].paths) == 2 and len(chart.series[0].points) == 4
    assert chart.ticks[0].label == "0"
    assert chart.rows[2] == ["C", "—"]


def test_quadrant_of_the_law() -> None:
    chart = charts.predicate_matrix({("ABOVE", "BELOW"): 6}, ON, here=("BELOW", "ABOVE"))
    words = [[cell.label for cell in row.cells] for row in chart.cells]
    assert words == [
        ["Kurang", "Baik", "Sangat baik"],
        ["Kurang", "Baik", "Baik"],
        ["Sangat kurang", "Butuh perbaikan", "Butuh perbaikan"],
    ]
    assert chart.cells[0].cells[0].value == "6" and chart.cells[1].cells[1].value == "—"
    assert chart.cells[2].cells[2].here and sum(cell.here for row in chart.cells for cell in row.cells) == 1


numbers = st.one_of(st.none(), st.integers(0, 10**7), st.floats(0, 1e6, allow_nan=False))


@given(st.lists(numbers, min_size=1, max_size=24))
def test_no_number_breaks_a_chart(values: list[float | None]) -> None:
    names = [str(i) for i, _value in enumerate(values)]
    bars = charts.bars("x", [(name, value, "blue") for name, value in zip(names, values, strict=True)])
    assert all(0 <= float(bar.width or 0) <= 100 for bar in bars.bars)
    line = charts.line("x", names, [("y", "blue", values)])
    assert all(11 <= point.y <= 208.1 for series in line.series for point in series.points)
    stack = charts.stacked("x", [(name, "blue") for name in names], [("z", values)]).bars[0]
    assert sum(float(part.width) for part in stack.parts) == pytest.approx(100 if stack.parts else 0, abs=0.5)
