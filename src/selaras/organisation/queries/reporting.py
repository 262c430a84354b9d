"""Who appraises whom on a day, with the reason and its article; any number of people in five statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from selaras.organisation.models import (
    Assignment,
    Delegation,
    Headship,
    Person,
    PersonKind,
    PositionPeriod,
    UnitPeriod,
)
from selaras.rules.appraisers import Candidate, can_appraise

HIGHEST = 25


class Reason(StrEnum):
    """Why somebody appraises; sentences and articles are in `REASONS` of the forms and in the law data."""

    DIRECT_SUPERIOR = "DIRECT_SUPERIOR"
    DELEGATED = "DELEGATED"
    ACTING = "ACTING"
    PLT_UNIT_HEAD = "PLT_UNIT_HEAD"
    ESCALATED = "ESCALATED"
    NONE = "NONE"


ARTICLES = {
    Reason.DIRECT_SUPERIOR: "PermenPANRB 6/2022 Pasal 1 angka 9",
    Reason.DELEGATED: "PermenPANRB 6/2022 Pasal 1 angka 9; Lampiran IV.A.7",
    Reason.ACTING: "PermenPANRB 6/2022 Lampiran IV.A.3",
    Reason.PLT_UNIT_HEAD: "PermenPANRB 6/2022 Lampiran IV.A.5",
    Reason.ESCALATED: "PermenPANRB 6/2022 Lampiran IV.A.2",
    Reason.NONE: "",
}


@dataclass(frozen=True)
class Appraising:
    """Who appraises one assignment on a day: the appraiser, the unit he or she leads, the superior, and why."""

    person_id: int
    assignment_id: int
    unit_id: int | None
    appraiser_id: int | None
    appraiser_unit_id: int | None
    superior_id: int | None
    reason: Reason

    @property
    def article(self) -> str:
        """The article of the reason."""
        return ARTICLES[self.reason]


@dataclass(frozen=True)
class Holder:
    """Who holds a leading position, and how."""

    person_id: int
    kind: str
    is_external: bool


@dataclass
class Structure:
    """The agency's structure on one day, indexed for climbing."""

    on: date
    positions: dict[int, PositionPeriod] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    led: dict[int, int] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    holders: dict[int, list[Holder]] = field(default_factory=lambda: defaultdict(list))
    of_person: dict[int, Delegation] = field(default_factory=dict)
    of_official: dict[int, Delegation] = field(default_factory=dict)
    of_unit: dict[int, Delegation] = field(default_factory=dict)

    def read_units(self, on: date) -> None:
        """Read the unit tree with the position that leads each unit."""
        head = Headship.objects.filter(holds_on(on), unit=OuterRef("unit")).values("position_id")[:1]
        rows = UnitPeriod.objects.filter(holds_on(on)).annotate(head=Subquery(head))
        for unit_id, parent_id, name, position_id in rows.values_list("unit_id", "parent_id", "name", "head"):
            self.parents[unit_id], self.names[unit_id] = parent_id, name
            if position_id is not None:
                self.heads[unit_id], self.led[position_id] = position_id, unit_id

    def read_delegations(self, on: date) -> None:
        """Read who was given authority to appraise: over a person, an official's staff, or a unit."""
        for one in Delegation.objects.filter(holds_on(on)):
            if one.person_id:
                self.of_person[one.person_id] = one
            elif one.official_id:
                self.of_official[one.official_id] = one
            elif one.unit_id:
                self.of_unit[one.unit_id] = one

    def has_authority(self, position_id: int, person_id: int) -> bool:
        """Say whether the holder of a leading position was given authority over the unit it leads."""
        over = self.of_unit.get(self.led.get(position_id, 0))
        return over is not None and over.delegate_id == person_id

    def unit_led_by(self, person_id: int) -> int | None:
        """Return the unit that a person leads, if any."""
        for position_id, holders in self.holders.items():
            if position_id in self.led and any(one.person_id == person_id for one in holders):
                return self.led[position_id]
        return None

    def above(self, position_id: int) -> int | None:
        """Return the position to which this one reports."""
        period = self.positions.get(position_id)
        if period is None:
            return None
        if period.superior_id and period.superior_id != position_id:
            return int(period.superior_id)
        unit: int | None = self.led.get(position_id, period.unit_id)
        if position_id in self.led:
            unit = self.parents.get(unit) if unit is not None else None
        for _step in range(HIGHEST):
            if unit is None:
                return None
            head = self.heads.get(unit)
            if head is not None and head != position_id:
                return head
            unit = self.parents.get(unit)
        return None


def holds_on(on: date) -> Q:
    """Filter dated rows to those that hold on a day."""
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def structure_on(on: date, assignments: list[Assignment]) -> Structure:
    """Read what is needed to climb from these posts, in five statements."""
    known = Structure(on)
    known.read_units(on)
    leading = Q(position__in=list(known.led))
    superiors = PositionPeriod.objects.filter(holds_on(on), superior__isnull=False)
    upper = leading | Q(position__in=superiors.values("superior_id"))
    own = Q(position__in={one.position_id for one in assignments})
    for period in PositionPeriod.objects.filter(holds_on(on), upper | own):
        known.positions[period.position_id] = period
    held = Assignment.objects.filter(holds_on(on), upper).order_by("kind", "from_on")
    for one in held.values("position_id", "person_id", "kind", "person__kind"):
        is_external = one["person__kind"] == PersonKind.EXTERNAL
        known.holders[one["position_id"]].append(Holder(one["person_id"], one["kind"], is_external))
    known.read_delegations(on)
    return known


def _holder_of(known: Structure, position_id: int, person_id: int) -> Holder | None:
    order = {"DEFINITIVE": 0, "PLT": 1, "PLH": 2}
    able = [one for one in known.holders.get(position_id, []) if one.person_id != person_id]
    able.sort(key=lambda one: order[one.kind])
    return able[0] if able else None


def _may(known: Structure, position_id: int, holder: Holder) -> bool:
    period = known.positions.get(position_id)
    if holder.is_external or period is None:
        return holder.is_external
    acting = holder.kind != "DEFINITIVE"
    # The letter of a Plt or Plh is read as the delegation: a reading told in the law file appraiser-eligibility.
    delegated = acting or known.has_authority(position_id, holder.person_id)
    candidate = Candidate(
        kind=period.kind,
        level=period.level,
        is_direct_superior=True,
        leads_unit=position_id in known.led,
        delegated=delegated,
        acting=acting,
    )
    return can_appraise(candidate, on=known.on).allowed


def _climb(known: Structure, position_id: int, person_id: int) -> tuple[int | None, Holder | None, int]:
    """Return the first position above that has somebody who may appraise, its holder, and how far it was."""
    position: int | None = position_id
    for step in range(HIGHEST):
        position = known.above(position) if position is not None else None
        if position is None:
            return None, None, step
        holder = _holder_of(known, position, person_id)
        if holder is not None and _may(known, position, holder):
            return position, holder, step
    return None, None, HIGHEST


def _judge(known: Structure, one: Assignment) -> Appraising:
    own = known.positions.get(one.position_id)
    position, holder, far = _climb(known, one.position_id, one.person_id)
    appraiser = holder.person_id if holder else None
    reason = Reason.NONE
    if holder is not None:
        reason = Reason.DIRECT_SUPERIOR if not far else Reason.ESCALATED
        if holder.kind != "DEFINITIVE":
            reason = Reason.ACTING
        elif known.has_authority(position or 0, holder.person_id):
            reason = Reason.DELEGATED
        elif one.kind == "PLT":
            reason = Reason.PLT_UNIT_HEAD
    delegation = known.of_person.get(one.person_id) or known.of_official.get(appraiser or 0)
    superior = _climb(known, position, appraiser or 0)[1] if position is not None else None
    superior_id = superior.person_id if superior else None
    if delegation is not None and delegation.delegate_id != one.person_id:
        appraiser, reason, superior_id = delegation.delegate_id, Reason.DELEGATED, superior_id or appraiser
    led = known.led.get(position) if position is not None else None
    if delegation is not None and appraiser == delegation.delegate_id:
        led = known.unit_led_by(appraiser) or led
    return Appraising(
        person_id=one.person_id,
        assignment_id=one.pk,
        unit_id=own.unit_id if own else None,
        appraiser_id=appraiser,
        appraiser_unit_id=led,
        superior_id=superior_id if superior_id != appraiser else None,
        reason=reason,
    )


def judged(known: Structure, assignments: Iterable[Assignment]) -> dict[int, Appraising]:
    """Return who appraises each assignment in a structure already read, by assignment id."""
    return {one.pk: _judge(known, one) for one in assignments}


def appraisers_of(assignments: Iterable[Assignment], on: date) -> dict[int, Appraising]:
    """Return who appraises each assignment on a day, by assignment id."""
    rows = list(assignments)
    if not rows:
        return {}
    return judged(structure_on(on, rows), rows)


def appraiser_of(person: Person | int, on: date) -> Appraising | None:
    """Return who appraises a person on a day: for an acting (Plt) post while it is held, else the definitive one."""
    person_id = person if isinstance(person, int) else person.pk
    held: list[Any] = list(Assignment.objects.filter(holds_on(on), person_id=person_id))
    held.sort(key=lambda one: {"PLT": 0, "DEFINITIVE": 1, "PLH": 2}[one.kind])
    return appraisers_of(held[:1], on).get(held[0].pk) if held else None
