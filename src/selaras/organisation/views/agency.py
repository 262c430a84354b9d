"""The agency itself: settings, logo, words and holidays; and the operator's list of agencies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.models import Agency, AgencyKind
from selaras.core.time import TimeZone
from selaras.core.verdict import require
from selaras.organisation import operations
from selaras.organisation.forms.agency import (
    WEEKS,
    AgencySettingsForm,
    HolidayForm,
    LogoForm,
    NewAgencyForm,
    WordsForm,
)
from selaras.organisation.models import HolidayOverride
from selaras.organisation.operations import Admitted
from selaras.organisation.permissions import can_manage_agency, can_operate
from selaras.organisation.views.accounts import secret_of
from selaras.organisation.views.asked import form_data, text_asked

Trail = list[tuple[str, str | None]]


def _trail(title: str) -> Trail:
    return [(_("Settings"), reverse("organisation:agency_settings")), (title, None)]


@signed_in
def agency(request: AgencyRequest) -> HttpResponse:
    """Show and change name, place and time zone; the doors to logo, words, holidays and roles."""
    require(can_manage_agency(request.actor))
    found = request.agency
    names = ("name", "short_name", "place", "time_zone", "calendar_until", "version")
    form = AgencySettingsForm(**form_data(request), initial={name: getattr(found, name) for name in names})

    def change(data: dict[str, Any]) -> None:
        version = data.pop("version")
        operations.change_agency(agency=found, values=data, by=request.actor, at=request.at, version=version)
        messages.success(request, _("Saved."))

    return handle(
        request,
        form,
        change,
        template="organisation/agency.html",
        then=lambda _done: reverse("organisation:agency_settings"),
        context={"agency": found, "kinds": dict(AgencyKind.choices), "weeks": dict(WEEKS)},
    )


@signed_in
def logo(request: AgencyRequest) -> HttpResponse:
    """Answer with the own agency's logo; an SVG may do nothing but be looked at."""
    found = request.agency
    if not found.logo:
        raise Http404
    response = HttpResponse(bytes(found.logo), content_type=found.logo_type)
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
def logo_change(request: AgencyRequest) -> HttpResponse:
    """Choose another logo, or take it away."""
    require(can_manage_agency(request.actor))
    form = LogoForm(**form_data(request), initial={"version": request.agency.version})
    if request.POST.get("remove") == "1":
        form.fields["logo"].required = False

    def write(data: dict[str, Any]) -> None:
        upload = data["logo"]
        keep = upload is not None and request.POST.get("remove") != "1"
        content = upload.read(operations.LOGO_LIMIT + 1) if keep else None
        operations.set_logo(
            agency=request.agency, content=content, by=request.actor, at=request.at, version=data["version"]
        )
        messages.success(request, _("Saved."))

    return handle(
        request,
        form,
        write,
        template="organisation/logo.html",
        then=lambda _done: reverse("organisation:agency_settings"),
        context={"breadcrumb": _trail(_("Logo")), "has_logo": bool(request.agency.logo)},
    )


@signed_in
def words(request: AgencyRequest) -> HttpResponse:
    """Choose the agency's own words."""
    require(can_manage_agency(request.actor))
    found = request.agency
    form = WordsForm(
        **form_data(request), kind=found.kind, initial={**found.vocabulary, "version": found.version}
    )

    def write(data: dict[str, Any]) -> None:
        operations.set_vocabulary(
            agency=found, words=form.words(), by=request.actor, at=request.at, version=data["version"]
        )
        messages.success(request, _("Saved."))

    title = _("Words of the agency")
    return handle(
        request,
        form,
        write,
        template="organisation/form.html",
        then=lambda _done: reverse("organisation:agency_settings"),
        context={
            "title": title,
            "breadcrumb": _trail(title),
            "submit": _("Save the words"),
            "cancel": reverse("organisation:agency_settings"),
            "intro": _("Every page uses these words. Leave a line empty to use the word shown in grey."),
        },
    )


@signed_in
def holidays(request: AgencyRequest) -> HttpResponse:
    """List and add days that differ from the national calendar."""
    require(can_manage_agency(request.actor))
    form = HolidayForm(**form_data(request), initial={"is_holiday": "1"})

    def write(data: dict[str, Any]) -> None:
        operations.set_holiday(
            day=data["day"],
            is_holiday=data["is_holiday"] == "1",
            reason=data["reason"],
            by=request.actor,
            at=request.at,
        )
        messages.success(
            request, _("Saved. Running deadlines follow, and everybody whose deadline moves is told.")
        )

    page = page_of(HolidayOverride.objects.order_by("-day"), request)
    return handle(
        request,
        form,
        write,
        template="organisation/holidays.html",
        then=lambda _done: reverse("organisation:holidays"),
        context={"page": page, "breadcrumb": _trail(_("Holidays"))},
    )


@require_POST
@signed_in
def holiday_remove(request: AgencyRequest, pk: int) -> HttpResponse:
    """Return a day to the national calendar."""
    require(can_manage_agency(request.actor))
    found = HolidayOverride.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    operations.remove_holiday(holiday=found, by=request.actor, at=request.at)
    words = _("The day follows the national calendar again; everybody whose deadline moves is told.")
    messages.success(request, words)
    return redirect("organisation:holidays")


@signed_in
@require_safe
def agencies(request: AgencyRequest) -> HttpResponse:
    """List all agencies of the installation for system operators: technical matters, nothing about people."""
    require(can_operate(request.actor))
    text = text_asked(request)
    rows = Agency.objects.defer("logo").order_by("name", "id")
    if text:
        rows = rows.filter(name__icontains=text) | rows.filter(code__icontains=text)
    context = {
        "page": page_of(rows, request),
        "kinds": dict(AgencyKind.choices),
        "zones": dict(TimeZone.choices),
    }
    return render(request, "organisation/agencies.html", context)


@signed_in
def agency_add(request: AgencyRequest) -> HttpResponse:
    """Create an agency with its first performance officer."""
    require(can_operate(request.actor))
    form = NewAgencyForm(**form_data(request), initial={"kind": AgencyKind.REGIONAL, "working_week": "5"})
    done: list[Admitted] = []

    def write(data: dict[str, Any]) -> None:
        data.pop("version")
        login, email = data.pop("officer"), data.pop("officer_email")
        made = operations.create_agency(**data, by=request.actor, at=request.at)
        who = {"login": login, "email": email or None}
        done.append(operations.create_officer(agency=made, **who, by=request.actor, at=request.at))
        messages.success(request, _("The agency “%(name)s” was created.") % {"name": made.name})

    title = _("Create an agency")
    intro = _("The first officer gets an initial password, imports the people and names further officers.")
    answer = handle(
        request,
        form,
        write,
        template="organisation/form.html",
        then=lambda _done: reverse("organisation:agencies"),
        context={
            "title": title,
            "breadcrumb": [(_("Agencies"), reverse("organisation:agencies")), (title, None)],
            "submit": _("Create the agency"),
            "cancel": reverse("organisation:agencies"),
            "intro": intro,
        },
    )
    return secret_of(request, done[0], reverse("organisation:agencies")) if done else answer
