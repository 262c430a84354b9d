"""Reads of matrices of roles and results: who may open which, and one as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from selaras.core.actor import Actor, RoleCode
from selaras.organisation.queries import PersonHeader, headers_of
from selaras.planning.models import Matrix, MatrixCell, MatrixColumn, MatrixResult
from selaras.planning.queries.strategy import named_unit

OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)


def matrices_for(actor: Actor) -> QuerySet[Matrix]:
    """Return the matrices the actor may read: own, those in which a role is given, and those in reach."""
    seen = Q(pk=None)
    if actor.is_personal:
        mine = MatrixCell.objects.filter(assignment__person=actor.person_id).values("column__matrix")
        seen |= Q(owner__person=actor.person_id) | Q(pk__in=mine)
    if actor.role in OVERSEEING:
        seen |= ~Q(pk=None) if actor.whole_agency else Q(unit__in=actor.unit_ids)
    rows = Matrix.objects.filter(seen).select_related("period", "owner__person", "unit")
    return rows.annotate(unit_name=named_unit(actor.on)).order_by("-period__year", "unit__code", "pk")


def matrix_for(actor: Actor, matrix_id: int) -> Matrix:
    """Return one matrix the actor may read, or raise Http404."""
    matrix = matrices_for(actor).filter(pk=matrix_id).first()
    if matrix is None:
        raise Http404
    return matrix


@dataclass(frozen=True)
class Cell:
    """One person's role for one column."""

    id: int
    column: MatrixColumn
    no_role: bool
    texts: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Say whether nothing has been decided yet."""
        return not self.no_role and not self.texts


@dataclass(frozen=True)
class Row:
    """One person with a cell for each column."""

    person: PersonHeader
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A matrix as it is printed: columns on top, people below."""

    columns: tuple[MatrixColumn, ...]
    rows: tuple[Row, ...]

    @property
    def uncovered(self) -> tuple[MatrixColumn, ...]:
        """The columns for which nobody carries a result: strategies without an owner (Lampiran II.A.5.h)."""
        carried = {cell.column.pk for row in self.rows for cell in row.cells if cell.texts}
        return tuple(one for one in self.columns if one.pk not in carried)


def table_of(matrix: Matrix, on: date) -> Table:
    """Return a matrix as a table, in four statements."""
    results = Prefetch("results", MatrixResult.objects.order_by("ordinal", "pk"))
    columns = list(MatrixColumn.objects.filter(matrix=matrix).order_by("ordinal", "pk"))
    cells = (
        MatrixCell.objects.filter(column__matrix=matrix)
        .select_related("assignment")
        .prefetch_related(results)
    )
    by_place: dict[int, dict[int, MatrixCell]] = {}
    people: dict[int, int] = {}
    for cell in cells:
        by_place.setdefault(cell.assignment_id, {})[cell.column_id] = cell
        people[cell.assignment_id] = cell.assignment.person_id
    headers = headers_of(people.values(), on, people)
    rows = [
        Row(
            headers[people[place]], tuple(_cell(found.get(one.pk), one) for one in columns if one.pk in found)
        )
        for place, found in by_place.items()
    ]
    rows.sort(key=lambda row: row.person.name)
    return Table(tuple(columns), tuple(rows))


def _cell(cell: MatrixCell | None, column: MatrixColumn) -> Cell:
    assert cell is not None  # asked for with `column.pk in found`
    return Cell(cell.pk, column, cell.no_role, tuple(one.text for one in cell.results.all()))
