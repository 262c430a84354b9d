"""Organisational achievement, evaluations with ratings, opinions, moves, objections, reused results."""

from selaras.appraisal.models.evaluation import (
    Achievement,
    AppraisalKind,
    AppraiserMove,
    AppraiserReason,
    Decision,
    Evaluation,
    EvaluationRow,
    EvaluationState,
    Objection,
    Opinion,
    OrganisationAchievement,
    Predicate,
    Rating,
)
from selaras.appraisal.models.reuse import Reuse, ReuseSide, ReuseState

__all__ = [
    "Achievement",
    "AppraisalKind",
    "AppraiserMove",
    "AppraiserReason",
    "Decision",
    "Evaluation",
    "EvaluationRow",
    "EvaluationState",
    "Objection",
    "Opinion",
    "OrganisationAchievement",
    "Predicate",
    "Rating",
    "Reuse",
    "ReuseSide",
    "ReuseState",
]
