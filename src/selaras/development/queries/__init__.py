"""Reads of development: training, enrolments, hours, improvement plans, what waits."""

from selaras.development.queries.hours import (
    Duty,
    Hours,
    UnitHours,
    duties_of,
    duty_of,
    hours_by_unit,
    hours_of,
)
from selaras.development.queries.improvements import (
    evaluation_to_help,
    improvement_for,
    improvements_for,
    steps_of,
    waiting_for_help,
    without_plan,
)
from selaras.development.queries.trainings import (
    Weakness,
    enrolment_for,
    enrolments_for,
    staff_of,
    training_for,
    trainings_for,
    weaknesses_of,
)
from selaras.development.queries.waiting import waiting_for

__all__ = [
    "Duty",
    "Hours",
    "UnitHours",
    "Weakness",
    "duties_of",
    "duty_of",
    "enrolment_for",
    "enrolments_for",
    "evaluation_to_help",
    "hours_by_unit",
    "hours_of",
    "improvement_for",
    "improvements_for",
    "staff_of",
    "steps_of",
    "training_for",
    "trainings_for",
    "waiting_for",
    "waiting_for_help",
    "weaknesses_of",
    "without_plan",
]
