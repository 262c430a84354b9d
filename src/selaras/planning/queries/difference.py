"""What changed between two versions of a plan: per lineage added, removed or changed, in readable fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from selaras.planning.queries.content import IndicatorContent, PlanContent, ResultContent


class ChangeKind(StrEnum):
    """How something differs."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; an empty text is nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class IndicatorChange:
    """How one indicator differs."""

    kind: ChangeKind
    lineage_id: int
    text: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class ResultChange:
    """How one result differs, with its indicators."""

    kind: ChangeKind
    lineage_id: int
    text: str
    fields: tuple[FieldChange, ...] = ()
    indicators: tuple[IndicatorChange, ...] = ()


@dataclass(frozen=True)
class ListChange:
    """How a list of texts (expectations on a value, a list of the annex) differs."""

    name: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two versions."""

    results: tuple[ResultChange, ...]
    expectations: tuple[ListChange, ...]
    provisions: tuple[ListChange, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether both versions say the same."""
        return not (self.results or self.expectations or self.provisions)


RESULT_FIELDS = ("kind", "text", "source", "assigned_by", "intervened_text", "intervened_indicator_text")
INDICATOR_FIELDS = ("text", "aspect", "perspective", "target", "direction")


def difference_of(before: PlanContent, after: PlanContent) -> Difference:
    """Return what changed, by lineage, in the order of the newer version; removed results come last."""
    old = {one.lineage_id: one for one in before.results}
    new = {one.lineage_id: one for one in after.results}
    changes = [_result(old.get(lineage), one) for lineage, one in new.items()]
    changes += [
        ResultChange(ChangeKind.REMOVED, lineage, one.text)
        for lineage, one in old.items()
        if lineage not in new
    ]
    return Difference(
        tuple(one for one in changes if one is not None),
        _lists(before.expectations, after.expectations),
        _lists(before.provisions, after.provisions),
    )


def _fields(old: object, new: object, names: tuple[str, ...]) -> tuple[FieldChange, ...]:
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in names)
    return tuple(FieldChange(name, before, after) for name, before, after in pairs if before != after)


def _result(old: ResultContent | None, new: ResultContent) -> ResultChange | None:
    if old is None:
        return ResultChange(ChangeKind.ADDED, new.lineage_id, new.text)
    fields = _fields(old, new, RESULT_FIELDS)
    indicators = _indicators(old.indicators, new.indicators)
    if not fields and not indicators:
        return None
    return ResultChange(ChangeKind.CHANGED, new.lineage_id, new.text, fields, indicators)


def _indicators(
    before: tuple[IndicatorContent, ...], after: tuple[IndicatorContent, ...]
) -> tuple[IndicatorChange, ...]:
    old = {one.lineage_id: one for one in before}
    kept = {one.lineage_id for one in after}
    changes = []
    for one in after:
        if one.lineage_id not in old:
            changes.append(IndicatorChange(ChangeKind.ADDED, one.lineage_id, one.text))
        elif fields := _fields(old[one.lineage_id], one, INDICATOR_FIELDS):
            changes.append(IndicatorChange(ChangeKind.CHANGED, one.lineage_id, one.text, fields))
    changes += [
        IndicatorChange(ChangeKind.REMOVED, one.lineage_id, one.text)
        for one in before
        if one.lineage_id not in kept
    ]
    return tuple(changes)


def _lists(before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]]) -> tuple[ListChange, ...]:
    changes = []
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name, ()), after.get(name, ())
        added = tuple(text for text in new if text not in old)
        removed = tuple(text for text in old if text not in new)
        if added or removed:
            changes.append(ListChange(name, added, removed))
    return tuple(changes)
