"""Writes of appraisal: achievement, opening, opinions, rating, delivery, objections, deadlines that passed."""

from selaras.appraisal.operations.achievements import set_achievement
from selaras.appraisal.operations.deadlines import Closed, close_window, daily, escalate, lapse
from selaras.appraisal.operations.handing import accept, deliver, report, sign_changed, take_back
from selaras.appraisal.operations.moves import move_appraiser
from selaras.appraisal.operations.objections import (
    check_decision,
    decide_objection,
    object_to,
    state_objection,
)
from selaras.appraisal.operations.opening import Opened, open_evaluation, open_window
from selaras.appraisal.operations.opinions import ask_opinion, save_opinion, save_realisations
from selaras.appraisal.operations.rating import rate, save_draft
from selaras.appraisal.operations.recount import recount_deadlines, recount_window
from selaras.appraisal.operations.reuse import (
    Outside,
    answer_reuse,
    propose_reuse,
    sign_reuse,
    withdraw_reuse,
)

__all__ = [
    "Closed",
    "Opened",
    "Outside",
    "accept",
    "answer_reuse",
    "ask_opinion",
    "check_decision",
    "close_window",
    "daily",
    "decide_objection",
    "deliver",
    "escalate",
    "lapse",
    "move_appraiser",
    "object_to",
    "open_evaluation",
    "open_window",
    "propose_reuse",
    "rate",
    "recount_deadlines",
    "recount_window",
    "report",
    "save_draft",
    "save_opinion",
    "save_realisations",
    "set_achievement",
    "sign_changed",
    "sign_reuse",
    "state_objection",
    "take_back",
    "withdraw_reuse",
]
