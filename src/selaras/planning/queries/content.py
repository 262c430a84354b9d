"""What stands in versions of plans, as plain data: any number of versions in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.formats import number_format

from selaras.core.tenancy import current_agency_id
from selaras.planning.models import Plan, PlanState, PlanVersion, ProvisionKind, ResultKind, TargetKind

CONTENT = """
SELECT v.id, v.plan_id,
  (SELECT coalesce(json_agg(json_build_object(
      'id', r.id, 'lineage_id', r.lineage_id, 'version', r.version, 'ordinal', r.ordinal, 'kind', r.kind,
      'source', r.source, 'text', r.text, 'assigned_by', r.assigned_by, 'intervened_id', r.intervened_id,
      'intervened_indicator_id', r.intervened_indicator_id, 'intervened_text', r.intervened_text,
      'intervened_indicator_text', r.intervened_indicator_text, 'matrix_result_id', r.matrix_result_id,
      'is_acting', r.is_acting, 'is_vital', r.is_vital, 'given_by_other', r.given_by_other,
      'is_approved', r.approved_at IS NOT NULL, 'kept_by', l.kept_by,
      'is_taken_over', l.taken_over_at IS NOT NULL,
      'indicators', (SELECT coalesce(json_agg(json_build_object(
          'id', i.id, 'lineage_id', i.lineage_id, 'ordinal', i.ordinal, 'text', i.text, 'aspect', i.aspect,
          'perspective', i.perspective, 'target_kind', i.target_kind, 'target_low', i.target_low::text,
          'target_high', i.target_high::text, 'target_text', i.target_text, 'measure', i.measure,
          'direction', i.direction, 'agreement_item_id', i.agreement_item_id)
          ORDER BY i.ordinal, i.id), '[]') FROM planning_indicator i
        WHERE i.agency_id = r.agency_id AND i.result_id = r.id))
      ORDER BY r.kind DESC, r.ordinal, r.id), '[]')
    FROM planning_expectedresult r
    JOIN planning_resultlineage l ON l.agency_id = r.agency_id AND l.id = r.lineage_id
    WHERE r.agency_id = v.agency_id AND r.plan_version_id = v.id),
  (SELECT coalesce(json_agg(json_build_array(e.value, e.text) ORDER BY e.ordinal, e.id), '[]')
    FROM planning_behaviourexpectation e
    WHERE e.agency_id = v.agency_id AND e.plan_version_id = v.id),
  (SELECT coalesce(json_agg(json_build_array(p.kind, p.text) ORDER BY p.ordinal, p.id), '[]')
    FROM planning_provision p
    WHERE p.agency_id = v.agency_id AND p.plan_version_id = v.id)
FROM planning_planversion v
WHERE v.agency_id = %s AND v.id = ANY(%s)
"""


def amount(value: Decimal) -> str:
    """Write an amount in the active language without needless decimals."""
    whole = value == value.to_integral_value()
    return number_format(value.normalize() if not whole else int(value), use_l10n=True, force_grouping=True)


@dataclass(frozen=True)
class IndicatorContent:
    """One indicator as it stands in a version; `lineage_id` is what later stages point to."""

    id: int
    lineage_id: int
    ordinal: int
    text: str
    aspect: str
    perspective: str
    target_kind: str
    target_low: Decimal | None
    target_high: Decimal | None
    target_text: str
    measure: str
    direction: str
    agreement_item_id: int | None

    @property
    def target(self) -> str:
        """The target as its kind says: the words, or number or range with the unit; "" is missing."""
        if self.target_kind == TargetKind.TEXT:
            return self.target_text
        ends = [amount(one) for one in (self.target_low, self.target_high) if one is not None]
        if not ends or (self.target_kind == TargetKind.RANGE and len(ends) < 2):
            return ""
        glue = "" if self.measure.startswith("%") else " "
        return " – ".join(ends) + (f"{glue}{self.measure}" if self.measure else "")


@dataclass(frozen=True)
class ResultContent:
    """One expected result as it stands in a version, with its indicators; `number` runs through the plan."""

    id: int
    lineage_id: int
    version: int
    ordinal: int
    number: int
    kind: str
    source: str
    text: str
    assigned_by: str
    intervened_id: int | None
    intervened_indicator_id: int | None
    intervened_text: str
    intervened_indicator_text: str
    matrix_result_id: int | None
    is_acting: bool
    is_vital: bool
    given_by_other: bool
    is_approved: bool
    kept_by: str
    is_taken_over: bool
    indicators: tuple[IndicatorContent, ...]


@dataclass(frozen=True)
class PlanContent:
    """The whole content of one version: results in order, expectations by value, provisions by kind."""

    version_id: int
    plan_id: int
    results: tuple[ResultContent, ...]
    expectations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    provisions: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def main(self) -> tuple[ResultContent, ...]:
        """The main results."""
        return tuple(one for one in self.results if one.kind == ResultKind.MAIN)

    @property
    def additional(self) -> tuple[ResultContent, ...]:
        """The additional results; their numbers continue those of the main ones."""
        return tuple(one for one in self.results if one.kind == ResultKind.ADDITIONAL)

    @property
    def has_annex(self) -> bool:
        """Say whether anything stands in the annex."""
        return any(self.provisions.get(kind) for kind in ProvisionKind.values)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _indicator(row: dict[str, Any]) -> IndicatorContent:
    low, high = _decimal(row["target_low"]), _decimal(row["target_high"])
    return IndicatorContent(**{**row, "target_low": low, "target_high": high})


def _result(number: int, row: dict[str, Any]) -> ResultContent:
    indicators = tuple(_indicator(one) for one in row["indicators"])
    return ResultContent(**{**row, "number": number, "indicators": indicators})


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for key, text in pairs:
        groups.setdefault(key, []).append(text)
    return {key: tuple(texts) for key, texts in groups.items()}


def contents_of(version_ids: Iterable[int]) -> dict[int, PlanContent]:
    """Return the contents of versions by version id, in one statement."""
    wanted = list(dict.fromkeys(version_ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CONTENT, [current_agency_id(), wanted])
        rows = cursor.fetchall()
    return {
        version_id: PlanContent(
            version_id,
            plan_id,
            tuple(_result(number, row) for number, row in enumerate(results, 1)),
            _grouped(expectations),
            _grouped(provisions),
        )
        for version_id, plan_id, results, expectations, provisions in rows
    }


def content_of(version: PlanVersion) -> PlanContent:
    """Return the content of one version, in one statement."""
    return contents_of([version.pk])[version.pk]


def set_contents_of(plan_ids: Iterable[int]) -> dict[int, PlanContent]:
    """Return the contents in force of plans by plan id, in two statements; plans without a set version are left out."""
    versions = PlanVersion.objects.filter(plan__in=list(plan_ids), state=PlanState.SET)
    found = contents_of(versions.values_list("pk", flat=True))
    return {content.plan_id: content for content in found.values()}


def results_of(plan: Plan) -> tuple[ResultContent, ...]:
    """Return the results in force of a plan with their lineages and indicators; none while no version is set."""
    content = set_contents_of([plan.pk]).get(plan.pk)
    return content.results if content else ()
