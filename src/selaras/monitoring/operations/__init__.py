"""Writes of monitoring: reports, evidence, action steps, feedback and requests for it."""

from selaras.monitoring.operations.evidence import add_file, add_link, remove_evidence
from selaras.monitoring.operations.feedback import Said, give_feedback, reply_to_feedback
from selaras.monitoring.operations.papers import issue_feedback, issue_report
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
from selaras.monitoring.operations.requests import (
    Asked,
    Party,
    answer_request,
    ask_colleague,
    ask_external,
    decline_request,
    expire_requests,
    link_of,
    resume_request,
    withdraw_request,
)
from selaras.monitoring.operations.steps import add_step, finish_step, remove_step

__all__ = [
    "Asked",
    "Draft",
    "Party",
    "Remark",
    "Said",
    "add_file",
    "add_link",
    "add_step",
    "answer",
    "answer_request",
    "ask_colleague",
    "ask_external",
    "decline_request",
    "expire_requests",
    "finish_step",
    "give_feedback",
    "issue_feedback",
    "issue_report",
    "link_of",
    "open_month",
    "open_report",
    "remove_evidence",
    "remove_step",
    "reply",
    "reply_to_feedback",
    "resume_request",
    "save_draft",
    "submit",
    "withdraw",
    "withdraw_request",
]
