"""The way of a unit's agreement into its leader's plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.planning.models import AgreementItem, ExpectedResult, PlanVersion, ResultKind, ResultSource
from selaras.planning.operations.content import IndicatorInput, ResultInput, save_result
from selaras.planning.permissions import can_write
from selaras.planning.queries.checks import agreement_items_of


def adopt_from_agreement(
    *, version: PlanVersion, items: Iterable[AgreementItem], by: Actor, at: datetime
) -> list[ExpectedResult]:
    """Take lines of the signed agreement into the plan of the unit's leader, as main results (Lampiran II.A.2).

    Lines of one goal become one result with an indicator each. Raises `InvalidRefused` for lines of another unit.
    """
    require(can_write(by, version))
    allowed = {one.pk for one in agreement_items_of(version.plan, by.on)}
    chosen = sorted(items, key=lambda one: (one.agreement_id, one.ordinal, one.pk))
    if any(one.pk not in allowed for one in chosen):
        raise InvalidRefused(
            _("This line does not belong to the signed agreement of the unit that you lead.")
        )
    with transaction.atomic():
        return [
            save_result(version=version, result=_result(goal, list(rows)), by=by, at=at)
            for goal, rows in groupby(chosen, key=lambda one: one.goal)
        ]


def _result(goal: str, rows: list[AgreementItem]) -> ResultInput:
    return ResultInput(
        text=goal,
        kind=ResultKind.MAIN,
        source=ResultSource.PK,
        indicators=[
            IndicatorInput(text=one.indicator, target_text=one.target, agreement_item_id=one.pk)
            for one in rows
        ],
    )
