"""The course of a monthly report and of a request for feedback."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.workflow import Step, Workflow
from selaras.monitoring import permissions
from selaras.monitoring.models import ReportState, RequestState

REPORT = Workflow(
    name="report",
    states=ReportState,
    initial=ReportState.DRAFT,
    final=frozenset({ReportState.ANSWERED}),
    steps=(
        Step(
            "submit",
            _("Submit the report"),
            frozenset({ReportState.DRAFT}),
            ReportState.SUBMITTED,
            permissions.can_submit,
            "PermenPANRB 6/2022 Pasal 16",
        ),
        Step(
            "withdraw",
            _("Withdraw the report"),
            frozenset({ReportState.SUBMITTED}),
            ReportState.DRAFT,
            permissions.can_withdraw,
            "House rule: what nobody has answered yet can still be corrected",
        ),
        Step(
            "answer",
            _("Answer the report"),
            frozenset({ReportState.SUBMITTED}),
            ReportState.ANSWERED,
            permissions.can_answer,
            "PermenPANRB 6/2022 Pasal 17",
        ),
    ),
)

REQUEST = Workflow(
    name="feedback_request",
    states=RequestState,
    initial=RequestState.OPEN,
    final=frozenset({RequestState.GIVEN, RequestState.WITHDRAWN, RequestState.EXPIRED}),
    steps=(
        Step(
            "give",
            _("Give the feedback"),
            frozenset({RequestState.OPEN}),
            RequestState.GIVEN,
            permissions.can_answer_request,
            "PermenPANRB 6/2022 Pasal 18",
        ),
        Step(
            "decline",
            _("Say that one cannot judge it"),
            frozenset({RequestState.OPEN}),
            RequestState.DECLINED,
            permissions.can_answer_request,
            "House rule: nobody is obliged to judge a colleague",
        ),
        Step(
            "resume",
            _("Give the feedback after all"),
            frozenset({RequestState.DECLINED}),
            RequestState.OPEN,
            permissions.can_resume_request,
            "House rule: a tap made by mistake can be undone until the last day",
        ),
        Step(
            "withdraw",
            _("Withdraw the request"),
            frozenset({RequestState.OPEN}),
            RequestState.WITHDRAWN,
            permissions.can_withdraw_request,
            "House rule: a request sent to the wrong person can be taken back",
        ),
        Step(
            "expire",
            _("Expire"),
            frozenset({RequestState.OPEN}),
            RequestState.EXPIRED,
            permissions.can_expire,
            "House rule: a personal link must not stay open for ever",
            by_job=True,
        ),
    ),
)

WORKFLOWS = (REPORT, REQUEST)
