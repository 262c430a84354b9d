"""Reads what the discipline rules ask of a sanction record: steps of a proposal, the remedy against one in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from selaras.appraisal.queries.calendar import calendar_under
from selaras.core.models import Agency
from selaras.core.time import local_day
from selaras.recognition.models import Sanction, SanctionLevel, SanctionState
from selaras.rules.dated import NotInForce
from selaras.rules.days import national_holidays
from selaras.rules.discipline import sanction_named
from selaras.rules.explain import Explanation
from selaras.rules.procedures import explain_discipline, explain_remedy


@dataclass(frozen=True)
class Guidance:
    """What the law asks, in steps with their articles, and the calculator that reckons it for another day."""

    told: Explanation
    address: str
    counted_from: date | None = None


def guidance_for(sanction: Sanction, agency: Agency) -> Guidance | None:
    """Return the procedure of a proposal or the remedy against a sanction in force; None where PP 94/2021 is silent.

    A reminder is no sanction, and a company follows its own regulation. The remedy depends on the sanction, which is
    known by its name; its days are the agency's working days.
    """
    if not agency.is_public or sanction.level == SanctionLevel.REMINDER:
        return None
    try:
        if sanction.state == SanctionState.PROPOSED:
            return _procedure(sanction, agency)
        if sanction.state == SanctionState.IN_FORCE and sanction.from_on is not None:
            return _remedy(sanction, agency, sanction.from_on)
    except NotInForce:
        return None
    return None


def _procedure(sanction: Sanction, agency: Agency) -> Guidance:
    on = local_day(sanction.proposed_at, agency.time_zone)
    told = explain_discipline(sanction.level, on=on)
    asked = {"level": sanction.level, "working_week": agency.working_week, "on": on}
    return Guidance(told, _calculator("discipline-procedure", asked))


def _remedy(sanction: Sanction, agency: Agency, from_on: date) -> Guidance | None:
    code = sanction_named(sanction.title, on=from_on)
    if code is None:
        return None
    closed = list(_days_off(from_on))
    told = explain_remedy(code, from_on, working_week=agency.working_week, holidays=closed, on=from_on)
    asked = {"sanction": code, "received_on": from_on, "working_week": agency.working_week, "on": from_on}
    return Guidance(told, _calculator("discipline-remedy", asked), from_on)


def _days_off(from_on: date) -> Iterator[date]:
    """The agency's days off in the year of a day and the next, as it changed them."""
    changes = calendar_under("", from_on).changes
    for year in (from_on.year, from_on.year + 1):
        yield from (one.day for one in national_holidays(year) if changes.get(one.day, True))
    yield from (day for day, is_holiday in changes.items() if is_holiday)


def _calculator(key: str, asked: dict[str, object]) -> str:
    return f"{reverse('regulations:calculator', args=[key])}?{urlencode(asked)}"
