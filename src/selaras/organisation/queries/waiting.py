"""What waits for a performance officer about the data of the organisation: one statement."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import Sentence
from selaras.core.waiting import Waiting
from selaras.organisation.queries.doctor import Trouble
from selaras.organisation.queries.structure import holds

SOON = timedelta(days=14)
COUNTS = f"""
SELECT
 (SELECT count(*) FROM organisation_person p WHERE p.agency_id = %(agency)s AND p.kind = 'EMPLOYEE'
   AND NOT EXISTS (SELECT 1 FROM organisation_assignment a
                   WHERE a.agency_id = p.agency_id AND a.person_id = p.id AND {holds("a")})),
 (SELECT count(*) FROM organisation_unitperiod u WHERE u.agency_id = %(agency)s AND {holds("u")}
   AND NOT EXISTS (SELECT 1 FROM organisation_headship h
                   JOIN organisation_assignment a ON a.agency_id = h.agency_id AND a.position_id = h.position_id
                   WHERE h.agency_id = u.agency_id AND h.unit_id = u.unit_id AND {holds("h")} AND {holds("a")})),
 count(*), min(t.until_on)
FROM organisation_assignment t
WHERE t.agency_id = %(agency)s AND t.kind <> 'DEFINITIVE' AND {holds("t")} AND t.until_on <= %(soon)s
"""


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return people without a post, units without a head and acting posts about to end, for whole-agency officers."""
    if actor.role != RoleCode.OFFICER or not actor.whole_agency:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"agency": current_agency_id(), "on": actor.on, "soon": actor.on + SOON})
        homeless, headless, ending, first_on = cursor.fetchone()
    lines = []
    if homeless:
        text = ngettext("%(num)s employee has no post", "%(num)s employees have no post", homeless)
        lines.append(_line(Trouble.NO_POST, text % {"num": homeless}, homeless))
    if headless:
        text = ngettext("%(num)s unit has no head", "%(num)s units have no head", headless)
        lines.append(_line(Trouble.NO_HEAD, text % {"num": headless}, headless))
    if ending:
        text = ngettext("%(num)s acting post ends soon", "%(num)s acting posts end soon", ending)
        url = reverse("organisation:positions")
        line = Waiting(text % {"num": ending}, url, _("Look"), first_on, ending, "unit")
        lines.append(line)
    return lines


def _line(kind: Trouble, text: Sentence, count: int) -> Waiting:
    url = f"{reverse('organisation:doctor')}?kind={kind}"
    return Waiting(text, url, _("Mend"), count=count, icon="check")
