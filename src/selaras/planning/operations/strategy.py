"""Writes of strategic goals with their yearly targets, and of the yearly agreements of units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.documents.content import content_hash
from selaras.documents.models import SignatureMethod
from selaras.documents.operations import sign as sign_document
from selaras.organisation.models import Unit
from selaras.organisation.queries import header_of
from selaras.planning.models import (
    Agreement,
    AgreementItem,
    GoalIndicator,
    Indicator,
    Period,
    StrategicGoal,
    YearlyTarget,
)
from selaras.planning.permissions import can_begin_agreement, can_change_agreement, can_keep_strategy
from selaras.planning.queries.reach import head_of
from selaras.planning.workflow import AGREEMENT

LAW = "PermenPANRB 6/2022 Pasal 8(1)"


def save_goal(
    *, unit: Unit, code: str, text: str, first_year: int, last_year: int, by: Actor, at: datetime,
    goal: StrategicGoal | None = None, version: int | None = None,
) -> StrategicGoal:  # fmt: skip
    """Add a goal of the strategic plan (Renstra) to a unit, or change one."""
    require(can_keep_strategy(by, goal.unit_id if goal else unit.pk))
    require(can_keep_strategy(by, unit.pk))
    if last_year < first_year:
        raise InvalidRefused(
            _("The last year lies before the first."),
            {"last_year": _("Choose a year from the first year on.")},
        )
    same = StrategicGoal.objects.filter(code=code, first_year=first_year)
    if (same.exclude(pk=goal.pk) if goal else same).exists():
        raise InvalidRefused(
            _("A goal with the code %(code)s exists already.") % {"code": code},
            {"code": _("Choose another code.")},
        )
    values: dict[str, Any] = {
        "unit_id": unit.pk, "code": code, "text": text, "first_year": first_year, "last_year": last_year,
    }  # fmt: skip
    with transaction.atomic():
        before = versions.change(goal, version, **values) if goal else None
        goal = goal or StrategicGoal.objects.create(**values)
        verb = "strategy.change_goal" if before else "strategy.add_goal"
        audit.record(obj=goal, verb=verb, by=by, at=at, before=before, after=values, article=LAW)
    return goal


def remove_goal(*, goal: StrategicGoal, by: Actor, at: datetime) -> None:
    """Remove a goal with its indicators, as long as no agreement uses them."""
    require(can_keep_strategy(by, goal.unit_id))
    if AgreementItem.objects.filter(source__goal=goal).exists():
        raise StateRefused(_("An agreement uses this goal, so it cannot be removed."))
    with transaction.atomic():
        audit.record(
            obj=goal, verb="strategy.remove_goal", by=by, at=at, before={"code": goal.code, "text": goal.text}
        )
        goal.delete()


def save_goal_indicator(
    *, goal: StrategicGoal, text: str, by: Actor, at: datetime, measure: str = "", direction: str = "MORE",
    baseline: str = "", baseline_year: int | None = None, targets: Mapping[int, str] | None = None,
    indicator: GoalIndicator | None = None, version: int | None = None,
) -> GoalIndicator:  # fmt: skip
    """Add an indicator with baseline and yearly targets to a goal, or change one; an empty target is no target."""
    require(can_keep_strategy(by, goal.unit_id))
    values: dict[str, Any] = {
        "text": text, "measure": measure, "direction": direction, "baseline": baseline,
        "baseline_year": baseline_year,
    }  # fmt: skip
    given = {year: target.strip() for year, target in (targets or {}).items() if target.strip()}
    with transaction.atomic():
        before = versions.change(indicator, version, **values) if indicator else None
        if indicator is None:
            last = GoalIndicator.objects.filter(goal=goal).aggregate(last=Max("ordinal"))["last"] or 0
            indicator = GoalIndicator.objects.create(goal=goal, ordinal=last + 1, **values)
        YearlyTarget.objects.filter(indicator=indicator).delete()
        YearlyTarget.objects.bulk_create(
            YearlyTarget(indicator=indicator, year=year, target=target) for year, target in given.items()
        )
        audit.record(
            obj=indicator, verb="strategy.change_indicator" if before else "strategy.add_indicator", by=by,
            at=at, before=before, after={**values, "targets": given}, article=LAW, subject=goal,
        )  # fmt: skip
    return indicator


def remove_goal_indicator(*, indicator: GoalIndicator, by: Actor, at: datetime) -> None:
    """Remove an indicator of a goal, as long as no agreement uses it."""
    require(can_keep_strategy(by, indicator.goal.unit_id))
    if AgreementItem.objects.filter(source=indicator).exists():
        raise StateRefused(_("An agreement uses this indicator, so it cannot be removed."))
    with transaction.atomic():
        audit.record(
            obj=indicator, verb="strategy.remove_indicator", by=by, at=at, before={"text": indicator.text},
            subject=indicator.goal,
        )  # fmt: skip
        indicator.delete()


def create_agreement(
    *, period: Period, unit: Unit, by: Actor, at: datetime, budget: int | None = None
) -> Agreement:
    """Begin the yearly performance agreement of a unit (Pasal 7(4), Lampiran II.A.1)."""
    require(can_begin_agreement(by, period, unit.pk))
    if Agreement.objects.filter(period=period, unit=unit).exists():
        raise InvalidRefused(
            _("This unit already has an agreement for this year."), {"unit": _("Choose another unit.")}
        )
    with transaction.atomic():
        agreement: Agreement = Agreement.objects.create(period=period, unit=unit, budget=budget)
        audit.record(obj=agreement, verb="agreement.create", by=by, at=at, article=LAW)
    return agreement


def change_budget(
    *, agreement: Agreement, budget: int | None, version: int | None, by: Actor, at: datetime
) -> Agreement:
    """Write the budget of an agreement; empty means that it is not known."""
    require(can_change_agreement(by, agreement))
    with transaction.atomic():
        before = versions.change(agreement, version, budget=budget)
        audit.record(
            obj=agreement, verb="agreement.change", by=by, at=at, before=before, after={"budget": budget}
        )
    return agreement


def save_item(
    *, agreement: Agreement, goal: str, indicator: str, target: str, by: Actor, at: datetime,
    source: GoalIndicator | None = None, item: AgreementItem | None = None, version: int | None = None,
) -> AgreementItem:  # fmt: skip
    """Add a line of goal, indicator and target to an agreement, or change one; `version` is the agreement's."""
    require(can_change_agreement(by, agreement))
    values = {"goal": goal, "indicator": indicator, "target": target}
    row: AgreementItem
    with transaction.atomic():
        versions.change(agreement, version)
        if item is None:
            row = AgreementItem.objects.create(
                agreement=agreement, ordinal=_next_ordinal(agreement), source=source, **values
            )
        else:
            row = AgreementItem.objects.select_for_update().get(pk=item.pk, agreement=agreement)
        before = {name: getattr(row, name) for name in values} if item else None
        AgreementItem.objects.filter(pk=row.pk).update(**values)
        verb = "agreement.change_item" if item else "agreement.add_item"
        audit.record(
            obj=row, verb=verb, by=by, at=at, before=before, after=values, article=LAW, subject=agreement
        )
    return row


def _next_ordinal(agreement: Agreement) -> int:
    return (
        int(AgreementItem.objects.filter(agreement=agreement).aggregate(last=Max("ordinal"))["last"] or 0) + 1
    )


def remove_item(
    *, agreement: Agreement, item: AgreementItem, by: Actor, at: datetime, version: int | None = None
) -> None:
    """Take a line out of an agreement, as long as no plan carries it."""
    require(can_change_agreement(by, agreement))
    if Indicator.objects.filter(agreement_item=item).exists():
        raise StateRefused(_("A plan carries this line of the agreement, so it cannot be removed."))
    with transaction.atomic():
        versions.change(agreement, version)
        audit.record(
            obj=item, verb="agreement.remove_item", by=by, at=at, subject=agreement,
            before={"goal": item.goal, "indicator": item.indicator, "target": item.target},
        )  # fmt: skip
        item.delete()


def take_from_strategy(*, agreement: Agreement, by: Actor, at: datetime, version: int | None = None) -> int:
    """Add to an agreement every indicator of the unit's goals that has a target in the year; return how many."""
    require(can_change_agreement(by, agreement))
    used = AgreementItem.objects.filter(agreement=agreement, source__isnull=False).values("source")
    targets = YearlyTarget.objects.filter(year=agreement.period.year, indicator__goal__unit=agreement.unit_id)
    targets = targets.exclude(indicator__in=used).select_related("indicator__goal")
    rows = targets.order_by("indicator__goal__code", "indicator__ordinal", "indicator_id")
    with transaction.atomic():
        versions.change(agreement, version)
        first = _next_ordinal(agreement)
        made = AgreementItem.objects.bulk_create(
            AgreementItem(
                agreement=agreement, ordinal=first + place, goal=row.indicator.goal.text, source=row.indicator,
                indicator=row.indicator.text, target=f"{row.target} {row.indicator.measure}".strip(),
            )
            for place, row in enumerate(rows)
        )  # fmt: skip
        audit.record(
            obj=agreement, verb="agreement.take", by=by, at=at, after={"items": len(made)}, article=LAW
        )
    return len(made)


def sign_agreement(
    *, agreement: Agreement, by: Actor, at: datetime, version: int | None = None, reason: str = ""
) -> Agreement:
    """Sign an agreement as the head of its unit; an officer records the hand-written one of a head without account."""
    head = head_of(agreement.unit_id, by.on)
    items = list(AgreementItem.objects.filter(agreement=agreement))
    if not items:
        raise StateRefused(_("The agreement is empty. Add at least one goal with indicator and target."))
    by_hand = head is not None and not by.is_person(head.person_id)
    with transaction.atomic():
        signed: Agreement = AGREEMENT.take(
            agreement, "sign", by=by, at=at, version=version, reason=reason,
            signed_by_id=head.person_id if head else None, signed_on=by.on,
        )  # fmt: skip
        assert head is not None  # the step's verdict refuses a unit without head
        header = header_of(head.person_id, by.on, head.pk)
        lines = [[one.goal, one.indicator, one.target] for one in items]
        sign_document(
            subject=signed, version=signed.version, purpose="EMPLOYEE", person_id=head.person_id, by=by, at=at,
            name=header.name, number=header.number, position=header.position or header.description,
            content_hash=content_hash("PK", {"budget": signed.budget, "items": lines}),
            method=SignatureMethod.WET if by_hand else SignatureMethod.CLICK,
        )  # fmt: skip
    return signed


def reopen_agreement(
    *, agreement: Agreement, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Agreement:
    """Reopen a signed agreement to change it, with a reason; it must be signed again."""
    if not reason.strip():
        raise InvalidRefused(_("Write the reason."), {"reason": _("Write the reason.")})
    return AGREEMENT.take(  # type: ignore[no-any-return]
        agreement, "reopen", by=by, at=at, version=version, reason=reason, signed_by_id=None, signed_on=None
    )
