"""Reads of monitoring: reports and their sheets, feedback, how far reports have come, what waits."""

from selaras.monitoring.queries.behaviours import behaviour_names, behaviours_of
from selaras.monitoring.queries.colleagues import colleagues_for, people_to_ask, plan_to_judge
from selaras.monitoring.queries.completion import Completion, completion_of, people_in
from selaras.monitoring.queries.feedback import (
    Count,
    FeedbackBook,
    FeedbackLine,
    feedback_about_people,
    feedback_for,
    feedback_given,
    feedback_of,
    lineage_texts,
    lines_of,
)
from selaras.monitoring.queries.realisations import (
    EvidenceLine,
    RealisationLine,
    realisations_of,
    realisations_of_plans,
)
from selaras.monitoring.queries.reports import (
    MonthLine,
    due_on,
    months_of,
    own_plans,
    report_for,
    reports_for,
    reports_of_people,
)
from selaras.monitoring.queries.requests import (
    find_request,
    request_by_id,
    request_for,
    requests_by,
    requests_to,
)
from selaras.monitoring.queries.sheets import ReportSheet, sheet_of
from selaras.monitoring.queries.steps import steps_of
from selaras.monitoring.queries.waiting import waiting_for

__all__ = [
    "Completion",
    "Count",
    "EvidenceLine",
    "FeedbackBook",
    "FeedbackLine",
    "MonthLine",
    "RealisationLine",
    "ReportSheet",
    "behaviour_names",
    "behaviours_of",
    "colleagues_for",
    "completion_of",
    "due_on",
    "feedback_about_people",
    "feedback_for",
    "feedback_given",
    "feedback_of",
    "find_request",
    "lineage_texts",
    "lines_of",
    "months_of",
    "own_plans",
    "people_in",
    "people_to_ask",
    "plan_to_judge",
    "realisations_of",
    "realisations_of_plans",
    "report_for",
    "reports_for",
    "reports_of_people",
    "request_by_id",
    "request_for",
    "requests_by",
    "requests_to",
    "sheet_of",
    "steps_of",
    "waiting_for",
]
