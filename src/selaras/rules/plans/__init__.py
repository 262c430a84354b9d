"""Checks a plan (SKP) before it is submitted or set: structure in, findings out."""

from selaras.rules.plans.checks import aspect_names, change_after, check_plan, group_of
from selaras.rules.plans.draft import Annex, Finding, IndicatorDraft, PlanDraft, ResultDraft

__all__ = [
    "Annex",
    "Finding",
    "IndicatorDraft",
    "PlanDraft",
    "ResultDraft",
    "aspect_names",
    "change_after",
    "check_plan",
    "group_of",
]
