"""What people are told during appraisal, and how it reaches them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation
from selaras.appraisal.papers import window_name
from selaras.core import notices
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
)
TO_RATE = notices.register(
    "appraisal.to_rate", _("The evaluations of %(window)s are open: %(count)s people wait for you.")
)
ASKED = notices.register("appraisal.asked", _("Your opinion on the work of %(person)s is asked for."))
DELIVERED = notices.register(
    "appraisal.delivered", _("The result of your evaluation (%(window)s) is here: sign it or object to it.")
)
ACCEPTED = notices.register("appraisal.accepted", _("%(person)s signed the result of the evaluation."))
LAPSED = notices.register(
    "appraisal.lapsed",
    _("The time for signing your result has passed, so it goes on without your signature."),
)
ESCALATED = notices.register(
    "appraisal.escalated",
    _("%(count)s people were not evaluated in time: you evaluate them now, and it is final."),
)
SILENT = notices.register(
    "appraisal.silent", _("The window has passed: your superior now evaluates %(count)s of your people.")
)
OBJECTED = notices.register(
    "appraisal.objected", _("%(person)s objects to the result: decide by the day that the page names.")
)
EXPLAIN = notices.register(
    "appraisal.explain", _("%(person)s objects to your rating: explain it to your superior.")
)
STATED = notices.register("appraisal.stated", _("A statement was added to the objection of %(person)s."))
DECIDED = notices.register("appraisal.decided", _("The objection of %(person)s has been decided."))
MOVED = notices.register("appraisal.moved", _("You are now the appraiser of %(person)s in %(window)s."))
REMIND_RATE = notices.register("appraisal.remind_rate", _("%(count)s people still wait for your evaluation."))


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
