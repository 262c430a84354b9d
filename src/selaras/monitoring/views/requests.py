"""Requests for feedback: ask, see what was asked, answer, decline, take back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core.confirm import Question, confirm
from selaras.core.http import AgencyRequest, add_refusal, page_of, signed_in
from selaras.core.verdict import Refused, require
from selaras.monitoring import operations, permissions
from selaras.monitoring.forms.feedback import AskExternalForm, AskForm, FeedbackForm, about_choices
from selaras.monitoring.models import FeedbackRequest, RequestState
from selaras.monitoring.queries import (
    behaviour_names,
    lineage_texts,
    people_to_ask,
    request_for,
    requests_by,
    requests_to,
)
from selaras.monitoring.queries.reports import all_own_plans
from selaras.monitoring.views.shown import feedback_readers, feedback_tabs, number_in
from selaras.organisation.models import Person, PersonKind
from selaras.organisation.queries import headers_of
from selaras.planning.models import Plan
from selaras.planning.queries import plan_for, results_of

USUAL = timedelta(days=14)


@signed_in
@require_safe
def requests(request: AgencyRequest) -> HttpResponse:
    """Show whom one asked, and how it stands."""
    require(permissions.can_take_part(request.actor))
    page = page_of(requests_by(request.actor), request)
    links = {one.pk for one in page if _has_link(request, one)}
    plans = all_own_plans(request.actor.person_id)
    context = {
        "tabs": feedback_tabs(request, "requests"), "page": page, "links": links, "on": request.actor.on,
        "plan": next((one for one in plans if one.starts_on <= request.actor.on <= one.ends_on), None),
    }  # fmt: skip
    return render(request, "monitoring/requests.html", context)


def _has_link(request: AgencyRequest, one: FeedbackRequest) -> bool:
    """Say whether the actor hands over the personal link: it was not sent by itself, and it still works."""
    works = one.state == RequestState.OPEN and one.due_on >= request.actor.on
    own = bool(one.token_hash) and not one.sent_to
    return works and own and bool(permissions.can_hand_over_link(request.actor, one))


@signed_in
@require_safe
def link(request: AgencyRequest, request_id: int) -> HttpResponse:
    """Show the personal link of an external party, to be copied or shared, as often as it is needed."""
    found = request_for(request.actor, request_id)
    if not found.token_hash or found.sent_to:
        raise Http404
    require(permissions.can_hand_over_link(request.actor, found))
    if not _has_link(request, found):
        messages.info(request, _("This request is closed, so its link works no more."))
        return redirect("monitoring:requests")
    address = operations.link_of(found)
    values = {
        "name": found.giver.name, "who": found.plan.person.name, "agency": request.agency.name,
        "date": date_format(found.due_on, "DATE_FORMAT"), "link": address,
    }  # fmt: skip
    text = _("Dear %(name)s, %(who)s of %(agency)s asks you for feedback. Your personal link works once, until "
             "%(date)s: %(link)s") % values  # fmt: skip
    subject = _("Feedback for %(name)s") % {"name": found.plan.person.name}
    mail = "mailto:?" + urlencode({"subject": subject, "body": text}, quote_via=quote)
    context = {"asked": found, "link": address, "text": text, "mail": mail}
    return render(request, "monitoring/request_link.html", context)


@signed_in
@require_safe
def asked_of_me(request: AgencyRequest) -> HttpResponse:
    """Show the requests that wait for one's feedback."""
    require(permissions.can_take_part(request.actor))
    page = page_of(requests_to(request.actor), request)
    headers = headers_of([one.plan.person_id for one in page], request.actor.on)
    context = {
        "tabs": feedback_tabs(request, "asked_of_me"), "page": page, "headers": headers, "on": request.actor.on,
    }  # fmt: skip
    return render(request, "monitoring/asked_of_me.html", context)


@signed_in
@require_safe
def ask(request: AgencyRequest, plan_id: int) -> HttpResponse:
    """Choose whom to ask about a plan."""
    plan = _plan_to_ask(request, plan_id)
    q = request.GET.get("q", "").strip()[:100]
    page = page_of(people_to_ask(plan, request.actor.on, q), request)
    headers = headers_of([one.pk for one in page], request.actor.on)
    return render(request, "monitoring/ask.html", {"plan": plan, "page": page, "headers": headers, "q": q})


def _plan_to_ask(request: AgencyRequest, plan_id: int) -> Plan:
    plan = plan_for(request.actor, plan_id)
    require(permissions.can_ask(request.actor, plan))
    return plan


def _about(request: AgencyRequest, plan: Plan) -> list[tuple[str, Any]]:
    names = behaviour_names(plan, request.actor.on, request.agency)
    return about_choices(results_of(plan), names)


@signed_in
def ask_person(request: AgencyRequest, plan_id: int, person_id: int) -> HttpResponse:
    """Ask one colleague."""
    plan = _plan_to_ask(request, plan_id)
    giver = get_object_or_404(Person, pk=person_id, kind=PersonKind.EMPLOYEE)

    def done(form: AskForm) -> FeedbackRequest:
        asked = operations.ask_colleague(
            plan=plan, giver=giver, asked=form.asked, by=request.actor, at=request.at
        )
        messages.success(request, _("%(name)s was asked.") % {"name": giver.name})
        return asked

    return _asking(request, plan, AskForm, done, giver)


@signed_in
def ask_external(request: AgencyRequest, plan_id: int) -> HttpResponse:
    """Ask an external party, who answers through a personal link."""
    plan = _plan_to_ask(request, plan_id)

    def done(form: AskForm) -> FeedbackRequest:
        assert isinstance(form, AskExternalForm)
        asked = operations.ask_external(
            plan=plan, party=form.party, asked=form.asked, by=request.actor, at=request.at
        )
        sent = _("The personal link is on its way to %(address)s.") % {"address": asked.sent_to}
        made = _("The request is ready. Now hand the personal link to %(name)s.") % {"name": asked.giver.name}
        messages.success(request, sent if asked.sent_to else made)
        return asked

    return _asking(request, plan, AskExternalForm, done, None)


def _asking(
    request: AgencyRequest,
    plan: Plan,
    kind: type[AskForm],
    done: Callable[[AskForm], FeedbackRequest],
    giver: Person | None,
) -> HttpResponse:
    form = kind(
        _about(request, plan),
        request.POST or None,
        initial={"due_on": min(request.actor.on + USUAL, plan.ends_on)},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                asked = done(form)
                if _has_link(request, asked):
                    return redirect("monitoring:request_link", asked.pk)
                return redirect("monitoring:requests")
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    context = {"plan": plan, "form": form, "giver": giver}
    return render(request, "monitoring/ask_form.html", context, status=status)


@signed_in
def answer(request: AgencyRequest, request_id: int) -> HttpResponse:
    """Give the feedback that one is asked for."""
    found = request_for(request.actor, request_id)
    require(permissions.can_answer_request(request.actor, found))
    names = behaviour_names(found.plan, request.actor.on, request.agency)
    is_fixed = bool(found.result_id or found.behaviour)
    about = None if is_fixed else about_choices(results_of(found.plan), names)
    form = FeedbackForm(about, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _answered(request, found, form)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    plan = found.plan
    people = headers_of([plan.person_id, plan.appraiser_id, plan.superior_id], request.actor.on)
    context = {
        "asked": found, "plan": plan, "form": form, "person": people[plan.person_id], "on": request.actor.on,
        "object": names.get(found.behaviour) or lineage_texts([found.result_id]).get(found.result_id or 0),
        "readers": list(dict.fromkeys([_("you"), *feedback_readers(plan, people, request.actor)])),
    }  # fmt: skip
    return render(request, "monitoring/answer_request.html", context, status=status)


def _answered(request: AgencyRequest, found: FeedbackRequest, form: FeedbackForm) -> HttpResponse:
    operations.answer_request(
        request=found, said=form.said, by=request.actor, at=request.at,
        version=form.cleaned_data["version"], upload=form.cleaned_data["file"],
    )  # fmt: skip
    messages.success(request, _("Your feedback was given to %(name)s.") % {"name": found.plan.person.name})
    return redirect("monitoring:given")


@signed_in
def decline(request: AgencyRequest, request_id: int) -> HttpResponse:
    """Ask before noting that one cannot judge what one was asked about; it can be undone until the last day."""
    found = request_for(request.actor, request_id)
    require(permissions.can_answer_request(request.actor, found))
    if found.state != RequestState.OPEN:
        return redirect("monitoring:request", found.pk)

    def done(version: int | None) -> str:
        operations.decline_request(request=found, by=request.actor, at=request.at, version=version)
        messages.success(request, _("It is noted that you cannot judge this. The one who asked is told."))
        return reverse("monitoring:asked_of_me")

    return confirm(request, _declining(found), done)


def _declining(found: FeedbackRequest) -> Question:
    name, page = found.plan.person.name, reverse("monitoring:request", args=[found.pk])
    until = _("Until %(date)s you can still change your mind.")
    return Question(
        title=_("Give no feedback for %(name)s?") % {"name": name},
        yes=_("I cannot judge this"),
        back=page,
        consequences=(
            _("The one who asked is told that you cannot judge this; no reason is asked for."),
            _("What you have written in the form is not given to anybody."),
            until % {"date": date_format(found.due_on, "DATE_FORMAT")},
        ),
        breadcrumb=((_("Asked of me"), reverse("monitoring:asked_of_me")), (name, page), (_("Cannot judge it"), None)),
        version=found.version,
    )  # fmt: skip


@signed_in
def close(request: AgencyRequest, request_id: int) -> HttpResponse:
    """Ask before a request that one made is taken back; or take back that one cannot answer one."""
    found = request_for(request.actor, request_id)
    step = request.POST.get("step", "withdraw")
    if step == "resume":
        return _resume(request, found)
    if step != "withdraw":
        raise Http404
    require(permissions.can_withdraw_request(request.actor, found))
    if request.method != "POST" and found.state != RequestState.OPEN:
        return redirect("monitoring:requests")

    def done(version: int | None) -> str:
        operations.withdraw_request(request=found, by=request.actor, at=request.at, version=version)
        messages.success(request, _("The request was taken back."))
        return reverse("monitoring:requests")

    return confirm(request, _withdrawing(found), done)


def _resume(request: AgencyRequest, found: FeedbackRequest) -> HttpResponse:
    version = number_in(request.POST.get("version", ""))
    operations.resume_request(request=found, by=request.actor, at=request.at, version=version)
    messages.success(request, _("You can give the feedback now. The one who asked is told."))
    return redirect("monitoring:request", found.pk)


def _withdrawing(found: FeedbackRequest) -> Question:
    name, page = found.giver.name, reverse("monitoring:requests")
    told = _("%(name)s is not asked any more; what was begun there is not given to you.")
    link = (_("The personal link stops working."),) if found.token_hash else ()
    return Question(
        title=_("Take back the request to %(name)s?") % {"name": name},
        yes=_("Take back the request"),
        back=page,
        consequences=(told % {"name": name}, *link, _("You can ask again at any time.")),
        breadcrumb=((_("Asked by me"), page), (name, None)),
        version=found.version,
    )
