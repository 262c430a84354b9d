"""Pages of insight: completion, distribution, surveys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from selaras.core.confirm import Question as Asked
from selaras.core.confirm import confirm
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.verdict import require
from selaras.core.vocabulary import word
from selaras.insight import operations
from selaras.insight.forms import AnswerForm, SurveyForm
from selaras.insight.models import Question, SurveyState
from selaras.insight.operations import QuestionInput
from selaras.insight.permissions import (
    can_answer,
    can_oversee,
    can_recount,
    can_run_survey,
    can_see_results,
)
from selaras.insight.queries import (
    STEPS,
    Completion,
    completion_for,
    distribution_by_unit,
    has_taken_part,
    participation_of,
    results_of,
    survey_for,
    surveys_for,
    totals_of,
)
from selaras.insight.queries.counting import Step
from selaras.insight.queries.distribution import codes, matrix_of
from selaras.insight.workflow import SURVEY
from selaras.organisation.views.exporting import export, is_export
from selaras.planning.models import Period, Window

STEP_NAMES = {
    "plans": lambda: _("Plans set"),
    "reports": lambda: _("Reports sent"),
    "answers": lambda: _("Reports answered"),
    "ratings": lambda: _("Rated"),
    "documents": lambda: _("Results signed or decided"),
    "training": lambda: _("Training duty met"),
}


def _chosen(request: AgencyRequest) -> tuple[list[Period], list[Window], Period | None, Window | None]:
    """Return the periods and windows to choose from, and those chosen: the newest that has begun by default."""
    windows = list(Window.objects.select_related("period").order_by("-judged_until", "kind"))
    periods = list({window.period_id: window.period for window in windows}.values())
    asked = request.GET.get("window", "")
    window = next((one for one in windows if str(one.pk) == asked), None)
    begun = [one for one in windows if one.opens_on <= request.actor.on]
    window = window or next(iter(begun), None) or next(iter(windows), None)
    return periods, windows, window.period if window else None, window


@signed_in
@require_safe
def overview(request: AgencyRequest) -> HttpResponse:
    """Show how far each unit is in each step and how much was on time."""
    require(can_oversee(request.actor))
    _periods, windows, period, window = _chosen(request)
    found = completion_for(request.actor, period, window, request.at) if period and window else Completion([])
    if is_export(request):
        return _exported(request, found, period)
    context: dict[str, Any] = {
        "windows": windows,
        "period": period,
        "window": window,
        "found": found,
        "page": page_of(found.lines, request),
        "may_recount": bool(can_recount(request.actor)),
        "totals": totals_of(found.lines),
        "steps": [(step, STEP_NAMES[step]()) for step in STEPS],
    }
    return render(request, "insight/overview.html", context)


def _exported(request: AgencyRequest, found: Completion, period: Period | None) -> HttpResponse:
    """The completion of the units as a workbook: what is due, done and on time in each step; missing stays empty."""
    columns: list[Any] = [word("unit")]
    for step in STEPS:
        columns += [f"{STEP_NAMES[step]()}: {part}" for part in (_("due"), _("done"), _("on time"))]
    rows = (
        [line.name, *(part for step in STEPS for part in _parts(line.steps[step]))] for line in found.lines
    )
    title = f"{_('Insight: completion')} {period.name if period else ''}".strip()
    return export(request, title, columns, rows)


def _parts(step: Step) -> tuple[int | None, int | None, int | None]:
    """Nothing due is missing, not zero."""
    return (step.due, step.done, step.on_time) if step.due else (None, None, None)


@require_POST
@signed_in
def recount(request: AgencyRequest) -> HttpResponse:
    """Count the year of the window now shown anew, and show it again."""
    require(can_recount(request.actor))
    _periods, _windows, period, window = _chosen(request)
    if period is None or window is None:
        return redirect("insight:overview")
    operations.recount(period=period, by=request.actor, at=request.at)
    return redirect(f"{reverse('insight:overview')}?window={window.pk}")


@signed_in
@require_safe
def distribution(request: AgencyRequest) -> HttpResponse:
    """Show how predicates fall in each unit, beside the pattern of its organisational achievement."""
    require(can_oversee(request.actor))
    _periods, windows, period, window = _chosen(request)
    lines = distribution_by_unit(request.actor, window) if window else []
    totals = [sum(line.counts[place] for line in lines) for place in range(len(codes()))]
    context = {
        "windows": windows,
        "period": period,
        "window": window,
        "lines": lines,
        "codes": codes(),
        "totals": totals,
        "counts": matrix_of(request.actor, window) if window else {},
        "on": window.judged_until if window else request.actor.on,
        "may_begin": bool(can_recount(request.actor)),
    }
    return render(request, "insight/distribution.html", context)


@signed_in
@require_safe
def surveys(request: AgencyRequest) -> HttpResponse:
    """List the surveys."""
    page = page_of(surveys_for(request.actor), request)
    lines = [(one, SurveyState(one.state).label) for one in page.rows]
    context = {"page": page, "lines": lines, "may_run": bool(can_run_survey(request.actor))}
    return render(request, "insight/surveys.html", context)


@signed_in
def survey_new(request: AgencyRequest) -> HttpResponse:
    """Draft a survey."""
    require(can_run_survey(request.actor))
    period = Period.objects.filter(starts_on__lte=request.actor.on).order_by("-year").first()
    if period is None:
        messages.info(request, _("Open a period first; a survey belongs to a year."))
        return redirect("insight:surveys")

    def create(data: dict[str, Any]) -> Any:
        lines = [line.strip() for line in data["questions"].splitlines() if line.strip()]
        asked = [QuestionInput(line, line.endswith("?")) for line in lines]
        return operations.create_survey(
            period=period,
            title=data["title"],
            closes_on=data["closes_on"],
            questions=asked,
            by=request.actor,
            at=request.at,
        )

    form = SurveyForm(request.POST if request.method == "POST" else None)
    return handle(
        request,
        form,
        create,
        template="insight/survey_new.html",
        then=lambda survey: reverse("insight:survey", args=[survey.pk]),
    )


@signed_in
@require_safe
def survey(request: AgencyRequest, survey_id: int) -> HttpResponse:
    """Show one survey: its questions and state, and its results once it is closed."""
    found = survey_for(request.actor, survey_id)
    verdict = can_see_results(request.actor, found)
    has_answered = has_taken_part(request.actor, found)
    context = {
        "survey": found,
        "state": SurveyState(found.state).label,
        "questions": Question.objects.filter(survey=found),
        "results": results_of(found) if verdict else [],
        "verdict": verdict,
        "people": participation_of(found),
        "steps": SURVEY.open_to(request.actor, found),
        "has_answered": has_answered,
        "may_answer": None if has_answered else can_answer(request.actor, found),
    }
    return render(request, "insight/survey.html", context)


@require_POST
@signed_in
def survey_step(request: AgencyRequest, survey_id: int) -> HttpResponse:
    """Open or close a survey."""
    found = survey_for(request.actor, survey_id)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
    step = {"open": operations.open_survey, "close": operations.close_survey}.get(
        request.POST.get("step", "")
    )
    if step is not None:
        step(survey=found, by=request.actor, at=request.at, version=version)
    return redirect("insight:survey", survey_id)


@signed_in
def survey_close(request: AgencyRequest, survey_id: int) -> HttpResponse:
    """Ask, then close a survey: nobody can answer any more and it never opens again."""
    found = survey_for(request.actor, survey_id)
    require(can_run_survey(request.actor, found))
    back, title = reverse("insight:survey", args=[survey_id]), _("Close this survey?")
    if found.state != SurveyState.OPEN:
        return redirect(back)

    def close(version: int | None) -> str:
        operations.close_survey(survey=found, by=request.actor, at=request.at, version=version)
        return back

    people, least = participation_of(found), found.smallest_group
    taken_part = ngettext("%(num)s person has taken part", "%(num)s people have taken part", people)
    few = _("Fewer than %(least)s people answered, so nothing is shown.") % {"least": least}
    ended = _("Nobody can answer any more, and the survey cannot be opened again.")
    question = Asked(
        title=title, yes=_("Yes, close the survey"), back=back, version=found.version, is_grave=True,
        breadcrumb=((_("Surveys"), reverse("insight:surveys")), (found.title, back), (title, None)),
        consequences=(taken_part % {"num": people}, ended, few if people < least else _("Everybody sees the results.")),
    )  # fmt: skip
    return confirm(request, question, close)


@signed_in
def answer(request: AgencyRequest, survey_id: int) -> HttpResponse:
    """Answer a survey anonymously."""
    found = survey_for(request.actor, survey_id)
    require(can_answer(request.actor, found))
    if has_taken_part(request.actor, found):
        messages.info(request, _("You have taken part already. Thank you."))
        return redirect("insight:survey", survey_id)
    questions = list(Question.objects.filter(survey=found))
    form = AnswerForm(questions, request.POST if request.method == "POST" else None)

    def send(_data: dict[str, Any]) -> Any:
        operations.answer(
            survey=found, scores=form.scores(), texts=form.texts(), by=request.actor, at=request.at
        )
        messages.success(request, _("Thank you. Your answers were taken without your name."))
        return found

    return handle(
        request,
        form,
        send,
        template="insight/answer.html",
        then=lambda done: reverse("insight:survey", args=[done.pk]),
        context={"survey": found},
    )
