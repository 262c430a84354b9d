"""Who may read the regulations, ask the calculators and change what an agency chooses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no


def can_read_regulations(user: Actor) -> Verdict:
    """Everybody who is signed in: people have a right to know by which rules they are judged."""
    return YES


def can_change_choices(user: Actor) -> Verdict:
    """Officers of the whole agency write what the agency has decided."""
    if user.role == RoleCode.OFFICER and user.whole_agency:
        return YES
    return no(
        _(
            "Everybody reads what the agency chose. Only a performance officer of the whole agency"
            " records a new choice."
        )
    )
