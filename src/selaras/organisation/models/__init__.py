"""Tables of the organisation, all dated [from, until)."""

from selaras.organisation.models.dated import DatedModel
from selaras.organisation.models.people import (
    EmploymentKind,
    EmploymentPeriod,
    EmploymentStatus,
    Person,
    PersonKind,
    RankPeriod,
)
from selaras.organisation.models.posts import Assignment, AssignmentKind, Delegation, Grant, HolidayOverride
from selaras.organisation.models.units import (
    Headship,
    Position,
    PositionKind,
    PositionLevel,
    PositionPeriod,
    Unit,
    UnitPeriod,
)

__all__ = [
    "Assignment",
    "AssignmentKind",
    "DatedModel",
    "Delegation",
    "EmploymentKind",
    "EmploymentPeriod",
    "EmploymentStatus",
    "Grant",
    "Headship",
    "HolidayOverride",
    "Person",
    "PersonKind",
    "Position",
    "PositionKind",
    "PositionLevel",
    "PositionPeriod",
    "RankPeriod",
    "Unit",
    "UnitPeriod",
]
