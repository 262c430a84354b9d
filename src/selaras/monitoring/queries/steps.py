"""Reads of action plans."""

from __future__ import annotations

from selaras.monitoring.models import ActionStep
from selaras.planning.models import Plan


def steps_of(plan: Plan) -> dict[int, list[ActionStep]]:
    """Return the steps of a plan by the lineage of their result, in order, in one statement."""
    steps: dict[int, list[ActionStep]] = {}
    for step in ActionStep.objects.filter(result__plan=plan).order_by("ordinal", "pk"):
        steps.setdefault(step.result_id, []).append(step)
    return steps
