"""Feedback given together with the answer to a report: short remarks per result or behaviour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused
from selaras.monitoring.models import (
    Feedback,
    GiverKind,
    Initiative,
    Occasion,
    Report,
    Response,
    Symbol,
    Way,
)
from selaras.monitoring.queries.behaviours import behaviours_of
from selaras.planning.models import Plan, ResultLineage
from selaras.planning.queries.periods import window_on

RESPONSE_OF = {
    Symbol.THUMB: Response.POSITIVE,
    Symbol.SMILE: Response.POSITIVE,
    Symbol.FROWN: Response.NEGATIVE,
}
"""What a symbol says when nothing else is said; words without a symbol stay unclassified."""


@dataclass(frozen=True)
class Remark:
    """One remark: on a result (its lineage) or on a behaviour (its code), in words or by a symbol."""

    result_id: int | None = None
    behaviour: str = ""
    text: str = ""
    symbol: str = ""

    @property
    def is_given(self) -> bool:
        """Say whether anything was said."""
        return bool(self.text.strip() or self.symbol)


def response_of(symbol: str) -> str:
    """Return the response that a symbol means."""
    return RESPONSE_OF[Symbol(symbol)] if symbol else ""


def check_object(plan: Plan, result_ids: Iterable[int | None], behaviours: Iterable[str], on: date) -> None:
    """Refuse a result of another plan and a behaviour that does not exist."""
    wanted = {one for one in result_ids if one is not None}
    if wanted and ResultLineage.objects.filter(plan=plan, pk__in=wanted).count() != len(wanted):
        raise InvalidRefused(_("One of these results does not belong to the plan. Reload the page."))
    codes = {one for one in behaviours if one}
    if codes and not codes <= set(behaviours_of(plan, on)):
        raise InvalidRefused(_("One of these behaviours is not known. Reload the page."))


def write_remarks(
    *, report: Report, remarks: Iterable[Remark], giver_id: int, by: Actor, at: datetime
) -> list[Feedback]:
    """Record the remarks as scheduled feedback of the leader, in the window of the reported month."""
    given, plan = list(remarks), report.plan
    check_object(plan, [one.result_id for one in given], [one.behaviour for one in given], by.on)
    window = window_on(plan.period, report.month_on) if given else None
    rows = [
        Feedback(
            plan=plan,
            report=report,
            window=window,
            giver_id=giver_id,
            giver_kind=GiverKind.LEADER,
            way=Way.INDIRECT,
            occasion=Occasion.SCHEDULED,
            initiative=Initiative.GIVER,
            result_id=one.result_id,
            behaviour=one.behaviour,
            text=one.text.strip(),
            symbol=one.symbol,
            response=response_of(one.symbol),
            given_on=by.on,
            given_at=at,
            recorded_by_id=by.member_id,
        )
        for one in given
    ]
    made: list[Feedback] = Feedback.objects.bulk_create(rows)
    written = [audit.Written(row, after={"kind": row.giver_kind}, subject=report) for row in made]
    audit.record_many(written, verb="feedback.give", by=by, at=at, article="PermenPANRB 6/2022 Pasal 18")
    return made
