"""What recognition puts on a person's desk, in one statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.waiting import Waiting
from selaras.recognition.permissions import DECIDING

LINES = """
WITH RECURSIVE mine(unit_id) AS (
    SELECT q.unit_id FROM organisation_assignment a
    JOIN organisation_positionperiod q ON q.agency_id = a.agency_id AND q.position_id = a.position_id
    WHERE a.agency_id = %(agency)s AND a.person_id = %(person)s
      AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on > %(on)s)
      AND q.from_on <= %(on)s AND (q.until_on IS NULL OR q.until_on > %(on)s)
    UNION
    SELECT u.parent_id FROM organisation_unitperiod u JOIN mine ON mine.unit_id = u.unit_id
    WHERE u.agency_id = %(agency)s AND u.parent_id IS NOT NULL
      AND u.from_on <= %(on)s AND (u.until_on IS NULL OR u.until_on > %(on)s)
)
SELECT 'nominate', r.id, 1, r.closes_on, r.month_on FROM recognition_awardround r
WHERE r.agency_id = %(agency)s AND r.state = 'OPEN' AND r.closes_on >= %(on)s
  AND r.unit_id IN (SELECT unit_id FROM mine)
  AND NOT EXISTS (SELECT 1 FROM recognition_nomination n
                  WHERE n.agency_id = r.agency_id AND n.award_round_id = r.id AND n.nominator_id = %(person)s)
UNION ALL
SELECT 'choose', r.id, 1, NULL, r.month_on FROM recognition_awardround r
WHERE r.agency_id = %(agency)s AND %(decides)s AND r.state = 'OPEN' AND r.closes_on < %(on)s
  AND (%(whole)s OR r.unit_id = ANY(%(units)s))
UNION ALL
SELECT 'consequences', NULL, count(*), NULL, NULL FROM recognition_consequence c
WHERE c.agency_id = %(agency)s AND %(decides)s AND c.state = 'PROPOSED' AND (%(whole)s OR c.unit_id = ANY(%(units)s))
  AND c.person_id IS DISTINCT FROM %(person)s
HAVING count(*) > 0
UNION ALL
SELECT 'proposed', NULL, count(*), NULL, NULL FROM recognition_sanction s
WHERE s.agency_id = %(agency)s AND %(decides)s AND s.state = 'PROPOSED' AND (%(whole)s OR s.unit_id = ANY(%(units)s))
  AND s.person_id IS DISTINCT FROM %(person)s
HAVING count(*) > 0
UNION ALL
SELECT 'ending', NULL, count(*), NULL, NULL FROM recognition_sanction s
WHERE s.agency_id = %(agency)s AND %(decides)s AND s.state = 'IN_FORCE' AND s.until_on <= %(on)s
  AND (%(whole)s OR s.unit_id = ANY(%(units)s)) AND s.person_id IS DISTINCT FROM %(person)s
HAVING count(*) > 0
"""


def waiting_for(user: Actor) -> list[Waiting]:
    """Return what waits for the actor: nominations to give, months to choose, follow-up and sanctions to decide."""
    person = user.person_id if user.is_personal else None
    if person is None and user.role not in DECIDING:
        return []
    values = {
        "agency": current_agency_id(),
        "person": person,
        "on": user.on,
        "decides": user.role in DECIDING,
        "whole": user.whole_agency,
        "units": list(user.unit_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(LINES, values)
        return [_line(*row) for row in cursor.fetchall()]


def _line(what: str, pk: int | None, count: int, due_on: date | None, month_on: date | None) -> Waiting:
    month = write_date(month_on, "F Y") if month_on else ""
    if what == "nominate":
        text = _("Employee of the month %(month)s: name a colleague") % {"month": month}
        return Waiting(text, reverse("recognition:round", args=[pk]), _("Nominate"), due_on, icon="award")
    if what == "choose":
        text = _("Employee of the month %(month)s: nominations are in") % {"month": month}
        return Waiting(text, reverse("recognition:round", args=[pk]), _("Choose"), icon="award")
    return _pile(what, count)


def _pile(what: str, count: int) -> Waiting:
    sanctions = reverse("recognition:sanctions")
    piles: dict[str, tuple[Any, ...]] = {
        "consequences": (
            ngettext(
                "%(num)s proposed follow-up of appraisals", "%(num)s proposed follow-ups of appraisals", count
            ),
            reverse("recognition:consequences") + "?state=PROPOSED",
            _("Decide"),
            "flag",
        ),
        "proposed": (
            ngettext("%(num)s proposed sanction", "%(num)s proposed sanctions", count),
            sanctions + "?state=PROPOSED",
            _("Decide"),
            "alert",
        ),
        "ending": (
            ngettext("%(num)s sanction whose time is over", "%(num)s sanctions whose time is over", count),
            sanctions + "?state=IN_FORCE",
            _("Record the end"),
            "alert",
        ),
    }
    text, url, button, icon = piles[what]
    return Waiting(text % {"num": count}, url, button, count=count, icon=icon)
