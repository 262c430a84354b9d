"""Writes of the matrix of roles and results, and the way of its results into plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.organisation.models import Assignment
from selaras.organisation.queries import headers_of
from selaras.planning.models import (
    ExpectedResult,
    IndicatorLineage,
    Matrix,
    MatrixCell,
    MatrixColumn,
    MatrixResult,
    Period,
    Plan,
    PlanGroup,
    PlanVersion,
    ResultSource,
)
from selaras.planning.operations.content import ResultInput, locked_version, save_result
from selaras.planning.permissions import can_keep_matrix, can_write
from selaras.planning.queries.content import PlanContent, content_of
from selaras.planning.queries.plans import open_version_of, set_version_of

LAW = "PermenPANRB 6/2022 Lampiran II.A.5.h"


def create_matrix(*, period: Period, owner: Assignment, by: Actor, at: datetime) -> Matrix:
    """Begin the matrix of a leader: columns from the leader's plan, one row for each person who is appraised by them.

    Level 1 (leaders, heads of independent units): one column for each indicator; level 2 (team leaders): one for
    each result (Lampiran II.A.5.h–j).
    """
    if Matrix.objects.filter(period=period, owner=owner).exists():
        raise StateRefused(_("This leader already has a matrix for this year."))
    plan = Plan.objects.filter(period=period, assignment=owner).select_related("period").first()
    level = 1 if plan is not None and plan.group == PlanGroup.JPT_UNIT_HEAD else 2
    header = headers_of([owner.person_id], max(by.on, owner.from_on), [owner.pk])[owner.person_id]
    if header.unit_id is None:
        raise InvalidRefused(_("This position stands in no unit."))
    matrix = Matrix(period=period, unit_id=header.unit_id, owner=owner, level=level)
    require(can_keep_matrix(by, matrix))
    with transaction.atomic():
        matrix.save()
        audit.record(obj=matrix, verb="matrix.create", by=by, at=at, after={"level": level}, article=LAW)
        if plan is not None:
            _add_columns(matrix, plan)
        _add_cells(matrix, _people_of(matrix))
    return matrix


def _content_of_owner(plan: Plan) -> PlanContent | None:
    version = set_version_of(plan) or open_version_of(plan)
    return content_of(version) if version else None


def _add_columns(matrix: Matrix, plan: Plan) -> int:
    content = _content_of_owner(plan)
    known = set(
        MatrixColumn.objects.filter(matrix=matrix).values_list("result_lineage_id", "indicator_lineage_id")
    )
    wanted: list[tuple[int, int | None, str]] = []
    for one in content.results if content else ():
        if matrix.level == 1:
            wanted += [(one.lineage_id, row.lineage_id, row.text) for row in one.indicators]
        else:
            wanted.append((one.lineage_id, None, one.text))
    first = (MatrixColumn.objects.filter(matrix=matrix).aggregate(last=Max("ordinal"))["last"] or 0) + 1
    new = [one for one in wanted if one[:2] not in known]
    MatrixColumn.objects.bulk_create(
        MatrixColumn(
            matrix=matrix,
            ordinal=first + place,
            text=text,
            result_lineage_id=result,
            indicator_lineage_id=indicator,
        )
        for place, (result, indicator, text) in enumerate(new)
    )
    return len(new)


def _add_cells(matrix: Matrix, assignment_ids: Iterable[int]) -> None:
    columns = MatrixColumn.objects.filter(matrix=matrix).values_list("pk", flat=True)
    people = list(assignment_ids)
    MatrixCell.objects.bulk_create(
        (MatrixCell(column_id=column, assignment_id=one) for column in columns for one in people),
        ignore_conflicts=True,
    )


def _people_of(matrix: Matrix) -> set[int]:
    """Those who have a row already and those whom the leader appraises."""
    held = MatrixCell.objects.filter(column__matrix=matrix).values_list("assignment", flat=True)
    staff = Plan.objects.filter(period=matrix.period_id, appraiser=matrix.owner.person_id)
    return set(held) | set(staff.values_list("assignment", flat=True))


def refresh_matrix(*, matrix: Matrix, by: Actor, at: datetime, version: int | None = None) -> int:
    """Add columns for what is new in the leader's plan and rows for new people; return the number of new columns."""
    require(can_keep_matrix(by, matrix))
    with transaction.atomic():
        versions.change(matrix, version)
        plan = Plan.objects.filter(period=matrix.period_id, assignment=matrix.owner_id).first()
        added = _add_columns(matrix, plan) if plan is not None else 0
        _add_cells(matrix, _people_of(matrix))
        audit.record(obj=matrix, verb="matrix.refresh", by=by, at=at, after={"columns": added}, article=LAW)
    return added


def add_column(
    *, matrix: Matrix, text: str, by: Actor, at: datetime, version: int | None = None
) -> MatrixColumn:
    """Add a column in free words, for a leader whose plan is not here."""
    require(can_keep_matrix(by, matrix))
    if not text.strip():
        raise InvalidRefused(_("Write the text of the column."), {"text": _("Write the text.")})
    with transaction.atomic():
        versions.change(matrix, version)
        people = _people_of(matrix)
        last = MatrixColumn.objects.filter(matrix=matrix).aggregate(last=Max("ordinal"))["last"] or 0
        column: MatrixColumn = MatrixColumn.objects.create(matrix=matrix, ordinal=last + 1, text=text.strip())
        _add_cells(matrix, people)
        audit.record(
            obj=column, verb="matrix.add_column", by=by, at=at, after={"text": column.text}, subject=matrix
        )
    return column


def add_person(
    *, matrix: Matrix, assignment: Assignment, by: Actor, at: datetime, version: int | None = None
) -> None:
    """Add a person, also of another unit, before the role enters that person's plan (Lampiran II.A.5.j)."""
    require(can_keep_matrix(by, matrix))
    if assignment.pk == matrix.owner_id:
        raise InvalidRefused(_("The leader of the matrix stands at its top, not in its rows."))
    with transaction.atomic():
        versions.change(matrix, version)
        _add_cells(matrix, [assignment.pk])
        audit.record(
            obj=matrix,
            verb="matrix.add_person",
            by=by,
            at=at,
            after={"name": assignment.person.name},
            article=LAW,
        )


def save_cell(
    *, matrix: Matrix, cell: MatrixCell, texts: Sequence[str], no_role: bool, by: Actor, at: datetime,
    version: int | None = None,
) -> MatrixCell:  # fmt: skip
    """Write the results of one person for one column, or that there is no role ("tidak ada peran")."""
    require(can_keep_matrix(by, matrix))
    lines = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if no_role and lines:
        raise InvalidRefused(
            _("Either write results or mark that there is no role, not both."),
            {"no_role": _("Remove the mark or the results.")},
        )
    with transaction.atomic():
        versions.change(matrix, version)
        before = _write_results(cell, lines)
        MatrixCell.objects.filter(pk=cell.pk).update(no_role=no_role)
        audit.record(
            obj=cell, verb="matrix.change_cell", by=by, at=at, subject=matrix, article=LAW,
            before={"results": before, "no_role": cell.no_role}, after={"results": lines, "no_role": no_role},
        )  # fmt: skip
        cell.no_role = no_role
    return cell


def _write_results(cell: MatrixCell, lines: list[str]) -> list[str]:
    """Lines that stay keep their row, because plans point to it; a line that a plan uses is not removed."""
    rows = {row.text: row for row in MatrixResult.objects.filter(cell=cell).order_by("ordinal")}
    before = list(rows)
    gone = [row.pk for text, row in rows.items() if text not in lines]
    used = ExpectedResult.objects.filter(matrix_result__in=gone).values_list("matrix_result__text", flat=True)
    if used:
        raise InvalidRefused(
            _("A plan already carries “%(text)s”; it cannot be removed from the matrix.") % {"text": used[0]}
        )
    MatrixResult.objects.filter(pk__in=gone).delete()
    for ordinal, text in enumerate(lines, 1):
        if text in rows:
            MatrixResult.objects.filter(pk=rows[text].pk).update(ordinal=ordinal)
        else:
            MatrixResult.objects.create(cell=cell, ordinal=ordinal, text=text)
    return before


def adopt_from_matrix(
    *, version: PlanVersion, matrix_result_ids: Iterable[int], by: Actor, at: datetime
) -> list[ExpectedResult]:
    """Take results of the matrix into a plan being written: one result each, with the leader's result it serves."""
    rows = MatrixResult.objects.filter(
        pk__in=list(matrix_result_ids), cell__assignment=version.plan.assignment_id,
        cell__column__matrix__period=version.plan.period_id,
    )  # fmt: skip
    rows = rows.select_related("cell__column").order_by("cell__column__ordinal", "ordinal")
    with transaction.atomic():
        locked_version(version, by, can_write)
        used = set(
            ExpectedResult.objects.filter(plan_version=version).values_list("matrix_result", flat=True)
        )
        return [
            save_result(version=version, result=_adopted(row), by=by, at=at)
            for row in rows
            if row.pk not in used
        ]


def _adopted(row: MatrixResult) -> ResultInput:
    column = row.cell.column
    result_text, indicator_text = column.text, ""
    if column.indicator_lineage_id is not None:
        owned = ExpectedResult.objects.filter(lineage=column.result_lineage_id).order_by(
            "-plan_version__number"
        )
        leader = owned.first()
        result_text, indicator_text = (leader.text if leader else ""), column.text
    known = IndicatorLineage.objects.filter(pk=column.indicator_lineage_id or 0).exists()
    return ResultInput(
        text=row.text,
        source=ResultSource.MPH,
        matrix_result_id=row.pk,
        intervened_id=column.result_lineage_id,
        intervened_indicator_id=column.indicator_lineage_id if known else None,
        intervened_text=result_text,
        intervened_indicator_text=indicator_text,
    )
