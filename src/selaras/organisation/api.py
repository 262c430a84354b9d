"""People over the API: the list, one person, and what an officer may write."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from selaras.core.api import ERRORS, Paging, Text, listed
from selaras.organisation import operations
from selaras.organisation.operations.references import references_of, set_reference
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.people import PeopleFilter, PersonSeen, is_overseer, people_for, person_for
from selaras.organisation.queries.reasons import seen_answer_for

router = Router()


class PersonRow(Schema):
    """A person in a list; number and employment are empty for those who may not see them."""

    id: int
    name: str
    number: str
    position: str
    unit_id: int | None
    unit: str
    employment: str
    version: int


class People(Schema):
    """One page of people."""

    items: list[PersonRow]
    page: int
    size: int
    total: int


class PersonDetail(PersonRow):
    """One person on the day of asking."""

    email: str
    rank: str
    status: str
    position_kind: str
    position_level: str
    references: list[Reference]


class AppraiserAnswer(Schema):
    """Who appraises a person on a day, and why; null where nobody may."""

    on: date
    appraiser_id: int | None
    superior_id: int | None
    reason: str
    article: str


class Reference(Schema):
    """What a person is called in another system, such as SIASN or payroll."""

    system: Text = Field(min_length=1, max_length=40)
    kind: Text = Field(min_length=1, max_length=40)
    external_id: Text = Field(min_length=1, max_length=120)


class PeopleAsked(Paging):
    """Filters of the list."""

    q: Text = Field("", max_length=100)
    unit: int | None = Field(None, ge=1, le=2**62)


class NewPerson(Schema):
    """A person to add."""

    number: Text = Field(min_length=1, max_length=30)
    name: Text = Field(min_length=1, max_length=200)
    employment: Literal["PNS", "PPPK", "NON_ASN", "COMPANY"]
    from_on: date
    rank: Text = Field("", max_length=10)
    email: Text = Field("", max_length=254)


class ChangedPerson(Schema):
    """What may be changed about a person; the version that was read is sent back."""

    version: int = Field(ge=1, le=2**31 - 1)
    name: Text | None = Field(None, min_length=1, max_length=200)
    email: Text | None = Field(None, max_length=254)
    phone: Text | None = Field(None, max_length=30)


def _row(user: Any, person: Any, header: Any) -> dict[str, Any]:
    whole = is_overseer(user) or user.is_person(person.pk)
    return {
        "id": person.pk,
        "name": person.name,
        "number": header.number if whole else "",
        "position": header.position,
        "unit_id": header.unit_id,
        "unit": header.unit,
        "employment": header.employment if whole else "",
        "version": person.version,
    }


def _detail(user: Any, seen: PersonSeen) -> dict[str, Any]:
    whole, header = seen.is_whole, seen.header
    return {
        **_row(user, seen.person, header),
        "email": (seen.person.email or "") if whole else "",
        "rank": header.rank if whole else "",
        "status": header.status if whole else "",
        "position_kind": header.position_kind,
        "position_level": header.position_level,
        "references": [
            {"system": one.system, "kind": one.kind, "external_id": one.external_id}
            for one in (references_of(seen.person) if whole else ())
        ],
    }


@router.get("", response={200: People, **ERRORS}, summary="List people")
def people(request: HttpRequest, asked: Query[PeopleAsked]) -> dict[str, Any]:
    """List the people the caller may list, by name."""
    user: Any = request.actor  # type: ignore[attr-defined]  # set by the middleware
    rows = people_for(user, PeopleFilter(search=asked.q, unit_id=asked.unit))
    found = listed(rows, asked, lambda person: person)
    headers = headers_of([one.pk for one in found["items"]], user.on)
    found["items"] = [_row(user, one, headers[one.pk]) for one in found["items"]]
    return found


@router.get("/{int:person_id}", response={200: PersonDetail, **ERRORS}, summary="One person")
def person(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """Return one person as far as the caller may see it."""
    user: Any = request.actor  # type: ignore[attr-defined]
    return _detail(user, person_for(user, _bounded(person_id)))


@router.get("/{int:person_id}/appraiser", response={200: AppraiserAnswer, **ERRORS}, summary="Who appraises")
def appraiser(request: HttpRequest, person_id: int, on: date | None = None) -> dict[str, Any]:
    """Return who appraises a person on a day (today without one)."""
    user: Any = request.actor  # type: ignore[attr-defined]
    day = on or user.on
    _header, answer = seen_answer_for(user, _bounded(person_id), day)
    found = answer.found if answer else None
    return {
        "on": day,
        "appraiser_id": found.appraiser_id if found else None,
        "superior_id": found.superior_id if found else None,
        "reason": str(found.reason) if found else "NONE",
        "article": found.article if found else "",
    }


@router.post("", response={201: PersonDetail, **ERRORS}, summary="Add a person")
def add(request: HttpRequest, new: NewPerson) -> Status[dict[str, Any]]:
    """Add an employee; send an Idempotency-Key header so that a repeated send adds nobody twice."""
    user: Any = request.actor  # type: ignore[attr-defined]
    values = new.dict()
    values["email"] = values["email"] or None
    made = operations.add_person(**values, by=user, at=request.at)  # type: ignore[attr-defined]
    return Status(201, _detail(user, person_for(user, made.pk)))


@router.patch("/{int:person_id}", response={200: PersonDetail, **ERRORS}, summary="Change a person")
def change(request: HttpRequest, person_id: int, sent: ChangedPerson) -> dict[str, Any]:
    """Change a person; a stale version is refused with 409 and nothing is written."""
    user: Any = request.actor  # type: ignore[attr-defined]
    seen = person_for(user, _bounded(person_id))
    values = sent.dict(exclude={"version"}, exclude_unset=True)
    operations.change_person(
        person=seen.person,
        values={name: value for name, value in values.items() if value is not None},
        unit_id=seen.header.unit_id,
        on=user.on,
        by=user,
        at=request.at,  # type: ignore[attr-defined]
        version=sent.version,
    )
    return _detail(user, person_for(user, person_id))


@router.post(
    "/{int:person_id}/references", response={200: PersonDetail, **ERRORS}, summary="Name in another system"
)
def refer(request: HttpRequest, person_id: int, sent: Reference) -> dict[str, Any]:
    """Set what a person is called in another system; the same again changes nothing."""
    user: Any = request.actor  # type: ignore[attr-defined]
    seen = person_for(user, _bounded(person_id))
    set_reference(of=seen.person, **sent.dict(), by=user, at=request.at)  # type: ignore[attr-defined]
    return _detail(user, seen)


def _bounded(identity: int) -> int:
    return min(identity, 2**62)
