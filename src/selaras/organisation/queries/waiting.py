"""What waits for a person about the own account: agencies that ask to admit it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.accounts.models import Membership
from selaras.accounts.queries import invitations_of
from selaras.core.actor import Actor
from selaras.core.waiting import Waiting


def waiting_for(user: Actor) -> list[Waiting]:
    """Return a line for each agency whose request the owner of the account has not answered."""
    if user.member_id is None or not user.invited:
        return []
    user_id = Membership.objects.values_list("user_id", flat=True).get(pk=user.member_id)
    return [
        Waiting(
            text=_("%(agency)s wants to connect your account") % {"agency": one.agency_name},
            url=reverse("organisation:invitation", args=[one.id]),
            button=_("Answer"),
            icon="user",
        )
        for one in invitations_of(user_id)
    ]
