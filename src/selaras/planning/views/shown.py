"""What the pages about one plan show: who is who, the words of values and codes, findings, changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from selaras.core.http import AgencyRequest
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.reasons import sentence_of as reason_sentence
from selaras.organisation.queries.reporting import ARTICLES, Reason
from selaras.planning.models import Plan, PlanGroup, PlanState, PlanVersion, ProvisionKind, Scheme
from selaras.planning.queries import sentence_of, spoken, values_in
from selaras.planning.queries.content import PlanContent
from selaras.planning.queries.values import names_of
from selaras.planning.views.words import badge
from selaras.rules.explain import Explanation
from selaras.rules.plans import Finding
from selaras.rules.tables import tell_cascading, tell_changes

RECORDED_LAW = "PermenPANRB 6/2022 Lampiran II.C.7"
LEVELS = {"ERROR": "crimson", "WARNING": "amber", "REPORT": "amber", "LINT": "grey"}


def missing_first(request: AgencyRequest, *, periods: Any = None, units: Any = None) -> HttpResponse | None:
    """Lead to what a form needs before it can be filled in: a year of performance, a unit; None when all is there."""
    if periods is not None and not periods:
        messages.info(request, _("First open a period: this belongs to a year of performance."))
        return redirect("planning:periods")
    if units is not None and not units:
        messages.info(request, _("First add a unit: this belongs to one."))
        return redirect("organisation:units")
    return None


def plan_badge(plan: Plan) -> dict[str, str]:
    if plan.closed_on is not None:
        return {"text": _("Closed"), "tone": "grey"}
    if plan.is_in_force and plan.state != PlanState.SET:  # type: ignore[attr-defined]  # annotated by plans_for
        return {"text": _("In force, a change is under way"), "tone": "blue"}
    return badge(plan.state, PlanState)  # type: ignore[attr-defined]  # annotated by plans_for


def shown_plan(request: AgencyRequest, plan: Plan) -> dict[str, Any]:
    """Return what every page about one plan shows: title, state, who appraises and why."""
    on = min(request.actor.on, plan.ends_on)
    people = headers_of(
        [plan.person_id, plan.appraiser_id, plan.superior_id], max(on, plan.starts_on), [plan.assignment_id]
    )
    known = plan.appraiser_reason in Reason.__members__
    recorded = _("The performance officer recorded who appraises.")
    return {
        "plan": plan,
        "badge": plan_badge(plan),
        "people": people,
        "person": people[plan.person_id],
        "appraiser": people.get(plan.appraiser_id or 0),
        "superior": people.get(plan.superior_id or 0),
        "appraiser_why": reason_sentence(plan.appraiser_reason) if known else recorded,
        "appraiser_article": ARTICLES[Reason(plan.appraiser_reason)] if known else RECORDED_LAW,
        "is_own": request.actor.is_person(plan.person_id),
        "leads": plan.group == PlanGroup.JPT_UNIT_HEAD,
    }


def changes_of(plan: Plan, on: date) -> Explanation | None:
    """Return what the law says each event does to a plan; a company's scheme has no such table."""
    return tell_changes(on=on) if plan.period.scheme == Scheme.PERMENPANRB_6_2022 else None


def ways_of(plan: Plan, on: date) -> Explanation | None:
    """Return the law's ways to cascade a superior's indicator; a company's scheme has no such table."""
    return tell_cascading(on=on) if plan.period.scheme == Scheme.PERMENPANRB_6_2022 else None


def shown_content(request: AgencyRequest, plan: Plan) -> dict[str, Any]:
    """Return the words that a content is shown with: values with guides, aspects, perspectives."""
    period, on = plan.period, request.actor.on
    return {
        "values": {
            code: (spoken(value.name), [spoken(guide) for guide in value.guides])
            for code, value in values_in(request.agency, period, on).items()
        },
        "aspects": {code: spoken(name) for code, name in names_of("aspects", period, on).items()},
        "perspectives": {code: spoken(name) for code, name in names_of("perspectives", period, on).items()},
        "provision_names": dict(ProvisionKind.choices),
    }


def shown_findings(findings: tuple[Finding, ...], content: PlanContent) -> list[dict[str, Any]]:
    """Return findings for the page: tone, sentence, place, article; errors first."""
    order = list(LEVELS)
    rows = sorted(findings, key=lambda one: order.index(one.level))
    return [
        {
            "level": one.level,
            "tone": LEVELS[one.level],
            "text": sentence_of(one),
            "steps": [{"text": sentence_of(one), "citation": str(one.cite), "value": one.rule}],
            "lineage_id": _lineage_of(one, content),
        }
        for one in rows
    ]


def _lineage_of(finding: Finding, content: PlanContent) -> int | None:
    where = finding.where
    if len(where) > 1 and where[0] == "results" and isinstance(where[1], int):
        return content.results[where[1]].lineage_id
    return None


def chosen_version(versions: list[PlanVersion], number: int | None) -> PlanVersion:
    """Return the version asked for, or the newest."""
    for version in versions:
        if number is None or version.number == number:
            return version
    raise Http404


def field_names() -> dict[str, str]:
    """Return the words of the fields that a difference names."""
    return {
        "kind": _("Kind"),
        "text": _("Text"),
        "source": _("Comes from"),
        "assigned_by": _("Position of the leader who gave the assignment"),
        "intervened_text": _("The leader's result"),
        "intervened_indicator_text": _("The leader's indicator"),
        "aspect": _("Aspect"),
        "perspective": _("Perspective"),
        "target": _("Target"),
        "direction": _("What is better"),
    }
