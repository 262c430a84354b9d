"""Reads of planning: the doors to plans, and their content as plain data for all later stages."""

from selaras.planning.queries.checks import errors_in, findings_of, sentence_of
from selaras.planning.queries.content import (
    IndicatorContent,
    PlanContent,
    ResultContent,
    content_of,
    contents_of,
    results_of,
    set_contents_of,
)
from selaras.planning.queries.desk import waiting_for
from selaras.planning.queries.periods import (
    current_period,
    period_of,
    periods,
    window_on,
    windows_of,
    workable_periods,
)
from selaras.planning.queries.plans import (
    current_plan,
    latest_version_of,
    open_version_of,
    plan_and_versions,
    plan_for,
    plan_of,
    plans_for,
    set_version_of,
    versions_of,
)
from selaras.planning.queries.reach import head_of, unit_of
from selaras.planning.queries.values import CoreValue, names_of, spoken, values_in, values_of

__all__ = [
    "CoreValue",
    "IndicatorContent",
    "PlanContent",
    "ResultContent",
    "content_of",
    "contents_of",
    "current_period",
    "current_plan",
    "errors_in",
    "findings_of",
    "head_of",
    "latest_version_of",
    "names_of",
    "open_version_of",
    "period_of",
    "periods",
    "plan_and_versions",
    "plan_for",
    "plan_of",
    "plans_for",
    "results_of",
    "sentence_of",
    "set_contents_of",
    "set_version_of",
    "spoken",
    "unit_of",
    "values_in",
    "values_of",
    "versions_of",
    "waiting_for",
    "window_on",
    "windows_of",
    "workable_periods",
]
