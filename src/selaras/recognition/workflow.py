"""States and steps of the employee of the month, of sanctions and of consequences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.workflow import Step, Workflow
from selaras.recognition.models import ConsequenceState, RoundState, SanctionState
from selaras.recognition.permissions import can_decide_consequence, can_decide_round, can_decide_sanction

AWARDS = "PermenPANRB 6/2022 Pasal 31"
SANCTIONS = "PermenPANRB 6/2022 Pasal 33"
USE = "PermenPANRB 6/2022 Lampiran V.A.12"

ROUND = Workflow(
    name="round",
    states=RoundState,
    initial=RoundState.OPEN,
    final=frozenset({RoundState.CHOSEN, RoundState.CLOSED}),
    steps=(
        Step(
            "choose",
            _("Choose"),
            frozenset({RoundState.OPEN}),
            RoundState.CHOSEN,
            can_decide_round,
            AWARDS,
            needs_reason=True,
        ),
        Step(
            "close",
            _("Close without a choice"),
            frozenset({RoundState.OPEN}),
            RoundState.CLOSED,
            can_decide_round,
            AWARDS,
            needs_reason=True,
        ),
    ),
)

SANCTION = Workflow(
    name="sanction",
    states=SanctionState,
    initial=SanctionState.PROPOSED,
    final=frozenset({SanctionState.ENDED, SanctionState.REVOKED}),
    steps=(
        Step(
            "enforce",
            _("Put into force"),
            frozenset({SanctionState.PROPOSED}),
            SanctionState.IN_FORCE,
            can_decide_sanction,
            SANCTIONS,
        ),
        Step(
            "end",
            _("Record the end"),
            frozenset({SanctionState.IN_FORCE}),
            SanctionState.ENDED,
            can_decide_sanction,
            SANCTIONS,
            needs_reason=True,
        ),
        Step(
            "revoke",
            _("Revoke"),
            frozenset({SanctionState.PROPOSED, SanctionState.IN_FORCE}),
            SanctionState.REVOKED,
            can_decide_sanction,
            SANCTIONS,
            needs_reason=True,
        ),
    ),
)

CONSEQUENCE = Workflow(
    name="consequence",
    states=ConsequenceState,
    initial=ConsequenceState.PROPOSED,
    final=frozenset({ConsequenceState.DECLINED, ConsequenceState.DONE}),
    steps=(
        Step(
            "take_up",
            _("Take up"),
            frozenset({ConsequenceState.PROPOSED}),
            ConsequenceState.ACCEPTED,
            can_decide_consequence,
            USE,
        ),
        Step(
            "finish",
            _("Mark as done"),
            frozenset({ConsequenceState.ACCEPTED}),
            ConsequenceState.DONE,
            can_decide_consequence,
            USE,
        ),
        Step(
            "decline",
            _("Decline"),
            frozenset({ConsequenceState.PROPOSED, ConsequenceState.ACCEPTED}),
            ConsequenceState.DECLINED,
            can_decide_consequence,
            USE,
            needs_reason=True,
        ),
    ),
)

WORKFLOWS = (ROUND, SANCTION, CONSEQUENCE)
