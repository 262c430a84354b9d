"""What a page of the regulations is asked for: the day, and the tabs that lead to its neighbours."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.http import AgencyRequest
from selaras.rules.contract.schema import as_day

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)


def day_asked(request: AgencyRequest) -> date:
    """Return the day whose law is wanted: `on` in the address, else today; nonsense is today."""
    asked = as_day(request.GET.get("on", ""))
    return asked if asked and EARLIEST <= asked <= LATEST else request.actor.on


def tabs_of(current: str) -> list[dict[str, Any]]:
    """Return the doors between the three parts."""
    pages = (
        ("instruments", _("Instruments")),
        ("calculators", _("Calculators")),
        ("choices", _("Choices of the agency")),
    )
    return [
        {"label": label, "href": reverse(f"regulations:{name}"), "current": name == current}
        for name, label in pages
    ]
