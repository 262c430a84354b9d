"""Proposes what the rules give after a predicate, as tasks that people take up, decline or finish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.verdict import StateRefused, require
from selaras.planning.models import Window
from selaras.recognition.models import Consequence, ConsequenceKind
from selaras.recognition.operations.texts import invalid, required
from selaras.recognition.permissions import can_oversee_consequences, can_propose_consequences
from selaras.recognition.workflow import CONSEQUENCE
from selaras.rules.consequences import FollowUp, follow_ups

SETTLED = (
    EvaluationState.ACCEPTED,
    EvaluationState.LAPSED,
    EvaluationState.DECIDED,
    EvaluationState.REPORTED,
)
HELP = (ConsequenceKind.IMPROVEMENT_PLAN, ConsequenceKind.COUNSELLING)
LOOK_BACK = timedelta(days=400)
BATCH = 500
HELP_WANTED = notices.register(
    "recognition.help_wanted",
    gettext_lazy(
        "After the appraisal of %(who)s, help was taken up: %(kind)s. Please plan it with the employee."
    ),
    waits=True,
)
Report = Callable[[int, int], None]


def table_of(window: Window) -> tuple[FollowUp, ...]:
    """Return what each predicate of a window proposes; the law of the last judged day applies."""
    return follow_ups(scheme=window.period.scheme, on=window.judged_until)


def propose_consequences(*, evaluation: Evaluation, by: Actor, at: datetime) -> list[Consequence]:
    """Propose the follow-up of one settled evaluation; what was proposed before is left alone.

    PermenPANRB 6/2022 Pasal 20, 31, 33 and Lampiran V.A.12 allow it; nothing is applied by itself.
    """
    require(can_propose_consequences(by, evaluation.unit_id))
    if evaluation.state not in SETTLED:
        raise StateRefused(
            _("The result is not settled yet: the employee may still sign it or object. Wait until then.")
        )
    with transaction.atomic():
        return _propose(evaluation.window, Evaluation.objects.filter(pk=evaluation.pk), by, at)


def propose_for_window(*, window: Window, by: Actor, at: datetime, progress: Report | None = None) -> int:
    """Propose the follow-up of every settled evaluation of a window in the actor's reach; repeats are harmless."""
    if not by.is_system:
        require(can_oversee_consequences(by))
    waiting = settled_without(window)
    if not by.whole_agency:
        waiting = waiting.filter(unit__in=by.unit_ids)
    ids, made = list(waiting.values_list("pk", flat=True)), 0
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            batch = Evaluation.objects.filter(pk__in=ids[start : start + BATCH])
            made += len(_propose(window, batch, by, at))
        if progress is not None:
            progress(min(start + BATCH, len(ids)), len(ids))
    return made


def propose_daily(*, by: Actor, at: datetime) -> int:
    """Propose the follow-up of all windows of the last year; for the timetable."""
    windows = Window.objects.filter(judged_until__gte=by.on - LOOK_BACK, judged_until__lt=by.on)
    return sum(propose_for_window(window=one, by=by, at=at) for one in windows.select_related("period"))


def settled_without(window: Window) -> QuerySet[Evaluation]:
    """Return the settled evaluations of a window whose predicate proposes something and that have nothing yet."""
    predicates = {code for row in table_of(window) if window.kind in row.windows for code in row.predicates}
    proposed = Consequence.objects.filter(evaluation=OuterRef("pk"))
    rows: QuerySet[Evaluation] = Evaluation.objects.filter(
        window=window, state__in=SETTLED, predicate__in=predicates
    )
    return rows.filter(~Exists(proposed))


def _propose(window: Window, evaluations: QuerySet[Evaluation], by: Actor, at: datetime) -> list[Consequence]:
    # One proposer of a window at a time: the second one then sees what the first has written.
    Window.objects.select_for_update(no_key=True).get(pk=window.pk)
    table = table_of(window)
    rows = list(evaluations)
    known = set(Consequence.objects.filter(evaluation__in=rows).values_list("evaluation_id", "kind"))
    made: list[Consequence] = Consequence.objects.bulk_create(
        _consequence(one, row, at)
        for one in rows
        for row in table
        if row.fits(one.predicate, window.kind) and (one.pk, row.code) not in known
    )
    audit.record_many(
        [audit.Written(one, after={"kind": one.kind, "predicate": one.predicate}) for one in made],
        verb="consequence.propose",
        by=by,
        at=at,
        article=table[0].cite,
    )
    return made


def _consequence(one: Evaluation, row: FollowUp, at: datetime) -> Consequence:
    return Consequence(
        evaluation=one,
        person_id=one.person_id,
        unit_id=one.unit_id,
        kind=row.code,
        predicate=one.predicate,
        article=row.article,
        law_ref=row.ref,
        proposed_at=at,
    )


def take_up(
    *, consequence: Consequence, by: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Consequence:
    """Take a proposed follow-up up; where it is help, the appraiser is told."""
    with transaction.atomic():
        fresh = _decide(consequence, "take_up", by, at, reason, version)
        if fresh.kind in HELP:
            evaluation = Evaluation.objects.select_related("appraiser", "person").get(pk=fresh.evaluation_id)
            notices.tell(
                members=[evaluation.appraiser.member_id if evaluation.appraiser else None],
                kind=HELP_WANTED,
                at=at,
                url=reverse("appraisal:evaluation", args=[evaluation.pk]),
                values={"who": evaluation.person.name, "kind": str(fresh.get_kind_display())},
            )
    return fresh


def decline(
    *, consequence: Consequence, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Consequence:
    """Decline a follow-up; the reason is kept and shown."""
    return _decide(consequence, "decline", by, at, required(reason, "reason"), version)


def finish(
    *, consequence: Consequence, by: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Consequence:
    """Mark a follow-up that was taken up as done."""
    return _decide(consequence, "finish", by, at, reason, version)


def decide_many(
    *,
    chosen: Sequence[tuple[Consequence, int | None]],
    step: str,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> int:
    """Take up or decline several follow-ups that are alike, each with the version that was seen; all or none."""
    if not chosen:
        raise invalid("pick", _("Choose at least one follow-up first."))
    with transaction.atomic():
        for one, version in chosen:
            if step == "decline":
                decline(consequence=one, reason=reason, by=by, at=at, version=version)
            else:
                take_up(consequence=one, reason=reason, by=by, at=at, version=version)
    return len(chosen)


def _decide(
    consequence: Consequence, step: str, by: Actor, at: datetime, reason: str, version: int | None
) -> Consequence:
    reason = reason.strip()
    fresh: Consequence = CONSEQUENCE.take(
        consequence,
        step,
        by=by,
        at=at,
        version=version,
        reason=reason,
        decided_at=at,
        decided_by_id=by.member_id,
        note=reason,
    )
    return fresh
