"""Writes of monitoring: reports, evidence, action steps, feedback and requests for it."""

from selaras.monitoring.operations.evidence import add_file, add_link, remove_evidence
from selaras.monitoring.operations.remarks import Remark
from selaras.monitoring.operations.reports import (
    Draft,
    answer,
    open_month,
    open_report,
    reply,
    save_draft,
    submit,
    withdraw,
)
from selaras.monitoring.operations.steps import add_step, finish_step, remove_step

__all__ = [
    "Draft",
    "Remark",
    "add_file",
    "add_link",
    "add_step",
    "answer",
    "finish_step",
    "open_month",
    "open_report",
    "remove_evidence",
    "remove_step",
    "reply",
    "save_draft",
    "submit",
    "withdraw",
]
