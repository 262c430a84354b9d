"""What waits for a person in planning: own plans to write or sign, plans of others to decide, texts to read."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.vocabulary import word
from selaras.core.waiting import Waiting
from selaras.planning.models import PeriodState, PlanState, PlanVersion
from selaras.planning.queries.socialisation import ABOVE

MINE = (PlanState.DRAFT, PlanState.RETURNED, PlanState.AGREED)
THEIRS = (PlanState.SUBMITTED, PlanState.SIGNED)

# A published text for one of the person's units or a unit above, not acknowledged; and an open year without plan.
UNREAD = (
    ABOVE
    + """
SELECT 'READ', p.id, p.title, p.acknowledge_by_on FROM planning_publication p
WHERE p.agency_id = %(agency)s AND p.published_at IS NOT NULL AND p.unit_id IN (SELECT unit_id FROM above)
  AND NOT EXISTS (SELECT 1 FROM planning_acknowledgement k
    WHERE k.agency_id = p.agency_id AND k.publication_id = p.id AND k.person_id = %(person)s)
UNION ALL
SELECT 'PLAN', y.id, y.name, y.plans_due_on FROM planning_period y
WHERE y.agency_id = %(agency)s AND y.state = 'OPEN' AND y.starts_on <= %(on)s AND y.ends_on >= %(on)s
  AND EXISTS (SELECT 1 FROM above)
  AND NOT EXISTS (SELECT 1 FROM planning_plan n
    WHERE n.agency_id = y.agency_id AND n.period_id = y.id AND n.person_id = %(person)s)
"""
)


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return what waits for the acting person, in two statements."""
    if not actor.is_personal or actor.person_id is None:
        return []
    return [*_plans(actor), *_texts(actor)]


def _plans(actor: Actor) -> list[Waiting]:
    me = actor.person_id
    rows = PlanVersion.objects.filter(
        Q(plan__person=me, state__in=MINE) | Q(plan__appraiser=me, state__in=THEIRS),
        plan__closed_on=None,
        plan__period__state=PeriodState.OPEN,
    ).select_related("plan__period", "plan__person")
    rows = rows.order_by("submitted_at", "pk")
    own = [_own(row) for row in rows if row.plan.person_id == me]
    return own + _others([row for row in rows if row.plan.person_id != me])


def _own(row: PlanVersion) -> Waiting:
    values = {"plan": word("plan"), "year": row.plan.period.name}
    due = row.plan.period.plans_due_on if row.number == 1 else None
    url = reverse("planning:plan", args=[row.plan_id])
    if row.state == PlanState.AGREED:
        return Waiting(_("%(plan)s %(year)s: sign it") % values, url, _("Sign"), due, icon="plan")
    edit = reverse("planning:plan_edit", args=[row.plan_id])
    if row.state == PlanState.RETURNED:
        return Waiting(
            _("%(plan)s %(year)s was returned: revise it") % values, edit, _("Revise"), due, icon="plan"
        )
    return Waiting(_("%(plan)s %(year)s: write and submit it") % values, edit, _("Write"), due, icon="plan")


def _others(rows: list[PlanVersion]) -> list[Waiting]:
    lines = []
    for state, text, button in (
        (
            PlanState.SUBMITTED,
            lambda n: ngettext(
                "%(num)s %(plan)s waits for your agreement", "%(num)s %(plan)s wait for your agreement", n
            ),
            _("Look"),
        ),
        (
            PlanState.SIGNED,
            lambda n: ngettext("%(num)s %(plan)s waits to be set", "%(num)s %(plan)s wait to be set", n),
            _("Set the plan"),
        ),
    ):
        found = [row for row in rows if row.state == state]
        if found:
            url = f"{reverse('planning:plans')}?state={state}"
            if len(found) == 1:
                url = reverse("planning:plan", args=[found[0].plan_id])
            words = {"num": len(found), "plan": word("plan")}
            lines.append(Waiting(text(len(found)) % words, url, button, _due(found), len(found), "plan"))
    return lines


def _due(rows: list[PlanVersion]) -> date | None:
    first = [row.plan.period.plans_due_on for row in rows if row.number == 1]
    return min(first) if first else None


def _texts(actor: Actor) -> list[Waiting]:
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, {"agency": current_agency_id(), "person": actor.person_id, "on": actor.on})
        rows = cursor.fetchall()
    return [_text(*row) for row in rows]


def _text(kind: str, row_id: int, title: str, due: date | None) -> Waiting:
    if kind == "READ":
        url = reverse("planning:publication", args=[row_id])
        return Waiting(
            _("Read and acknowledge: %(title)s") % {"title": title}, url, _("Read"), due, icon="flag"
        )
    text = _("%(plan)s %(year)s has not been begun") % {"plan": word("plan"), "year": title}
    return Waiting(text, reverse("planning:plans"), _("Begin"), due, icon="plan")
