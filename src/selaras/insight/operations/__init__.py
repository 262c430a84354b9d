"""Writes of insight: surveys, and the tallies that its overview is read from."""

from selaras.insight.operations.mixing import mix, mix_open_surveys
from selaras.insight.operations.surveys import (
    CLOSED,
    OPENED,
    QuestionInput,
    answer,
    close_survey,
    create_survey,
    end_surveys,
    open_survey,
)
from selaras.insight.operations.tallies import recount, recount_changed

__all__ = [
    "CLOSED",
    "OPENED",
    "QuestionInput",
    "answer",
    "close_survey",
    "create_survey",
    "end_surveys",
    "mix",
    "mix_open_surveys",
    "open_survey",
    "recount",
    "recount_changed",
]
