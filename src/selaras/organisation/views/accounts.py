"""A person's account: opening it, a new password, closing; what must stay secret is shown in the answer itself."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from selaras.accounts.models import Membership
from selaras.accounts.queries import Invited, invitations_of
from selaras.core.http import AgencyRequest, handle, own_affair, signed_in
from selaras.core.verdict import require
from selaras.organisation import operations
from selaras.organisation.models import Person
from selaras.organisation.operations import Admitted
from selaras.organisation.permissions import can_manage_accounts
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.members import member_for
from selaras.organisation.queries.people import person_for


class InvitationForm(forms.Form):
    """The code that the officer told the invited person."""

    code = forms.CharField(
        label=gettext_lazy("Code from the officer"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text=gettext_lazy(
            "Three words, such as batimu-rokela-sudani. The officer sees it on your page."
        ),
    )


def secret_page(
    request: AgencyRequest, *, login: str, back: str, password: str | None = None, code: str | None = None
) -> HttpResponse:
    """Answer with what is shown once: it stands in no session, no receipt and no cache."""
    shown = {"login": login, "password": password, "code": code, "back": back}
    answer = render(request, "organisation/secret.html", shown)
    answer["Cache-Control"] = "private, no-store"
    return answer


def secret_of(request: AgencyRequest, made: Admitted, back: str) -> HttpResponse:
    """Show the password of an opened account, or the code of an invitation."""
    return secret_page(request, login=made.user.username, password=made.password, code=made.code, back=back)


@require_POST
@signed_in
def person_account(request: AgencyRequest, pk: int) -> HttpResponse:
    """Open an account for a person; the initial password, or the code for its owner, is the answer."""
    seen = person_for(request.actor, pk)
    made = operations.create_member_for_person(
        person=seen.person,
        unit_id=seen.header.unit_id,
        by=request.actor,
        at=request.at,
        is_separate=request.POST.get("separate") == "1",
    )
    if made.password or made.code:
        return secret_of(request, made, reverse("organisation:person", args=[pk]))
    messages.success(request, _("The account was opened."))
    return redirect("organisation:person", pk)


@require_POST
@signed_in
def person_withdraw(request: AgencyRequest, pk: int) -> HttpResponse:
    """Take back the wish to admit an account that was made elsewhere."""
    seen = person_for(request.actor, pk)
    operations.withdraw_invitation(
        person=seen.person, unit_id=seen.header.unit_id, by=request.actor, at=request.at
    )
    messages.success(request, _("The request was taken back."))
    return redirect("organisation:person", pk)


@require_POST
@signed_in
def member_act(request: AgencyRequest, pk: int) -> HttpResponse:
    """Reset, mail, unlock, close or open an account; comes back to where the button was."""
    member = member_for(request.actor, pk)
    found = Person.objects.filter(member=member).first()
    unit_id = headers_of([found.pk], request.actor.on)[found.pk].unit_id if found else None
    back = reverse("organisation:members")
    if found is not None and request.POST.get("back") == "person":
        back = reverse("organisation:person", args=[found.pk])
    act = request.POST.get("act", "")
    common: dict[str, Any] = {"member": member, "unit_id": unit_id, "by": request.actor, "at": request.at}
    if act == "reset":
        password = operations.reset_password(**common)
        return secret_page(request, login=member.user.username, password=password, back=back)
    if act == "unlock":
        operations.unlock_member(**common)
        messages.success(request, _("The account is open again; the person may try at once."))
    elif act in ("close", "open"):
        operations.set_member_active(is_active=act == "open", **common)
        messages.success(request, _("Saved."))
    elif act == "mail":
        _mail_link(request, member, unit_id)
    return redirect(back)


def _mail_link(request: AgencyRequest, member: Membership, unit_id: int | None) -> None:
    require(can_manage_accounts(request.actor, unit_id))
    form = ResetPasswordForm({"email": member.user.email or ""})
    if form.is_valid():
        form.save(request)
        messages.success(
            request, _("A link to choose a new password was sent to the person's e-mail address.")
        )
    else:
        messages.error(request, _("This account has no e-mail address. Give an initial password instead."))


@signed_in
@own_affair
def own_email(request: AgencyRequest) -> HttpResponse:
    """Show the address of the account beside the one the agency knows, and take the latter on a send."""
    if request.method == "POST":
        email = operations.use_own_email(by=request.actor, at=request.at)
        messages.success(request, _("Your account now uses %(email)s.") % {"email": email})
        return redirect("accounts:account")
    known = Person.objects.filter(pk=request.actor.person_id or 0).values_list("email", flat=True).first()
    return render(request, "organisation/own_email.html", {"known": known})


@login_required
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the owner of an account answer an agency that asks to admit it; works before any agency is open."""
    mine = invitations_of(request.user.pk)  # type: ignore[arg-type]  # signed in
    invited = next((one for one in mine if one.id == pk), None)
    if invited is None:
        raise Http404
    if getattr(request.user, "must_change_password", False):
        messages.info(request, _("Somebody else knows your initial password. Choose an own one first."))
        return redirect("account_change_password")
    if request.method == "POST" and request.POST.get("answer") == "no":
        return _refuse(request, invited)
    return _accept(request, invited)


def _refuse(request: Any, invited: Invited) -> HttpResponse:
    operations.refuse_invitation(invited=invited, user=request.user, at=request.at)
    messages.success(request, _("You declined. Nothing was connected, and the officer who asked is told."))
    return redirect("/")


def _accept(request: Any, invited: Invited) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)

    def write(data: dict[str, Any]) -> None:
        operations.accept_invitation(invited=invited, user=request.user, code=data["code"], at=request.at)
        words = _("Your account now opens %(agency)s too. Change there from “My account”.")
        messages.success(request, words % {"agency": invited.agency_name})

    return handle(
        request,
        form,
        write,
        template="organisation/invitation.html",
        then=lambda _done: reverse("accounts:agencies"),
        context={"invited": invited},
    )
