"""Writes of recognition: praise, employee of the month, awards, sanctions, consequences of a predicate."""

from selaras.recognition.operations.awards import give_award, withdraw_award
from selaras.recognition.operations.consequences import (
    decide_many,
    decline,
    finish,
    propose_consequences,
    propose_daily,
    propose_for_window,
    take_up,
)
from selaras.recognition.operations.rounds import choose, close_round, nominate, open_round, too_early
from selaras.recognition.operations.sanctions import (
    end_sanction,
    enforce_sanction,
    propose_sanction,
    revoke_sanction,
)
from selaras.recognition.operations.wall import praise, withdraw_praise

__all__ = [
    "choose",
    "close_round",
    "decide_many",
    "decline",
    "end_sanction",
    "enforce_sanction",
    "finish",
    "give_award",
    "nominate",
    "open_round",
    "praise",
    "propose_consequences",
    "propose_daily",
    "propose_for_window",
    "propose_sanction",
    "revoke_sanction",
    "take_up",
    "too_early",
    "withdraw_award",
    "withdraw_praise",
]
