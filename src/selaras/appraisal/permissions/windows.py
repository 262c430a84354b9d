"""When the evaluations of a window may be opened and closed for everybody, beside who may do it."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.appraisal.permissions.evaluation import can_run_window
from selaras.appraisal.queries.calendar import calendar_of
from selaras.core.actor import Actor
from selaras.core.verdict import YES, Verdict, no
from selaras.planning.models import Window


def can_open_window(user: Actor, window: Window) -> Verdict:
    """From the first day of a window until its results have to be reported; later everything would be late.

    Pasal 28 lets results be reported some working days after the window; whoever opens later moves the last day first.
    """
    may = can_run_window(user, window)
    if not may:
        return may
    if user.on < window.opens_on:
        return no(
            _("This window has not begun yet. Its first day is %(day)s.") % {"day": _day(window.opens_on)}
        )
    if window.closed_at is not None:
        return no(_("This window is closed, so no evaluation is opened in it any more."))
    last = calendar_of(window).until("REPORT", window.closes_on)
    if user.on > last:
        return no(
            _(
                "This window ended on %(day)s and its results were due on %(last)s, so everything opened now would "
                "be late. Move the last day of the window under Periods if the agency still evaluates it."
            )
            % {"day": _day(window.closes_on), "last": _day(last)}
        )
    return YES


def can_close_window(user: Actor, window: Window) -> Verdict:
    """From the day after the last day of a window, once."""
    may = can_run_window(user, window)
    if not may:
        return may
    if window.closed_at is not None:
        return no(_("This window is already closed."))
    if user.on <= window.closes_on:
        return no(
            _("The last day of this window is %(day)s; it can be closed from the day after.")
            % {"day": _day(window.closes_on)}
        )
    return YES


def _day(day: date) -> str:
    return date_format(day, "j F Y")
