"""Says under which heading of the list each calculator stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence as Text

SHELVES: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("The plan (SKP)"), ("wording", "cascading", "plan-group", "plan-setters", "plan-change")),
    (
        _("Rating and predicate"),
        (
            "results-guide", "behaviour-guide", "competence", "predicate", "ratings-giving", "weighted-score",
            "key-result", "study-leave-band", "graduation",
        ),
    ),
    (
        _("Who appraises"),
        ("who-appraises", "other-appraiser", "appraiser-moves", "employee-moves", "final-result"),
    ),
    (
        _("Achievement and distribution"),
        ("achievement-year", "head-rating", "distribution-mode", "distribution"),
    ),
    (_("Deadlines and what follows"), ("deadline", "consequences", "improvement", "objection")),
    (_("Discipline"), ("lateness", "absence-sanction", "discipline-procedure", "discipline-remedy")),
    (
        _("Credit points"),
        ("credit", "credit-base", "credit-diploma", "credit-move", "credit-accumulated", "credit-need"),
    ),
    (
        _("Career and allowance"),
        (
            "rank-promotion", "level-promotion", "periodic-raise", "long-service-medal", "employee-of-month",
            "allowance",
        ),
    ),
    (
        _("Development and talent"),
        ("development-form", "development-hours", "talent-performance", "talent-box", "professionalism-index"),
    ),
    (
        _("Earlier regulations"),
        (
            "indicator-achievement", "plan-value", "plan-total", "two-plans", "ranking", "work-achievement",
            "integration-2021",
        ),
    ),
    (_("Identity"), ("nip",)),
)  # fmt: skip

T = TypeVar("T")


def shelved(found: Mapping[str, T]) -> list[tuple[Text, list[T]]]:
    """Return calculators by key below their headings, in the order of the work; empty headings are left out."""
    listed = [(title, [found[name] for name in names if name in found]) for title, names in SHELVES]
    return [(title, those) for title, those in listed if those]
