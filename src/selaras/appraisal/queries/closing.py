"""What of a year's evaluations stands against closing the year, and what of a window follows from its two acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.planning.models import Period, Plan, PlanState, PlanVersion, Window
from selaras.planning.queries.closing import Stage

State = EvaluationState
DONE = (State.OPEN, State.REPORTED)


def obstacles(period: Period, on: date) -> Sequence[str]:
    """A year stays open while a window is not closed, a result is on its way, or somebody may still object."""
    found = Evaluation.objects.filter(window__period=period).aggregate(
        unclosed=Count("window", distinct=True, filter=Q(window__closed_at=None)),
        objected=Count("pk", filter=Q(state=State.OBJECTED)),
        running=Count("pk", filter=~Q(state__in=(*DONE, State.OBJECTED))),
        objectable=Count(
            "pk", filter=Q(state=State.REPORTED, is_final=False, object_until__gte=on, objections=None)
        ),
        silent=Count("pk", filter=Q(state=State.OPEN, is_escalated=True, sign_until__gte=on)),
    )
    return _said(found)


def _said(found: dict[str, int]) -> Sequence[str]:
    sentences = {
        "unclosed": ngettext(
            "%(num)s evaluation window is not closed yet. Close it under “Windows of the year” first.",
            "%(num)s evaluation windows are not closed yet. Close them under “Windows of the year” first.",
            found["unclosed"],
        ),
        "objected": ngettext(
            "%(num)s objection is not decided yet. Wait for the decision before closing the period.",
            "%(num)s objections are not decided yet. Wait for the decisions before closing the period.",
            found["objected"],
        ),
        "silent": ngettext(
            "%(num)s evaluation waits for a superior whose days still run.",
            "%(num)s evaluations wait for superiors whose days still run.",
            found["silent"],
        ),
        "running": ngettext(
            "%(num)s signed result has not been reported yet. Finish it before closing the period.",
            "%(num)s signed results have not been reported yet. Finish them before closing the period.",
            found["running"],
        ),
        "objectable": ngettext(
            "%(num)s person may still object to a result.",
            "%(num)s people may still object to a result.",
            found["objectable"],
        ),
    }
    return tuple(text % {"num": found[name]} for name, text in sentences.items() if found[name])


def consequences(period: Period, on: date) -> Sequence[str]:
    """What nobody rated is no obstacle: it stays without a result, and closing says how many they are."""
    never = Evaluation.objects.filter(window__period=period, state=State.OPEN).count()
    if not never:
        return ()
    text = ngettext(
        "%(num)s evaluation was never signed; it stays without a result, and nobody can rate it.",
        "%(num)s evaluations were never signed; they stay without a result, and nobody can rate them.",
        never,
    )
    return (text % {"num": never},)


CLOSING = Stage(obstacles, consequences)


def opening_of(window: Window, on: date) -> tuple[Sequence[str], Sequence[str]]:
    """Count what opening a window would do, and what speaks against it: two statements."""
    judged = window.judged_until
    plans = Plan.objects.filter(period=window.period_id, starts_on__lte=judged, ends_on__gte=judged)
    plans = plans.filter(Q(closed_on=None) | Q(closed_on__gt=judged))
    plans = plans.exclude(person__in=Evaluation.objects.filter(window=window).values("person"))
    in_force = PlanVersion.objects.filter(state=PlanState.SET).values("plan")
    found = plans.aggregate(
        ready=Count("person", distinct=True, filter=Q(pk__in=in_force)),
        without=Count("person", distinct=True, filter=~Q(pk__in=in_force)),
    )
    words = ngettext(
        "%(num)s person gets an evaluation and is told so.",
        "%(num)s people get an evaluation and are told so.",
        found["ready"],
    )
    texts = [words % {"num": found["ready"]}] if found["ready"] else [_("Nobody gets a new evaluation.")]
    if found["without"]:
        words = ngettext(
            "%(num)s person is left out because no plan has been set.",
            "%(num)s people are left out because no plan has been set.",
            found["without"],
        )
        texts.append(words % {"num": found["without"]})
    if found["ready"]:
        texts.append(_("Who appraises whom is recorded with its reason."))
    return texts, _late(window, on)


def _late(window: Window, on: date) -> Sequence[str]:
    if on <= window.closes_on:
        return ()
    return (
        _("This window ended on %(day)s, so every evaluation opened now is late from the first day.")
        % {"day": date_format(window.closes_on, "j F Y")},
    )


def closing_of_window(window: Window) -> Sequence[str]:
    """Count what closing a window would do; one statement."""
    rows = Evaluation.objects.filter(window=window)
    late = Q(opened_at__date__gt=F("window__closes_on"))
    silent = Q(state=State.OPEN, is_escalated=False) & ~late
    found = rows.aggregate(
        escalated=Count("pk", filter=silent & Q(superior__isnull=False)),
        without=Count("pk", filter=silent & Q(superior=None)),
        unsigned=Count("pk", filter=Q(state=State.DELIVERED)),
        late=Count("pk", filter=Q(state=State.OPEN) & late),
    )
    return _passing(found) or [_("Everything in this window is signed, so nothing passes to anybody.")]


def _passing(found: dict[str, int]) -> Sequence[str]:
    sentences = {
        "escalated": ngettext(
            "%(num)s evaluation passes to the appraiser's superior; its result will be final.",
            "%(num)s evaluations pass to the appraisers' superiors; their results will be final.",
            found["escalated"],
        ),
        "without": ngettext(
            "%(num)s evaluation has nobody above and stays open.",
            "%(num)s evaluations have nobody above and stay open.",
            found["without"],
        ),
        "late": ngettext(
            "%(num)s evaluation was opened after the last day and stays with its appraiser.",
            "%(num)s evaluations were opened after the last day and stay with their appraisers.",
            found["late"],
        ),
        "unsigned": ngettext(
            "%(num)s delivered result waits for a signature and goes on without it once its days have passed.",
            "%(num)s delivered results wait for a signature and go on without it once their days have passed.",
            found["unsigned"],
        ),
    }
    return [text % {"num": found[name]} for name, text in sentences.items() if found[name]]
