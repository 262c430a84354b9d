"""Pages of the yearly performance agreements of units."""

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
from selaras.core.http import AgencyRequest, handle, page_of, reason_sent, signed_in
from selaras.core.verdict import require
from selaras.documents.queries import signatures_of
from selaras.organisation.models import Unit
from selaras.organisation.queries.structure import unit_choices
from selaras.planning import permissions
from selaras.planning.forms.strategy import AgreementForm, BudgetForm, ItemForm
from selaras.planning.models import Agreement, AgreementItem, AgreementState, Period
from selaras.planning.operations import strategy as operations
from selaras.planning.queries import current_period, workable_periods
from selaras.planning.queries.reach import head_of
from selaras.planning.queries.strategy import agreement_of, agreements, items_of
from selaras.planning.views.shown import missing_first
from selaras.planning.views.steps import sent_number
from selaras.planning.views.strategy import keeps_anything
from selaras.planning.views.words import LABELS, VERBS, badge, steps_of
from selaras.planning.workflow import AGREEMENT


@signed_in
@require_safe
def agreement_list(request: AgencyRequest) -> HttpResponse:
    """The agreements of a year."""
    require(permissions.can_read_planning(request.actor))
    periods = list(Period.objects.order_by("-year"))
    chosen = {str(one.pk): one for one in periods}.get(request.GET.get("period", ""))
    period = chosen or current_period(request.actor.on)
    page = page_of(agreements(request.actor.on, period), request)
    rows = [(one, badge(one.state, AgreementState)) for one in page.rows]
    return render(
        request,
        "planning/agreements.html",
        {
            "page": page,
            "rows": rows,
            "periods": periods,
            "period": period,
            "may_add": keeps_anything(request.actor),
        },
    )


@signed_in
def agreement_add(request: AgencyRequest) -> HttpResponse:
    """Begin an agreement."""
    if not keeps_anything(request.actor):
        require(permissions.can_keep_strategy(request.actor, None))
    periods, units = [(one.pk, one.name) for one in workable_periods()], unit_choices(request.actor)
    if first := missing_first(request, periods=periods, units=units):
        return first
    form = AgreementForm(request.POST or None, units=units, periods=periods)

    def create(data: dict[str, Any]) -> Agreement:
        return operations.create_agreement(
            period=Period.objects.get(pk=data["period"]), unit=Unit.objects.get(pk=data["unit"]),
            budget=data["budget"], by=request.actor, at=request.at,
        )  # fmt: skip

    return handle(
        request, form, create, template="planning/agreement_add.html",
        said=_("The agreement was begun. Add its lines."),
        then=lambda made: reverse("planning:agreement", args=[made.pk]),
    )  # fmt: skip


@signed_in
@require_safe
def agreement(request: AgencyRequest, pk: int) -> HttpResponse:
    """One agreement with its lines and its next step."""
    require(permissions.can_read_planning(request.actor))
    row = agreement_of(pk, request.actor.on)
    head = head_of(row.unit_id, request.actor.on)
    stand_in = head is not None and permissions.is_signed_for(request.actor, head.person)
    return render(
        request,
        "planning/agreement.html",
        {
            "agreement": row,
            "badge": badge(row.state, AgreementState),
            "items": items_of(row),
            "head": head,
            "may": permissions.can_change_agreement(request.actor, row),
            "steps": steps_of(AGREEMENT, request.actor, row, ask=frozenset({"sign"} if stand_in else ())),
            "signatures": signatures_of(row),
            "history": history_of(row),
            "verbs": VERBS,
            "labels": LABELS,
        },
    )


@signed_in
@require_POST
def agreement_step(request: AgencyRequest, pk: int) -> HttpResponse:
    """Sign or reopen."""
    row = agreement_of(pk, request.actor.on)
    steps: dict[str, Any] = {"sign": operations.sign_agreement, "reopen": operations.reopen_agreement}
    take = steps.get(request.POST.get("step", ""))
    if take is None:
        raise Http404
    take(
        agreement=row, by=request.actor, at=request.at, version=sent_number(request),
        reason=reason_sent(request),
    )  # fmt: skip
    is_signed = request.POST["step"] == "sign"
    messages.success(
        request, _("The agreement is signed.") if is_signed else _("The agreement is open again.")
    )
    return redirect("planning:agreement", pk)


@signed_in
def agreement_budget(request: AgencyRequest, pk: int) -> HttpResponse:
    """Write the budget."""
    row = agreement_of(pk, request.actor.on)
    require(permissions.can_change_agreement(request.actor, row))
    form = BudgetForm(request.POST or None, initial={"budget": row.budget, "version": row.version})
    return handle(
        request, form,
        lambda data: operations.change_budget(agreement=row, by=request.actor, at=request.at, **data),
        template="planning/agreement_budget.html", context={"agreement": row}, said=_("The budget was saved."),
        then=lambda _done: reverse("planning:agreement", args=[pk]),
    )  # fmt: skip


@signed_in
@require_POST
def agreement_take(request: AgencyRequest, pk: int) -> HttpResponse:
    """Take the lines of the strategic plan that have a target in the year."""
    row = agreement_of(pk, request.actor.on)
    count = operations.take_from_strategy(
        agreement=row, by=request.actor, at=request.at, version=sent_number(request)
    )
    text = ngettext("%(num)s line was taken over.", "%(num)s lines were taken over.", count)
    messages.success(request, text % {"num": count})
    return redirect("planning:agreement", pk)


def _item_page(request: AgencyRequest, row: Agreement, item: AgreementItem | None) -> HttpResponse:
    require(permissions.can_change_agreement(request.actor, row))
    names = ("goal", "indicator", "target")
    initial: dict[str, Any] = {name: getattr(item, name) for name in names} if item else {}
    form = ItemForm(request.POST or None, initial=initial | {"version": row.version})
    return handle(
        request, form,
        lambda data: operations.save_item(agreement=row, item=item, by=request.actor, at=request.at, **data),
        template="planning/agreement_item.html", context={"agreement": row, "item": item},
        said=_("The line was saved."),
        then=lambda _saved: reverse("planning:agreement", args=[row.pk]),
    )  # fmt: skip


def _item_of(pk: int) -> AgreementItem:
    item = AgreementItem.objects.select_related("agreement__period").filter(pk=pk).first()
    if item is None:
        raise Http404
    return item


@signed_in
def item_add(request: AgencyRequest, pk: int) -> HttpResponse:
    """Add a line."""
    return _item_page(request, agreement_of(pk, request.actor.on), None)


@signed_in
def item_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Change a line."""
    item = _item_of(pk)
    return _item_page(request, item.agreement, item)


@signed_in
@require_POST
def item_remove(request: AgencyRequest, pk: int) -> HttpResponse:
    """Take a line out."""
    item = _item_of(pk)
    operations.remove_item(
        agreement=item.agreement, item=item, by=request.actor, at=request.at, version=sent_number(request)
    )
    messages.success(request, _("The line was removed."))
    return redirect("planning:agreement", item.agreement_id)
