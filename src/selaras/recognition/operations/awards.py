"""Writes awards: given with a certificate, told to the person and the colleagues, withdrawn with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.core.versions import change, locked
from selaras.documents.operations import issue, withdraw
from selaras.documents.queries import papers_of
from selaras.organisation.models import Person, PersonKind
from selaras.organisation.queries import header_of
from selaras.recognition.models import Award, AwardKind, AwardRound
from selaras.recognition.operations.texts import invalid, required
from selaras.recognition.papers import certificate
from selaras.recognition.permissions import can_give_award, can_withdraw_award
from selaras.recognition.queries.reach import members_of_unit
from selaras.recognition.workflow import AWARDS

RECEIVED = notices.register("recognition.award_received", gettext_lazy("You received an award: %(title)s."))
COLLEAGUE = notices.register(
    "recognition.award_of_colleague", gettext_lazy("%(who)s received an award: %(title)s.")
)
TAKEN_BACK = notices.register(
    "recognition.award_withdrawn", gettext_lazy("The award “%(title)s” was withdrawn: %(reason)s")
)
FORM = "AWARD"
PRINTED = 1000
"""How long a reason may be that a certificate prints on one page."""


def month_title(month_on: date) -> str:
    """Return the title of a month's award: "Employee of the month October 2026"."""
    return _("Employee of the month %(month)s") % {"month": write_date(month_on, "F Y")}


def give_award(
    *, person: Person, kind: str, title: str, reason: str, given_on: date, by: Actor, at: datetime
) -> Award:
    """Give an award for a finished project or another merit (Pasal 31: the authority may give other awards)."""
    if kind not in (AwardKind.PROJECT, AwardKind.OTHER):
        raise invalid("kind", _("The employee of the month is chosen from the nominations of a month."))
    if given_on > by.on:
        raise invalid("given_on", _("The day of the award must not lie in the future."))
    title, reason = required(title, "title", 200), required(reason, "reason", PRINTED)
    with transaction.atomic():
        return grant(person=person, kind=kind, title=title, reason=reason, given_on=given_on, by=by, at=at)


def grant(
    *,
    person: Person,
    kind: str,
    title: str,
    reason: str,
    given_on: date,
    by: Actor,
    at: datetime,
    award_round: AwardRound | None = None,
) -> Award:
    """Write the award, issue its certificate and tell everybody, in the caller's transaction."""
    header = header_of(person.pk, by.on)
    unit_id = award_round.unit_id if award_round else header.unit_id
    require(can_give_award(by, person.pk, unit_id))
    if person.kind != PersonKind.EMPLOYEE:
        raise invalid("person", _("Only employees can receive an award here."))
    award: Award = Award.objects.create(
        person=person,
        kind=kind,
        unit_id=unit_id,
        award_round=award_round,
        title=title,
        reason=reason,
        given_on=given_on,
        given_by_id=by.member_id,
    )
    after = {"person": person.name, "kind": kind, "title": title, "given_on": given_on}
    audit.record(obj=award, verb="award.give", by=by, at=at, article=AWARDS, reason=reason, after=after)
    _certify(award, person, by, at)
    _tell(award, person, by, at)
    return award


def _certify(award: Award, person: Person, by: Actor, at: datetime) -> None:
    issue(
        form=FORM,
        subject=award,
        content=certificate(award, by),
        person_id=person.pk,
        person_name=person.name,
        by=by,
        at=at,
    )


def _tell(award: Award, person: Person, by: Actor, at: datetime) -> None:
    url = reverse("recognition:award", args=[award.pk])
    values = {"who": person.name, "title": award.title}
    notices.tell(members=[person.member_id], kind=RECEIVED, url=url, at=at, values=values)
    if award.unit_id is None:
        return
    colleagues = set(members_of_unit(award.unit_id, by.on)) - {person.member_id, by.member_id}
    notices.tell(members=sorted(colleagues), kind=COLLEAGUE, url=url, at=at, values=values)


def withdraw_award(
    *, award: Award, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Award:
    """Take back an award given by mistake; its certificate then verifies as withdrawn."""
    reason = required(reason, "reason")
    with transaction.atomic():
        fresh = locked(award, version)
        require(can_withdraw_award(by, fresh))
        change(fresh, withdrawn_at=at)
        audit.record(obj=fresh, verb="award.withdraw", by=by, at=at, article=AWARDS, reason=reason)
        for paper in papers_of(fresh):
            withdraw(paper=paper, reason=reason, by=by, at=at)
        notices.tell(
            members=[fresh.person.member_id],
            kind=TAKEN_BACK,
            at=at,
            url=reverse("recognition:award", args=[fresh.pk]),
            values={"title": fresh.title, "reason": reason},
        )
    return fresh
