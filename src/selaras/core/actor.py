"""Who acts: an agency member with the role chosen on screen, as plain data that every predicate takes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class RoleCode(StrEnum):
    """Stable codes of the roles; names, descriptions and articles are in `accounts.roles`."""

    EMPLOYEE = "EMPLOYEE"
    APPRAISER = "APPRAISER"
    SUPERIOR = "SUPERIOR"
    OFFICER = "OFFICER"
    HEAD = "HEAD"
    AUDITOR = "AUDITOR"
    OPERATOR = "OPERATOR"


PERSONAL = frozenset({RoleCode.EMPLOYEE, RoleCode.APPRAISER, RoleCode.SUPERIOR})
"""Roles that follow from a person's assignments, not from a grant."""

IMPERSONAL = frozenset({RoleCode.AUDITOR, RoleCode.OPERATOR})
"""Roles in which a person does nothing in an own affair."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, on which local day of the agency.

    `unit_ids` are the units (with everything below them) over which the active granted role reaches;
    `whole_agency` is true when it reaches all of them. `person_id` is None for people who only operate.
    """

    agency_id: int
    member_id: int | None
    person_id: int | None
    name: str
    role: RoleCode
    on: date
    roles: tuple[RoleCode, ...] = ()
    whole_agency: bool = False
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    unread: int = 0
    invited: int = 0

    @property
    def is_system(self) -> bool:
        """Say whether a job acts, not a person."""
        return self.member_id is None

    @property
    def acting_person_id(self) -> int:
        """Return the person's id where a permission has made sure that a person acts."""
        if self.person_id is None:
            raise LookupError("A job or an operator acts here; ask the permission first.")
        return self.person_id

    @property
    def is_personal(self) -> bool:
        """Say whether the person may act in own affairs in this role."""
        return self.person_id is not None and self.role not in IMPERSONAL

    @property
    def leaves_looks(self) -> bool:
        """Say whether what this actor looks at is recorded: an auditor's looks are (PP 60/2008)."""
        return self.role == RoleCode.AUDITOR

    def is_person(self, person_id: int | None) -> bool:
        """Say whether this actor is that person, acting in own affairs."""
        return person_id is not None and self.is_personal and self.person_id == person_id

    def reaches(self, role: RoleCode, unit_id: int | None) -> bool:
        """Say whether the actor holds this granted role, now chosen, over that unit."""
        return self.role == role and (self.whole_agency or (unit_id is not None and unit_id in self.unit_ids))

    def acting_on(self, day: date) -> Actor:
        """Return the same actor on another day, for jobs and the demo that pass time in."""
        return replace(self, on=day)


def system_actor(agency_id: int, on: date) -> Actor:
    """Return the actor in whose name jobs write: it may do what no person has to decide."""
    return Actor(
        agency_id=agency_id,
        member_id=None,
        person_id=None,
        name="Selaras",
        role=RoleCode.OPERATOR,
        on=on,
        whole_agency=True,
    )
