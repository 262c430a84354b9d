"""Reads of appraisal: doors, the material of one evaluation, achievements that count, distributions, the desk."""

from selaras.appraisal.queries.achievements import Counting, counting_for, units_of
from selaras.appraisal.queries.calendar import calendar_of
from selaras.appraisal.queries.distribution import (
    Distribution,
    Group,
    Limits,
    PredicateLine,
    Predicates,
    distribution_of,
    group_of,
    last_predicates,
    last_predicates_of,
    limits_for,
    predicates_in,
)
from selaras.appraisal.queries.doors import (
    evaluation_for,
    evaluations_for,
    may_read_papers,
    objection_of,
    objections_for,
    opinion_for,
    opinions_for,
    parts_of,
    visible_to,
    windows,
)
from selaras.appraisal.queries.material import Material, material_of
from selaras.appraisal.queries.reuse import Reusable, reusable_for, reuse_of, sees_source
from selaras.appraisal.queries.waiting import waiting_for

__all__ = [
    "Counting",
    "Distribution",
    "Group",
    "Limits",
    "Material",
    "PredicateLine",
    "Predicates",
    "Reusable",
    "calendar_of",
    "counting_for",
    "distribution_of",
    "evaluation_for",
    "evaluations_for",
    "group_of",
    "last_predicates",
    "last_predicates_of",
    "limits_for",
    "material_of",
    "may_read_papers",
    "objection_of",
    "objections_for",
    "opinion_for",
    "opinions_for",
    "parts_of",
    "predicates_in",
    "reusable_for",
    "reuse_of",
    "sees_source",
    "units_of",
    "visible_to",
    "waiting_for",
    "windows",
]
