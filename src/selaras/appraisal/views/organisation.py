"""Organisational achievement: the units of a window with what is missing, and the form of one unit."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.appraisal import operations, queries
from selaras.appraisal.forms import AchievementForm
from selaras.appraisal.models import OrganisationAchievement
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import OVERSEERS, can_set_achievement
from selaras.appraisal.views.shown import chosen_window, windows_to_choose
from selaras.core.http import AgencyRequest, add_refusal, page_of, signed_in
from selaras.core.verdict import NotAllowed, Refused, require
from selaras.organisation.models import Unit, UnitPeriod
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Window

PAGE = 50


@signed_in
@require_safe
def achievements(request: AgencyRequest) -> HttpResponse:
    """Show the led units of a window, those that lack an achievement first."""
    user, listed = request.actor, queries.windows()
    if user.role not in OVERSEERS:
        raise NotAllowed(_("Only the performance officer, the head and an auditor see this list."))
    window = chosen_window(listed, request.GET.get("window", ""), user.on)
    lines = queries.units_of(user, window) if window else []
    asked = request.GET.get("q", "").strip().lower()[:100]
    shown = [line for line in lines if asked in line.name.lower()]
    if request.GET.get("missing") == "1":
        shown = [line for line in shown if line.is_missing]
    page = page_of(shown, request, PAGE)  # type: ignore[arg-type]  # a list is cut like a queryset
    context = {
        "window": window,
        "window_label": window_name(window) if window else "",
        "window_options": windows_to_choose(listed),
        "page": page,
        "missing": sum(line.is_missing for line in lines),
        "blocked": sum(line.waiting for line in lines if line.is_missing),
        "total": len(lines),
        "may_set": user.role != "AUDITOR",
    }
    return render(request, "appraisal/achievements.html", context)


@signed_in
def achievement(request: AgencyRequest, window: int, unit: int) -> HttpResponse:
    """Enter or correct the achievement of one unit."""
    user = request.actor
    require(can_set_achievement(user, unit))
    chosen = Window.objects.select_related("period").filter(pk=window).first()
    body = Unit.objects.filter(pk=unit).first()
    if chosen is None or body is None:
        raise Http404
    row = OrganisationAchievement.objects.filter(unit=unit, window=window).first()
    initial = {"achievement": row.achievement, "grounds": row.grounds} if row else {}
    form, status = AchievementForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _save(request, chosen, body, form)
            except Refused as refused:
                status = refused.status
                add_refusal(form, refused)
    name = UnitPeriod.objects.filter(holds_on(user.on), unit=unit).values_list("name", flat=True).first()
    context = {
        "form": form,
        "unit_name": name or body.code,
        "window": chosen,
        "window_label": window_name(chosen),
        "version": row.version if row else None,
        "back": f"{reverse('appraisal:achievements')}?window={window}",
    }
    return render(request, "appraisal/achievement.html", context, status=status)


def _save(request: AgencyRequest, window: Window, unit: Unit, form: AchievementForm) -> HttpResponse:
    sent = form.cleaned_data
    operations.set_achievement(
        unit=unit, window=window, achievement=sent["achievement"], grounds=sent["grounds"], by=request.actor,
        at=request.at, version=sent["version"],
    )  # fmt: skip
    messages.success(request, _("The achievement is saved."))
    return redirect(f"{reverse('appraisal:achievements')}?window={window.pk}")
