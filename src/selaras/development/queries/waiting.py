"""What development puts on a person's desk, in one statement."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.appraisal.papers import window_name
from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id
from selaras.core.waiting import Waiting
from selaras.planning.models import Period, Window

SOON = timedelta(days=14)
LOOK_BACK = timedelta(days=400)

LINES = """
SELECT 'step', i.id, 1, s.due_on, s.text, NULL::jsonb FROM development_improvementstep s
JOIN development_improvementplan i ON i.agency_id = s.agency_id AND i.id = s.plan_id AND i.state = 'ACTIVE'
WHERE s.agency_id = %(agency)s AND s.done_on IS NULL AND s.due_on <= %(soon)s
  AND (s.helper_id = %(person)s OR (s.helper_id IS NULL AND i.person_id = %(person)s))
UNION ALL
(SELECT DISTINCT ON (e.person_id) 'plan', e.id, 1, NULL, p.name,
   jsonb_build_object('kind', w.kind, 'number', w.number, 'judged_from', w.judged_from, 'year', y.year,
                      'cadence', y.cadence)
 FROM appraisal_evaluation e
 JOIN organisation_person p ON p.agency_id = e.agency_id AND p.id = e.person_id
 JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
 JOIN planning_period y ON y.agency_id = w.agency_id AND y.id = w.period_id
 WHERE e.agency_id = %(agency)s AND e.appraiser_id = %(person)s AND e.person_id <> %(person)s
   AND e.state IN ('DELIVERED', 'ACCEPTED', 'LAPSED', 'DECIDED', 'REPORTED')
   AND e.predicate IN ('NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR') AND e.rated_on >= %(since)s
   AND NOT EXISTS (SELECT 1 FROM development_improvementplan i
                   JOIN appraisal_evaluation h ON h.agency_id = i.agency_id AND h.id = i.evaluation_id
                   JOIN planning_window hw ON hw.agency_id = h.agency_id AND hw.id = h.window_id
                   WHERE i.agency_id = e.agency_id AND i.person_id = e.person_id
                     AND (i.state = 'ACTIVE' OR hw.judged_until >= w.judged_until))
 ORDER BY e.person_id, w.judged_until DESC, e.id DESC)
UNION ALL
SELECT 'conclude', i.id, 1, i.ends_on, p.name, NULL FROM development_improvementplan i
JOIN appraisal_evaluation e ON e.agency_id = i.agency_id AND e.id = i.evaluation_id
JOIN organisation_person p ON p.agency_id = i.agency_id AND p.id = i.person_id
WHERE i.agency_id = %(agency)s AND i.state = 'ACTIVE' AND i.ends_on < %(on)s AND e.appraiser_id = %(person)s
UNION ALL
SELECT 'requests', NULL, count(*), NULL, '', NULL FROM development_enrolment n
WHERE n.agency_id = %(agency)s AND %(officer)s AND n.state = 'REQUESTED' AND (%(whole)s OR n.unit_id = ANY(%(units)s))
HAVING count(*) > 0
UNION ALL
SELECT 'attendance', t.id, 1, NULL, t.title, NULL FROM development_training t
WHERE t.agency_id = %(agency)s AND %(officer)s AND t.state = 'OPEN' AND t.ends_on < %(on)s
  AND EXISTS (SELECT 1 FROM development_enrolment n WHERE n.agency_id = t.agency_id AND n.training_id = t.id
              AND n.state = 'ENROLLED' AND (%(whole)s OR n.unit_id = ANY(%(units)s)))
"""


def waiting_for(user: Actor) -> list[Waiting]:
    """Return what waits for the actor: help to give, plans to make or conclude, requests and attendance."""
    person = user.person_id if user.is_personal else None
    if person is None:
        return []
    values: dict[str, Any] = {
        "agency": current_agency_id(),
        "person": person,
        "on": user.on,
        "soon": user.on + SOON,
        "since": user.on - LOOK_BACK,
        "officer": user.role == RoleCode.OFFICER,
        "whole": user.whole_agency,
        "units": list(user.unit_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(LINES, values)
        return [_line(*row) for row in cursor.fetchall()]


def _window(keys: str) -> str:
    """Return the name of the judged period from its columns."""
    row = json.loads(keys)
    period = Period(year=row["year"], cadence=row["cadence"])
    judged_from = date.fromisoformat(row["judged_from"])
    return window_name(Window(period=period, kind=row["kind"], number=row["number"], judged_from=judged_from))


def _line(
    what: str, pk: int | None, count: int, due_on: date | None, name: str, window: str | None
) -> Waiting:
    if what == "step":
        text = _("Help in an improvement plan: %(text)s") % {"text": name}
        return Waiting(text, reverse("development:improvement", args=[pk]), _("Open"), due_on, icon="help")
    if what == "plan":
        text = _("Plan help for %(name)s, whose result of %(window)s is below Good") % {
            "name": name,
            "window": _window(window or ""),
        }
        return Waiting(text, reverse("development:improvement_new", args=[pk]), _("Plan help"), icon="help")
    if what == "conclude":
        text = _("Conclude the improvement plan of %(name)s") % {"name": name}
        return Waiting(
            text, reverse("development:improvement", args=[pk]), _("Conclude"), due_on, icon="help"
        )
    if what == "attendance":
        text = _("Record attendance: %(title)s") % {"title": name}
        return Waiting(
            text, reverse("development:attendance", args=[pk]), _("Record attendance"), icon="training"
        )
    text = ngettext("%(num)s request for training", "%(num)s requests for training", count) % {"num": count}
    return Waiting(text, reverse("development:requests"), _("Decide"), count=count, icon="training")
