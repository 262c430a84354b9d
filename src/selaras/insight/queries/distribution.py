"""Predicates by unit beside the pattern that the organisation's achievement suggests."""

from __future__ import annotations

from dataclasses import dataclass

from selaras.appraisal.models import OrganisationAchievement
from selaras.appraisal.queries import distribution_of, predicates_in
from selaras.core.actor import Actor
from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Window
from selaras.rules.codes import MISSING, PREDICATES, RATINGS
from selaras.rules.distribution import mode_of


@dataclass(frozen=True)
class UnitDistribution:
    """How the predicates of one unit's people fall (order of `rules.codes.PREDICATES`), and who still waits.

    `achievement` is the unit's own organisational achievement, empty while nobody has set it; `pattern` the
    predicate that the regulation then expects most people to have (Lampiran IV.B.2).
    """

    unit_id: int | None
    name: str
    counts: tuple[int, ...]
    open: int
    achievement: str
    pattern: str = ""

    @property
    def rated(self) -> int:
        """How many people have a predicate."""
        return sum(self.counts)


def distribution_by_unit(user: Actor, window: Window) -> list[UnitDistribution]:
    """Return the distribution of each unit in reach; three statements."""
    found = distribution_of(window, by="unit", user=user)
    names = dict(
        UnitPeriod.objects.filter(holds_on(user.on), unit__in=[one for one in found.ids if one]).values_list(
            "unit_id", "name"
        )
    )
    achieved = dict(
        OrganisationAchievement.objects.filter(window=window).values_list("unit_id", "achievement")
    )
    lines = [
        UnitDistribution(
            unit_id,
            names.get(unit_id or 0, ""),
            tuple(int(count) for count in found.counts[place]),
            int(found.open[place]),
            achieved.get(unit_id or 0, ""),
            _pattern(achieved.get(unit_id or 0, ""), window),
        )
        for place, unit_id in enumerate(found.ids)
    ]
    return sorted(lines, key=lambda line: line.name)


def _pattern(achievement: str, window: Window) -> str:
    if not achievement:
        return ""
    return mode_of(achievement, on=window.judged_until, scheme=window.period.scheme)


def matrix_of(user: Actor, window: Window) -> dict[tuple[str, str], int]:
    """Return how many people stand in each field of results × behaviour; one statement."""
    arrays = predicates_in(window, user)
    counts: dict[tuple[str, str], int] = {(one, two): 0 for one in RATINGS for two in RATINGS}
    for results, behaviour in zip(arrays.results.tolist(), arrays.behaviour.tolist(), strict=True):
        if MISSING not in (results, behaviour):
            counts[RATINGS[results], RATINGS[behaviour]] += 1
    return counts


def codes() -> tuple[str, ...]:
    """Return the predicates in the order of the counts."""
    return tuple(PREDICATES)
