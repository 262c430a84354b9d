"""Pages of the matrix of roles and results: list, table, one cell, new columns and people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from selaras.core.audit import history_of
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import Assignment, Person
from selaras.organisation.queries import header_of, headers_of
from selaras.planning import permissions
from selaras.planning.forms.plans import lines_of
from selaras.planning.forms.strategy import CellForm, ColumnForm
from selaras.planning.models import Matrix, MatrixCell
from selaras.planning.operations import matrix as operations
from selaras.planning.operations.plans import held_on
from selaras.planning.queries import current_period, period_of, plans_for, unit_of
from selaras.planning.queries.matrices import matrices_for, matrix_for, table_of
from selaras.planning.views.steps import sent_number
from selaras.planning.views.words import LABELS, VERBS


@signed_in
@require_safe
def matrix_list(request: AgencyRequest) -> HttpResponse:
    """The matrices the person may read, and the ones that can be begun."""
    actor = request.actor
    require(permissions.can_read_planning(actor))
    page = page_of(matrices_for(actor), request)
    period = current_period(actor.on)
    can_begin = []
    if period is not None:
        have = set(Matrix.objects.filter(period=period).values_list("owner", flat=True))
        leads = plans_for(actor).filter(period=period).exclude(assignment__in=have)
        appraising = plans_for(actor).filter(period=period).values("appraiser")
        for plan in leads.filter(person__in=appraising)[:20]:
            wanted = Matrix(period=period, unit_id=unit_of(plan, actor.on) or 0, owner=plan.assignment)
            if permissions.can_keep_matrix(actor, wanted):
                can_begin.append(plan)
    return render(request, "planning/matrices.html", {"page": page, "period": period, "can_begin": can_begin})


@signed_in
@require_POST
def matrix_add(request: AgencyRequest, pk: int) -> HttpResponse:
    """Begin the matrix of a leader, from the leader's plan."""
    period = period_of(pk)
    plan = plans_for(request.actor).filter(period=period, pk=sent_number(request, "plan") or 0).first()
    if plan is None:
        raise Http404
    made = operations.create_matrix(period=period, owner=plan.assignment, by=request.actor, at=request.at)
    messages.success(request, _("The matrix was begun."))
    return redirect("planning:matrix", made.pk)


@signed_in
@require_safe
def matrix(request: AgencyRequest, pk: int) -> HttpResponse:
    """One matrix as a table; on a phone one card a person."""
    row = matrix_for(request.actor, pk)
    return render(
        request,
        "planning/matrix.html",
        {
            "matrix": row,
            "owner": header_of(row.owner.person_id, request.actor.on, row.owner_id),
            "table": table_of(row, request.actor.on),
            "may": permissions.can_keep_matrix(request.actor, row),
            "history": history_of(row),
            "verbs": VERBS,
            "labels": LABELS,
        },
    )


@signed_in
def cell(request: AgencyRequest, pk: int, cell_pk: int) -> HttpResponse:
    """Write one person's results for one column."""
    row = matrix_for(request.actor, pk)
    require(permissions.can_keep_matrix(request.actor, row))
    found = MatrixCell.objects.select_related("column", "assignment__person").filter(pk=cell_pk).first()
    if found is None or found.column.matrix_id != row.pk:
        raise Http404
    texts = found.results.values_list("text", flat=True).order_by("ordinal", "pk")
    initial = {"texts": "\n".join(texts), "no_role": found.no_role, "version": row.version}

    def save(data: dict[str, Any]) -> MatrixCell:
        return operations.save_cell(
            matrix=row, cell=found, texts=lines_of(data["texts"]), no_role=data["no_role"], by=request.actor,
            at=request.at, version=data["version"],
        )  # fmt: skip

    return handle(
        request, CellForm(request.POST or None, initial=initial), save, template="planning/matrix_cell.html",
        then=lambda _done: reverse("planning:matrix", args=[pk]), context={"matrix": row, "cell": found},
        said=_("The role was saved."),
    )  # fmt: skip


@signed_in
@require_POST
def matrix_refresh(request: AgencyRequest, pk: int) -> HttpResponse:
    """Bring columns and rows up to date with the leader's plan and people."""
    row = matrix_for(request.actor, pk)
    count = operations.refresh_matrix(
        matrix=row, by=request.actor, at=request.at, version=sent_number(request)
    )
    text = ngettext("%(num)s column was added.", "%(num)s columns were added.", count)
    messages.success(request, text % {"num": count})
    return redirect("planning:matrix", pk)


@signed_in
def column_add(request: AgencyRequest, pk: int) -> HttpResponse:
    """Add a column in free words."""
    row = matrix_for(request.actor, pk)
    require(permissions.can_keep_matrix(request.actor, row))
    form = ColumnForm(request.POST or None, initial={"version": row.version})
    return handle(
        request, form,
        lambda data: operations.add_column(
            matrix=row, text=data["text"], by=request.actor, at=request.at, version=data["version"]
        ),
        template="planning/matrix_column.html", context={"matrix": row}, said=_("The column was added."),
        then=lambda _done: reverse("planning:matrix", args=[pk]),
    )  # fmt: skip


@signed_in
def matrix_person(request: AgencyRequest, pk: int) -> HttpResponse:
    """Find a person, also of another unit, and add the row."""
    row = matrix_for(request.actor, pk)
    require(permissions.can_keep_matrix(request.actor, row))
    on = request.actor.on
    if request.method == "POST":
        assignment = Assignment.objects.filter(pk=sent_number(request, "assignment") or 0).first()
        if assignment is None:
            raise InvalidRefused(_("Choose a person from the list."))
        operations.add_person(
            matrix=row, assignment=assignment, by=request.actor, at=request.at, version=sent_number(request)
        )
        messages.success(request, _("The person was added."))
        return redirect("planning:matrix", pk)
    search = request.GET.get("q", "").strip()[:100]
    found = Person.objects.filter(kind="EMPLOYEE", name__icontains=search).order_by("name")[:20]
    held = held_on([one.pk for one in found], on) if search else {}
    headers = headers_of(held, on)
    people = [(rows[0].pk, headers[person_id]) for person_id, rows in held.items()]
    return render(request, "planning/matrix_person.html", {"matrix": row, "people": people, "search": search})
