"""Works out what people, positions and units are called in other systems, and refuses a name given twice."""

from __future__ import annotations

from collections.abc import Iterator

from selaras.organisation.operations.references import BadName, Name, names_in
from selaras.organisation.sheets.plan.draft import PERSON, POSITION, UNIT, Draft
from selaras.organisation.sheets.values import PersonRow

COLUMNS_OF = {PERSON: "person_ref", POSITION: "position_ref", UNIT: "unit_ref"}
Place = tuple[str, str, str]


def plan_references(draft: Draft) -> None:
    """Take the names that rows give, each to one of ours only; what a row leaves empty stays as it is."""
    said: dict[tuple[str, str], dict[tuple[str, str], tuple[str, int]]] = {}
    given: dict[Place, tuple[tuple[str, str], int]] = {
        place: (owner, 0) for owner, names in draft.known.names.items() for place in _places(names)
    }
    for row in draft.rows:
        for owner, name in _names(draft, row):
            _take(draft, row, owner, name, said, given)
    for owner, names in said.items():
        _note(draft, owner, names)


def _places(names: dict[tuple[str, str], str]) -> Iterator[Place]:
    return ((system, kind, external_id) for (system, kind), external_id in names.items())


def _names(draft: Draft, row: PersonRow) -> Iterator[tuple[tuple[str, str], Name]]:
    keys = {PERSON: row.number, POSITION: draft.position_of.get(row.line, ""), UNIT: row.unit_code}
    for what, column in COLUMNS_OF.items():
        text = getattr(row, column)
        if not text or not keys[what]:
            continue
        try:
            yield from (((what, keys[what]), name) for name in names_in(text, what))
        except BadName as bad:
            draft.stop(row.line, column, "bad_reference", value=str(bad)[:60])


def _take(
    draft: Draft,
    row: PersonRow,
    owner: tuple[str, str],
    name: Name,
    said: dict[tuple[str, str], dict[tuple[str, str], tuple[str, int]]],
    given: dict[Place, tuple[tuple[str, str], int]],
) -> None:
    column, written = COLUMNS_OF[owner[0]], name.written(owner[0])
    mine = said.setdefault(owner, {})
    former, line = mine.get((name.system, name.kind), (name.external_id, 0))
    if former != name.external_id:
        draft.stop(row.line, column, "reference_conflict", row=line, system=name.system)
        return
    holder, at = given.get((name.system, name.kind, name.external_id), (owner, 0))
    if holder != owner and at:
        draft.stop(row.line, column, "reference_twice", row=at, value=written)
    elif holder != owner:
        draft.stop(row.line, column, "reference_taken", value=written, owner=holder[1])
    else:
        mine[name.system, name.kind] = (name.external_id, row.line)
        given[name.system, name.kind, name.external_id] = (owner, row.line)


def _note(draft: Draft, owner: tuple[str, str], names: dict[tuple[str, str], tuple[str, int]]) -> None:
    known = draft.known.names.get(owner, {})
    changed = {place: text for place, (text, _line) in names.items() if known.get(place) != text}
    if not changed:
        return
    what, key = owner
    line = min(line for _text, line in names.values())
    draft.names[owner] = [Name(system, kind, text) for (system, kind), text in changed.items()]
    before = {place: known[place] for place in changed if place in known}
    draft.note(what, key, _shown(what, before), _shown(what, changed), line)


def _shown(what: str, names: dict[tuple[str, str], str]) -> dict[str, str]:
    written = [Name(system, kind, text).written(what) for (system, kind), text in sorted(names.items())]
    return {"names": "; ".join(written)} if written else {}
