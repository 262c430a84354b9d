"""Writes of development: training, enrolment, attendance, the year's hours, improvement plans."""

from selaras.development.operations.attendance import Attendance, record_attendance
from selaras.development.operations.duties import set_duty
from selaras.development.operations.enrolments import (
    accept_enrolment,
    ask_enrolment,
    decline_enrolment,
    enrol,
    withdraw_enrolment,
)
from selaras.development.operations.improvements import (
    PlannedStep,
    add_step,
    cancel_improvement,
    conclude_improvement,
    create_improvement,
    finish_step,
)
from selaras.development.operations.trainings import (
    add_training,
    cancel_training,
    change_training,
    hold_training,
)

__all__ = [
    "Attendance",
    "PlannedStep",
    "accept_enrolment",
    "add_step",
    "add_training",
    "ask_enrolment",
    "cancel_improvement",
    "cancel_training",
    "change_training",
    "conclude_improvement",
    "create_improvement",
    "decline_enrolment",
    "enrol",
    "finish_step",
    "hold_training",
    "record_attendance",
    "set_duty",
    "withdraw_enrolment",
]
