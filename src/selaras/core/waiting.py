"""What waits for a person: the lines of the desk, given by each stage and shown by the web."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from selaras.core.verdict import Sentence


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, where, the one button's label, and until when.

    With `sends` the button of the desk posts these values to `url`, which a look (a link in a message) must not.
    """

    text: Sentence
    url: str
    button: Sentence
    due_on: date | None = None
    count: int = 1
    icon: str = "clock"
    sends: tuple[tuple[str, str], ...] = ()
