"""What recognition and development remind of: sanctions, attendance, help that was promised, plans to conclude."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.core.actor import RoleCode
from selaras.jobs.reminders.lines import Reminder, register

SANCTION, SANCTIONS = "recognition:sanction", "recognition:sanctions"
HELP, HELPS = "development:improvement", "development:improvements"
DECIDING = (str(RoleCode.OFFICER), str(RoleCode.HEAD))
PROPOSED = register(
    "recognition.remind_proposed",
    ngettext_lazy(
        "%(count)s proposed sanction still waits for a decision.",
        "%(count)s proposed sanctions still wait for a decision.",
        "count",
    ),
)
ENDING = register(
    "recognition.remind_ending",
    ngettext_lazy(
        "The time of %(count)s sanction is over; record its end.",
        "The time of %(count)s sanctions is over; record their end.",
        "count",
    ),
)
ATTENDANCE = register(
    "development.remind_attendance",
    ngettext_lazy(
        "%(count)s training has ended; record who attended.",
        "%(count)s trainings have ended; record who attended.",
        "count",
    ),
)
STEP = register(
    "development.remind_step",
    ngettext_lazy(
        "A step of an improvement plan is due on %(due_on)s.",
        "%(count)s steps of improvement plans are due, the first on %(due_on)s.",
        "count",
    ),
)
CONCLUDE = register(
    "development.remind_conclude",
    _("An improvement plan ended on %(due_on)s and waits for its conclusion."),
)

DECIDED_WITHIN = 3
"""Days after which a proposed sanction is remembered; PP 94/2021 counts working days only from the examination."""
WAITING = f"""
SELECT s.id, s.unit_id, s.person_id, (s.proposed_at AT TIME ZONE %(zone)s)::date + {DECIDED_WITHIN}
FROM recognition_sanction s WHERE s.agency_id = %(agency)s AND s.state = 'PROPOSED'
"""
OVER = """
SELECT s.id, s.unit_id, s.person_id, s.until_on
FROM recognition_sanction s WHERE s.agency_id = %(agency)s AND s.state = 'IN_FORCE' AND s.until_on IS NOT NULL
"""
ENDED = """
SELECT DISTINCT t.id, n.unit_id, NULL::bigint, t.ends_on + 1 FROM development_training t
JOIN development_enrolment n ON n.agency_id = t.agency_id AND n.training_id = t.id AND n.state = 'ENROLLED'
WHERE t.agency_id = %(agency)s AND t.state = 'OPEN'
"""
STEPS = """
SELECT i.id, coalesce(s.helper_id, i.person_id), s.due_on FROM development_improvementstep s
JOIN development_improvementplan i ON i.agency_id = s.agency_id AND i.id = s.plan_id AND i.state = 'ACTIVE'
WHERE s.agency_id = %(agency)s AND s.done_on IS NULL
"""
ENDS = """
SELECT i.id, e.appraiser_id, i.ends_on FROM development_improvementplan i
JOIN appraisal_evaluation e ON e.agency_id = i.agency_id AND e.id = i.evaluation_id
WHERE i.agency_id = %(agency)s AND i.state = 'ACTIVE' AND i.ends_on < %(on)s
"""
FOLLOW_UP = (
    Reminder(PROPOSED, WAITING, SANCTION, SANCTIONS, "?state=PROPOSED", (0,), DECIDING),
    Reminder(ENDING, OVER, SANCTION, SANCTIONS, "?state=IN_FORCE", (0,), DECIDING),
    Reminder(
        ATTENDANCE,
        ENDED,
        "development:attendance",
        "development:trainings",
        ahead=(0,),
        roles=(str(RoleCode.OFFICER),),
    ),
    Reminder(STEP, STEPS, HELP, HELPS),
    Reminder(CONCLUDE, ENDS, HELP, HELPS, ahead=(-1,)),
)
