"""What happens by itself when a deadline passes: escalation to the superior, lapse of the signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.appraisal.operations.late import deliver_late, undelivered
from selaras.appraisal.operations.notices import ESCALATED, LAPSED, SILENT, tell
from selaras.appraisal.operations.rating import erase_draft
from selaras.appraisal.permissions import can_run_window
from selaras.appraisal.queries.calendar import Calendar, calendar_of, time_zone
from selaras.appraisal.workflow import EVALUATION
from selaras.core import notices, versions
from selaras.core.actor import Actor, system_actor
from selaras.core.time import local_day
from selaras.core.verdict import StateRefused, require
from selaras.organisation.models import Person
from selaras.planning.models import Window

SILENT_APPRAISER = "SILENT_APPRAISER"
Report = Callable[[int, int | None], None]


@dataclass
class Closed:
    """What happened by itself: handed to superiors, delivered, went on unsigned, found nobody above."""

    escalated: int = 0
    delivered: int = 0
    lapsed: int = 0
    without_superior: int = 0


def escalate(
    *, evaluation: Evaluation, by: Actor, at: datetime, calendar: Calendar | None = None
) -> Evaluation:
    """Hand an evaluation to the superior because the appraiser stayed silent; the result will be final.

    PermenPANRB 6/2022 Lampiran IV.A.11 (p. 90): the superior signs D.1.2 within 14 working days from the end of
    the window. An unsigned draft is no judgement: it is erased and leaves no words in the history.
    """
    window = evaluation.window
    if by.on <= window.closes_on:
        raise StateRefused(_not_passed(window))
    if evaluation.superior_id is None or evaluation.is_escalated:
        return evaluation
    silent_since = max(window.closes_on, evaluation.sign_again_until or window.closes_on)
    job = by if by.is_system else system_actor(by.agency_id, by.on)
    with transaction.atomic():
        fresh: Evaluation = EVALUATION.take(
            evaluation, "escalate", by=job, at=at,
            is_escalated=True, is_final=True, final_reason=SILENT_APPRAISER,
            sign_again_until=None, sign_again_since=None,
            sign_until=(calendar or calendar_of(window)).until("SUPERIOR_SIGN", silent_since),
        )  # fmt: skip
        erase_draft(fresh)
    return fresh


def lapse(*, evaluation: Evaluation, by: Actor, at: datetime) -> Evaluation:
    """Go on without the employee's signature after the return deadline; an objection stays open to its own (AMB-21)."""
    if evaluation.return_until is None or by.on <= evaluation.return_until:
        raise StateRefused(_("The time for signing has not passed yet."))
    job = by if by.is_system else system_actor(by.agency_id, by.on)
    fresh: Evaluation = EVALUATION.take(evaluation, "lapse", by=job, at=at)
    tell([fresh.person, fresh.evaluator], LAPSED, fresh, at)
    return fresh


def close_window(*, window: Window, by: Actor, at: datetime, progress: Report | None = None) -> Closed:
    """Close a window after its last day: escalate the silent, lapse the unsigned; repeats do what is left."""
    require(can_run_window(by, window))
    if by.on <= window.closes_on:
        raise StateRefused(_not_passed(window))
    with transaction.atomic():
        result = _pass_deadlines(Evaluation.objects.filter(window=window), by, at, progress)
        if window.closed_at is None:
            versions.change(window, closed_at=at)
    return result


def daily(*, by: Actor, at: datetime) -> Closed:
    """Do for all windows what the passing of a day asks for; meant for the timetable, in the name of the system."""
    with transaction.atomic():
        rows = Evaluation.objects.filter(window__period__state="OPEN")
        return _pass_deadlines(rows, by, at, None)


def _not_passed(window: Window) -> str:
    words = _("The last day of this window is %(day)s; it can be closed from the day after.")
    return words % {"day": date_format(window.closes_on, "j F Y")}


def _pass_deadlines(rows: object, by: Actor, at: datetime, progress: Report | None) -> Closed:
    evaluations = Evaluation.objects.filter(pk__in=rows.values("pk"))  # type: ignore[attr-defined]  # a queryset
    silent = evaluations.filter(state=EvaluationState.OPEN, is_escalated=False, window__closes_on__lt=by.on)
    silent = silent.exclude(sign_again_until__gte=by.on)
    opened = silent.select_related("window__period").order_by("pk")
    due = _had_their_window(opened)
    above = [one for one in due if one.superior_id is not None]
    late = list(evaluations.filter(state=EvaluationState.DELIVERED, return_until__lt=by.on).order_by("pk"))
    kept = undelivered(evaluations, by.on)
    total = len(above) + len(late) + len(kept)
    windows = {one.window_id: one.window for one in above}
    calendars = {pk: calendar_of(window) for pk, window in windows.items()}
    for done, one in enumerate(above, start=1):
        escalate(evaluation=one, by=by, at=at, calendar=calendars[one.window_id])
        _say(progress, done, total)
    for done, one in enumerate(late, start=len(above) + 1):
        lapse(evaluation=one, by=by, at=at)
        _say(progress, done, total)
    delivered = deliver_late(evaluations=kept, by=by, at=at)
    _say(progress, total, total)
    _tell_of_silence(above, at)
    return Closed(len(above), delivered, len(late), len(due) - len(above))


def _had_their_window(silent: Iterable[Evaluation]) -> list[Evaluation]:
    """Leave out who was opened only after the window: nobody was silent there, and the officer decides."""
    zone = time_zone()
    return [one for one in silent if local_day(one.opened_at, zone) <= one.window.closes_on]


def _say(progress: Report | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _tell_of_silence(handed: Iterable[Evaluation], at: datetime) -> None:
    rows = list(handed)
    for kind, people in (
        (ESCALATED, Counter(one.superior_id for one in rows)),
        (SILENT, Counter(one.appraiser_id for one in rows)),
    ):
        _tell_counts(kind, people, at)


def _tell_counts(kind: str, people: Counter[int | None], at: datetime) -> None:
    members = dict(
        Person.objects.filter(pk__in=[one for one in people if one]).values_list("pk", "member_id")
    )
    address = reverse("appraisal:evaluations") + "?role=APPRAISER"
    notices.tell_each(
        (
            notices.Told(members[person], kind, address, {"count": count})
            for person, count in people.items()
            if person is not None and members.get(person) is not None
        ),
        at=at,
    )
