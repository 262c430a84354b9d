"""Predicates by unit beside the pattern that the organisation's achievement suggests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from selaras.appraisal.models import Evaluation, EvaluationState, OrganisationAchievement
from selaras.core.actor import Actor
from selaras.core.models import Agency
from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Window
from selaras.regulations.queries.choices import warns_of_distribution
from selaras.regulations.queries.words import said
from selaras.rules.codes import PREDICATES, RATINGS
from selaras.rules.dated import NotInForce
from selaras.rules.distribution import mode_of
from selaras.rules.limits import explain_distribution


@dataclass(frozen=True)
class UnitDistribution:
    """How the predicates of one unit's people fall (order of `rules.codes.PREDICATES`), and who still waits.

    `achievement` is the unit's own organisational achievement, empty while nobody has set it; `pattern` the
    predicate that the regulation then expects most people to have (Lampiran IV.B.2); `warnings` say which limits
    of SE MenPANRB 3/2023 are broken, where the agency wants to be warned.
    """

    unit_id: int | None
    name: str
    counts: tuple[int, ...]
    open: int
    achievement: str
    pattern: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def rated(self) -> int:
        """How many people have a predicate."""
        return sum(self.counts)


def distribution_by_unit(user: Actor, window: Window) -> list[UnitDistribution]:
    """Return the distribution of each unit in reach; five statements for any number of people."""
    table: dict[int | None, list[int]] = defaultdict(lambda: [0] * (len(PREDICATES) + 1))
    rows: Any = _in_reach(user, window).order_by()
    for unit_id, predicate, people in rows.values_list("unit_id", "predicate").annotate(Count("pk")):
        table[unit_id][PREDICATES.index(predicate) if predicate else -1] += people
    names = dict(
        UnitPeriod.objects.filter(holds_on(user.on), unit__in=[one for one in table if one]).values_list(
            "unit_id", "name"
        )
    )
    achieved = dict(
        OrganisationAchievement.objects.filter(window=window).values_list("unit_id", "achievement")
    )
    agency = Agency.objects.defer("logo").get(pk=user.agency_id)
    warn = warns_of_distribution(agency, window.judged_until)
    lines = [
        UnitDistribution(
            unit_id,
            names.get(unit_id or 0, ""),
            tuple(counts[:-1]),
            counts[-1],
            achieved.get(unit_id or 0, ""),
            _pattern(achieved.get(unit_id or 0, ""), window),
            _warnings(achieved.get(unit_id or 0, ""), counts[:-1], window) if warn else (),
        )
        for unit_id, counts in table.items()
    ]
    return sorted(lines, key=lambda line: (line.name, line.unit_id or 0))


def _in_reach(user: Actor, window: Window) -> QuerySet[Evaluation]:
    """The evaluations of the units over which the role reaches; people whom the reader appraises elsewhere are not."""
    rows = Evaluation.objects.filter(window=window)
    return rows if user.whole_agency else rows.filter(unit__in=user.unit_ids)


def _pattern(achievement: str, window: Window) -> str:
    if not achievement:
        return ""
    return mode_of(achievement, on=window.judged_until, scheme=window.period.scheme)


def _warnings(achievement: str, counts: list[int], window: Window) -> tuple[str, ...]:
    """Say which limits a unit breaks, in sentences; nothing before the circular or in a group that is too small."""
    if not achievement or not sum(counts):
        return ()
    try:
        told = explain_distribution(
            achievement, dict(zip(PREDICATES, counts, strict=True)), on=window.judged_until
        )
    except NotInForce:
        return ()
    return tuple(said(step) for step in told.steps) if told.result["findings"] else ()


def matrix_of(user: Actor, window: Window) -> dict[tuple[str, str], int]:
    """Return how many people stand in each field of results × behaviour; one statement.

    A rating counts once it is signed; one that is still being written is nobody's business.
    """
    counts: dict[tuple[str, str], int] = {(one, two): 0 for one in RATINGS for two in RATINGS}
    signed: Any = _in_reach(user, window).exclude(state=EvaluationState.OPEN)
    pairs = signed.order_by().values_list("results_rating", "behaviour_rating").annotate(Count("pk"))
    for results, behaviour, people in pairs:
        if (results, behaviour) in counts:
            counts[results, behaviour] += people
    return counts


def codes() -> tuple[str, ...]:
    """Return the predicates in the order of the counts."""
    return tuple(PREDICATES)
