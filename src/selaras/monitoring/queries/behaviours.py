"""The core values on which feedback may be given, in the words of the agency."""

from __future__ import annotations

from datetime import date

from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.planning.models import Plan
from selaras.planning.queries.values import CoreValue, spoken, values_in


def behaviours_of(plan: Plan, on: date, agency: Agency | None = None) -> dict[str, CoreValue]:
    """Return the core values of a plan's year by code; one statement unless the agency is handed in."""
    agency = agency or Agency.objects.get(pk=current_agency_id())
    return values_in(agency, plan.period, on)


def behaviour_names(plan: Plan, on: date, agency: Agency | None = None) -> dict[str, str]:
    """Return the names of the core values in the active language."""
    return {code: spoken(one.name) for code, one in behaviours_of(plan, on, agency).items()}
