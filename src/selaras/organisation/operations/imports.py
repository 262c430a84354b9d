"""Applies a drafted import in one transaction: set-based, in the order that the constraints ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor
from selaras.core.audit import Written, record_many
from selaras.core.models import Agency
from selaras.core.statistics import refresh_soon
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import InvalidRefused, require
from selaras.organisation.models import (
    Assignment,
    DatedModel,
    EmploymentPeriod,
    Headship,
    Person,
    Position,
    PositionPeriod,
    RankPeriod,
    Unit,
    UnitPeriod,
)
from selaras.organisation.operations.accounts import open_accounts
from selaras.organisation.operations.addresses import carry_email
from selaras.organisation.operations.references import put_names
from selaras.organisation.permissions import can_manage_agency
from selaras.organisation.sheets.plan import Counts, Draft, counts_of, plan
from selaras.organisation.sheets.plan.draft import PERSON, POSITION, UNIT
from selaras.organisation.sheets.reading import Table
from selaras.organisation.sheets.snapshot import Known
from selaras.organisation.sheets.timeline import Line

BATCH = 1000
IMPORT_LOCK = 7_302_001
Told = Callable[[int], None]


def import_people(
    *,
    table: Table,
    by: Actor,
    at: datetime,
    on: date,
    with_accounts: bool = False,
    told: Told | None = None,
) -> Counts:
    """Write everything that a table asks for, or nothing: any error refuses the whole.

    The same table again changes nothing. `told` hears how many per cent are done.
    """
    require(can_manage_agency(by))
    tell = told or _silent
    with transaction.atomic():
        _one_at_a_time()
        draft = plan(table, on=on)
        tell(30)
        if draft.has_errors:
            raise InvalidRefused(
                _(
                    "The workbook has errors, so nothing was changed. Check it again and mend the cells named there."
                )
            )
        counts = counts_of(draft)
        if draft.changes:
            _apply(draft, tell)
            _record(draft, by, at)
            _carry_emails(draft, by, at)
            refresh_soon("organisation", "accounts", "core")
        tell(90)
        if with_accounts:
            numbers = sorted({row.number for row in draft.people})
            open_accounts(numbers=numbers, agency=Agency.objects.get(pk=by.agency_id), by=by, at=at)
        return counts


def _carry_emails(draft: Draft, by: Actor, at: datetime) -> None:
    numbers = [key for (kind, key), one in draft.changes.items() if kind == PERSON and one.after.get("email")]
    for person in Person.objects.filter(number__in=numbers).exclude(member=None):
        carry_email(person=person, by=by, at=at)


def _silent(done: int) -> None:
    """Tell nobody."""


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK, current_agency_id() % 2**31])


def _apply(draft: Draft, tell: Told) -> None:
    known = draft.known
    _create_named(Unit, known.unit_ids, [code for kind, code in draft.changes if kind == UNIT])
    _create_named(Position, known.position_ids, [code for kind, code in draft.changes if kind == POSITION])
    _write_people(draft)
    tell(40)
    units, positions, people = known.unit_ids, known.position_ids, known.person_ids
    _write(UnitPeriod, known.units.items(), lambda code: {"unit_id": units[code]}, _unit_values(known))
    _write(
        PositionPeriod,
        known.positions.items(),
        lambda code: {"position_id": positions[code]},
        _position_values(known),
    )
    _write(Headship, known.headships.items(), lambda code: {"unit_id": units[code]}, _held(known))
    tell(55)
    of_person = {number: {"person_id": pk} for number, pk in people.items()}
    _write(EmploymentPeriod, known.employments.items(), of_person.__getitem__, dict)
    _write(RankPeriod, known.ranks.items(), of_person.__getitem__, dict)
    tell(70)
    posts = [*known.posts.items(), *((number, lines) for (number, _code), lines in known.acting.items())]
    _write(Assignment, posts, of_person.__getitem__, _held(known))
    ids = {PERSON: people, UNIT: units, POSITION: positions}
    put_names({(f"organisation.{what}", ids[what][key]): names for (what, key), names in draft.names.items()})
    tell(80)


Named = TypeVar("Named", Unit, Position)


def _create_named(model: type[Named], ids: dict[str, int], codes: list[str]) -> None:
    missing = [code for code in codes if code not in ids]
    made = model.objects.bulk_create((model(code=code) for code in missing), batch_size=BATCH)
    ids.update({one.code: one.pk for one in made})


def _write_people(draft: Draft) -> None:
    known = draft.known
    changed = [number for kind, number in draft.changes if kind == PERSON]
    new = [number for number in changed if number not in known.person_ids]
    made = Person.objects.bulk_create(
        (Person(number=number, **_person_values(known, number)) for number in new), batch_size=BATCH
    )
    wanted = {known.person_ids[number]: number for number in changed if number in known.person_ids}
    old = list(Person.objects.select_for_update().filter(pk__in=list(wanted)))
    for person in old:
        for name, value in _person_values(known, wanted[person.pk]).items():
            setattr(person, name, value)
        person.version += 1
    Person.objects.bulk_update(old, ["name", "email", "sex", "birth_on", "version"], batch_size=BATCH)
    known.person_ids.update({str(one.number): one.pk for one in made})


def _person_values(known: Known, number: str) -> dict[str, Any]:
    said = known.people[number]
    return {
        "name": said.get("name", ""),
        "email": said.get("email") or None,
        "sex": said.get("sex", ""),
        "birth_on": said.get("birth_on"),
    }


def _unit_values(known: Known) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def values(said: Mapping[str, Any]) -> dict[str, Any]:
        whole = {key: value for key, value in said.items() if key != "parent"}
        return {**whole, "parent_id": known.unit_ids[said["parent"]] if said.get("parent") else None}

    return values


def _position_values(known: Known) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def values(said: Mapping[str, Any]) -> dict[str, Any]:
        whole = {key: value for key, value in said.items() if key not in ("unit", "superior")}
        superior = said.get("superior")
        return {
            **whole,
            "unit_id": known.unit_ids[said["unit"]],
            "superior_id": known.position_ids[superior] if superior else None,
        }

    return values


def _held(known: Known) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def values(said: Mapping[str, Any]) -> dict[str, Any]:
        whole = {key: value for key, value in said.items() if key != "position"}
        return {**whole, "position_id": known.position_ids[said["position"]]}

    return values


def _write(
    model: type[DatedModel],
    timelines: Iterable[tuple[str, Any]],
    key_of: Callable[[str], dict[str, Any]],
    values_of: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> None:
    whole = list(timelines)
    removed = [row_id for _key, lines in whole for row_id in lines.removed]
    if removed:
        model.objects.filter(pk__in=removed).delete()
    touched = [(key_of(key), line) for key, lines in whole for line in lines.lines if line.touched]
    old = [line for _key, line in touched if line.id is not None]
    _change(model, [line for line in old if line.shortened], values_of)
    _change(model, [line for line in old if not line.shortened], values_of)
    new = [
        model(from_on=line.from_on, until_on=line.until_on, **key, **values_of(line.values))
        for key, line in touched
        if line.id is None
    ]
    model.objects.bulk_create(new, batch_size=BATCH)


def _change(
    model: type[DatedModel], lines: list[Line], values_of: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> None:
    if not lines:
        return
    by_id = {line.id: line for line in lines}
    rows = list(model.objects.filter(pk__in=list(by_id)))
    names: set[str] = {"from_on", "until_on", "version"}
    for row in rows:
        line = by_id[row.pk]
        values = {"from_on": line.from_on, "until_on": line.until_on, **values_of(line.values)}
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        names |= {name.removesuffix("_id") for name in values}
    model.objects.bulk_update(rows, sorted(names), batch_size=BATCH // 2)


def _record(draft: Draft, by: Actor, at: datetime) -> None:
    tables: dict[str, tuple[type[models.Model], dict[str, int]]] = {
        PERSON: (Person, draft.known.person_ids),
        UNIT: (Unit, draft.known.unit_ids),
        POSITION: (Position, draft.known.position_ids),
    }
    for wanted, (model, ids) in tables.items():
        for is_new, verb in ((True, "add"), (False, "change")):
            written = [
                Written(model(pk=ids[key]), change.after, change.before)
                for (kind, key), change in draft.changes.items()
                if kind == wanted and change.is_new == is_new
            ]
            record_many(written, verb=f"{wanted}.{verb}", by=by, at=at)
