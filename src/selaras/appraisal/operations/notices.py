"""What people are told during appraisal, and how it reaches them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation
from selaras.appraisal.papers import window_name
from selaras.core import notices
from selaras.core.models import Notice
from selaras.core.verdict import Sentence
from selaras.organisation.models import Person
from selaras.planning.models import Period, Window


def _say_window(keys: dict[str, Any]) -> str:
    period = Period(year=keys["year"], cadence=keys["cadence"])
    judged_from = date.fromisoformat(keys["judged_from"])
    return window_name(
        Window(period=period, kind=keys["kind"], number=keys["number"], judged_from=judged_from)
    )


WINDOW = notices.register_shape("appraisal.window", _say_window)

OPENED = notices.register(
    "appraisal.opened",
    _("The evaluation of %(window)s has begun: write your self-appraisal and your realisations."),
    waits=True,
)
TO_RATE = notices.register(
    "appraisal.to_rate",
    _("The evaluations of %(window)s are open: %(count)s people wait for you."),
    waits=True,
)
ASKED = notices.register(
    "appraisal.asked", _("Your opinion on the work of %(person)s is asked for."), waits=True
)
DELIVERED = notices.register(
    "appraisal.delivered",
    _("The result of your evaluation (%(window)s) is here: sign it or object to it."),
    waits=True,
)
DELIVERED_LATE = notices.register(
    "appraisal.delivered_late",
    _("The last day for delivering has passed: the result of %(person)s was delivered without you."),
)
ACCEPTED = notices.register("appraisal.accepted", _("%(person)s signed the result of the evaluation."))
LAPSED = notices.register(
    "appraisal.lapsed",
    _("The time for signing your result has passed, so it goes on without your signature."),
)
ESCALATED = notices.register(
    "appraisal.escalated",
    _("%(count)s people were not evaluated in time: you evaluate them now, and it is final."),
    waits=True,
)
SILENT = notices.register(
    "appraisal.silent", _("The window has passed: your superior now evaluates %(count)s of your people.")
)
OBJECTED = notices.register(
    "appraisal.objected",
    _("%(person)s objects to the result: decide by the day that the page names."),
    waits=True,
)
EXPLAIN = notices.register(
    "appraisal.explain", _("%(person)s objects to your rating: explain it to your superior."), waits=True
)
STATED = notices.register("appraisal.stated", _("A statement was added to the objection of %(person)s."))
DECIDED = notices.register("appraisal.decided", _("The objection of %(person)s has been decided."))
MOVED = notices.register("appraisal.moved", _("You are now the appraiser of %(person)s in %(window)s."))
CLOCKS: dict[str, Sentence] = {
    "sign_until": _("Evaluate and sign (superior)"),
    "sign_again_until": _("Sign the corrected result and deliver it"),
    "deliver_until": _("Deliver to the employee"),
    "return_until": _("Sign and return"),
    "object_until": _("Object to the result"),
    "decide_until": _("Decide the objection"),
    "report_until": _("Report the result"),
}
CLOCK = notices.register_shape("appraisal.clock", lambda keys: str(CLOCKS[keys["name"]]))
RECOUNTED = notices.register(
    "appraisal.recounted",
    _("The working days of the agency have changed: “%(clock)s” now ends on %(day)s, not on %(before)s."),
)
RECOUNTED_MANY = notices.register(
    "appraisal.recounted_many",
    _(
        "The working days of the agency have changed: %(count)s deadlines “%(clock)s” moved; "
        "the first now ends on %(day)s."
    ),
)
RECOUNTED_KEPT = notices.register(
    "appraisal.recounted_kept",
    _(
        "The working days of the agency have changed: “%(clock)s” now ends on %(day)s, not on %(before)s. "
        "By the calendar alone it would end on %(counted)s; it stays open so that you can still act."
    ),
)
MOVED_WINDOW = notices.register(
    "appraisal.recounted_window",
    _(
        "The last day of the evaluation of %(window)s has moved: “%(clock)s” now ends on %(day)s, not on %(before)s."
    ),
)
MOVED_WINDOW_MANY = notices.register(
    "appraisal.recounted_window_many",
    _(
        "The last day of the evaluation of %(window)s has moved: %(count)s deadlines “%(clock)s” moved; "
        "the first now ends on %(day)s."
    ),
)
LISTS = {"return_until": "?role=MINE", "object_until": "?role=MINE", "decide_until": "?role=SUPERIOR"}


@dataclass(frozen=True)
class MovedClock:
    """A running clock of an evaluation that ends on another day now; `counted` is what the calendar alone says."""

    clock: str
    evaluation_id: int
    person_id: int | None
    before: date
    after: date
    counted: date


def window_value(window: Window) -> dict[str, Any]:
    """Return a window as a notice keeps it: its keys, so that each reader is told its name in the own language."""
    return notices.shaped(
        WINDOW,
        kind=str(window.kind),
        number=window.number,
        judged_from=window.judged_from.isoformat(),
        year=window.period.year,
        cadence=str(window.period.cadence),
    )


def url_of(evaluation: Evaluation) -> str:
    """Return the address of an evaluation."""
    return reverse("appraisal:evaluation", args=[evaluation.pk])


def tell(
    people: Iterable[Person | None], kind: str, evaluation: Evaluation, at: datetime, **values: Any
) -> None:
    """Tell people about one evaluation; people without an account are skipped."""
    notices.tell(
        members=[one.member_id for one in people if one is not None],
        kind=kind,
        url=url_of(evaluation),
        at=at,
        values=values,
    )


def tell_recounted(moved: Iterable[MovedClock], at: datetime, *, window: Window | None = None) -> None:
    """Tell everybody whose deadlines moved, by the calendar or with their window, one line a clock.

    A line not read yet is replaced by the newer one.
    """
    by_clock: dict[tuple[int, str], list[MovedClock]] = defaultdict(list)
    rows = [one for one in moved if one.person_id is not None]
    people = {one.person_id or 0 for one in rows}
    members = dict(
        Person.objects.filter(pk__in=people, member__is_active=True).values_list("pk", "member_id")
    )
    for one in rows:
        if (member := members.get(one.person_id or 0)) is not None:
            by_clock[member, one.clock].append(one)
    place = {} if window is None else {"window": window_value(window)}
    earlier = _replaced({member for member, _clock in by_clock}, place)
    notices.tell_each(
        (_recounted(member, clock, found, earlier, place) for (member, clock), found in by_clock.items()),
        at=at,
    )


def _replaced(members: set[int], place: dict[str, Any]) -> dict[tuple[int, str, str], str]:
    """Take away the lines that nobody has read or been mailed; return the day that each said it was before."""
    if not members:
        return {}
    kinds = (MOVED_WINDOW, MOVED_WINDOW_MANY) if place else (RECOUNTED, RECOUNTED_KEPT, RECOUNTED_MANY)
    unread = Notice.objects.filter(
        kind__in=kinds,
        values__contains=place,
        read_at=None,
        mailed_at=None,
        member_id__in=members,
    )
    old = {
        (one.member_id, one.values["clock"]["name"], one.url): one.values.get("before", "") for one in unread
    }
    unread.delete()
    return old


def _recounted(
    member: int,
    clock: str,
    found: list[MovedClock],
    earlier: dict[tuple[int, str, str], str],
    place: dict[str, Any],
) -> notices.Told:
    name = notices.shaped(CLOCK, name=clock)
    first = min(found, key=lambda one: one.after)
    if len(found) > 1:
        url = reverse("appraisal:evaluations") + LISTS.get(clock, "?role=APPRAISER")
        counts = {"clock": name, "count": len(found), "day": first.after.isoformat()}
        return notices.Told(member, MOVED_WINDOW_MANY if place else RECOUNTED_MANY, url, {**counts, **place})
    url = reverse("appraisal:evaluation", args=[first.evaluation_id])
    values = {
        "clock": name,
        "day": first.after.isoformat(),
        "before": earlier.get((member, clock, url)) or first.before.isoformat(),
        "counted": first.counted.isoformat(),
    }
    if place:
        return notices.Told(member, MOVED_WINDOW, url, {**values, **place})
    return notices.Told(member, RECOUNTED_KEPT if first.counted < first.after else RECOUNTED, url, values)
