"""How many working days a step of the objection or the delivery has, by the rules of the window's scheme."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext

from selaras.planning.models import Scheme, Window
from selaras.rules.dated import in_force


class Term(NamedTuple):
    """The working days of a step, and the article they rest on."""

    days: int
    article: str


def term_of(step: str, window: Window) -> Term:
    """Return the days of a step; a company follows a rule of its own, civil servants Pasal 28-29."""
    scheme = window.period.scheme
    entry = in_force(scheme, "deadlines", window.judged_until)
    row = entry.value[step]
    if scheme != Scheme.PERMENPANRB_6_2022:
        return Term(int(row["days"]), gettext("the company's own rule"))
    return Term(int(row["days"]), f"{entry.cite.instrument} {row['article']}")
