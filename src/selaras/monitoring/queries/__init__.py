"""Reads of monitoring: reports and their sheets, feedback, how far reports have come, what waits."""

from selaras.monitoring.queries.behaviours import behaviour_names, behaviours_of
from selaras.monitoring.queries.completion import Completion, completion_of, people_in
from selaras.monitoring.queries.reports import (
    MonthLine,
    due_on,
    months_of,
    own_plans,
    report_for,
    reports_for,
    reports_of,
    reports_of_people,
)
from selaras.monitoring.queries.sheets import ReportSheet, sheet_of
from selaras.monitoring.queries.waiting import waiting_for

__all__ = [
    "Completion",
    "MonthLine",
    "ReportSheet",
    "behaviour_names",
    "behaviours_of",
    "completion_of",
    "due_on",
    "months_of",
    "own_plans",
    "people_in",
    "report_for",
    "reports_for",
    "reports_of",
    "reports_of_people",
    "sheet_of",
    "waiting_for",
]
