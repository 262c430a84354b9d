"""Accounts and roles: the readable list of roles, who holds which, granting and ending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.accounts.models import Membership
from selaras.accounts.roles import ROLES
from selaras.core.actor import RoleCode
from selaras.core.http import AgencyRequest, handle, page_of, signed_in
from selaras.core.verdict import InvalidRefused, no, require
from selaras.organisation import operations
from selaras.organisation.forms.agency import GrantForm
from selaras.organisation.models import Unit
from selaras.organisation.permissions import can_grant, can_manage_accounts
from selaras.organisation.queries.members import MemberRow, account_of, grant_for, members_for
from selaras.organisation.queries.structure import unit_choices
from selaras.organisation.views.asked import choice_asked, form_data, text_asked, version_sent

GRANTED = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR, RoleCode.OPERATOR)
FOUND = 20


@signed_in
@require_safe
def roles(request: AgencyRequest) -> HttpResponse:
    """Explain every role with its article; open to everybody in the agency."""
    return render(
        request, "organisation/roles.html", {"roles": list(ROLES.values()), "held": request.actor.roles}
    )


@signed_in
@require_safe
def members(request: AgencyRequest) -> HttpResponse:
    """List the accounts of the agency with their granted roles."""
    actor = request.actor
    rows = members_for(
        actor, search=text_asked(request), role=choice_asked(request, "role", [str(one) for one in GRANTED])
    )
    page = page_of(rows, request)  # type: ignore[arg-type]  # counts and slices
    choices = [("", _("All accounts")), *((str(code), ROLES[code].name) for code in GRANTED)]
    context = {
        "page": page,
        "filters": [{"name": "role", "label": _("Role"), "options": choices}],
        "role_names": {str(code): role.name for code, role in ROLES.items()},
        "may_manage": can_manage_accounts(actor, None).allowed,
        "may_grant": bool(_grantable(request)),
        "shows_names": actor.role != RoleCode.OPERATOR,
        "own": actor.member_id,
        "may_end": {str(code): can_grant(actor, code).allowed for code in GRANTED},
    }
    return render(request, "organisation/members.html", context)


def _grantable(request: AgencyRequest) -> list[str]:
    return [str(code) for code in GRANTED if can_grant(request.actor, code).allowed]


def _label(row: MemberRow, shows_names: bool) -> str:
    """A login is never alone: a slip in one of eighteen digits would give a role to somebody else."""
    name = row.name if shows_names else ""
    return " · ".join(part for part in (name, row.username, row.unit or row.email or _("no unit")) if part)


def _members_found(request: AgencyRequest, names: bool) -> list[tuple[int, str]]:
    found = members_for(request.actor, search=text_asked(request))[0:FOUND]
    choices = [(row.id, _label(row, names)) for row in found]
    chosen = request.POST.get("member", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 and int(chosen) not in dict(choices):
        row = account_of(int(chosen), request.actor.on)
        choices += [(row.id, _label(row, names))] if row else []
    return choices


@signed_in
def grant_add(request: AgencyRequest) -> HttpResponse:
    """Give a member a role."""
    actor = request.actor
    roles = _grantable(request)
    if not roles:
        require(no(can_grant(actor, RoleCode.OFFICER).reason))
    names = actor.role != RoleCode.OPERATOR
    form = GrantForm(
        **form_data(request),
        members=_members_found(request, names),
        units=unit_choices(actor) if names else [],
        roles=roles,
        initial={"from_on": actor.on, "role": roles[0]},
    )

    def write(data: dict[str, Any]) -> None:
        member = Membership.objects.filter(pk=data["member"]).first()
        if member is None:
            raise InvalidRefused(_("Choose an account from the list."))
        unit = Unit.objects.filter(pk=data["unit"]).first() if data["unit"] else None
        days = {name: data[name] for name in ("from_on", "until_on")}
        operations.grant_role(member=member, role=data["role"], unit=unit, **days, by=actor, at=request.at)
        messages.success(request, _("Saved."))

    return handle(
        request,
        form,
        write,
        template="organisation/grant.html",
        then=lambda _done: reverse("organisation:members"),
        context={"roles": [ROLES[RoleCode(code)] for code in roles]},
    )


@require_POST
@signed_in
def grant_end(request: AgencyRequest, pk: int) -> HttpResponse:
    """End a granted role today."""
    found = grant_for(request.actor, pk)
    operations.revoke_grant(grant=found, by=request.actor, at=request.at, version=version_sent(request))
    messages.success(request, _("The role ended today."))
    return redirect("organisation:members")
