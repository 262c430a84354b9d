"""Writes authority to appraise that was given to another official, checked against the law."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import AssignmentKind, Delegation, Headship, Person, PersonKind, Unit
from selaras.organisation.operations.dated import finish
from selaras.organisation.permissions import can_write_people
from selaras.organisation.queries.headers import PersonHeader, header_of
from selaras.organisation.queries.reporting import holds_on
from selaras.rules.appraisers import Candidate, Ruling, can_appraise


def ruling_of(delegate: Person, header: PersonHeader, *, is_oneself: bool, on: date) -> Ruling:
    """Ask the law whether this official may appraise with delegated authority (Lampiran IV.A.3 and A.7)."""
    candidate = Candidate(
        kind=header.position_kind,
        level=header.position_level,
        leads_unit=header.is_head,
        delegated=True,
        acting=header.assignment_kind not in (None, AssignmentKind.DEFINITIVE),
        external=delegate.kind == PersonKind.EXTERNAL,
        is_oneself=is_oneself,
    )
    return can_appraise(candidate, on=on)


def delegate_authority(
    *,
    delegate: Person,
    from_on: date,
    until_on: date | None,
    reason: str,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    official: Person | None = None,
    unit: Unit | None = None,
    letter: str = "",
) -> Delegation:
    """Give authority to appraise: of one person, of an official's direct staff, or of the unit the delegate leads.

    PermenPANRB 6/2022 Pasal 1 angka 9; Lampiran IV.A.2, A.3 and A.7: a functional official must lead a unit.
    """
    header = header_of(delegate.pk, from_on)
    reach = unit.pk if unit else header_of((person or official or delegate).pk, from_on).unit_id
    require(can_write_people(by, reach))
    ruling = ruling_of(delegate, header, is_oneself=delegate in (person, official), on=from_on)
    if not ruling.allowed:
        sentence = ruling.id if (get_language() or "id").startswith("id") else ruling.en
        raise InvalidRefused(
            sentence, {"delegate": f"{sentence} ({ruling.cite.instrument} {ruling.cite.article})"}
        )
    if unit is not None:
        _require_leads(header, unit, from_on)
    return _written(
        Delegation(
            delegate=delegate,
            person=person,
            official=official,
            unit=unit,
            from_on=from_on,
            until_on=until_on,
            reason=reason.strip(),
            letter=letter.strip(),
        ),
        article=f"{ruling.cite.instrument} {ruling.cite.article}",
        by=by,
        at=at,
    )


def _require_leads(header: PersonHeader, unit: Unit, on: date) -> None:
    position_id = header.position_id
    leads = Headship.objects.filter(holds_on(on), unit=unit)
    if position_id is None or not leads.filter(position_id=position_id).exists():
        raise InvalidRefused(
            _("The delegate does not lead this unit."),
            {
                "unit": _(
                    "Authority over a unit goes to the person who leads it. Choose that person or that unit."
                )
            },
        )


def _written(row: Delegation, *, article: str, by: Actor, at: datetime) -> Delegation:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidRefused(
            _("Authority is already delegated on some of these days, or the end comes before the beginning."),
            {
                "from_on": _(
                    "Authority is already delegated on some of these days, or the dates are reversed."
                )
            },
        ) from error
    after = {
        "delegate_id": row.delegate_id,
        "person_id": row.person_id,
        "official_id": row.official_id,
        "unit_id": row.unit_id,
        "from_on": row.from_on,
        "until_on": row.until_on,
        "reason": row.reason,
        "letter": row.letter,
    }
    audit.record(
        obj=row, verb="delegation.add", by=by, at=at, after=after, article=article, subject=row.delegate
    )
    return row


def unit_of(delegation: Delegation, on: date) -> int | None:
    """Return the unit whose officer keeps a delegation: its own, or that of the one who is appraised by it."""
    object_id = delegation.person_id or delegation.official_id or delegation.delegate_id
    return delegation.unit_id or header_of(object_id, on).unit_id


def end_delegation(
    *, delegation: Delegation, until_on: date, by: Actor, at: datetime, version: int | None = None
) -> None:
    """End delegated authority on a day."""
    require(can_write_people(by, unit_of(delegation, by.on)))
    with transaction.atomic():
        fresh = versions.locked(delegation, version)
        before = finish(fresh, day=until_on)
        audit.record(
            obj=fresh,
            verb="delegation.end",
            by=by,
            at=at,
            before=before,
            after={"until_on": until_on},
            subject=fresh.delegate,
        )
