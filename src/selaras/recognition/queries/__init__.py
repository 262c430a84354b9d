"""Reads of recognition: the wall, awards, the month's choice, sanctions, consequences, what waits."""

from selaras.recognition.queries.people import Colleague, colleagues_like, people_meant
from selaras.recognition.queries.records import consequence_for, consequences_for, sanction_for, sanctions_for
from selaras.recognition.queries.waiting import waiting_for
from selaras.recognition.queries.wall import (
    Standing,
    award_for,
    awards_for,
    nominations_of,
    own_nomination,
    praise_for,
    praises_for,
    round_for,
    rounds_for,
    standing_of,
)

__all__ = [
    "Colleague",
    "Standing",
    "award_for",
    "awards_for",
    "colleagues_like",
    "consequence_for",
    "consequences_for",
    "nominations_of",
    "own_nomination",
    "people_meant",
    "praise_for",
    "praises_for",
    "round_for",
    "rounds_for",
    "sanction_for",
    "sanctions_for",
    "standing_of",
    "waiting_for",
]
