"""What was reached so far: the latest realisation of each result and indicator, and the evidence for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from selaras.core.tenancy import current_agency_id
from selaras.planning.models import Plan

LATEST = """
SELECT DISTINCT ON (r.plan_id, x.result_id, x.indicator_id)
  r.plan_id, x.result_id, x.indicator_id, x.text, x.data_source, r.month_on, r.id
FROM monitoring_report r
JOIN monitoring_realisation x ON x.agency_id = r.agency_id AND x.report_id = r.id
WHERE r.agency_id = %(agency)s AND r.plan_id = ANY(%(plans)s) AND r.state <> 'DRAFT' AND x.text <> ''
  AND r.month_on <= %(until)s AND (%(since)s::date IS NULL OR r.month_on >= date_trunc('month', %(since)s::date))
ORDER BY r.plan_id, x.result_id, x.indicator_id, r.month_on DESC
"""
EVIDENCE = """
SELECT x.result_id, x.id, x.name, x.link, r.month_on
FROM monitoring_report r
JOIN monitoring_evidence x ON x.agency_id = r.agency_id AND x.report_id = r.id
WHERE r.agency_id = %(agency)s AND r.plan_id = ANY(%(plans)s) AND r.state <> 'DRAFT'
  AND r.month_on <= %(until)s AND (%(since)s::date IS NULL OR r.month_on >= date_trunc('month', %(since)s::date))
ORDER BY x.result_id, r.month_on, x.id
"""
Place = tuple[int, int | None]


@dataclass(frozen=True)
class RealisationLine:
    """The latest words on one result or indicator, and where they stand."""

    text: str
    data_source: str
    month_on: date
    report_id: int


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence; a file when the link is empty."""

    id: int
    name: str
    link: str
    month_on: date


def _values(plans: Iterable[int], until: date, since: date | None) -> dict[str, Any]:
    return {"agency": current_agency_id(), "plans": list(plans), "until": until, "since": since}


def realisations_of_plans(
    plan_ids: Iterable[int], until: date, since: date | None = None
) -> dict[int, dict[Place, RealisationLine]]:
    """Return the latest realisations of any number of plans up to a day, in one statement.

    Only submitted and answered reports count; drafts are their authors' own.
    """
    found: dict[int, dict[Place, RealisationLine]] = {one: {} for one in plan_ids}
    with connection.cursor() as cursor:
        cursor.execute(LATEST, _values(found, until, since))
        for plan_id, result_id, indicator_id, *words in cursor.fetchall():
            found[plan_id][result_id, indicator_id] = RealisationLine(*words)
    return found


def realisations_of(plan: Plan, until: date, since: date | None = None) -> dict[Place, RealisationLine]:
    """Return the latest realisation of each result and indicator of a plan up to a day."""
    return realisations_of_plans([plan.pk], until, since)[plan.pk]
