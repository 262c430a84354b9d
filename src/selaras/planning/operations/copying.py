"""Copies of content: into a new version with the same lineages, or from last year's plan with new ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.planning.models import (
    BehaviourExpectation,
    ExpectedResult,
    Indicator,
    IndicatorLineage,
    Plan,
    PlanVersion,
    Provision,
    ResultLineage,
)
from selaras.planning.operations.content import locked_version
from selaras.planning.permissions import can_write
from selaras.planning.queries.content import IndicatorContent, PlanContent, ResultContent, set_contents_of

# What names rows of another year's plans, agreement or matrix does not go along into a new year.
OF_THE_YEAR = ("intervened_id", "intervened_indicator_id", "matrix_result_id")


def _result(one: ResultContent, version: PlanVersion, lineage_id: int, *, same_year: bool) -> ExpectedResult:
    row = ExpectedResult(
        plan_version=version,
        lineage_id=lineage_id,
        ordinal=one.ordinal,
        kind=one.kind,
        source=one.source,
        text=one.text,
        assigned_by=one.assigned_by,
        intervened_text=one.intervened_text,
        intervened_indicator_text=one.intervened_indicator_text,
        is_acting=one.is_acting,
        is_vital=one.is_vital,
        given_by_other=one.given_by_other,
    )
    if same_year:
        for name in OF_THE_YEAR:
            setattr(row, name, getattr(one, name))
    return row


def _indicator(one: IndicatorContent, row: ExpectedResult, lineage_id: int, *, same_year: bool) -> Indicator:
    return Indicator(
        result=row,
        lineage_id=lineage_id,
        ordinal=one.ordinal,
        text=one.text,
        aspect=one.aspect,
        perspective=one.perspective,
        target_kind=one.target_kind,
        target_low=one.target_low,
        target_high=one.target_high,
        target_text=one.target_text,
        measure=one.measure,
        direction=one.direction,
        agreement_item_id=one.agreement_item_id if same_year else None,
    )


def copy_content(content: PlanContent, version: PlanVersion, *, same_lineages: bool = True) -> None:
    """Write a content into an empty version, in a fixed number of statements."""
    lineages = [one.lineage_id for one in content.results]
    indicators = [[row.lineage_id for row in one.indicators] for one in content.results]
    if not same_lineages:
        fresh = ResultLineage.objects.bulk_create(
            ResultLineage(plan_id=version.plan_id, kept_by=one.kept_by) for one in content.results
        )
        lineages = [one.pk for one in fresh]
        made = iter(
            IndicatorLineage.objects.bulk_create(
                IndicatorLineage(result_id=lineage)
                for lineage, one in zip(lineages, content.results, strict=True)
                for _row in one.indicators
            )
        )
        indicators = [[next(made).pk for _row in one.indicators] for one in content.results]
    rows = ExpectedResult.objects.bulk_create(
        _result(one, version, lineage, same_year=same_lineages)
        for one, lineage in zip(content.results, lineages, strict=True)
    )
    if same_lineages:
        _keep_approvals(content, version)
    Indicator.objects.bulk_create(
        _indicator(one, row, lineage, same_year=same_lineages)
        for row, result, ids in zip(rows, content.results, indicators, strict=True)
        for one, lineage in zip(result.indicators, ids, strict=True)
    )
    _copy_sections(content, version)


def _keep_approvals(content: PlanContent, version: PlanVersion) -> None:
    former = ExpectedResult.objects.filter(plan_version=content.version_id, approved_at__isnull=False)
    for one in former:
        row = ExpectedResult.objects.filter(plan_version=version, lineage=one.lineage_id)
        row.update(approved_at=one.approved_at, approved_by=one.approved_by_id)


def _copy_sections(content: PlanContent, version: PlanVersion) -> None:
    BehaviourExpectation.objects.bulk_create(
        BehaviourExpectation(plan_version=version, value=value, ordinal=place, text=text)
        for value, texts in content.expectations.items()
        for place, text in enumerate(texts, 1)
    )
    Provision.objects.bulk_create(
        Provision(plan_version=version, kind=kind, ordinal=place, text=text)
        for kind, texts in content.provisions.items()
        for place, text in enumerate(texts, 1)
    )


def last_plan_of(plan: Plan) -> Plan | None:
    """Return the person's newest plan of an earlier year that was in force."""
    earlier = Plan.objects.filter(
        person=plan.person_id, period__year__lt=plan.period.year, versions__state="SET"
    )
    newest: Plan | None = earlier.select_related("period").order_by("-period__year", "-starts_on").first()
    return newest


def copy_from_last_year(*, version: PlanVersion, by: Actor, at: datetime) -> int:
    """Fill an empty draft with last year's plan in force; return the number of results copied.

    Results begin new lineages: last year's reports belong to last year.
    """
    require(can_write(by, version))
    source = last_plan_of(version.plan)
    if source is None:
        raise InvalidRefused(_("There is no plan in force of an earlier year to copy from."))
    with transaction.atomic():
        fresh = locked_version(version, by, can_write)
        if ExpectedResult.objects.filter(plan_version=fresh).exists():
            raise InvalidRefused(
                _("This plan already has results. Copying is only possible into an empty plan.")
            )
        BehaviourExpectation.objects.filter(plan_version=fresh).delete()
        Provision.objects.filter(plan_version=fresh).delete()
        content = set_contents_of([source.pk])[source.pk]
        copy_content(content, fresh, same_lineages=False)
        audit.record(
            obj=fresh,
            verb="plan.copy",
            by=by,
            at=at,
            after={"from": str(source.period)},
            subject=version.plan,
        )
    return len(content.results)
