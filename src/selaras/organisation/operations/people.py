"""Writes people: employees with their employment and rank, and external parties."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import (
    EmploymentKind,
    EmploymentPeriod,
    EmploymentStatus,
    Person,
    PersonKind,
    RankPeriod,
)
from selaras.organisation.operations.addresses import carry_email
from selaras.organisation.operations.dated import begin
from selaras.organisation.permissions import can_manage_agency, can_write_people
from selaras.rules.dated import NotInForce
from selaras.rules.identity import pppk_grades, rank_of
from selaras.rules.nip import check_nip, check_pppk_number


def number_errors(number: str, employment: str, on: date) -> list[str]:
    """Return what is wrong with a number: a NIP by its parts, 18 digits of a PPPK, anything free otherwise."""
    if employment == EmploymentKind.PNS:
        found = check_nip(number, on=on)
    elif employment == EmploymentKind.PPPK:
        found = check_pppk_number(number, on=on)
    else:
        return [] if number else [str(_("The number is missing."))]
    return [error.id if (get_language() or "id").startswith("id") else error.en for error in found]


def rank_is_known(rank: str, employment: str, on: date) -> bool:
    """Say whether a rank exists for this kind of employment; other kinds use free grades."""
    if employment == EmploymentKind.PNS:
        return rank_of(rank, on=on) is not None
    if employment == EmploymentKind.PPPK:
        return _is_grade(rank, on)
    return True


def _is_grade(rank: str, on: date) -> bool:
    """Whether PPPK have such a grade on a day; before the list was in force (Perpres 98/2020) they have none."""
    try:
        return rank.upper() in pppk_grades(on=on)
    except NotInForce:
        return False


def _refuse_number(number: str, employment: str, on: date) -> None:
    errors = number_errors(number, employment, on)
    if errors:
        raise InvalidRefused(_("The number is not right."), {"number": " ".join(errors)})


def _refuse_rank(rank: str, employment: str, on: date) -> None:
    if rank and not rank_is_known(rank, employment, on):
        raise InvalidRefused(
            _("The rank is not known."),
            {
                "rank": _(
                    "This rank does not exist for this kind of employment. Write it like III/b, or IX for PPPK."
                )
            },
        )


def add_person(
    *,
    number: str,
    name: str,
    employment: str,
    from_on: date,
    by: Actor,
    at: datetime,
    unit_id: int | None = None,
    rank: str = "",
    **values: Any,
) -> Person:
    """Create an employee; `values`: email, phone, birth_on, sex. `unit_id` is where the officer will place them."""
    require(can_write_people(by, unit_id))
    number = number.strip()
    _refuse_number(number, employment, from_on)
    _refuse_rank(rank, employment, from_on)
    with transaction.atomic():
        person = _created(kind=PersonKind.EMPLOYEE, number=number, name=name.strip(), **_cleaned(values))
        EmploymentPeriod.objects.create(person=person, kind=employment, from_on=from_on)
        if rank:
            RankPeriod.objects.create(person=person, rank=rank, from_on=from_on)
        after = {"number": number, "name": person.name, "employment": employment, "rank": rank, **values}
        audit.record(obj=person, verb="person.add", by=by, at=at, after={**after, "from_on": from_on})
        return person


def add_external(
    *, name: str, description: str, by: Actor, at: datetime, email: str | None = None, phone: str = ""
) -> Person:
    """Create an external party (a minister, a patient, a lecturer) without number or account."""
    require(can_manage_agency(by))
    with transaction.atomic():
        person = _created(
            kind=PersonKind.EXTERNAL,
            name=name.strip(),
            description=description.strip(),
            email=email or None,
            phone=phone,
        )
        audit.record(
            obj=person,
            verb="person.add",
            by=by,
            at=at,
            after={"name": person.name, "description": description},
        )
        return person


def _created(**values: Any) -> Person:
    try:
        with transaction.atomic():
            return Person.objects.create(**values)
    except IntegrityError as error:
        raise InvalidRefused(
            _("This number already belongs to somebody in the agency."),
            {"number": _("Somebody in the agency already has this number. Open that person instead.")},
        ) from error


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "email": values.get("email") or None}


def change_person(
    *,
    person: Person,
    values: dict[str, Any],
    unit_id: int | None,
    on: date,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> bool:
    """Correct what is known about a person (number, name, e-mail, phone, birth, sex, description)."""
    require(can_write_people(by, unit_id))
    values = _cleaned(values) if "email" in values else dict(values)
    if values.get("number", person.number) != person.number:
        held = EmploymentPeriod.objects.filter(person=person).order_by("-from_on").first()
        _refuse_number(values["number"], held.kind if held else EmploymentKind.NON_ASN, on)
    with transaction.atomic():
        fresh = versions.locked(person, version)
        old, new = audit.difference({name: getattr(fresh, name) for name in values}, values)
        if not new:
            return False
        try:
            with transaction.atomic():
                versions.change(fresh, **new)
        except IntegrityError as error:
            raise InvalidRefused(
                _("This number already belongs to somebody in the agency."),
                {"number": _("Somebody in the agency already has this number.")},
            ) from error
        audit.record(obj=fresh, verb="person.change", by=by, at=at, before=old, after=new)
        if "email" in new:
            carry_email(person=fresh, by=by, at=at)
        return True


def set_employment(
    *,
    person: Person,
    kind: str,
    status: str = EmploymentStatus.ACTIVE,
    from_on: date,
    unit_id: int | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> bool:
    """Let a kind and status of employment hold from a day on (PermenPANRB 6/2022 Lampiran II.C.8)."""
    require(can_write_people(by, unit_id))
    _refuse_number(person.number or "", kind, from_on)
    with transaction.atomic():
        fresh = versions.locked(person, version)
        begun = begin(EmploymentPeriod, {"person_id": fresh.pk}, day=from_on, kind=kind, status=status)
        if begun is None:
            return False
        versions.change(fresh)
        after = {"employment": kind, "status": status, "from_on": from_on}
        audit.record(obj=fresh, verb="person.employment", by=by, at=at, before=begun.before, after=after)
        return True


def set_rank(
    *,
    person: Person,
    rank: str,
    from_on: date,
    unit_id: int | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> bool:
    """Let a rank hold from a day on."""
    require(can_write_people(by, unit_id))
    with transaction.atomic():
        fresh = versions.locked(person, version)
        held = (
            EmploymentPeriod.objects.filter(person=fresh, from_on__lte=from_on).order_by("-from_on").first()
        )
        _refuse_rank(rank, held.kind if held else "", from_on)
        begun = begin(RankPeriod, {"person_id": fresh.pk}, day=from_on, rank=rank)
        if begun is None:
            return False
        versions.change(fresh)
        audit.record(
            obj=fresh,
            verb="person.rank",
            by=by,
            at=at,
            before=begun.before,
            after={"rank": rank, "from_on": from_on},
        )
        return True
