"""Places in a training: requests to decide, one enrolment, enrolling many, the attendance list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from selaras.core import audit
from selaras.core.actor import RoleCode
from selaras.core.http import AgencyRequest, page_of, reason_sent, signed_in
from selaras.core.paging import Page
from selaras.core.verdict import InvalidRefused, Refused, require
from selaras.development import operations
from selaras.development.forms import AttendanceForm
from selaras.development.models import Enrolment, EnrolmentState, Training
from selaras.development.operations import Attendance
from selaras.development.permissions import TAKEN, can_write_trainings
from selaras.development.queries import enrolment_for, enrolments_for, training_for
from selaras.development.queries.people import people_to_enrol
from selaras.development.views.sent import version_sent
from selaras.development.views.trainings import tabs_of
from selaras.development.workflow import ENROLMENT
from selaras.organisation.queries import headers_of

ROWS = 50
BUTTONS = ("accept", "decline", "withdraw")
MOST_CHOSEN = 200
LONGEST_ID = 19


@signed_in
@require_safe
def requests(request: AgencyRequest) -> HttpResponse:
    """List the requests that wait for an officer."""
    require(can_write_trainings(request.actor))
    rows = enrolments_for(request.actor, state=EnrolmentState.REQUESTED)
    page = page_of(rows.order_by("asked_at", "pk"), request)
    context = {
        "page": page,
        "tabs": tabs_of(request, "requests"),
        "headers": headers_of([one.person_id for one in page.rows], request.actor.on),
    }
    return render(request, "development/requests.html", context)


@signed_in
def enrolment(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one enrolment with what it shall help with; a POST accepts, declines or withdraws."""
    found = enrolment_for(request.actor, pk)
    if request.method == "POST":
        _decide(request, found)
        return redirect("development:enrolment", found.pk)
    steps = [one for one in ENROLMENT.open_to(request.actor, found) if one.step.name in BUTTONS]
    if request.actor.role != RoleCode.OFFICER:
        steps = [one for one in steps if one.verdict.allowed]
    context = {
        "enrolment": found,
        "header": headers_of([found.person_id], request.actor.on)[found.person_id],
        "steps": steps,
        "history": audit.history_of(found),
    }
    return render(request, "development/enrolment.html", context)


def _decide(request: AgencyRequest, found: Enrolment) -> None:
    what, reason = request.POST.get("step", ""), reason_sent(request)
    who: dict[str, Any] = {"by": request.actor, "at": request.at, "version": version_sent(request)}
    if what == "accept":
        operations.accept_enrolment(enrolment=found, **who)
        messages.success(request, _("The request was accepted and the employee was told."))
    elif what == "decline":
        operations.decline_enrolment(enrolment=found, reason=reason, **who)
        messages.success(request, _("The request was declined and the employee was told why."))
    elif what == "withdraw":
        operations.withdraw_enrolment(enrolment=found, **who)
        messages.success(request, _("The place was given back."))


@signed_in
def enrol(request: AgencyRequest, pk: int) -> HttpResponse:
    """Choose people in reach and enrol them at once; when it is refused all ticks and words stay."""
    require(can_write_trainings(request.actor))
    found = training_for(request.actor, pk)
    chosen = _chosen(request)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _enrol(request, found, chosen)
        except Refused as refused:
            refusal = refused
    rows = people_to_enrol(request.actor, found, request.GET.get("q", "")[:100])
    page = page_of(rows, request, size=ROWS)
    context = {
        "training": found,
        "page": page,
        "headers": headers_of([one.pk for one in page.rows], request.actor.on),
        "refusal": refusal.sentence if refusal else "",
        "chosen": chosen,
        "weakness": request.POST.get("weakness", ""),
    }
    return render(request, "development/enrol.html", context, status=refusal.status if refusal else 200)


def _chosen(request: AgencyRequest) -> set[int]:
    sent = request.POST.getlist("people")[:MOST_CHOSEN]
    return {int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < LONGEST_ID}


def _enrol(request: AgencyRequest, found: Training, chosen: set[int]) -> HttpResponse:
    people = list(people_to_enrol(request.actor, found).filter(pk__in=chosen)) if chosen else []
    if not people:
        raise InvalidRefused(_("Choose at least one person in the list."))
    made = operations.enrol(
        training=found,
        people=people,
        weakness=request.POST.get("weakness", ""),
        by=request.actor,
        at=request.at,
    )
    said = ngettext(
        "%(num)s person was enrolled and told.", "%(num)s people were enrolled and told.", len(made)
    )
    messages.success(request, said % {"num": len(made)})
    return redirect("development:training", found.pk)


@signed_in
def attendance(request: AgencyRequest, pk: int) -> HttpResponse:
    """Record attendance and hours of everybody on the page at once."""
    require(can_write_trainings(request.actor))
    found = training_for(request.actor, pk)
    page = page_of(enrolments_for(request.actor, found).filter(state__in=TAKEN), request, size=ROWS)
    forms = [(one, _row_form(request, one, found)) for one in page.rows]
    refusal: Refused | None = None
    status = 200
    if request.method == "POST":
        if all(form.is_valid() for _one, form in forms):
            try:
                return _record(request, found, forms)
            except Refused as refused:
                refusal, status = refused, refused.status
        else:
            status = 422
    return _attendance_page(request, found, page, forms, refusal, status)


def _row_form(request: AgencyRequest, one: Enrolment, found: Training) -> AttendanceForm:
    recorded = one.state in (EnrolmentState.ATTENDED, EnrolmentState.ABSENT)
    initial = {
        "state": one.state if recorded else "",
        "certificate": one.certificate,
        "hours": one.hours_earned if one.state == EnrolmentState.ATTENDED else found.hours,
    }
    return AttendanceForm(
        request.POST if request.method == "POST" else None, prefix=f"e{one.pk}", initial=initial
    )


def _record(
    request: AgencyRequest, found: Training, forms: list[tuple[Enrolment, AttendanceForm]]
) -> HttpResponse:
    rows = [
        Attendance(
            one.pk,
            form.cleaned_data["state"] == EnrolmentState.ATTENDED,
            form.cleaned_data["hours"],
            form.cleaned_data["certificate"],
        )
        for one, form in forms
        if form.cleaned_data["state"]
    ]
    changed = operations.record_attendance(
        training=found, rows=rows, by=request.actor, at=request.at, version=version_sent(request)
    )
    said = ngettext(
        "Attendance of %(num)s person was recorded.", "Attendance of %(num)s people was recorded.", changed
    )
    messages.success(request, said % {"num": changed})
    return redirect("development:training", found.pk)


def _attendance_page(
    request: AgencyRequest,
    found: Training,
    page: Page,
    forms: list[tuple[Enrolment, AttendanceForm]],
    refusal: Refused | None,
    status: int,
) -> HttpResponse:
    context = {
        "training": found,
        "page": page,
        "rows": forms,
        "refusal": refusal.sentence if refusal else "",
        "is_early": request.actor.on < found.starts_on,
        "wrong": status != 200 and refusal is None,
        "headers": headers_of([one.person_id for one in page.rows], request.actor.on),
    }
    return render(request, "development/attendance.html", context, status=status)
