"""The own account, notices, and which agency and role a person works in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selaras.accounts.queries import Door, invitations_of
from selaras.accounts.roles import ROLES
from selaras.core.actor import RoleCode
from selaras.core.http import AgencyRequest, own_affair, page_of, public, signed_in
from selaras.core.models import Notice
from selaras.core.notices import role_for, text_of
from selaras.core.tenancy import acting_in


@public
def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Tell a person who tried too often how long to wait and who can help; open to all by nature."""
    return render(request, "account/locked_out.html", status=429)


@require_safe
@login_required
def agencies(request: HttpRequest) -> HttpResponse:
    """Let a person choose an agency, or say that none has admitted this account."""
    invited = invitations_of(request.user.pk)  # type: ignore[arg-type]  # signed in
    return render(
        request, "account/agencies.html", {"doors": getattr(request, "doors", []), "invited": invited}
    )


@require_POST
@login_required
def switch_agency(request: HttpRequest) -> HttpResponse:
    """Choose the agency for this session; the middleware admits only the member's own."""
    chosen = request.POST.get("agency", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        request.session["agency"] = int(chosen)
        request.session.pop("role", None)
    return redirect("web:desk")


@require_POST
@login_required
def switch_role(request: HttpRequest) -> HttpResponse:
    """Choose the role for this session; the middleware admits only roles the member holds."""
    request.session["role"] = request.POST.get("role", "")[:12]
    then = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()})
    return redirect(then if is_ours else reverse("web:desk"))


@signed_in
@require_safe
def account(request: AgencyRequest) -> HttpResponse:
    """Show who the person is here, with which roles, and the doors to the password."""
    roles = [ROLES[code] for code in request.actor.roles]
    return render(request, "account/account.html", {"roles": roles, "doors": getattr(request, "doors", [])})


@signed_in
@require_safe
def notices(request: AgencyRequest) -> HttpResponse:
    """List what the person was told, newest first."""
    rows = Notice.objects.filter(member_id=request.actor.member_id).order_by("-created_at", "-id")
    page = page_of(rows, request)
    lines = [(notice, text_of(notice)) for notice in page.rows]
    return render(request, "account/notices.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go to the page a notice is about, or ask first where that page opens in another agency or another role.

    A letter does not know where its reader works now, and following a link must not move a session: whatever is open
    in another tab would change under the reader's hands. Only the button of the page that asks does that.
    """
    found = _notice_and_door(request, notice_id)
    if found is None:
        raise Http404
    notice, door = found
    agency = getattr(request, "agency", None)
    if agency is not None and door.agency_id == agency.pk:
        return _open(request, notice)
    if request.method == "POST":
        _work_in(request, door.agency_id, notice.role)
        return redirect("accounts:open_notice", notice_id)
    return _ask_to_switch(request, notice, door.agency_name, notice.role)


def _notice_and_door(request: HttpRequest, notice_id: int) -> tuple[Notice, Door] | None:
    """Return the notice and the reader's own agency in which it was sent; those of others are never found."""
    for door in getattr(request, "doors", []):
        with acting_in(door.agency_id):
            notice = Notice.objects.filter(pk=notice_id, member_id=door.member_id).first()
        if notice is not None:
            return notice, door
    return None


@signed_in
@own_affair
def _open(request: AgencyRequest, notice: Notice) -> HttpResponse:
    """Lead to the page when the role fits, and note that the notice was read; else ask for the role."""
    role = role_for(notice.role, request.actor)
    if role != request.actor.role:
        if request.method != "POST":
            return _ask_to_switch(request, notice, request.agency.name, role)
        _work_in(request, request.agency.pk, role)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=request.at)
    return redirect(notice.url)


def _ask_to_switch(request: HttpRequest, notice: Notice, agency_name: str, role: str) -> HttpResponse:
    """Say where a notice opens; what it tells about stays behind the door until its reader goes through."""
    words = {"agency": agency_name, "role": ROLES[RoleCode(role)].name if role else ""}
    return render(request, "account/notice_door.html", {"notice": notice, **words})


def _work_in(request: HttpRequest, agency_id: int, role: str) -> None:
    """Work in an agency and a role from here on; the middleware admits only what the member holds."""
    request.session["agency"] = agency_id
    request.session.pop("role", None)
    if role:
        request.session["role"] = str(role)


@require_POST
@signed_in
@own_affair
def read_notices(request: AgencyRequest) -> HttpResponse:
    """Mark all notices as read, or only the one that is named."""
    rows = Notice.objects.filter(member_id=request.actor.member_id, read_at=None)
    one = request.POST.get("notice", "")
    if one.isascii() and one.isdigit() and len(one) < 19:
        rows = rows.filter(pk=int(one))
    rows.update(read_at=request.at)
    return redirect("accounts:notices")
