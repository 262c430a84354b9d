"""What several pages of monitoring show alike: who can read a text, the tabs, the words of symbols."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.actor import Actor, RoleCode
from selaras.core.http import AgencyRequest
from selaras.core.vocabulary import word
from selaras.organisation.queries import PersonHeader
from selaras.planning.models import Plan

WATCHING = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
LEADING = {RoleCode.APPRAISER, RoleCode.SUPERIOR}


HISTORY = {
    "report.open": gettext_lazy("opened the report"),
    "report.submit": gettext_lazy("submitted the report"),
    "report.withdraw": gettext_lazy("withdrew the report"),
    "report.answer": gettext_lazy("answered the report"),
    "report.reply": gettext_lazy("wrote in the conversation"),
    "report.look": gettext_lazy("looked at the report"),
    "evidence.add": gettext_lazy("added evidence"),
    "evidence.remove": gettext_lazy("removed evidence"),
    "feedback.give": gettext_lazy("gave feedback with the answer"),
    "documents.sign.employee": gettext_lazy("signed the report by submitting it"),
    "documents.issue": gettext_lazy("printed the official form"),
}
"""The words of what happens to a report."""


def number_in(text: str) -> int | None:
    """Return the whole number that a browser sent, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _name(people: Mapping[int, PersonHeader], person_id: int | None, actor: Actor) -> str | None:
    if person_id is None or person_id not in people:
        return None
    return _("you") if actor.is_person(person_id) else people[person_id].name


def line_of(plan: Plan, people: Mapping[int, PersonHeader], actor: Actor) -> list[str]:
    """Return the employee, the appraiser and the superior by name, "you" among them."""
    wanted = (plan.person_id, plan.appraiser_id, plan.superior_id)
    return [name for name in (_name(people, one, actor) for one in wanted) if name]


def readers_of(plan: Plan, people: Mapping[int, PersonHeader], actor: Actor) -> list[str]:
    """Return who can read a report once it is submitted."""
    return [*line_of(plan, people, actor), word("officer"), _("auditors (recorded)")]


def feedback_readers(plan: Plan, people: Mapping[int, PersonHeader], actor: Actor) -> list[str]:
    """Return who can read feedback on a plan."""
    return [*line_of(plan, people, actor), _("auditors (recorded)")]


def tabs(request: AgencyRequest, current: str) -> list[dict[str, object]]:
    """Return the tabs of the reports that the person's roles use."""
    actor = request.actor
    pages = []
    if actor.is_personal:
        pages.append(("own", _("My reports")))
    if actor.is_personal and LEADING & set(actor.roles):
        pages.append(("people", _("Reports of my people")))
    if actor.role in WATCHING:
        pages.append(("completion", _("How far the unit is")))
    return [
        {"label": label, "href": reverse(f"monitoring:{name}"), "current": name == current}
        for name, label in pages
    ]


def feedback_tabs(request: AgencyRequest, current: str) -> list[dict[str, object]]:
    """Return the tabs of feedback that the person's roles use."""
    actor = request.actor
    pages = [("feedback", _("Received"))]
    if actor.is_personal:
        pages += [("given", _("Given")), ("give", _("Give feedback")), ("requests", _("Asked by me")),
                  ("asked_of_me", _("Asked of me"))]  # fmt: skip
    if actor.is_personal and LEADING & set(actor.roles):
        pages.append(("about_people", _("About my people")))
    return [
        {"label": label, "href": reverse(f"monitoring:{name}"), "current": name == current}
        for name, label in pages
    ]
