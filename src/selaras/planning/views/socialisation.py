"""Pages of socialisation: what was published, who has read it, publish and remind."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from selaras.core.actor import RoleCode
from selaras.core.audit import history_of
from selaras.core.http import AgencyRequest, handle, page_of, reason_sent, signed_in
from selaras.core.verdict import no, require
from selaras.organisation.models import Unit
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.structure import unit_choices
from selaras.planning import permissions
from selaras.planning.forms.strategy import PublicationForm
from selaras.planning.models import Period, Publication
from selaras.planning.operations import socialisation as operations
from selaras.planning.queries import workable_periods
from selaras.planning.queries.socialisation import (
    publication_for,
    publications_for,
    readers_of,
)
from selaras.planning.views.shown import missing_first
from selaras.planning.views.steps import sent_number
from selaras.planning.views.words import LABELS, VERBS

OVERSEEING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)


@signed_in
@require_safe
def publication_list(request: AgencyRequest) -> HttpResponse:
    """What was published to the person, and what the role oversees."""
    require(permissions.can_read_planning(request.actor))
    return render(
        request,
        "planning/socialisation.html",
        {
            "page": page_of(publications_for(request.actor), request),
            "may_add": request.actor.role == RoleCode.OFFICER,
            "is_overseeing": request.actor.role in OVERSEEING,
        },
    )


@signed_in
@require_safe
def publication(request: AgencyRequest, pk: int) -> HttpResponse:
    """One text: read and acknowledge it; the officer sees who has."""
    actor = request.actor
    row = publication_for(actor, pk)
    context: dict[str, Any] = {
        "publication": row,
        "may_publish": permissions.can_publish(actor, row) and permissions.is_year_open(row.period),
        "is_addressed": row.published_at is not None and getattr(row, "is_mine", False),
        "history": history_of(row) if row.published_at is not None else [],
        "verbs": VERBS,
        "labels": LABELS,
        "page": None,
    }
    if actor.role in OVERSEEING and row.published_at is not None:
        context |= _readers(request, row)
    return render(request, "planning/publication.html", context)


def _readers(request: AgencyRequest, row: Publication) -> dict[str, Any]:
    people: QuerySet[Any] = readers_of(row, request.actor.on)
    total = people.count()
    shown = request.GET.get("shown", "missing")
    if shown == "missing":
        people = people.filter(acknowledged_at=None)
    elif shown == "done":
        people = people.filter(acknowledged_at__isnull=False)
    search = request.GET.get("q", "").strip()[:100]
    if search:
        people = people.filter(name__icontains=search)
    page = page_of(people, request)
    headers = headers_of([one.pk for one in page.rows], request.actor.on)
    return {
        "page": page,
        "readers": [(headers[one.pk], one.acknowledged_at) for one in page.rows],
        "total": total,
        "shown": shown,
    }


def _form(request: AgencyRequest, row: Publication | None) -> PublicationForm:
    initial: dict[str, Any] = {}
    if row is not None:
        names = ("title", "body", "acknowledge_by_on", "version")
        initial = {name: getattr(row, name) for name in names} | {
            "period": row.period_id,
            "unit": row.unit_id,
        }
    return PublicationForm(
        request.POST or None, initial=initial, units=unit_choices(request.actor),
        periods=[(one.pk, one.name) for one in workable_periods()],
    )  # fmt: skip


def _edit(request: AgencyRequest, row: Publication | None) -> HttpResponse:
    def save(data: dict[str, Any]) -> Publication:
        period, unit = Period.objects.get(pk=data.pop("period")), Unit.objects.get(pk=data.pop("unit"))
        saved = operations.save_publication(
            publication=row, period=period, unit=unit, by=request.actor, at=request.at, **data
        )
        messages.success(request, _("The draft is saved. Nobody reads it before it is published."))
        return saved

    return handle(
        request, _form(request, row), save, template="planning/publication_edit.html",
        then=lambda saved: reverse("planning:publication", args=[saved.pk]), context={"publication": row},
    )  # fmt: skip


@signed_in
def publication_add(request: AgencyRequest) -> HttpResponse:
    """Write a new text."""
    if request.actor.role != RoleCode.OFFICER:
        require(no(_("Only the performance officer of this unit can publish this.")))
    first = missing_first(request, periods=list(workable_periods()), units=unit_choices(request.actor))
    return first or _edit(request, None)


@signed_in
def publication_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Change a text that was not published yet."""
    row = publication_for(request.actor, pk)
    require(permissions.can_publish(request.actor, row))
    return _edit(request, row)


@signed_in
@require_POST
def publication_act(request: AgencyRequest, pk: int) -> HttpResponse:
    """Publish, acknowledge, or remind."""
    row = publication_for(request.actor, pk)
    act = request.POST.get("act", "")
    if act == "publish":
        operations.publish(publication=row, by=request.actor, at=request.at, version=sent_number(request))
        messages.success(request, _("It is published. Everybody concerned has been told."))
    elif act == "withdraw":
        operations.withdraw(
            publication=row, reason=reason_sent(request), by=request.actor, at=request.at,
            version=sent_number(request),
        )  # fmt: skip
        messages.success(request, _("It is withdrawn. Everybody concerned has been told."))
    elif act == "remind":
        count = operations.remind(publication=row, by=request.actor, at=request.at)
        text = ngettext("%(num)s person was reminded.", "%(num)s people were reminded.", count)
        messages.success(request, text % {"num": count})
    else:
        operations.acknowledge(publication=row, by=request.actor, at=request.at)
        messages.success(request, _("Thank you. Your acknowledgement was recorded."))
    return redirect("planning:publication", pk)
