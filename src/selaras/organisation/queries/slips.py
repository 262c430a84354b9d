"""Who has never signed in with an own password and may be handed an initial one."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.organisation.models import Assignment, Person, PersonKind, PositionPeriod
from selaras.organisation.permissions import can_issue_passwords
from selaras.organisation.queries.reporting import holds_on


def awaiting_first_sign_in(user: Actor, search: str = "") -> QuerySet[Person]:
    """Return employees in the officer's reach who hold a post and have no account or no own password yet.

    Those who hold an initial password already come last, so that the next sheet begins where the one before ended.
    """
    require(can_issue_passwords(user))
    positions = PositionPeriod.objects.filter(holds_on(user.on))
    if not user.whole_agency:
        positions = positions.filter(unit__in=user.unit_ids)
    held = Assignment.objects.filter(
        holds_on(user.on), person=OuterRef("pk"), position__in=positions.values("position_id")
    )
    rows = Person.objects.filter(Exists(held), kind=PersonKind.EMPLOYEE, erased_at=None)
    waiting = Q(member=None, invitation=None) | Q(member__is_active=True, member__user__is_active=True) & (
        Q(member__user__last_login=None) | Q(member__user__must_change_password=True)
    )
    rows = rows.filter(waiting)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(number__startswith=search))
    given = F("member__user__must_change_password").asc(nulls_first=True)
    return rows.order_by(given, "name", "pk")
