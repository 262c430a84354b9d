"""Writes who holds which position: placing, moving (mutasi), acting posts (Plt, Plh) and their end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core import audit, notices, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import (
    Assignment,
    AssignmentKind,
    Headship,
    Person,
    Position,
    PositionPeriod,
)
from selaras.organisation.operations.dated import Begun, begin, finish
from selaras.organisation.permissions import can_write_people
from selaras.organisation.queries.reporting import holds_on

ASSIGNED = notices.register("organisation.assigned", _("You hold the position “%(title)s” from %(day)s."))


def assign(
    *,
    person: Person,
    position: Position,
    from_on: date,
    by: Actor,
    at: datetime,
    kind: str = AssignmentKind.DEFINITIVE,
    until_on: date | None = None,
    letter: str = "",
    version: int | None = None,
) -> Assignment | None:
    """Let a person hold a position from a day on; return None when that is already so.

    A definitive position ends the definitive one before it; Plt and Plh stand beside it. The officer's reach
    must cover the unit that is left and the one that is entered.
    """
    period = PositionPeriod.objects.filter(holds_on(from_on), position=position).first()
    if period is None:
        raise InvalidRefused(
            _("This position does not exist on that day."),
            {
                "position": _(
                    "This position does not exist on the day chosen. Choose another day or position."
                )
            },
        )
    require(can_write_people(by, period.unit_id))
    with transaction.atomic():
        fresh = versions.locked(person, version)
        _require_old_unit(fresh, from_on, by)
        _refuse_second_head(fresh, position, kind, from_on, until_on)
        begun = _begun(fresh, position, kind, from_on, until_on)
        if begun is None:
            return None
        row: Assignment = begun.row
        Assignment.objects.filter(pk=row.pk).update(letter=letter)
        versions.change(fresh)
        _told(fresh, row, begun.before, period, letter, by, at)
        return row


def _require_old_unit(person: Person, on: date, by: Actor) -> None:
    held = Assignment.objects.filter(holds_on(on), person=person, kind=AssignmentKind.DEFINITIVE).first()
    if held is None:
        return
    old = PositionPeriod.objects.filter(holds_on(on), position_id=held.position_id).first()
    if old is not None:
        require(can_write_people(by, old.unit_id))


def _begun(person: Person, position: Position, kind: str, day: date, until: date | None) -> Begun | None:
    if kind == AssignmentKind.DEFINITIVE:
        acting = Assignment.objects.filter(holds_on(day), person=person, position=position).exclude(kind=kind)
        for row in acting.exclude(from_on=day):
            finish(row, day=day)
        acting.filter(from_on=day).delete()
        key = {"person_id": person.pk, "kind": kind}
        return begin(Assignment, key, day=day, until=until, position_id=position.pk)
    key = {"person_id": person.pk, "position_id": position.pk}
    if Assignment.objects.filter(holds_on(day), **key, kind=AssignmentKind.DEFINITIVE).exists():
        raise InvalidRefused(
            _("This person already holds this position definitively."),
            {"kind": _("This person already holds this position definitively on that day.")},
        )
    return begin(Assignment, key, day=day, until=until, kind=kind)


def _refuse_second_head(
    person: Person, position: Position, kind: str, from_on: date, until_on: date | None
) -> None:
    if kind != AssignmentKind.DEFINITIVE:
        return
    if not Headship.objects.filter(holds_on(from_on), position=position).exists():
        return
    others = Assignment.objects.filter(position=position, kind=kind).exclude(person=person)
    if until_on is not None:
        others = others.filter(from_on__lt=until_on)
    others = others.exclude(until_on__lte=from_on)
    if others.exists():
        raise InvalidRefused(
            _("Somebody else holds this leading position on that day."),
            {
                "position": _(
                    "Somebody else holds this leading position definitively. End or move that person first."
                )
            },
        )


def _told(
    person: Person,
    row: Assignment,
    before: dict[str, object] | None,
    period: PositionPeriod,
    letter: str,
    by: Actor,
    at: datetime,
) -> None:
    after = {
        "position_id": row.position_id,
        "title": period.title,
        "kind": row.kind,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "letter": letter,
    }
    audit.record(
        obj=row,
        verb="assignment.add",
        by=by,
        at=at,
        before=before,
        after=after,
        subject=person,
        article="PermenPANRB 6/2022 Lampiran IV.A.13" if before else "",
    )
    notices.tell(
        members=[person.member_id],
        kind=ASSIGNED,
        url=reverse("organisation:person", args=[person.pk]),
        at=at,
        values={"title": period.title, "day": row.from_on.isoformat()},
    )


def end_assignment(
    *, assignment: Assignment, until_on: date, by: Actor, at: datetime, version: int | None = None
) -> None:
    """End an assignment on a day (retirement, end of a Plt); `version` is the person's."""
    period = PositionPeriod.objects.filter(position_id=assignment.position_id).order_by("-from_on").first()
    require(can_write_people(by, period.unit_id if period else None))
    with transaction.atomic():
        person = versions.locked(assignment.person, version)
        if assignment.until_on is not None and assignment.until_on <= until_on:
            raise InvalidRefused(
                _("This post already ends earlier."),
                {"until_on": _("This post already ends before that day.")},
            )
        before = finish(assignment, day=until_on)
        versions.change(person)
        audit.record(
            obj=assignment,
            verb="assignment.end",
            by=by,
            at=at,
            before=before,
            after={"until_on": until_on},
            subject=person,
        )
