"""Works out what a workbook of people would change, without writing: the dry run and the import share it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from selaras.organisation.sheets.findings import ERROR, Finding
from selaras.organisation.sheets.plan.draft import Draft
from selaras.organisation.sheets.plan.people import plan_people, plan_posts
from selaras.organisation.sheets.plan.references import plan_references
from selaras.organisation.sheets.plan.structure import plan_heads, plan_positions, plan_units
from selaras.organisation.sheets.plan.superiors import plan_superiors
from selaras.organisation.sheets.reading import Table
from selaras.organisation.sheets.snapshot import Known, load
from selaras.organisation.sheets.values import PersonRow, row_of

__all__ = ["Counts", "Draft", "counts_of", "plan"]


@dataclass(frozen=True)
class Counts:
    """How many rows are new, changed, unchanged and wrong, and how many things would be written."""

    rows: int
    new: int
    changed: int
    unchanged: int
    wrong: int
    warnings: int
    changes: int

    def as_data(self) -> dict[str, int]:
        """Return plain data for a job's result."""
        return dict(vars(self))


def plan(table: Table, *, on: date, known: Known | None = None) -> Draft:
    """Work out an import on a day; units and superiors may stand in any order."""
    rows: list[PersonRow] = []
    findings: list[Finding] = list(table.findings)
    broken: dict[int | None, set[str]] = defaultdict(set)
    for one in table.findings:
        if one.severity == ERROR and one.column:
            broken[one.row].add(one.column)
    for line, cells in table.rows:
        row, found = row_of(line, cells, on, broken[line])
        rows.append(row)
        findings += found
    draft = Draft(known if known is not None else load(), rows, on, findings)
    for work in (
        plan_units,
        plan_positions,
        plan_people,
        plan_posts,
        plan_heads,
        plan_superiors,
        plan_references,
    ):
        work(draft)
    draft.sort_findings()
    return draft


def counts_of(draft: Draft) -> Counts:
    """Count the rows of a draft by what becomes of them."""
    wrong = {one.row for one in draft.findings if one.severity == ERROR}
    lines = {row.line for row in draft.rows} - wrong
    new = lines & draft.new_lines
    changed = (lines & draft.changed_lines) - new
    return Counts(
        rows=len(draft.rows),
        new=len(new),
        changed=len(changed),
        unchanged=len(lines - new - changed),
        wrong=len(wrong),
        warnings=sum(1 for one in draft.findings if one.severity != ERROR),
        changes=len(draft.changes),
    )
