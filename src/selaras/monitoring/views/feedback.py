"""Feedback: what one received, gave, may give, and what one's people received."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.files import serve
from selaras.core.http import AgencyRequest, add_refusal, page_of, signed_in
from selaras.core.verdict import InvalidRefused, Refused, require
from selaras.monitoring import operations, permissions
from selaras.monitoring.forms.feedback import FeedbackForm, about_choices
from selaras.monitoring.forms.reports import ReplyForm
from selaras.monitoring.models import Feedback, Response
from selaras.monitoring.papers import cycle_name
from selaras.monitoring.queries import (
    behaviour_names,
    colleagues_for,
    feedback_about_people,
    feedback_for,
    feedback_given,
    feedback_of,
    lines_of,
    plan_to_judge,
)
from selaras.monitoring.queries.reports import all_own_plans
from selaras.monitoring.views.shown import feedback_readers, feedback_tabs, number_in
from selaras.organisation.queries import headers_of
from selaras.planning.models import Plan
from selaras.planning.queries import plan_for, results_of, windows_of


@signed_in
@require_safe
def received(request: AgencyRequest) -> HttpResponse:
    """Show the feedback on the own plan (or, to the line above and auditors, on the plan named in `plan`)."""
    actor = request.actor
    asked = number_in(request.GET.get("plan", ""))
    plans = all_own_plans(actor.person_id if actor.is_personal else None)
    plan = next((one for one in plans if asked in (None, one.pk)), None)
    if asked is None:
        require(permissions.can_take_part(actor))
    if plan is None and asked is not None:
        plan = plan_for(actor, asked, request.at)
        require(permissions.can_read_feedback_of(actor, plan))
    context: dict[str, Any] = {
        "tabs": feedback_tabs(request, "feedback"), "plan": plan, "plans": plans, "reply_form": ReplyForm(),
        "plan_options": [(one.pk, one.period.name) for one in plans],
    }  # fmt: skip
    return render(request, "monitoring/feedback.html", context | (_book(request, plan) if plan else {}))


def _book(request: AgencyRequest, plan: Plan) -> dict[str, Any]:
    actor = request.actor
    windows = windows_of(plan.period)
    for one in windows:
        one.period = plan.period
    windows = [one for one in windows if one.kind == "PERIODIC" and one.judged_from <= actor.on]
    asked = request.GET.get("window", "")
    running = windows[-1] if windows and not asked else None
    window = next((one for one in windows if str(one.pk) == asked), running)
    people = headers_of([plan.person_id, plan.appraiser_id, plan.superior_id], actor.on, [plan.assignment_id])
    book = feedback_of(plan, window)
    return {
        "book": book, "window": window, "part": cycle_name(window) if window else "",
        "elsewhere": 0 if window is None or book.lines else Feedback.objects.filter(plan=plan).count(),
        "window_options": [*((one.pk, cycle_name(one)) for one in windows), ("all", _("The whole year"))],
        "names": behaviour_names(plan, actor.on, request.agency), "people": people,
        "readers": feedback_readers(plan, people, actor), "is_own": actor.is_person(plan.person_id),
    }  # fmt: skip


@signed_in
@require_safe
def given(request: AgencyRequest) -> HttpResponse:
    """Show the feedback that one gave, with what was replied."""
    require(permissions.can_take_part(request.actor))
    page = page_of(feedback_given(request.actor).order_by("-given_at", "-pk"), request)
    lines = lines_of(ids=[one.pk for one in page])
    context = {
        "tabs": feedback_tabs(request, "given"), "page": page, "lines": lines, "reply_form": ReplyForm(),
        "names": _names(request, page.rows),
    }  # fmt: skip
    return render(request, "monitoring/given.html", context)


def _names(request: AgencyRequest, rows: list[Feedback]) -> dict[str, str]:
    """The names of the core values; all plans of an agency's year share them."""
    if not rows:
        return {}
    plan = Plan.objects.select_related("period").get(pk=rows[0].plan_id)
    return behaviour_names(plan, request.actor.on, request.agency)


@signed_in
@require_safe
def about_people(request: AgencyRequest) -> HttpResponse:
    """Show the feedback on the people whom one leads."""
    require(permissions.can_take_part(request.actor))
    q, response = request.GET.get("q", "").strip()[:100], request.GET.get("response", "")
    rows = feedback_about_people(request.actor, q=q, response=response if response in Response.values else "")
    page = page_of(rows.order_by("-given_at", "-pk"), request)
    context = {
        "tabs": feedback_tabs(request, "about_people"), "page": page, "lines": lines_of(ids=[one.pk for one in page]),
        "responses": [("", _("All")), *Response.choices], "names": _names(request, page.rows),
    }  # fmt: skip
    return render(request, "monitoring/about_people.html", context)


@signed_in
@require_safe
def give(request: AgencyRequest) -> HttpResponse:
    """Choose a colleague to whom to give feedback."""
    require(permissions.can_take_part(request.actor))
    page = page_of(colleagues_for(request.actor, request.GET.get("q", "").strip()[:100]), request)
    headers = headers_of(
        [one.person_id for one in page], request.actor.on, [one.assignment_id for one in page]
    )
    context = {"tabs": feedback_tabs(request, "give"), "page": page, "headers": headers}
    return render(request, "monitoring/give.html", context)


@signed_in
def give_to(request: AgencyRequest, plan_id: int) -> HttpResponse:
    """Give feedback on own initiative."""
    actor = request.actor
    plan = plan_to_judge(actor, plan_id)
    require(permissions.can_give_feedback(actor, plan))
    results = results_of(plan)
    about = about_choices(results, behaviour_names(plan, actor.on, request.agency))
    form = FeedbackForm(about, request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                operations.give_feedback(
                    plan=plan, said=form.said, by=actor, at=request.at, upload=form.cleaned_data["file"]
                )
                messages.success(
                    request, _("Your feedback was given to %(name)s.") % {"name": plan.person.name}
                )
                return redirect("monitoring:given")
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    people = headers_of([plan.person_id, plan.appraiser_id, plan.superior_id], actor.on, [plan.assignment_id])
    context = {
        "plan": plan, "form": form, "person": people[plan.person_id], "is_set": bool(results),
        "readers": list(dict.fromkeys([_("you"), *feedback_readers(plan, people, actor)])),
    }  # fmt: skip
    return render(request, "monitoring/give_to.html", context, status=status)


@signed_in
@require_POST
def reply(request: AgencyRequest, feedback_id: int) -> HttpResponse:
    """Reply to a feedback; a refused reply is answered in words, the text stays on the device."""
    found = feedback_for(request.actor, feedback_id)
    require(permissions.can_reply_to_feedback(request.actor, found))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise InvalidRefused(str(next(iter(form.errors.values()))[0]))
    operations.reply_to_feedback(
        feedback=found, text=form.cleaned_data["text"], by=request.actor, at=request.at
    )
    messages.success(request, _("Your message is sent."))
    page = "monitoring:feedback" if request.actor.is_person(found.plan.person_id) else "monitoring:given"
    return redirect(page)


@signed_in
@require_safe
def file(request: AgencyRequest, feedback_id: int) -> HttpResponse:
    """Serve the evidence of a feedback to whoever may read it."""
    found = feedback_for(request.actor, feedback_id, request.at)
    if found.file is None:
        raise Http404
    return serve(found.file)  # type: ignore[return-value]  # a file is an answer too


@signed_in
@require_POST
def paper(request: AgencyRequest, plan_id: int) -> HttpResponse:
    """Issue the record of feedback (B.1.4, B.1.5) of one window and open it."""
    plan = plan_for(request.actor, plan_id, request.at)
    require(permissions.can_read_feedback_of(request.actor, plan))
    window = next((w for w in windows_of(plan.period) if str(w.pk) == request.POST.get("window")), None)
    if window is None:
        raise Http404
    issued = operations.issue_feedback(plan=plan, window=window, by=request.actor, at=request.at)
    return redirect("documents:paper", issued.pk)
