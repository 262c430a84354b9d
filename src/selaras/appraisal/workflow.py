"""The states and steps of an evaluation and of the agreement on a previous result, each with its article.

What the regulation leaves open is decided in docs/decisions: AMB-20 and AMB-21 in
docs/decisions/0007-two-silences-of-the-clocks.md, taking back and AMB-33 in
docs/decisions/0008-taking-back-and-reusing-a-result.md, late delivery in
docs/decisions/0014-nobody-acts-any-more.md, who signs and reports a changed result in
docs/decisions/0017-who-signs-a-changed-result.md.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import EvaluationState, ReuseState
from selaras.appraisal.permissions import (
    OBJECTABLE,
    can_accept,
    can_answer_reuse,
    can_decide,
    can_deliver,
    can_judge,
    can_object,
    can_report,
    can_report_running,
    can_take_back,
    can_use_reuse,
    can_withdraw_reuse,
)
from selaras.core.actor import Actor
from selaras.core.verdict import YES, Verdict, no
from selaras.core.workflow import Step, Workflow

State = EvaluationState
Agreement = ReuseState
REUSE_ARTICLE = "PermenPANRB 6/2022 Lampiran IV.A.13"
BEFORE_DELIVERY = "PermenPANRB 6/2022 Pasal 28"


def by_time(user: Actor, evaluation: Any) -> Verdict:
    """Say that only time takes this step: the job, never a person."""
    return YES if user.is_system else no(_("This happens by itself when the deadline has passed."))


EVALUATION = Workflow(
    name="appraisal.evaluation",
    states=EvaluationState,
    initial=State.OPEN,
    final=frozenset({State.REPORTED}),
    steps=(
        Step(
            "escalate",
            _("Hand over to the superior"),
            frozenset({State.OPEN}),
            State.OPEN,
            by_time,
            "PermenPANRB 6/2022 Lampiran IV.A.11",
            by_job=True,
        ),
        Step(
            "rate",
            _("Rate and sign"),
            frozenset({State.OPEN}),
            State.RATED,
            can_judge,
            "PermenPANRB 6/2022 Pasal 23-25; Lampiran IV.B",
        ),
        Step(
            "reuse",
            _("Sign with the previous result"),
            frozenset({State.OPEN}),
            State.RATED,
            can_judge,
            REUSE_ARTICLE,
        ),
        Step(
            "deliver",
            _("Deliver to the employee"),
            frozenset({State.RATED}),
            State.DELIVERED,
            can_deliver,
            "PermenPANRB 6/2022 Pasal 28; Lampiran V.A",
        ),
        Step(
            "deliver_late",
            _("Deliver what nobody handed over in time"),
            frozenset({State.RATED}),
            State.DELIVERED,
            by_time,
            "PermenPANRB 6/2022 Pasal 28-29; Lampiran V.A",
            by_job=True,
        ),
        Step(
            "take_back",
            _("Take the signed result back"),
            frozenset({State.RATED}),
            State.OPEN,
            can_take_back,
            BEFORE_DELIVERY,
            needs_reason=True,
        ),
        Step(
            "accept",
            _("Sign the result"),
            frozenset({State.DELIVERED, State.LAPSED}),
            State.ACCEPTED,
            can_accept,
            "PermenPANRB 6/2022 Lampiran V.A",
        ),
        Step(
            "object",
            _("Object to the result"),
            OBJECTABLE,
            State.OBJECTED,
            can_object,
            "PermenPANRB 6/2022 Pasal 29; Lampiran V.B",
        ),
        Step(
            "lapse",
            _("Go on without the signature"),
            frozenset({State.DELIVERED}),
            State.LAPSED,
            by_time,
            "PermenPANRB 6/2022 Lampiran V.A (AMB-21)",
            by_job=True,
        ),
        Step(
            "decide",
            _("Decide the objection"),
            frozenset({State.OBJECTED}),
            State.DECIDED,
            can_decide,
            "PermenPANRB 6/2022 Pasal 29; Lampiran V.B",
        ),
        Step(
            "report",
            _("Report the result"),
            frozenset({State.ACCEPTED, State.LAPSED, State.DECIDED}),
            State.REPORTED,
            can_report,
            "PermenPANRB 6/2022 Pasal 28; Lampiran V.A",
        ),
        Step(
            "report_running",
            _("Report while the objection runs"),
            frozenset({State.OBJECTED}),
            State.OBJECTED,
            can_report_running,
            "PermenPANRB 6/2022 Pasal 28-29; Lampiran V (AMB-20)",
        ),
    ),
)

REUSE = Workflow(
    name="appraisal.reuse",
    states=ReuseState,
    initial=Agreement.PROPOSED,
    final=frozenset({Agreement.DECLINED, Agreement.WITHDRAWN}),
    steps=(
        Step(
            "agree",
            _("Agree"),
            frozenset({Agreement.PROPOSED}),
            Agreement.AGREED,
            can_answer_reuse,
            REUSE_ARTICLE,
        ),
        Step(
            "decline",
            _("Decline"),
            frozenset({Agreement.PROPOSED}),
            Agreement.DECLINED,
            can_answer_reuse,
            REUSE_ARTICLE,
            needs_reason=True,
        ),
        Step(
            "withdraw",
            _("Withdraw"),
            frozenset({Agreement.PROPOSED, Agreement.AGREED}),
            Agreement.WITHDRAWN,
            can_withdraw_reuse,
            REUSE_ARTICLE,
        ),
        Step(
            "use",
            _("Sign with the previous result"),
            frozenset({Agreement.AGREED}),
            Agreement.USED,
            can_use_reuse,
            REUSE_ARTICLE,
        ),
        Step(
            "free",
            _("Take the signed result back"),
            frozenset({Agreement.USED}),
            Agreement.AGREED,
            can_use_reuse,
            BEFORE_DELIVERY,
        ),
    ),
)

WORKFLOWS: tuple[Workflow, ...] = (EVALUATION, REUSE)
