"""The page behind a personal link: an external party gives feedback once, without an account."""

from __future__ import annotations

import zoneinfo
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from selaras.core.actor import Actor, RoleCode
from selaras.core.http import AgencyRequest, add_refusal, public
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import Refused
from selaras.core.vocabulary import speak_as
from selaras.monitoring import operations
from selaras.monitoring.forms.feedback import SayForm
from selaras.monitoring.models import FeedbackRequest, RequestState
from selaras.monitoring.operations.requests import hash_of
from selaras.monitoring.queries import behaviour_names, find_request, lineage_texts, request_by_id
from selaras.organisation.queries import headers_of

TOKEN_LENGTH = 43


@public
@never_cache
def personal(request: AgencyRequest, token: str) -> HttpResponse:
    """Show the question and take the answer; public because the 256 random bits of the link are the key."""
    found = find_request(hash_of(token)) if len(token) == TOKEN_LENGTH and token.isascii() else None
    if found is None:
        return _private(render(request, "monitoring/personal.html", {"state": "UNKNOWN"}, status=404))
    agency_id, request_id = found
    with acting_in(agency_id):
        agency = Agency.objects.get(pk=agency_id)
        speak_as(agency)
        with timezone.override(zoneinfo.ZoneInfo(agency.time_zone)):
            asked = request_by_id(request_id)
            return _private(
                _answering(request, agency, asked) if asked else _gone(request, agency, "UNKNOWN")
            )


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"  # "no-referrer" would hide the origin from the CSRF check
    response["X-Robots-Tag"] = "noindex"
    return response


def _gone(request: HttpRequest, agency: Agency, state: str) -> HttpResponse:
    return render(request, "monitoring/personal.html", {"state": state, "agency": agency}, status=410)


def _answering(request: AgencyRequest, agency: Agency, asked: FeedbackRequest) -> HttpResponse:
    on = local_day(request.at, agency.time_zone)
    if asked.state not in (RequestState.OPEN, RequestState.DECLINED):
        return _gone(request, agency, asked.state)
    if asked.due_on < on:
        return _gone(request, agency, RequestState.EXPIRED)
    step = request.POST.get("step", "")
    by = _actor(agency, asked, on)
    declined = {"state": "DECLINED", "agency": agency, "asked": asked}
    if asked.state == RequestState.DECLINED:
        if step != "resume":
            status = 409 if request.method == "POST" else 200
            return render(request, "monitoring/personal.html", declined, status=status)
        asked = operations.resume_request(request=asked, by=by, at=request.at)
    if step == "decline":
        operations.decline_request(request=asked, by=by, at=request.at)
        return render(request, "monitoring/personal.html", declined)
    if step == "give":
        return _given(request, agency, asked, by)
    form = SayForm(initial={name: request.POST.get(name, "") for name in SayForm.base_fields})
    return _page(request, agency, asked, form, on, state="SURE" if step == "cannot" else "OPEN")


def _actor(agency: Agency, asked: FeedbackRequest, on: date) -> Actor:
    return Actor(
        agency_id=agency.pk, member_id=None, person_id=asked.giver_id, name=asked.giver.name,
        role=RoleCode.EMPLOYEE, on=on,
    )  # fmt: skip


def _given(request: AgencyRequest, agency: Agency, asked: FeedbackRequest, by: Actor) -> HttpResponse:
    form, status = SayForm(request.POST), 422
    if form.is_valid():
        try:
            operations.answer_request(request=asked, said=form.said, by=by, at=request.at)
            context = {"state": "GIVEN", "agency": agency, "is_new": True}
            return render(request, "monitoring/personal.html", context)
        except Refused as refused:
            status = refused.status
            add_refusal(form, refused)
    return _page(request, agency, asked, form, by.on, status=status)


def _page(
    request: AgencyRequest, agency: Agency, asked: FeedbackRequest, form: SayForm, on: date, *,
    state: str = "OPEN", status: int = 200,
) -> HttpResponse:  # fmt: skip
    plan = asked.plan
    names = behaviour_names(plan, on, agency)
    context = {
        "state": state, "agency": agency, "asked": asked, "plan": plan, "form": form,
        "person": headers_of([plan.person_id], on, [plan.assignment_id])[plan.person_id],
        "object": names.get(asked.behaviour) or lineage_texts([asked.result_id]).get(asked.result_id or 0),
        "readers": [plan.person.name, *[one.name for one in (plan.appraiser, plan.superior) if one],
                    _("auditors (recorded)")],
    }  # fmt: skip
    return render(request, "monitoring/personal.html", context, status=status)
