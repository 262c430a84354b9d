"""Everything that an import compares with: the agency's people, posts and units, read in ten statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from selaras.core.models import ExternalRef
from selaras.organisation.models import (
    Assignment,
    AssignmentKind,
    EmploymentPeriod,
    Headship,
    Person,
    Position,
    PositionPeriod,
    RankPeriod,
    Unit,
    UnitPeriod,
)
from selaras.organisation.sheets.timeline import Line, Timeline

PERSON_FIELDS = ("name", "email", "sex", "birth_on")


def _timelines() -> defaultdict[str, Timeline]:
    return defaultdict(Timeline)


@dataclass
class Known:
    """The agency in memory; people by number, units and positions by code."""

    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    person_ids: dict[str, int] = field(default_factory=dict)
    members: dict[str, int | None] = field(default_factory=dict)
    unit_ids: dict[str, int] = field(default_factory=dict)
    position_ids: dict[str, int] = field(default_factory=dict)
    employments: defaultdict[str, Timeline] = field(default_factory=_timelines)
    ranks: defaultdict[str, Timeline] = field(default_factory=_timelines)
    units: defaultdict[str, Timeline] = field(default_factory=_timelines)
    positions: defaultdict[str, Timeline] = field(default_factory=_timelines)
    headships: defaultdict[str, Timeline] = field(default_factory=_timelines)
    posts: defaultdict[str, Timeline] = field(default_factory=_timelines)
    names: dict[tuple[str, str], dict[tuple[str, str], str]] = field(default_factory=dict)
    acting: defaultdict[tuple[str, str], Timeline] = field(default_factory=lambda: defaultdict(Timeline))

    def head_of(self, unit: str, day: date) -> str | None:
        """Return the code of the position that leads a unit on a day."""
        line = self.headships[unit].at(day) if unit in self.headships else None
        return str(line.values["position"]) if line else None

    def parent_of(self, unit: str, day: date) -> str | None:
        """Return the code of the unit above on a day."""
        line = self.units[unit].at(day) if unit in self.units else None
        return line.values["parent"] if line else None


def load() -> Known:
    """Read the current agency."""
    known = Known()
    numbers = _people(known)
    units = dict(Unit.objects.values_list("pk", "code"))
    positions = dict(Position.objects.values_list("pk", "code"))
    known.unit_ids = {code: pk for pk, code in units.items()}
    known.position_ids = {code: pk for pk, code in positions.items()}
    row: Any
    for row in UnitPeriod.objects.order_by("from_on").values():
        values = {key: row[key] for key in ("name", "short_name", "is_independent")}
        parent = units.get(row["parent_id"])
        _line(known.units[units[row["unit_id"]]], row, **values, parent=parent)
    for row in PositionPeriod.objects.order_by("from_on").values():
        values = {key: row[key] for key in ("title", "kind", "level", "job_class", "duties")}
        superior = positions.get(row["superior_id"])
        _line(
            known.positions[positions[row["position_id"]]],
            row,
            **values,
            unit=units[row["unit_id"]],
            superior=superior,
        )
    for row in Headship.objects.order_by("from_on").values():
        _line(known.headships[units[row["unit_id"]]], row, position=positions[row["position_id"]])
    _dated(known, numbers, positions)
    _names(
        known,
        {"organisation.person": numbers, "organisation.unit": units, "organisation.position": positions},
    )
    return known


def _names(known: Known, keys: dict[str, dict[int, str]]) -> None:
    for one in ExternalRef.objects.filter(object_kind__in=keys).order_by("system", "kind"):
        key = keys[one.object_kind].get(one.object_id)
        if key is not None:
            owner = (one.object_kind.rpartition(".")[2], key)
            known.names.setdefault(owner, {})[one.system, one.kind] = one.external_id


def _people(known: Known) -> dict[int, str]:
    numbers: dict[int, str] = {}
    fields = ("pk", "number", "member_id", *PERSON_FIELDS)
    for row in Person.objects.filter(number__isnull=False, erased_at=None).values(*fields):
        number = row["number"]
        numbers[row["pk"]] = number
        known.person_ids[number] = row["pk"]
        known.members[number] = row["member_id"]
        known.people[number] = {name: row[name] or "" for name in PERSON_FIELDS} | {
            "birth_on": row["birth_on"]
        }
    return numbers


def _dated(known: Known, numbers: dict[int, str], positions: dict[int, str]) -> None:
    row: Any
    for row in EmploymentPeriod.objects.order_by("from_on").values():
        if row["person_id"] in numbers:
            _line(known.employments[numbers[row["person_id"]]], row, kind=row["kind"], status=row["status"])
    for row in RankPeriod.objects.order_by("from_on").values():
        if row["person_id"] in numbers:
            _line(known.ranks[numbers[row["person_id"]]], row, rank=row["rank"])
    for row in Assignment.objects.order_by("from_on").values():
        if row["person_id"] not in numbers:
            continue
        number, position = numbers[row["person_id"]], positions[row["position_id"]]
        if row["kind"] == AssignmentKind.DEFINITIVE:
            _line(known.posts[number], row, position=position, kind=row["kind"])
        else:
            _line(known.acting[number, position], row, position=position, kind=row["kind"])


def _line(timeline: Timeline, row: dict[str, Any], **values: Any) -> None:
    timeline.lines.append(Line(row["from_on"], row["until_on"], values, row["id"]))
