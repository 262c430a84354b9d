"""In which unit a plan stands, as SQL and as a value: who oversees the unit oversees the plan."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Least

from selaras.organisation.models import Assignment, Headship, PositionPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Plan


def unit_of_assignment(on: date, position: str, ends: str) -> Subquery:
    """The unit of a position on a day, or on the last day of the row when that is earlier."""
    periods = PositionPeriod.objects.filter(
        position=OuterRef(position), from_on__lte=Least(on, OuterRef(ends))
    )
    return Subquery(periods.order_by("-from_on").values("unit_id")[:1])


def unit_of(plan: Plan, on: date) -> int | None:
    """Return the unit in which a plan stands on a day; a plan read through `plans_for` knows it already."""
    known: dict[str, int | None] = plan.__dict__
    if "unit_id" not in known:
        rows = Plan.objects.filter(pk=plan.pk)
        found = rows.annotate(unit_id=unit_of_assignment(on, "assignment__position", "ends_on"))
        known["unit_id"] = found.values_list("unit_id", flat=True).first()
    return known["unit_id"]


def head_of(unit_id: int, on: date) -> Assignment | None:
    """Return who leads a unit on a day: the definitive holder of its head's position, else the acting one."""
    positions = Headship.objects.filter(holds_on(on), unit=unit_id).values("position")
    held = Assignment.objects.filter(holds_on(on), position__in=positions).select_related("person")
    return held.order_by("kind", "from_on").first()
