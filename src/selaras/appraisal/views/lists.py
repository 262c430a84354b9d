"""Lists: evaluations of a window, objections, and opinions that are asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.appraisal import queries
from selaras.appraisal.models import Evaluation, EvaluationState, Objection, Predicate
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import OVERSEERS, can_see_result
from selaras.appraisal.views.shown import chosen_window, state_badge, windows_to_choose
from selaras.appraisal.views.steps import last_day
from selaras.core.actor import Actor, RoleCode
from selaras.core.http import AgencyRequest, page_of, signed_in
from selaras.core.verdict import NotAllowed
from selaras.core.vocabulary import word
from selaras.organisation.models import UnitPeriod
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.reporting import holds_on
from selaras.organisation.views.exporting import Choices, all_of, export, is_export
from selaras.planning.models import Window

SORTS = {"name": "person__name", "state": "state", "appraiser": "appraiser__name"}
DUE = {
    EvaluationState.RATED: "deliver_until",
    EvaluationState.DELIVERED: "return_until",
    EvaluationState.ACCEPTED: "report_until",
    EvaluationState.LAPSED: "report_until",
    EvaluationState.OBJECTED: "decide_until",
    EvaluationState.DECIDED: "report_until",
}


@signed_in
@require_safe
def evaluations(request: AgencyRequest) -> HttpResponse:
    """Show the evaluations of a window that concern the person, or that the person oversees."""
    user, listed = request.actor, queries.windows()
    _not_for_operators(user)
    window = chosen_window(listed, request.GET.get("window", ""), user.on)
    roles = _roles(user, queries.parts_of(user))
    role = request.GET.get("role", roles[0][0])
    rows = _asked(request, window, role if role in dict(roles) else roles[0][0])
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    if request.GET.get("state") in EvaluationState.values:
        rows = rows.filter(state=request.GET["state"])
    rows = _sorted(rows, request.GET.get("sort", ""))
    if is_export(request):
        return _exported(request, all_of(rows), window)
    page = page_of(rows, request)
    context = {
        "window": window,
        "window_label": window_name(window) if window else "",
        "window_options": windows_to_choose(listed),
        "roles": _tabs(request, roles, role, window),
        "role": role,
        "units": _units(user) if user.role in OVERSEERS else [],
        "states": [("", _("All states")), *EvaluationState.choices],
        "counts": counts,
        "total": sum(counts.values()),
        "page": page,
        "lines": _lines(user, page.rows),
        "may_run": user.role == RoleCode.OFFICER,
    }
    return render(request, "appraisal/evaluations.html", context)


def _exported(request: AgencyRequest, found: list[Evaluation], window: Window | None) -> HttpResponse:
    """The evaluations as a workbook: a predicate only where the page would show it too."""
    columns = (
        word("employee"), _("Position"), word("unit"), _("Evaluates"), _("State"), _("Predicate"),
        _("Last day"),
    )  # fmt: skip
    rows = (
        (
            one["name"], one["position"], one["unit"], one["evaluator"], one["badge"]["text"],
            Predicate(one["predicate"]).label if one["predicate"] else "", one["due"],
        )
        for one in _lines(request.actor, found)
    )  # fmt: skip
    title = f"{_('Evaluations')} {window_name(window)}" if window else _("Evaluations")
    chosen: Choices = {
        "state": EvaluationState.choices,
        "window": [(window.pk, window_name(window))] if window else [],
    }
    return export(request, title, columns, rows, chosen)


def _asked(request: AgencyRequest, window: Window | None, role: str) -> QuerySet[Evaluation]:
    """The evaluations of the chosen tab, window, unit and search, each with the last day of its objection."""
    unit = request.GET.get("unit", "")
    rows = queries.evaluations_for(
        request.actor,
        window=window,
        role=role,
        q=request.GET.get("q", "").strip()[:100],
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else None,
    )
    decided = Objection.objects.filter(evaluation=OuterRef("pk")).values("decide_until")[:1]
    return rows.annotate(decide_until=Subquery(decided))


def _not_for_operators(user: Actor) -> None:
    if user.role == RoleCode.OPERATOR:
        raise NotAllowed(_("A system operator sees no appraisal. Choose another role if you have one."))


def _roles(user: Actor, parts: set[str]) -> list[tuple[str, str]]:
    """The tabs that can ever hold something for the person, the most useful for the role now chosen first."""
    own = [("APPRAISER", _("I evaluate")), ("SUPERIOR", _("Below me")), ("MINE", _("My own"))]
    if user.role == RoleCode.EMPLOYEE:
        own = [own[2], own[0], own[1]]
    own = [one for one in own if one[0] in parts or one[0] == "MINE"]
    wide = [("", _("All that I may see"))]
    if user.role == RoleCode.OFFICER:
        wide += [("UNATTENDED", _("Nobody who can act")), ("OVERDUE", _("Overdue"))]
    if user.role in OVERSEERS:
        return wide + (own if user.is_personal else [])
    return own


def _tabs(
    request: AgencyRequest, roles: list[tuple[str, str]], role: str, window: Any
) -> list[dict[str, Any]]:
    suffix = f"&window={window.pk}" if window else ""
    return [
        {
            "label": label,
            "href": f"{request.path}?role={code}{suffix}",
            "current": code == role,
            "count": None,
        }
        for code, label in roles
    ]


def _units(user: Actor) -> list[tuple[Any, str]]:
    rows = UnitPeriod.objects.filter(holds_on(user.on))
    if not user.whole_agency:
        rows = rows.filter(unit__in=user.unit_ids)
    return [("", _("All units")), *rows.order_by("name").values_list("unit_id", "name")]


def _sorted(rows: Any, asked: str) -> Any:
    field = SORTS.get(asked.removeprefix("-"))
    if field is None:
        return rows
    return rows.order_by(F(field).desc() if asked.startswith("-") else F(field), "pk")


def _lines(user: Actor, rows: list[Evaluation]) -> list[dict[str, Any]]:
    headers = headers_of([one.person_id for one in rows], user.on)
    return [_line(user, one, headers.get(one.person_id)) for one in rows]


def _line(user: Actor, one: Evaluation, header: Any) -> dict[str, Any]:
    sees = one.state != EvaluationState.OPEN and bool(can_see_result(user, one))
    due = getattr(one, DUE[EvaluationState(one.state)]) if one.state in DUE else None
    if one.state == EvaluationState.OPEN:
        due = last_day(one)
    mine = user.is_person(one.evaluator_id)
    return {
        "pk": one.pk,
        "name": one.person.name,
        "position": header.position if header else "",
        "unit": header.unit if header else "",
        "evaluator": one.evaluator.name if one.evaluator else None,
        "is_escalated": one.is_escalated,
        "badge": state_badge(one.state),
        "predicate": one.predicate if sees else "",
        "due": due,
        "days_left": (due - user.on).days if due else None,
        "to_rate": mine and one.state == EvaluationState.OPEN,
        "to_sign": user.is_person(one.person_id) and one.state == EvaluationState.DELIVERED,
    }


@signed_in
@require_safe
def objections(request: AgencyRequest) -> HttpResponse:
    """Show objections that concern the person, those that run first."""
    user = request.actor
    _not_for_operators(user)
    state = request.GET.get("state", "")
    running = {"running": True, "decided": False}.get(state)
    rows = queries.objections_for(user, running=running, q=request.GET.get("q", "").strip()[:100])
    page = page_of(rows, request)
    lines = [
        {
            "pk": one.evaluation_id,
            "name": one.evaluation.person.name,
            "appraiser": one.evaluation.appraiser.name if one.evaluation.appraiser else "",
            "superior": one.evaluation.superior.name if one.evaluation.superior else "",
            "window": window_name(one.evaluation.window),
            "filed_on": one.filed_on,
            "decide_until": one.decide_until,
            "days_left": (one.decide_until - user.on).days,
            "decision": one.get_decision_display() if one.decision else "",
        }
        for one in page.rows
    ]
    states = [("", _("All objections")), ("running", _("Running")), ("decided", _("Decided"))]
    return render(request, "appraisal/objections.html", {"page": page, "lines": lines, "states": states})


@signed_in
@require_safe
def opinions(request: AgencyRequest) -> HttpResponse:
    """Show the opinions that were asked of the person."""
    _not_for_operators(request.actor)
    rows = queries.opinions_for(request.actor)
    page = page_of(rows, request)
    lines = [
        {
            "pk": one.pk,
            "name": one.evaluation.person.name,
            "window": window_name(one.evaluation.window),
            "closes_on": one.evaluation.window.closes_on,
            "days_left": (one.evaluation.window.closes_on - request.actor.on).days,
            "submitted_at": one.submitted_at,
            "is_open": one.submitted_at is None and one.evaluation.state == EvaluationState.OPEN,
        }
        for one in page.rows
    ]
    return render(request, "appraisal/opinions.html", {"page": page, "lines": lines})
