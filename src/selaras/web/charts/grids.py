"""Grids of tinted fields, among them the quadrant of results and behaviour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from selaras.rules.codes import RATINGS
from selaras.rules.rating import PERMENPANRB_6_2022, predicate_of
from selaras.web.charts.shapes import Cell, Chart, MatrixRow
from selaras.web.formats import Number, number
from selaras.web.terms import predicate_word, rating_word, tone_of


def matrix(
    title: str,
    row_title: str,
    column_title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[tuple[Number | str | None, str, str]]],
    here: tuple[int, int] | None = None,
    description: str = "",
) -> Chart:
    """Draw a grid of tinted fields, each (value, label, tone); `here` marks one of them."""
    drawn = [
        MatrixRow(
            str(label),
            [
                Cell(v if isinstance(v, str) else number(v), str(words), tone, here == (r, c))
                for c, (v, words, tone) in enumerate(row)
            ],
        )
        for r, (label, row) in enumerate(zip(rows, cells, strict=True))
    ]
    return Chart(
        title,
        description,
        columns=[str(column) for column in columns],
        cells=drawn,
        row_title=str(row_title),
        column_title=str(column_title),
    )


def predicate_matrix(
    counts: Mapping[tuple[str, str], Number | None],
    on: date,
    scheme: str = PERMENPANRB_6_2022,
    here: tuple[str, str] | None = None,
) -> Chart:
    """Draw how many people fall into each field of the quadrant; keys are (results, behaviour) codes."""
    across, down = RATINGS, tuple(reversed(RATINGS))
    cells = []
    for results in down:
        codes = [predicate_of(results, behaviour, on, scheme) for behaviour in across]
        cells.append(
            [
                (counts.get((results, behaviour)), predicate_word(code), tone_of(code))
                for behaviour, code in zip(across, codes, strict=True)
            ]
        )
    return matrix(
        _("Work results and behaviour"),
        _("Work results"),
        _("Behaviour"),
        [rating_word(code) for code in down],
        [rating_word(code) for code in across],
        cells,
        here=(down.index(here[0]), across.index(here[1])) if here else None,
        description=_("How many people have each combination of ratings, and the predicate it gives."),
    )
