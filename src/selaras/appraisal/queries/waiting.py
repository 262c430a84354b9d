"""What waits for a person in appraisal: the lines of the desk, in one statement (two for officers and heads)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from selaras.core.actor import Actor, RoleCode
from selaras.core.tenancy import current_agency_id
from selaras.core.waiting import Waiting

OWN = """
WITH mine AS (
  SELECT e.*, w.closes_on, o.id AS objection_id, o.decision, o.decide_until, o.appraiser_statement,
         CASE WHEN e.is_escalated THEN e.superior_id ELSE e.appraiser_id END AS evaluator_id,
         EXISTS (SELECT 1 FROM appraisal_opinion s WHERE s.agency_id = e.agency_id AND s.evaluation_id = e.id
                 AND s.kind = 'SELF' AND s.submitted_at IS NOT NULL) AS has_self
  FROM appraisal_evaluation e
  JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
  JOIN planning_period y ON y.agency_id = w.agency_id AND y.id = w.period_id AND y.state <> 'CLOSED'
  LEFT JOIN appraisal_objection o ON o.agency_id = e.agency_id AND o.evaluation_id = e.id
  WHERE e.agency_id = %(agency)s AND e.state <> 'REPORTED'
    AND (e.person_id = %(me)s OR e.appraiser_id = %(me)s OR e.superior_id = %(me)s)
), asked AS (
  SELECT o.id, w.closes_on FROM appraisal_opinion o
  JOIN appraisal_evaluation e ON e.agency_id = o.agency_id AND e.id = o.evaluation_id AND e.state = 'OPEN'
  JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
  JOIN planning_period y ON y.agency_id = w.agency_id AND y.id = w.period_id AND y.state <> 'CLOSED'
  WHERE o.agency_id = %(agency)s AND o.author_id = %(me)s AND o.kind = 'PEER' AND o.submitted_at IS NULL
), lines AS (
  SELECT 'sign' AS kind, id, return_until AS due FROM mine WHERE person_id = %(me)s AND state = 'DELIVERED'
  UNION ALL SELECT 'self', id, closes_on FROM mine
    WHERE person_id = %(me)s AND state = 'OPEN' AND NOT has_self AND closes_on >= %(on)s
  UNION ALL SELECT 'rate', id, greatest(closes_on, sign_again_until) FROM mine
    WHERE state = 'OPEN' AND NOT is_escalated AND appraiser_id = %(me)s
  UNION ALL SELECT 'rate_final', id, sign_until FROM mine
    WHERE state = 'OPEN' AND is_escalated AND superior_id = %(me)s
  UNION ALL SELECT 'deliver', id, deliver_until FROM mine WHERE state = 'RATED' AND evaluator_id = %(me)s
  UNION ALL SELECT 'decide', id, decide_until FROM mine WHERE state = 'OBJECTED' AND superior_id = %(me)s
  UNION ALL SELECT 'explain', id, decide_until FROM mine
    WHERE state = 'OBJECTED' AND appraiser_id = %(me)s AND appraiser_statement = ''
  UNION ALL SELECT 'report', id, report_until FROM mine
    WHERE state IN ('ACCEPTED', 'LAPSED', 'DECIDED') AND evaluator_id = %(me)s AND decision IS DISTINCT FROM 'CHANGED'
  UNION ALL SELECT 'report_changed', id, report_until FROM mine
    WHERE state = 'DECIDED' AND decision = 'CHANGED' AND superior_id = %(me)s
  UNION ALL SELECT 'opinion', id, closes_on FROM asked
  UNION ALL SELECT 'reuse', mine.id, mine.closes_on FROM mine
    JOIN appraisal_reuse r ON r.agency_id = mine.agency_id AND r.evaluation_id = mine.id AND r.state = 'PROPOSED'
    WHERE mine.state = 'OPEN' AND ((r.proposed_side = 'APPRAISER' AND mine.person_id = %(me)s)
      OR (r.proposed_side = 'EMPLOYEE' AND mine.evaluator_id = %(me)s))
)
SELECT kind, count(*), min(due), min(id) FROM lines GROUP BY kind
"""
OVERSIGHT = """
WITH running AS (
  SELECT e.*, w.closes_on FROM appraisal_evaluation e
  JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
  JOIN planning_period y ON y.agency_id = w.agency_id AND y.id = w.period_id AND y.state <> 'CLOSED'
  WHERE e.agency_id = %(agency)s AND e.state IN ('OPEN', 'RATED', 'OBJECTED')
    AND (%(whole)s OR e.unit_id = ANY(%(units)s) OR e.appraiser_unit_id = ANY(%(units)s))
), present AS (
  SELECT p.id FROM organisation_person p
  JOIN accounts_membership m ON m.agency_id = p.agency_id AND m.id = p.member_id AND m.is_active
  JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE p.agency_id = %(agency)s
    AND (NOT EXISTS (SELECT 1 FROM organisation_employmentperiod x WHERE x.agency_id = p.agency_id
                     AND x.person_id = p.id)
      OR EXISTS (SELECT 1 FROM organisation_employmentperiod x WHERE x.agency_id = p.agency_id
                 AND x.person_id = p.id AND (x.until_on IS NULL OR x.until_on > %(on)s)))
)
SELECT
  (SELECT count(DISTINCT (e.appraiser_unit_id, e.window_id)) FROM running e
    WHERE e.agency_id = %(agency)s AND e.state = 'OPEN' AND e.appraiser_unit_id IS NOT NULL
      AND (%(whole)s OR e.appraiser_unit_id = ANY(%(units)s))
      AND NOT EXISTS (SELECT 1 FROM appraisal_organisationachievement a WHERE a.agency_id = e.agency_id
                      AND a.window_id = e.window_id AND a.unit_id = e.appraiser_unit_id)),
  (SELECT count(*) FROM running e
    LEFT JOIN present p
      ON p.id = CASE WHEN e.is_escalated OR e.state = 'OBJECTED' THEN e.superior_id ELSE e.appraiser_id END
    WHERE e.agency_id = %(agency)s AND p.id IS NULL AND (%(whole)s OR e.unit_id = ANY(%(units)s))),
  (SELECT count(*) FROM running e
    LEFT JOIN appraisal_objection o ON o.agency_id = e.agency_id AND o.evaluation_id = e.id AND o.decision = ''
    WHERE e.agency_id = %(agency)s AND (%(whole)s OR e.unit_id = ANY(%(units)s))
      AND ((e.state = 'OPEN'
          AND greatest(CASE WHEN e.is_escalated THEN e.sign_until ELSE e.closes_on END, e.sign_again_until) < %(on)s)
        OR (e.state = 'RATED' AND e.deliver_until < %(on)s)
        OR (e.state = 'OBJECTED' AND o.decide_until < %(on)s))),
  (SELECT count(*) FROM planning_window w
    JOIN planning_period y ON y.agency_id = w.agency_id AND y.id = w.period_id AND y.state = 'OPEN'
    WHERE w.agency_id = %(agency)s AND %(whole)s AND w.closed_at IS NULL
      AND %(on)s BETWEEN w.opens_on AND w.closes_on
      AND NOT EXISTS (SELECT 1 FROM appraisal_evaluation e WHERE e.agency_id = w.agency_id AND e.window_id = w.id)
      AND EXISTS (SELECT 1 FROM planning_plan p
        JOIN planning_planversion v ON v.agency_id = p.agency_id AND v.plan_id = p.id AND v.state = 'SET'
        WHERE p.agency_id = w.agency_id AND p.period_id = w.period_id))
"""


@dataclass(frozen=True)
class _Line:
    """How one kind of waiting is shown: the page for one, the list for several."""

    page: str
    listed: str
    icon: str


LINES: Mapping[str, _Line] = {
    "sign": _Line("evaluation", "?role=MINE&state=DELIVERED", "appraisal"),
    "self": _Line("self", "?role=MINE&state=OPEN", "edit"),
    "rate": _Line("rate", "?role=APPRAISER&state=OPEN", "appraisal"),
    "rate_final": _Line("rate", "?role=APPRAISER&state=OPEN", "alert"),
    "deliver": _Line("evaluation", "?role=APPRAISER&state=RATED", "send"),
    "decide": _Line("objection", "?role=SUPERIOR&state=OBJECTED", "shield"),
    "explain": _Line("objection", "?role=APPRAISER&state=OBJECTED", "shield"),
    "report": _Line("evaluation", "?role=APPRAISER", "send"),
    "report_changed": _Line("evaluation", "?role=SUPERIOR&state=DECIDED", "send"),
    "opinion": _Line("opinion", "", "feedback"),
    "reuse": _Line("reuse", "?state=OPEN", "check"),
}


WORDS = {
    "sign": (
        ngettext_lazy("The result of your evaluation is here", "%(n)s results of yours are here", "n"),
        ngettext_lazy("Read and sign", "Read and sign", "n"),
    ),
    "self": (
        ngettext_lazy(
            "Your self-appraisal is not written yet", "%(n)s self-appraisals are not written yet", "n"
        ),
        ngettext_lazy("Write", "Write", "n"),
    ),
    "rate": (
        ngettext_lazy("%(n)s person waits for your evaluation", "%(n)s people wait for your evaluation", "n"),
        ngettext_lazy("Evaluate", "Evaluate", "n"),
    ),
    "rate_final": (
        ngettext_lazy(
            "%(n)s person was not evaluated in time: you evaluate now",
            "%(n)s people were not evaluated in time: you evaluate now",
            "n",
        ),
        ngettext_lazy("Evaluate", "Evaluate", "n"),
    ),
    "deliver": (
        ngettext_lazy(
            "%(n)s signed result waits to be delivered", "%(n)s signed results wait to be delivered", "n"
        ),
        ngettext_lazy("Deliver", "Deliver", "n"),
    ),
    "decide": (
        ngettext_lazy(
            "%(n)s objection waits for your decision", "%(n)s objections wait for your decision", "n"
        ),
        ngettext_lazy("Decide", "Decide", "n"),
    ),
    "explain": (
        ngettext_lazy(
            "%(n)s objection waits for your explanation", "%(n)s objections wait for your explanation", "n"
        ),
        ngettext_lazy("Explain", "Explain", "n"),
    ),
    "report": (
        ngettext_lazy("%(n)s result waits to be reported", "%(n)s results wait to be reported", "n"),
        ngettext_lazy("Report the result", "Report the results", "n"),
    ),
    "report_changed": (
        ngettext_lazy(
            "%(n)s result that you changed after an objection waits to be reported",
            "%(n)s results that you changed after an objection wait to be reported",
            "n",
        ),
        ngettext_lazy("Report the result", "Report the results", "n"),
    ),
    "reuse": (
        ngettext_lazy(
            "%(n)s proposal to use a previous result waits for your answer",
            "%(n)s proposals to use a previous result wait for your answer",
            "n",
        ),
        ngettext_lazy("Answer the proposal", "Answer the proposals", "n"),
    ),
    "opinion": (
        ngettext_lazy("%(n)s colleague asks for your opinion", "%(n)s colleagues ask for your opinion", "n"),
        ngettext_lazy("Give opinion", "Give opinions", "n"),
    ),
}


def waiting_for(user: Actor) -> list[Waiting]:
    """Return what waits for a person: own results, people to evaluate, objections, and an officer's gaps."""
    found: list[Waiting] = []
    values: dict[str, Any] = {"agency": current_agency_id(), "me": user.person_id, "on": user.on}
    with connection.cursor() as cursor:
        if user.is_personal:
            cursor.execute(OWN, values)
            rows = {row[0]: row[1:] for row in cursor.fetchall()}
            found += [_line(kind, *rows[kind]) for kind in LINES if kind in rows]
        if user.role in (RoleCode.OFFICER, RoleCode.HEAD):
            reach: dict[str, Any] = {"whole": user.whole_agency, "units": list(user.unit_ids)}
            cursor.execute(OVERSIGHT, {**values, **reach})
            found += _gaps(*cursor.fetchone(), is_officer=user.role == RoleCode.OFFICER)
    return found


def _line(kind: str, count: int, due: date | None, pk: int) -> Waiting:
    line = LINES[kind]
    text, button = (str(words % {"n": count}) for words in WORDS[kind])
    listed = reverse("appraisal:evaluations") + line.listed if line.listed else reverse("appraisal:opinions")
    url = reverse(f"appraisal:{line.page}", args=[pk]) if count == 1 else listed
    return Waiting(text, url, button, due, count, line.icon)


GAPS: dict[str, tuple[Any, Any, str, str, str]] = {
    "windows": (
        ngettext_lazy(
            "%(n)s evaluation window has begun: open the evaluations",
            "%(n)s evaluation windows have begun: open the evaluations",
            "n",
        ),
        ngettext_lazy("Open the window", "Open the windows", "n"), "appraisal:windows", "", "calendar",
    ),
    "units": (
        ngettext_lazy(
            "%(n)s unit has no organisational achievement yet",
            "%(n)s units have no organisational achievement yet",
            "n",
        ),
        ngettext_lazy("Enter", "Enter", "n"), "appraisal:achievements", "", "unit",
    ),
    "people": (
        ngettext_lazy(
            "%(n)s evaluation waits for somebody without an account, or who has left",
            "%(n)s evaluations wait for somebody without an account, or who has left",
            "n",
        ),
        ngettext_lazy("Look after it", "Look after them", "n"), "appraisal:evaluations", "?role=UNATTENDED", "alert",
    ),
    "late": (
        ngettext_lazy(
            "%(n)s evaluation, delivery or decision is overdue",
            "%(n)s evaluations, deliveries or decisions are overdue",
            "n",
        ),
        ngettext_lazy("Look after it", "Look after them", "n"), "appraisal:evaluations", "?role=OVERDUE", "alert",
    ),
}  # fmt: skip
"""What stands still in the units overseen: words, button, page, its filter, icon; a head fills in achievements only."""


def _gaps(units: int, people: int, late: int, windows: int, *, is_officer: bool) -> list[Waiting]:
    counts = {"units": units}
    if is_officer:
        counts = {"windows": windows, "units": units, "people": people, "late": late}
    found = []
    for kind, count in counts.items():
        words, button, page, listed, icon = GAPS[kind]
        if count:
            text, label = (str(one % {"n": count}) for one in (words, button))
            found.append(Waiting(text, reverse(page) + listed, label, None, count, icon))
    return found
