"""The states and steps of an evaluation, each with its article."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import EvaluationState
from selaras.appraisal.permissions import (
    OBJECTABLE,
    can_accept,
    can_decide,
    can_judge,
    can_object,
    can_report,
)
from selaras.core.actor import Actor
from selaras.core.verdict import YES, Verdict, no
from selaras.core.workflow import Step, Workflow

State = EvaluationState


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
            "deliver",
            _("Deliver to the employee"),
            frozenset({State.RATED}),
            State.DELIVERED,
            can_judge,
            "PermenPANRB 6/2022 Pasal 28; Lampiran V.A",
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
            "The regulation is silent; the choice is explained in the decision records (AMB-21)",
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
            can_report,
            "PermenPANRB 6/2022 Pasal 28 with Pasal 29: the clocks conflict (AMB-20)",
        ),
    ),
)

WORKFLOWS: tuple[Workflow, ...] = (EVALUATION,)
