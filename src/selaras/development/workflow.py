"""States and steps of a training, of an enrolment and of an improvement plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.workflow import Step, Workflow
from selaras.development.models import EnrolmentState, ImprovementState, TrainingState
from selaras.development.permissions import (
    can_ask_again,
    can_change_training,
    can_decide_enrolment,
    can_enrol_again,
    can_hold_training,
    can_lead_improvement,
    can_record_attendance,
    can_withdraw,
)

TRAINING_LAW = "PP 11/2017 Pasal 203; PP 49/2018"
HELP_LAW = "PermenPANRB 6/2022 Pasal 20; Lampiran V.A.12"
SEEN = frozenset({EnrolmentState.ENROLLED, EnrolmentState.ATTENDED, EnrolmentState.ABSENT})
GONE = frozenset({EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN})

TRAINING = Workflow(
    name="training",
    states=TrainingState,
    initial=TrainingState.OPEN,
    final=frozenset({TrainingState.HELD, TrainingState.CANCELLED}),
    steps=(
        Step(
            "hold",
            _("Mark as held"),
            frozenset({TrainingState.OPEN}),
            TrainingState.HELD,
            can_hold_training,
            TRAINING_LAW,
        ),
        Step(
            "cancel",
            _("Cancel the training"),
            frozenset({TrainingState.OPEN}),
            TrainingState.CANCELLED,
            can_change_training,
            TRAINING_LAW,
            needs_reason=True,
        ),
    ),
)

ENROLMENT = Workflow(
    name="enrolment",
    states=EnrolmentState,
    initial=EnrolmentState.REQUESTED,
    final=frozenset(),
    steps=(
        Step(
            "accept",
            _("Accept"),
            frozenset({EnrolmentState.REQUESTED}),
            EnrolmentState.ENROLLED,
            can_decide_enrolment,
            TRAINING_LAW,
        ),
        Step(
            "decline",
            _("Decline"),
            frozenset({EnrolmentState.REQUESTED}),
            EnrolmentState.DECLINED,
            can_decide_enrolment,
            TRAINING_LAW,
            needs_reason=True,
        ),
        Step("ask_again", _("Ask again"), GONE, EnrolmentState.REQUESTED, can_ask_again, TRAINING_LAW),
        Step("enrol", _("Enrol"), GONE, EnrolmentState.ENROLLED, can_enrol_again, TRAINING_LAW),
        Step(
            "withdraw",
            _("Withdraw"),
            frozenset({EnrolmentState.REQUESTED, EnrolmentState.ENROLLED}),
            EnrolmentState.WITHDRAWN,
            can_withdraw,
            TRAINING_LAW,
        ),
        Step("attend", _("Attended"), SEEN, EnrolmentState.ATTENDED, can_record_attendance, TRAINING_LAW),
        Step("miss", _("Absent"), SEEN, EnrolmentState.ABSENT, can_record_attendance, TRAINING_LAW),
    ),
)

IMPROVEMENT = Workflow(
    name="improvement",
    states=ImprovementState,
    initial=ImprovementState.ACTIVE,
    final=frozenset({ImprovementState.ACHIEVED, ImprovementState.NOT_ACHIEVED, ImprovementState.CANCELLED}),
    steps=(
        Step(
            "achieve",
            _("Conclude: improved"),
            frozenset({ImprovementState.ACTIVE}),
            ImprovementState.ACHIEVED,
            can_lead_improvement,
            HELP_LAW,
            needs_reason=True,
        ),
        Step(
            "fail",
            _("Conclude: not improved"),
            frozenset({ImprovementState.ACTIVE}),
            ImprovementState.NOT_ACHIEVED,
            can_lead_improvement,
            HELP_LAW,
            needs_reason=True,
        ),
        Step(
            "cancel",
            _("Cancel the plan"),
            frozenset({ImprovementState.ACTIVE}),
            ImprovementState.CANCELLED,
            can_lead_improvement,
            HELP_LAW,
            needs_reason=True,
        ),
    ),
)

WORKFLOWS = (TRAINING, ENROLMENT, IMPROVEMENT)
