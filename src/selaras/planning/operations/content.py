"""Writes inside a version that is being written: results with their indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, Verdict, require
from selaras.organisation.models import Person
from selaras.planning.models import (
    Direction,
    ExpectedResult,
    Indicator,
    IndicatorLineage,
    KeptBy,
    PlanVersion,
    ResultKind,
    ResultLineage,
    ResultSource,
    TargetKind,
)
from selaras.planning.permissions import can_approve_assignment, can_write

MAY = "PermenPANRB 6/2022 Pasal 7(3)"


@dataclass(frozen=True)
class IndicatorInput:
    """What is typed about one indicator; `lineage_id` names one that exists, None begins a new one."""

    text: str = ""
    aspect: str = ""
    perspective: str = ""
    target_kind: str = TargetKind.TEXT
    target_low: Decimal | None = None
    target_high: Decimal | None = None
    target_text: str = ""
    measure: str = ""
    direction: str = Direction.MORE
    agreement_item_id: int | None = None
    lineage_id: int | None = None

    def row(self) -> dict[str, Any]:
        """Return the columns of the indicator's table; what the kind of target does not use is dropped."""
        kind = self.target_kind
        return {
            "text": self.text.strip(),
            "aspect": self.aspect,
            "perspective": self.perspective,
            "target_kind": kind,
            "target_low": None if kind == TargetKind.TEXT else self.target_low,
            "target_high": self.target_high if kind == TargetKind.RANGE else None,
            "target_text": self.target_text.strip() if kind == TargetKind.TEXT else "",
            "measure": self.measure.strip(),
            "direction": self.direction,
            "agreement_item_id": self.agreement_item_id,
        }


@dataclass(frozen=True)
class ResultInput:
    """What is typed about one expected result with its indicators."""

    text: str = ""
    kind: str = ResultKind.MAIN
    source: str = ResultSource.MPH
    assigned_by: str = ""
    intervened_id: int | None = None
    intervened_indicator_id: int | None = None
    intervened_text: str = ""
    intervened_indicator_text: str = ""
    matrix_result_id: int | None = None
    is_acting: bool = False
    is_vital: bool = False
    given_by_other: bool = False
    kept_by: str = KeptBy.ORGANISATION
    indicators: Sequence[IndicatorInput] = ()

    def row(self) -> dict[str, Any]:
        """Return the columns of the result's table."""
        texts = ("text", "assigned_by", "intervened_text", "intervened_indicator_text")
        others = (
            "kind", "source", "intervened_id", "intervened_indicator_id", "matrix_result_id", "is_acting",
            "is_vital", "given_by_other",
        )  # fmt: skip
        return {name: getattr(self, name).strip() for name in texts} | {
            name: getattr(self, name) for name in others
        }


def locked_version(version: PlanVersion, by: Actor, may: Any, row_version: int | None = None) -> PlanVersion:
    """Lock a version so that nobody submits it meanwhile, and ask whether the actor may write in it."""
    fresh = versions.locked(version, row_version)
    fresh.plan = version.plan
    verdict: Verdict = may(by, fresh)
    require(verdict)
    return fresh


def save_result(
    *, version: PlanVersion, result: ResultInput, by: Actor, at: datetime, lineage_id: int | None = None,
    row_version: int | None = None, autosave: bool = False,
) -> ExpectedResult:  # fmt: skip
    """Add a result to a version being written, or write over the one of a lineage, with all its indicators.

    Indicators that are not sent are removed. An autosaved draft makes no event. Raises `NotAllowed` outside the
    states in which the plan is written and `StaleRefused` when the result was changed meanwhile.
    """
    _check_ranges(result.indicators)
    with transaction.atomic():
        locked_version(version, by, can_write)
        row, before = _written(version, result, lineage_id, row_version)
        _write_indicators(row, result.indicators)
        if not autosave:
            verb = "plan.change_result" if before else "plan.add_result"
            after = {"text": row.text, "kind": row.kind}
            audit.record(
                obj=row,
                verb=verb,
                by=by,
                at=at,
                before=before,
                after=after,
                article=MAY,
                subject=version.plan,
            )
    return row


def _written(
    version: PlanVersion, result: ResultInput, lineage_id: int | None, row_version: int | None
) -> tuple[ExpectedResult, dict[str, Any] | None]:
    values = result.row()
    if lineage_id is None:
        lineage = ResultLineage.objects.create(plan_id=version.plan_id, kept_by=result.kept_by)
        values |= {"ordinal": _next_ordinal(version)}
        made: ExpectedResult = ExpectedResult.objects.create(plan_version=version, lineage=lineage, **values)
        return made, None
    row = result_row(version, lineage_id)
    before = {"text": row.text, "kind": row.kind}
    if row.text != values["text"]:
        values |= {"approved_at": None, "approved_by": None}
    versions.change(row, row_version, **values)
    ResultLineage.objects.filter(pk=lineage_id).exclude(kept_by=result.kept_by).update(kept_by=result.kept_by)
    return row, before


def _next_ordinal(version: PlanVersion) -> int:
    last = ExpectedResult.objects.filter(plan_version=version).aggregate(last=Max("ordinal"))["last"]
    return int(last or 0) + 1


def result_row(version: PlanVersion, lineage_id: int) -> ExpectedResult:
    """Return the row of a lineage in a version, or refuse with a sentence."""
    row: ExpectedResult | None = ExpectedResult.objects.filter(
        plan_version=version, lineage=lineage_id
    ).first()
    if row is None:
        raise InvalidRefused(_("This result is no longer in the plan. Reload the page to see what is."))
    return row


def _check_ranges(indicators: Sequence[IndicatorInput]) -> None:
    for one in indicators:
        both = one.target_low is not None and one.target_high is not None
        if one.target_kind == TargetKind.RANGE and both and one.target_low > one.target_high:  # type: ignore[operator]
            raise InvalidRefused(
                _("The range of “%(text)s” must begin with the smaller number.") % {"text": one.text}
            )


def _write_indicators(row: ExpectedResult, indicators: Sequence[IndicatorInput]) -> None:
    """Indicators are written anew; their lineages, to which later stages point, stay."""
    known = set(IndicatorLineage.objects.filter(result=row.lineage_id).values_list("pk", flat=True))
    Indicator.objects.filter(result=row).delete()
    new = [IndicatorLineage(result_id=row.lineage_id) for one in indicators if one.lineage_id not in known]
    fresh = iter(IndicatorLineage.objects.bulk_create(new))
    Indicator.objects.bulk_create(
        Indicator(
            result=row,
            ordinal=place,
            lineage_id=next(fresh).pk
            if one.lineage_id is None or one.lineage_id not in known
            else one.lineage_id,
            **one.row(),
        )
        for place, one in enumerate(indicators, 1)
    )


def remove_result(*, version: PlanVersion, lineage_id: int, by: Actor, at: datetime) -> None:
    """Take a result out of a version being written; former versions keep it."""
    with transaction.atomic():
        locked_version(version, by, can_write)
        row = result_row(version, lineage_id)
        audit.record(
            obj=row, verb="plan.remove_result", by=by, at=at, before={"text": row.text, "kind": row.kind},
            article=MAY, subject=version.plan,
        )  # fmt: skip
        row.delete()


def move_result(*, version: PlanVersion, lineage_id: int, up: bool, by: Actor, at: datetime) -> None:
    """Change places with the neighbour above or below of the same kind."""
    with transaction.atomic():
        locked_version(version, by, can_write)
        row = result_row(version, lineage_id)
        rows = list(
            ExpectedResult.objects.filter(plan_version=version, kind=row.kind).order_by("ordinal", "id")
        )
        place = [one.pk for one in rows].index(row.pk)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for ordinal, one in enumerate(rows, 1):
            one.ordinal = ordinal
        ExpectedResult.objects.bulk_update(rows, ["ordinal"])


def approve_assignment(*, version: PlanVersion, lineage_id: int, by: Actor, at: datetime) -> ExpectedResult:
    """Approve, as the appraiser, work that another leader gave (Lampiran II.A.5.f.10)."""
    with transaction.atomic():
        locked_version(version, by, can_approve_assignment)
        row = result_row(version, lineage_id)
        approver = by.person_id if by.person_id is not None else version.plan.appraiser_id
        versions.change(row, None, approved_at=at, approved_by=Person.objects.get(pk=approver))
        audit.record(
            obj=row, verb="plan.approve_assignment", by=by, at=at, after={"text": row.text},
            article="PermenPANRB 6/2022 Lampiran II.A.5.f.10", subject=version.plan,
        )  # fmt: skip
    return row
