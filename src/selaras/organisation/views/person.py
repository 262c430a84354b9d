"""One person: the dated course of a career, who appraises on any day, and corrections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from selaras.accounts.models import Invitation
from selaras.accounts.operations import code_of
from selaras.accounts.roles import ROLES
from selaras.core import audit
from selaras.core.audit import history_of
from selaras.core.http import AgencyRequest, handle, signed_in
from selaras.core.verdict import no, require
from selaras.organisation import operations
from selaras.organisation.forms.people import EmploymentForm, EndForm, PersonForm, RankForm
from selaras.organisation.models import (
    Assignment,
    AssignmentKind,
    Delegation,
    EmploymentKind,
    EmploymentStatus,
    Person,
    PersonKind,
)
from selaras.organisation.operations.references import references_of, usual_kind, written_names
from selaras.organisation.permissions import can_manage_accounts, can_manage_agency, can_see_appraising
from selaras.organisation.queries.members import account_of
from selaras.organisation.queries.people import PersonSeen, career_of, person_for
from selaras.organisation.queries.reasons import above_of, seen_answer_for
from selaras.organisation.views.asked import day_asked, form_data

LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "number": gettext_lazy("Number"),
    "birth_on": gettext_lazy("Date of birth"),
    "title": gettext_lazy("Position"),
    "rank": gettext_lazy("Rank"),
    "from_on": gettext_lazy("Holds from"),
    "until_on": gettext_lazy("Ends on"),
    "letter": gettext_lazy("Number of the letter"),
    "login": gettext_lazy("Login name"),
    "names": gettext_lazy("IDs in other systems"),
}
VERBS = {
    "reference.set": gettext_lazy("changed the IDs in other systems"),
    "person.erase": gettext_lazy("erased the personal data"),
    "person.employment": gettext_lazy("changed the employment"),
    "person.rank": gettext_lazy("changed the rank"),
    "assignment.add": gettext_lazy("gave a post"),
    "assignment.end": gettext_lazy("ended a post"),
    "account.add": gettext_lazy("opened an account"),
    "account.invite": gettext_lazy("asked the owner of an account made elsewhere"),
    "account.accept": gettext_lazy("connected the own account"),
    "account.refuse": gettext_lazy("declined to connect the own account"),
    "account.withdraw": gettext_lazy("took back the request for an account"),
    "delegation.add": gettext_lazy("delegated authority to appraise"),
    "delegation.end": gettext_lazy("ended delegated authority"),
}


def _may_erase(request: AgencyRequest, seen: PersonSeen) -> bool:
    """The way to the erasure is shown once no post, and no erasure before, stands against it."""
    may = can_manage_agency(request.actor).allowed
    return may and seen.header.assignment_id is None and seen.person.erased_at is None


def _looked(request: AgencyRequest, seen: PersonSeen) -> None:
    if request.actor.leaves_looks:
        audit.record(obj=seen.person, verb="person.look", by=request.actor, at=request.at)


def _invited(person: Person) -> dict[str, Any]:
    """Return the code that the officer hands over while the owner of an account has not answered."""
    if person.invitation_id is None:
        return {}
    invitation = Invitation.objects.select_related("user").get(pk=person.invitation_id)
    return {"invitation": invitation, "code": code_of(invitation)}


@signed_in
@require_safe
def person(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show a person: colleagues see name, position and unit; the rest is for the person and overseers."""
    seen = person_for(request.actor, pk)
    context: dict[str, Any] = {"seen": seen, "header": seen.header, "on": request.actor.on}
    if not seen.is_whole:
        near = above_of(request.actor, pk)
        context["may_see_appraiser"] = can_see_appraising(request.actor, pk, None, near).allowed
        return render(request, "organisation/person_card.html", context)
    _looked(request, seen)
    manages = can_manage_accounts(request.actor, seen.header.unit_id).allowed
    context |= {
        "career": career_of(pk, request.actor.on),
        "delegations": list(
            Delegation.objects.filter(delegate_id=pk)
            .select_related("person", "official")
            .order_by("-from_on")
        ),
        "account": account_of(seen.person.member_id, request.actor.on) if manages else None,
        "manages": manages,
        **(_invited(seen.person) if manages else {}),
        "history": history_of(seen.person, most=30),
        "verbs": VERBS,
        "labels": LABELS,
        "role_names": {str(code): role.name for code, role in ROLES.items()},
        "kinds": dict(AssignmentKind.choices),
        "employments": dict(EmploymentKind.choices),
        "statuses": dict(EmploymentStatus.choices),
        "names": written_names(references_of(seen.person), usual_kind(seen.person)),
        "may_erase": _may_erase(request, seen),
        "is_external": seen.person.kind == PersonKind.EXTERNAL,
    }
    return render(request, "organisation/person.html", context)


@signed_in
@require_safe
def person_appraiser(request: AgencyRequest, pk: int) -> HttpResponse:
    """Answer “who appraises this person on that day?” with the reason and its article."""
    on = day_asked(request)
    header, answer = seen_answer_for(request.actor, pk, on)
    return render(
        request,
        "organisation/person_appraiser.html",
        {"header": header, "on": on, "answer": answer, "is_part": bool(request.htmx)},
    )


def _writing(request: AgencyRequest, pk: int) -> PersonSeen:
    seen = person_for(request.actor, pk)
    if not seen.may_write:
        require(no(seen.may_not_write))
    return seen


def _page(seen: PersonSeen, title: str, submit: str, intro: str = "") -> dict[str, Any]:
    back = reverse("organisation:person", args=[seen.person.pk])
    trail = [(_("People"), reverse("organisation:people")), (seen.person.name, back), (title, None)]
    return {"title": title, "breadcrumb": trail, "submit": submit, "cancel": back, "intro": intro}


def _handled(
    request: AgencyRequest, seen: PersonSeen, form: Any, write: Callable[[dict[str, Any]], Any], **page: str
) -> HttpResponse:
    def written(data: dict[str, Any]) -> Any:
        if write(data) in (False, None):
            messages.info(request, _("Nothing was changed: it is already so."))
        else:
            messages.success(request, _("Saved."))

    back = reverse("organisation:person", args=[seen.person.pk])
    context = _page(seen, **page)
    return handle(
        request, form, written, template="organisation/form.html", then=lambda _done: back, context=context
    )


@signed_in
def person_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Correct number, name, e-mail, telephone, birth and sex."""
    seen = _writing(request, pk)
    found = seen.person
    names = ("number", "name", "email", "phone", "birth_on", "sex", "version")
    form = PersonForm(**form_data(request), initial={name: getattr(found, name) for name in names})
    if found.kind == PersonKind.EXTERNAL:
        del form.fields["number"]

    def write(data: dict[str, Any]) -> bool:
        version = data.pop("version")
        return operations.change_person(
            person=found,
            values=data,
            unit_id=seen.header.unit_id,
            on=request.actor.on,
            by=request.actor,
            at=request.at,
            version=version,
        )

    return _handled(request, seen, form, write, title=_("Correct the data"), submit=_("Save"))


@signed_in
def person_rank(request: AgencyRequest, pk: int) -> HttpResponse:
    """Let a rank hold from a day on."""
    seen = _writing(request, pk)
    initial = {"rank": seen.header.rank, "from_on": request.actor.on, "version": seen.person.version}

    def write(data: dict[str, Any]) -> bool:
        return operations.set_rank(
            person=seen.person, unit_id=seen.header.unit_id, by=request.actor, at=request.at, **data
        )

    form = RankForm(**form_data(request), initial=initial)
    return _handled(
        request,
        seen,
        form,
        write,
        title=_("New rank"),
        submit=_("Save the rank"),
        intro=_("The rank before stays in the history; papers already signed keep what they print."),
    )


@signed_in
def person_employment(request: AgencyRequest, pk: int) -> HttpResponse:
    """Let a kind and status of employment hold from a day on."""
    seen = _writing(request, pk)
    initial = {
        "kind": seen.header.employment,
        "status": seen.header.status or EmploymentStatus.ACTIVE,
        "from_on": request.actor.on,
        "version": seen.person.version,
    }

    def write(data: dict[str, Any]) -> bool:
        return operations.set_employment(
            person=seen.person, unit_id=seen.header.unit_id, by=request.actor, at=request.at, **data
        )

    form = EmploymentForm(**form_data(request), initial=initial)
    return _handled(
        request, seen, form, write, title=_("Change the employment"), submit=_("Save the employment")
    )


@signed_in
def assignment_end(request: AgencyRequest, pk: int, post: int) -> HttpResponse:
    """End a post of a person."""
    seen = _writing(request, pk)
    held = Assignment.objects.filter(pk=post, person_id=pk).first()
    if held is None:
        raise Http404
    found: Assignment = held

    def write(data: dict[str, Any]) -> bool:
        day: date = data["until_on"]
        operations.end_assignment(
            assignment=found, until_on=day, by=request.actor, at=request.at, version=data["version"]
        )
        return True

    form = EndForm(
        **form_data(request), initial={"until_on": request.actor.on, "version": seen.person.version}
    )
    return _handled(request, seen, form, write, title=_("End a post"), submit=_("End the post"))
