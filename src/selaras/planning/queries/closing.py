"""What stands against closing a year and what follows from it; later stages add what they know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.verdict import Sentence
from selaras.planning.models import Period, Plan, PlanState, PlanVersion, Window

Look = Callable[[Period, date], Sequence[Sentence]]


@dataclass(frozen=True)
class Stage:
    """What a stage knows: what forbids closing, in the order in which it is mended, and what would follow."""

    obstacles: Look
    consequences: Look


_later: list[Stage] = []


def before_closing(stage: Stage) -> None:
    """Let a later stage say what it knows about closing a year; planning never looks forward itself."""
    if stage not in _later:
        _later.append(stage)


def obstacle_to_closing(period: Period, on: date) -> Sentence | None:
    """Return the first thing that forbids closing a year on a day, by planning or a later stage.

    A year in which nobody has a plan was made by mistake: nothing stands against closing it.
    """
    if not Plan.objects.filter(period=period).exists():
        return None
    looks = (_running, *(stage.obstacles for stage in _later))
    return next((text for look in looks for text in look(period, on)), None)


def consequences_of_closing(period: Period, on: date) -> list[Sentence]:
    """Return what closing a year would mean, in counts."""
    plans = Plan.objects.filter(period=period).count()
    if not plans:
        return [_("Nobody has a plan in this year.")]
    later = (text for stage in _later for text in stage.consequences(period, on))
    return [_read_only(plans), *_never_set(period), *later]


def _running(period: Period, on: date) -> tuple[str, ...]:
    """The last day of the last window; until then somebody may still have to evaluate (Lampiran IV.A.8)."""
    last = Window.objects.filter(period=period, closes_on__gte=on).order_by("-closes_on").first()
    if last is None:
        return ()
    return (
        _("Evaluations of this period run until %(day)s. The period can be closed from the day after.")
        % {"day": date_format(last.closes_on, "j F Y")},
    )


def _read_only(plans: int) -> str:
    return ngettext("%(num)s plan can then only be read.", "%(num)s plans can then only be read.", plans) % {
        "num": plans
    }


def _never_set(period: Period) -> tuple[str, ...]:
    states = (PlanState.SET, PlanState.SUPERSEDED)
    found = Plan.objects.filter(period=period).aggregate(
        all=Count("pk", distinct=True),
        set=Count("pk", distinct=True, filter=Q(versions__state__in=states)),
    )
    never = found["all"] - found["set"]
    changing = PlanVersion.objects.filter(plan__period=period, number__gt=1).exclude(state__in=states).count()
    texts = []
    if never:
        text = ngettext(
            "%(num)s plan was never set; it stays a draft and is not evaluated.",
            "%(num)s plans were never set; they stay drafts and are not evaluated.",
            never,
        )
        texts.append(text % {"num": never})
    if changing:
        text = ngettext(
            "%(num)s begun change of a plan stays unfinished.",
            "%(num)s begun changes of plans stay unfinished.",
            changing,
        )
        texts.append(text % {"num": changing})
    return tuple(texts)
