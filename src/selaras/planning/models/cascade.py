"""The role and result matrix (A.1.5): who carries which result for which indicator or result of the leader."""

from __future__ import annotations

from django.db import models

from selaras.core.fields import AgencyForeignKey
from selaras.core.models import AgencyModel, EditableModel
from selaras.core.privacy import NOT_PERSONAL, personal
from selaras.organisation.models import Assignment, Unit
from selaras.planning.models.periods import Period


class Matrix(EditableModel):
    """The matrix of one leader: columns are indicators (level 1) or a team leader's results (level 2)."""

    period = AgencyForeignKey(Period, related_name="+")
    unit = AgencyForeignKey(Unit, related_name="+")
    owner = AgencyForeignKey(Assignment, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)
    privacy = NOT_PERSONAL

    class Meta(EditableModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("agency", "period", "owner"), name="planning_matrix_owner"),
        )


class MatrixColumn(AgencyModel):
    """One indicator or result at the top of a matrix; `lineage_id` names it in the owner's plan when known."""

    matrix = AgencyForeignKey(Matrix, related_name="columns", on_delete=models.CASCADE)
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()
    result_lineage_id = models.BigIntegerField(null=True)
    indicator_lineage_id = models.BigIntegerField(null=True)
    privacy = NOT_PERSONAL

    class Meta(AgencyModel.Meta):
        ordering = ("ordinal", "id")


class MatrixCell(AgencyModel):
    """One employee's role for one column; `no_role` says so explicitly."""

    column = AgencyForeignKey(MatrixColumn, related_name="cells", on_delete=models.CASCADE)
    assignment = AgencyForeignKey(Assignment, related_name="+")
    no_role = models.BooleanField(default=False)
    privacy = personal("assignment", of="assignment__person")

    class Meta(AgencyModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "column", "assignment"), name="planning_matrixcell_once"
            ),
        )


class MatrixResult(AgencyModel):
    """One result text in a cell; it flows into the employee's plan."""

    cell = AgencyForeignKey(MatrixCell, related_name="results", on_delete=models.CASCADE)
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()
    privacy = personal("text")

    class Meta(AgencyModel.Meta):
        ordering = ("ordinal", "id")
