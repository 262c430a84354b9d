"""What planning reminds of: a plan to begin, write, sign, agree or set, and the superior's turn after January."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.jobs.reminders.lines import Reminder, register
from selaras.planning.queries.desk import CHANGE_DAYS

PLANS, PLAN = "planning:plans", "planning:plan"
BEGIN = register(
    "plan.remind_begin", _("Your plan of this year has not been begun; it is to be set by %(due_on)s.")
)
WRITE = register(
    "plan.remind_write", _("Your plan has not been submitted yet; it is to be set by %(due_on)s.")
)
SIGN = register("plan.remind_sign", _("Your plan was agreed and waits for your signature until %(due_on)s."))
DECIDE = register(
    "plan.remind_decide",
    ngettext_lazy(
        "%(count)s plan waits to be agreed or set by you, until %(due_on)s.",
        "%(count)s plans wait to be agreed or set by you, the first until %(due_on)s.",
        "count",
    ),
)
SUPERIOR = register(
    "plan.remind_superior",
    ngettext_lazy(
        "The last day for setting plans has passed: %(count)s plan may now be agreed and set by you.",
        "The last day for setting plans has passed: %(count)s plans may now be agreed and set by you.",
        "count",
    ),
)

# The law names a day for the first version of a plan only; a change that waits is remembered after two weeks.
DUE = (
    "CASE WHEN v.number = 1 THEN y.plans_due_on"
    f" ELSE coalesce(v.submitted_at, v.created_at)::date + {CHANGE_DAYS} END"
)
OF = """
SELECT p.id, {who}, {due} FROM planning_planversion v
JOIN planning_plan p ON p.agency_id = v.agency_id AND p.id = v.plan_id AND p.closed_on IS NULL
JOIN planning_period y ON y.agency_id = p.agency_id AND y.id = p.period_id AND y.state = 'OPEN'
WHERE v.agency_id = %(agency)s AND {when}
"""
MISSING = """
SELECT y.id, a.person_id, y.plans_due_on FROM planning_period y
JOIN organisation_assignment a ON a.agency_id = y.agency_id
  AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
WHERE y.agency_id = %(agency)s AND y.state = 'OPEN' AND y.starts_on <= %(on)s AND y.ends_on >= %(on)s
  AND NOT EXISTS (SELECT 1 FROM planning_plan p
                  WHERE p.agency_id = y.agency_id AND p.period_id = y.id AND p.person_id = a.person_id)
GROUP BY y.id, a.person_id, y.plans_due_on
"""


def _of(who: str, when: str, due: str = DUE) -> str:
    return OF.format(who=who, due=due, when=when)


PLANNING = (
    Reminder(BEGIN, MISSING, "", PLANS),
    Reminder(WRITE, _of("p.person_id", "v.state IN ('DRAFT', 'RETURNED')"), "planning:plan_edit", PLANS),
    Reminder(SIGN, _of("p.person_id", "v.state = 'AGREED'"), PLAN, PLANS, "?state=AGREED"),
    Reminder(DECIDE, _of("p.appraiser_id", "v.state IN ('SUBMITTED', 'SIGNED')"), PLAN, PLANS),
    # PermenPANRB 6/2022 Lampiran II.C.5: from the day after, and every week while it waits.
    Reminder(
        SUPERIOR,
        _of(
            "p.superior_id",
            "v.state IN ('SUBMITTED', 'SIGNED') AND p.appraiser_id <> p.superior_id",
            f"{DUE} + 1",
        ),
        PLAN,
        PLANS,
        ahead=(0,),
    ),
)
