"""What a plan may be built from: the leader's results in force, roles in the matrix, lines of the agreement."""

from __future__ import annotations

from dataclasses import dataclass

from selaras.planning.models import ExpectedResult, MatrixResult, Plan, PlanVersion
from selaras.planning.queries.content import set_contents_of


@dataclass(frozen=True)
class LeaderResult:
    """One result, or one indicator of a result, of the appraiser's plan in force that others may serve."""

    key: str
    result_id: int
    indicator_id: int | None
    result: str
    indicator: str


def leader_results(plan: Plan) -> list[LeaderResult]:
    """Return what the appraiser's plan in force offers to be intervened, results before their indicators.

    The result of a leader or of an independent unit's head is written with its indicator (A.1.7, note on p. 59).
    """
    if plan.appraiser_id is None:
        return []
    plans = Plan.objects.filter(person=plan.appraiser_id, period=plan.period_id, closed_on=None)
    found: list[LeaderResult] = []
    for content in set_contents_of(plans.values_list("pk", flat=True)).values():
        for one in content.results:
            found.append(LeaderResult(f"r{one.lineage_id}", one.lineage_id, None, one.text, ""))
            found += [
                LeaderResult(f"i{row.lineage_id}", one.lineage_id, row.lineage_id, one.text, row.text)
                for row in one.indicators
            ]
    return found


def matrix_offers(version: PlanVersion) -> list[MatrixResult]:
    """Return the roles of the plan's person in any matrix of the year that the version does not carry yet."""
    plan = version.plan
    used = ExpectedResult.objects.filter(plan_version=version, matrix_result__isnull=False)
    rows = MatrixResult.objects.filter(
        cell__assignment=plan.assignment_id, cell__column__matrix__period=plan.period_id
    ).exclude(pk__in=used.values("matrix_result"))
    rows = rows.select_related("cell__column__matrix__owner__person")
    return list(rows.order_by("cell__column__matrix", "cell__column__ordinal", "ordinal"))
