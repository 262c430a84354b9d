"""Passes a change of the agency's calendar on to the stages that count in working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from selaras.core.actor import Actor

Follow = Callable[[Actor, datetime, str], None]
_followers: list[Follow] = []


def when_calendar_changes(follow: Follow) -> None:
    """Let a later stage act, in the same transaction, when days off or the working week of the agency change."""
    if follow not in _followers:
        _followers.append(follow)


def calendar_changed(by: Actor, at: datetime, reason: str = "") -> None:
    """Tell all stages that count in working days, with the decree; they queue their own work."""
    for follow in _followers:
        follow(by, at, reason)
