"""Names the people whose number already has an account elsewhere: importing only asks its owner."""

from __future__ import annotations

from selaras.organisation.operations.accounts import known_elsewhere
from selaras.organisation.operations.admitting import username_of
from selaras.organisation.sheets.plan.draft import Draft


def plan_accounts(draft: Draft, agency_code: str) -> None:
    """Warn once for each person who will have to confirm; nothing is opened before that."""
    lines: dict[str, int] = {}
    for row in draft.people:
        if draft.known.members.get(row.number) is None:
            lines.setdefault(username_of(row.number, agency_code), row.line)
    for login in known_elsewhere(list(lines)):
        draft.warn(lines[login], "number", "account_elsewhere")
