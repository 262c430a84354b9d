"""Passes a moved evaluation window on to the stages that count days from its last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from selaras.core.actor import Actor
from selaras.planning.models import Window

Follow = Callable[[Window, Actor, datetime], None]
_followers: list[Follow] = []


def when_window_moves(follow: Follow) -> None:
    """Let a later stage act, in the same transaction, when the last day of an evaluation window changes."""
    if follow not in _followers:
        _followers.append(follow)


def window_moved(window: Window, by: Actor, at: datetime) -> None:
    """Tell all stages whose clocks begin with the end of the window (Pasal 28, Lampiran V.A)."""
    for follow in _followers:
        follow(window, by, at)
