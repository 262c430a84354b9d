"""What waits for a person in planning: own plans to write or sign, plans of others to decide, texts to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.vocabulary import word
from selaras.core.waiting import Waiting
from selaras.planning.models import PlanState
from selaras.planning.queries.socialisation import ABOVE

MINE = (PlanState.DRAFT, PlanState.RETURNED, PlanState.AGREED)
THEIRS = (PlanState.SUBMITTED, PlanState.SIGNED)
TEXTS = ("READ", "PLAN", "AGREEMENT")

CHANGE_DAYS = 14
"""How long a change of a plan stays with the appraiser alone; the law names a day for the first version only."""

# Plans being worked on that wait for the person as employee, as appraiser, or, once the appraiser's days have passed
# (PermenPANRB 6/2022 Lampiran II.C.5), as the appraiser's superior; then a published text for one of the
# person's units or a unit above, not acknowledged; then an open year without plan; then the agreement of a unit that
# the person leads, once it has lines.
LINES = (
    ABOVE
    + """
SELECT CASE WHEN p.person_id = %(person)s THEN 'MINE' WHEN p.appraiser_id = %(person)s THEN 'THEIRS'
  ELSE 'ABOVE' END, p.id, y.name, y.plans_due_on,
  v.state, v.number, v.submitted_at, v.id
FROM planning_planversion v
JOIN planning_plan p ON p.agency_id = v.agency_id AND p.id = v.plan_id AND p.closed_on IS NULL
JOIN planning_period y ON y.agency_id = p.agency_id AND y.id = p.period_id AND y.state = 'OPEN'
WHERE v.agency_id = %(agency)s
  AND ((p.person_id = %(person)s AND v.state = ANY(%(mine)s))
    OR (p.appraiser_id = %(person)s AND v.state = ANY(%(theirs)s))
    OR (p.superior_id = %(person)s AND v.state = ANY(%(theirs)s) AND %(on)s > y.plans_due_on
      AND (v.number = 1 OR v.submitted_at::date + %(change_days)s < %(on)s)))
UNION ALL
SELECT 'READ', p.id, p.title, p.acknowledge_by_on, '', 0, NULL, p.id FROM planning_publication p
JOIN planning_period y ON y.agency_id = p.agency_id AND y.id = p.period_id AND y.state <> 'CLOSED'
WHERE p.agency_id = %(agency)s AND p.published_at IS NOT NULL AND p.withdrawn_at IS NULL
  AND p.unit_id IN (SELECT unit_id FROM above)
  AND NOT EXISTS (SELECT 1 FROM planning_acknowledgement k
    WHERE k.agency_id = p.agency_id AND k.publication_id = p.id AND k.person_id = %(person)s)
UNION ALL
SELECT 'PLAN', y.id, y.name, y.plans_due_on, '', 0, NULL, y.id FROM planning_period y
WHERE y.agency_id = %(agency)s AND y.state = 'OPEN' AND y.starts_on <= %(on)s AND y.ends_on >= %(on)s
  AND EXISTS (SELECT 1 FROM above)
  AND NOT EXISTS (SELECT 1 FROM planning_plan n
    WHERE n.agency_id = y.agency_id AND n.period_id = y.id AND n.person_id = %(person)s)
UNION ALL
SELECT 'AGREEMENT', g.id, y.name, NULL, '', 0, NULL, g.id FROM planning_agreement g
JOIN planning_period y ON y.agency_id = g.agency_id AND y.id = g.period_id AND y.state <> 'CLOSED'
WHERE g.agency_id = %(agency)s AND g.state = 'DRAFT'
  AND EXISTS (SELECT 1 FROM planning_agreementitem i WHERE i.agency_id = g.agency_id AND i.agreement_id = g.id)
  AND g.unit_id IN (SELECT h.unit_id FROM organisation_headship h
    JOIN organisation_assignment a ON a.agency_id = h.agency_id AND a.position_id = h.position_id
    WHERE h.agency_id = %(agency)s AND a.person_id = %(person)s
      AND h.from_on <= %(on)s AND (h.until_on IS NULL OR h.until_on > %(on)s)
      AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s))
ORDER BY 7 NULLS LAST, 8
"""
)


@dataclass(frozen=True)
class _Line:
    """One row of the statement; `year` is the title of a text to read."""

    kind: str
    row_id: int
    year: str
    plans_due_on: date | None
    state: str
    number: int
    submitted_at: datetime | None
    order: int


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return what waits for the acting person, in one statement."""
    if not actor.is_personal or actor.person_id is None:
        return []
    values: dict[str, Any] = {
        "agency": current_agency_id(),
        "person": actor.person_id,
        "on": actor.on,
        "mine": list(MINE),
        "theirs": list(THEIRS),
        "change_days": CHANGE_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(LINES, values)
        rows = [_Line(*row) for row in cursor.fetchall()]
    own = [_own(row) for row in rows if row.kind == "MINE"]
    texts = [_text(row.kind, row.row_id, row.year, row.plans_due_on) for row in rows if row.kind in TEXTS]
    others = _others([row for row in rows if row.kind == "THEIRS"])
    return [*own, *others, *_above([row for row in rows if row.kind == "ABOVE"]), *texts]


def _own(row: _Line) -> Waiting:
    values = {"plan": word("plan"), "year": row.year}
    due = row.plans_due_on if row.number == 1 else None
    url = reverse("planning:plan", args=[row.row_id])
    if row.state == PlanState.AGREED:
        return Waiting(_("%(plan)s %(year)s: sign it") % values, url, _("Sign"), due, icon="plan")
    edit = reverse("planning:plan_edit", args=[row.row_id])
    if row.state == PlanState.RETURNED:
        return Waiting(
            _("%(plan)s %(year)s was returned: revise it") % values, edit, _("Revise"), due, icon="plan"
        )
    return Waiting(_("%(plan)s %(year)s: write and submit it") % values, edit, _("Write"), due, icon="plan")


def _others(rows: list[_Line]) -> list[Waiting]:
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
                url = reverse("planning:plan", args=[found[0].row_id])
            words = {"num": len(found), "plan": word("plan")}
            lines.append(Waiting(text(len(found)) % words, url, button, _due(found), len(found), "plan"))
    return lines


def _above(rows: list[_Line]) -> list[Waiting]:
    if not rows:
        return []
    words = {"num": len(rows), "plan": word("plan"), "appraiser": word("appraiser")}
    text = ngettext(
        "%(num)s %(plan)s waits for you: the days of the %(appraiser)s have passed",
        "%(num)s %(plan)s wait for you: the days of the %(appraiser)s have passed",
        len(rows),
    )
    url = reverse("planning:plan", args=[rows[0].row_id]) if len(rows) == 1 else reverse("planning:plans")
    return [Waiting(text % words, url, _("Decide"), _due(rows), len(rows), "plan")]


def _due(rows: list[_Line]) -> date | None:
    first = [row.plans_due_on for row in rows if row.number == 1 and row.plans_due_on]
    return min(first, default=None)


def _text(kind: str, row_id: int, title: str, due: date | None) -> Waiting:
    if kind == "READ":
        url = reverse("planning:publication", args=[row_id])
        return Waiting(
            _("Read and acknowledge: %(title)s") % {"title": title}, url, _("Read"), due, icon="flag"
        )
    if kind == "AGREEMENT":
        url = reverse("planning:agreement", args=[row_id])
        text = _("%(agreement)s %(year)s of your unit: read and sign it")
        return Waiting(
            text % {"agreement": word("agreement"), "year": title}, url, _("Read"), icon="document"
        )
    text = _("%(plan)s %(year)s has not been begun") % {"plan": word("plan"), "year": title}
    return Waiting(text, reverse("planning:plans"), _("Begin"), due, icon="plan")
