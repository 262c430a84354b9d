"""Reads of insight: completion, distribution, on-time rates, surveys."""

from selaras.insight.queries.completion import Step, UnitLine, completion_by_unit, totals_of
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

__all__ = [
    "Result",
    "Step",
    "UnitDistribution",
    "UnitLine",
    "completion_by_unit",
    "distribution_by_unit",
    "has_taken_part",
    "participation_of",
    "results_of",
    "survey_for",
    "surveys_for",
    "totals_of",
    "waiting_for",
]
