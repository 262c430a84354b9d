"""Charts as plain data: coordinates are computed here, macros draw them as SVG with a data table."""

from selaras.web.charts.bars import bars, stacked
from selaras.web.charts.grids import matrix, predicate_matrix
from selaras.web.charts.lines import line
from selaras.web.charts.shapes import Chart

__all__ = ["Chart", "bars", "line", "matrix", "predicate_matrix", "stacked"]
