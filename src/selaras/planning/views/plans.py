"""Pages that read plans: lists, one plan as its form prints it, versions with their differences, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from selaras.core.actor import RoleCode
from selaras.core.audit import history_of
from selaras.core.http import AgencyRequest, page_of, signed_in
from selaras.core.time import noon_of
from selaras.core.verdict import require
from selaras.core.vocabulary import word
from selaras.documents.content import as_data
from selaras.documents.queries import papers_of, signatures_of
from selaras.documents.render import render as render_document
from selaras.organisation.queries import headers_of, units_below
from selaras.organisation.queries.structure import unit_choices
from selaras.organisation.views.exporting import Choices, all_of, export, is_export
from selaras.planning import papers, permissions
from selaras.planning.models import (
    Period,
    PeriodState,
    Plan,
    PlanState,
    PlanVersion,
)
from selaras.planning.queries import (
    content_of,
    contents_of,
    errors_in,
    findings_of,
    plan_and_versions,
    plan_for,
    plans_for,
)
from selaras.planning.queries.content import PlanContent, ResultContent
from selaras.planning.queries.difference import difference_of
from selaras.planning.views.shown import (
    chosen_version,
    field_names,
    plan_badge,
    shown_content,
    shown_findings,
    shown_plan,
)
from selaras.planning.views.words import LABELS, VERBS, badge, steps_of
from selaras.planning.workflow import PLAN

LEADING = (RoleCode.APPRAISER, RoleCode.SUPERIOR, RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
SORTS = {"name": "person__name", "state": "state", "appraiser": "appraiser__name"}


@dataclass(frozen=True)
class Asked:
    """What the list was asked for."""

    search: str
    unit: str
    state: str
    period: Period | None


def _asked(request: AgencyRequest, periods: list[Period]) -> Asked:
    chosen = request.GET.get("period", "")
    known = {str(one.pk): one for one in periods}
    period = known.get(chosen) or _period_on(periods, request.actor.on)
    return Asked(
        request.GET.get("q", "").strip()[:100],
        request.GET.get("unit", ""),
        request.GET.get("state", ""),
        period,
    )


def _filtered(plans: QuerySet[Any], asked: Asked, request: AgencyRequest) -> QuerySet[Any]:
    if asked.period is not None:
        plans = plans.filter(period=asked.period)
    if asked.search:
        plans = plans.filter(
            Q(person__name__icontains=asked.search) | Q(person__number__startswith=asked.search)
        )
    if asked.unit.isascii() and asked.unit.isdigit() and len(asked.unit) < 18:
        plans = plans.filter(unit_id__in=units_below([int(asked.unit)], request.actor.on))
    if asked.state in PlanState.values:
        plans = plans.filter(state=asked.state)
    sort = request.GET.get("sort", "")
    key = SORTS.get(sort.lstrip("-"))
    if key:
        plans = plans.order_by(f"-{key}" if sort.startswith("-") else key, "pk")
    return plans


@signed_in
@require_safe
def plan_list(request: AgencyRequest) -> HttpResponse:
    """Own plans as cards; the plans of one's people or of the role's reach as a list."""
    actor = request.actor
    require(permissions.can_read_planning(actor))
    periods = list(Period.objects.order_by("-year"))
    asked = _asked(request, periods)
    plans = plans_for(actor)
    own = list(plans.filter(person=actor.person_id).order_by("-starts_on")) if actor.is_personal else []
    context: dict[str, Any] = {
        "asked": asked,
        "periods": periods,
        "own": [(one, plan_badge(one)) for one in own],
    }
    context["may_begin"] = _may_begin(request, own, periods)
    context["is_leading"] = actor.role in LEADING
    if actor.role in LEADING:
        others = plans if actor.role in OVERSEEING else plans.exclude(person=actor.person_id)
        rows = _filtered(others, asked, request)
        if is_export(request):
            return _exported(request, all_of(rows))
        page = page_of(rows, request)
        on = actor.on
        headers = headers_of(
            [one.person_id for one in page.rows], on, [one.assignment_id for one in page.rows]
        )
        context |= {
            "page": page,
            "rows": [(one, headers[one.person_id], plan_badge(one)) for one in page.rows],
            "units": unit_choices(actor) if actor.role in OVERSEEING else [],
            "states": PlanState.choices,
        }
    return render(request, "planning/plans.html", context)


def _exported(request: AgencyRequest, plans: list[Plan]) -> HttpResponse:
    """The list of plans as a workbook, with the columns of the page."""
    headers = headers_of(
        [one.person_id for one in plans], request.actor.on, [one.assignment_id for one in plans]
    )
    columns = (_("Name"), _("Position"), word("unit"), word("appraiser"), _("State"), _("Period"))
    rows = (
        (
            one.person.name, headers[one.person_id].position, headers[one.person_id].unit,
            one.appraiser.name if one.appraiser else "", plan_badge(one)["text"], one.period.name,
        )
        for one in plans
    )  # fmt: skip
    periods = {(one.period_id, one.period.name) for one in plans}
    chosen: Choices = {"period": sorted(periods), "state": PlanState.choices}
    return export(request, str(word("plan_long")), columns, rows, chosen)


def _period_on(periods: list[Period], on: date) -> Period | None:
    """The year of a day among all years, newest first; between years, the newest one that began."""
    begun = [one for one in periods if one.starts_on <= on]
    return next((one for one in begun if one.ends_on >= on), begun[0] if begun else None)


def _may_begin(request: AgencyRequest, own: list[Plan], periods: list[Period]) -> Period | None:
    """The year in which the person has no plan yet and may begin one."""
    if not request.actor.is_personal:
        return None
    planned = {one.period_id for one in own}
    on = request.actor.on
    for period in periods:
        fits = period.state != PeriodState.CLOSED and period.starts_on <= on <= period.ends_on
        if fits and period.pk not in planned:
            return period
    return None


@signed_in
@require_safe
def plan(request: AgencyRequest, pk: int, number: int | None = None) -> HttpResponse:
    """One version of a plan as its form prints it, with the next step beside it."""
    row, versions = plan_and_versions(request.actor, pk, request.at)
    version = chosen_version(versions, number)
    content = content_of(version)
    is_newest = version == versions[0]
    findings = findings_of(version, content, request.actor.on)
    context = {
        **shown_plan(request, row),
        **shown_content(request, row),
        "version": version,
        "version_badge": badge(version.state, PlanState),
        "versions": versions,
        "in_force": next((one for one in versions if one.state == PlanState.SET), None),
        "is_newest": is_newest,
        "content": content,
        "findings": shown_findings(findings, content),
        "approvals": _approvals(request, version, content),
        "signatures": [one for one in signatures_of(version) if one.content_hash == version.content_hash],
        "papers": [one for one in papers_of(row) if one.subject_version == version.number],
        "form": papers.form_of(row),
        "annex_form": papers.ANNEX_FORM,
    }
    errors = len(errors_in(findings))
    return render(request, "planning/plan.html", context | _open_to(request, version, is_newest, errors))


def _open_to(request: AgencyRequest, version: PlanVersion, is_newest: bool, errors: int) -> dict[str, Any]:
    """What the actor may do with the version shown; a former one is only read."""
    actor = request.actor
    return {
        "steps": _steps(request, version, errors) if is_newest else [],
        "may_write": permissions.can_write(actor, version),
        "may_expect": permissions.can_expect(actor, version),
        "may_change": is_newest and bool(permissions.can_begin_change(actor, version)),
        "may_administer": permissions.can_administer_plan(actor, version.plan),
    }


def _approvals(request: AgencyRequest, version: PlanVersion, content: PlanContent) -> list[ResultContent]:
    """Work given by other leaders that this appraiser has not approved yet (V9)."""
    waiting = [one for one in content.results if one.given_by_other and not one.is_approved]
    return waiting if waiting and permissions.can_approve_assignment(request.actor, version) else []


def _steps(request: AgencyRequest, version: PlanVersion, errors: int) -> list[dict[str, Any]]:
    actor, row = request.actor, version.plan
    ask: set[str] = set()
    if permissions.is_stand_in(actor, row, "appraiser"):
        ask |= {"agree", "set"}
    if permissions.is_stand_in(actor, row, "person"):
        ask |= {"sign"}
    steps = steps_of(PLAN, actor, version, ask=frozenset(ask))
    for one in steps:
        if errors and one["allowed"] and one["code"] in ("submit", "agree", "set"):
            text = ngettext(
                "%(num)s thing must be put right first.", "%(num)s things must be put right first.", errors
            )
            one |= {"allowed": False, "reason": text % {"num": errors}}
    steps.sort(key=lambda one: (one["code"] in ("return", "withdraw"), not one["allowed"]))
    return [one for one in steps if one["allowed"] or one["code"] not in ("return", "withdraw")]


@signed_in
@require_safe
def plan_versions(request: AgencyRequest, pk: int) -> HttpResponse:
    """All versions, each with what it changed."""
    row, versions = plan_and_versions(request.actor, pk, request.at)
    contents = contents_of(one.pk for one in versions)
    pairs = []
    for version, former in zip(versions, [*versions[1:], None], strict=True):
        change = difference_of(contents[former.pk], contents[version.pk]) if former else None
        pairs.append((version, badge(version.state, PlanState), change))
    return render(
        request,
        "planning/plan_versions.html",
        {
            **shown_plan(request, row),
            **shown_content(request, row),
            "pairs": pairs,
            "field_names": field_names(),
        },
    )


@signed_in
@require_safe
def plan_history(request: AgencyRequest, pk: int) -> HttpResponse:
    """Who did what and when."""
    row = plan_for(request.actor, pk, request.at)
    return render(
        request,
        "planning/plan_history.html",
        {**shown_plan(request, row), "history": history_of(row), "verbs": VERBS, "labels": LABELS},
    )


@signed_in
@require_safe
def plan_draft_pdf(request: AgencyRequest, pk: int, form: str) -> HttpResponse:
    """Print the newest version as a draft, marked as such on every page."""
    row, versions = plan_and_versions(request.actor, pk, request.at)
    if form not in (papers.form_of(row), papers.ANNEX_FORM):
        raise Http404
    version = versions[0]
    content = content_of(version)
    frame = papers.frame_of(row, request.actor.on, draft=True)
    paper = papers.annex_paper if form == papers.ANNEX_FORM else papers.plan_paper
    pdf = render_document(
        form, as_data(paper(frame, content)), language=frame.language,
        at=papers.moment_in(request.agency, noon_of(request.actor.on, request.agency.time_zone)),
        number=_("draft, version %(number)s") % {"number": version.number},
        verify_url=request.build_absolute_uri(f"/plans/{row.pk}/"),
    )  # fmt: skip
    name = f"{form}-{row.period.year}-{row.pk}-draft.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
