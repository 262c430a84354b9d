"""Reads of insight: completion, distribution, on-time rates, surveys."""

from selaras.insight.queries.completion import (
    Completion,
    UnitLine,
    completion_by_unit,
    completion_for,
    is_changed,
    tally_of,
    totals_of,
)
from selaras.insight.queries.counting import STEPS, Counted, Step, count
from selaras.insight.queries.distribution import UnitDistribution, distribution_by_unit
from selaras.insight.queries.surveys import (
    Result,
    has_taken_part,
    participation_of,
    results_of,
    survey_for,
    surveys_for,
    waiting_for,
)
from selaras.insight.queries.year import Own, Standing, Team, Year, standing_of, year_of

__all__ = [
    "STEPS",
    "Completion",
    "Counted",
    "Own",
    "Result",
    "Standing",
    "Step",
    "Team",
    "UnitDistribution",
    "UnitLine",
    "Year",
    "completion_by_unit",
    "completion_for",
    "count",
    "distribution_by_unit",
    "has_taken_part",
    "is_changed",
    "participation_of",
    "results_of",
    "standing_of",
    "survey_for",
    "surveys_for",
    "tally_of",
    "totals_of",
    "waiting_for",
    "year_of",
]
