"""What appraisal reminds of: rating, delivering, signing, objecting, explaining, deciding, reporting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.jobs.reminders.lines import Reminder, register

EVALUATIONS = "appraisal:evaluations"
RATE = register(
    "appraisal.remind_rate",
    ngettext_lazy(
        "%(count)s person still waits for your evaluation, until %(due_on)s.",
        "%(count)s people still wait for your evaluation, the first until %(due_on)s.",
        "count",
    ),
)
RATE_FINAL = register(
    "appraisal.remind_rate_final",
    ngettext_lazy(
        "%(count)s person was not evaluated in time and waits for you until %(due_on)s.",
        "%(count)s people were not evaluated in time and wait for you, the first until %(due_on)s.",
        "count",
    ),
)
DELIVER = register(
    "appraisal.remind_deliver",
    ngettext_lazy(
        "%(count)s signed result is to be delivered by %(due_on)s.",
        "%(count)s signed results are to be delivered, the first by %(due_on)s.",
        "count",
    ),
)
SIGN = register(
    "appraisal.remind_sign",
    ngettext_lazy(
        "The result of your evaluation waits for your signature until %(due_on)s.",
        "%(count)s results of your evaluations wait for your signature, the first until %(due_on)s.",
        "count",
    ),
)
OBJECT = register(
    "appraisal.remind_object",
    _(
        "You can object to the result of your evaluation until %(due_on)s; after that day it is no longer possible."
    ),
)
EXPLAIN = register(
    "appraisal.remind_explain",
    ngettext_lazy(
        "%(count)s objection waits for your explanation; it is decided by %(due_on)s.",
        "%(count)s objections wait for your explanation; the first is decided by %(due_on)s.",
        "count",
    ),
)
DECIDE = register(
    "appraisal.remind_decide",
    ngettext_lazy(
        "%(count)s objection is to be decided by %(due_on)s.",
        "%(count)s objections are to be decided, the first by %(due_on)s.",
        "count",
    ),
)
REPORT = register(
    "appraisal.remind_report",
    ngettext_lazy(
        "%(count)s result is to be reported by %(due_on)s.",
        "%(count)s results are to be reported, the first by %(due_on)s.",
        "count",
    ),
)
REPORT_CHANGED = register(
    "appraisal.remind_report_changed",
    ngettext_lazy(
        "%(count)s result that you changed after an objection is to be reported by %(due_on)s.",
        "%(count)s results that you changed after an objection are to be reported, the first by %(due_on)s.",
        "count",
    ),
)

EVALUATOR = "CASE WHEN e.is_escalated THEN e.superior_id ELSE e.appraiser_id END"
OF = """
SELECT e.id, {who}, {due} FROM appraisal_evaluation e
JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
JOIN planning_period d ON d.agency_id = w.agency_id AND d.id = w.period_id AND d.state = 'OPEN'
LEFT JOIN appraisal_objection o ON o.agency_id = e.agency_id AND o.evaluation_id = e.id
WHERE e.agency_id = %(agency)s AND {when}
"""


def _of(who: str, due: str, when: str) -> str:
    return OF.format(who=who, due=due, when=when)


APPRAISAL = (
    Reminder(
        RATE,
        _of(
            "e.appraiser_id",
            "greatest(w.closes_on, e.sign_again_until)",
            "e.state = 'OPEN' AND NOT e.is_escalated AND w.opens_on <= %(on)s",
        ),
        "appraisal:rate", EVALUATIONS, "?role=APPRAISER&state=OPEN",
    ),
    Reminder(
        RATE_FINAL, _of("e.superior_id", "e.sign_until", "e.state = 'OPEN' AND e.is_escalated"),
        "appraisal:rate", EVALUATIONS, "?role=APPRAISER&state=OPEN",
    ),
    Reminder(
        DELIVER, _of(EVALUATOR, "e.deliver_until", "e.state = 'RATED'"),
        "appraisal:evaluation", EVALUATIONS, "?role=APPRAISER&state=RATED",
    ),
    Reminder(
        SIGN, _of("e.person_id", "e.return_until", "e.state = 'DELIVERED'"),
        "appraisal:evaluation", EVALUATIONS, "?role=MINE&state=DELIVERED",
    ),
    # Whoever signed is not asked whether to object; the right stays open on the page all the same (AMB-21).
    Reminder(
        OBJECT,
        _of(
            "e.person_id",
            "e.object_until",
            "e.state IN ('DELIVERED', 'LAPSED', 'REPORTED') AND e.returned_on IS NULL AND NOT e.is_final"
            " AND e.superior_id IS NOT NULL AND o.id IS NULL AND e.object_until >= %(on)s",
        ),
        "appraisal:evaluation", EVALUATIONS, "?role=MINE", ahead=(3, 1, 0),
    ),
    Reminder(
        EXPLAIN,
        _of("e.appraiser_id", "o.decide_until", "e.state = 'OBJECTED' AND o.appraiser_statement = ''"),
        "appraisal:objection", EVALUATIONS, "?role=APPRAISER&state=OBJECTED", ahead=(3, 1),
    ),
    Reminder(
        DECIDE, _of("e.superior_id", "o.decide_until", "e.state = 'OBJECTED' AND o.decision = ''"),
        "appraisal:objection", EVALUATIONS, "?role=SUPERIOR&state=OBJECTED", ahead=(3, 1, 0),
    ),
    Reminder(
        REPORT,
        _of(
            EVALUATOR, "e.report_until",
            "e.state IN ('ACCEPTED', 'LAPSED', 'DECIDED') AND e.reported_on IS NULL"
            " AND o.decision IS DISTINCT FROM 'CHANGED'",
        ),
        "appraisal:evaluation", EVALUATIONS, "?role=APPRAISER",
    ),
    # Whoever changed a result after an objection reports it (Lampiran V.B).
    Reminder(
        REPORT_CHANGED,
        _of(
            "e.superior_id", "e.report_until",
            "e.state = 'DECIDED' AND e.reported_on IS NULL AND o.decision = 'CHANGED'",
        ),
        "appraisal:evaluation", EVALUATIONS, "?role=SUPERIOR&state=DECIDED",
    ),
)  # fmt: skip
