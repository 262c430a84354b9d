"""The ministry of the regulation's own examples, from the Minister to the head of Subdirectorate II."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from tests.appraisal.year import at

from selaras.accounts.models import Membership, User
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.monitoring.models import Feedback, Realisation, Report
from selaras.organisation.models import (
    Assignment,
    EmploymentPeriod,
    Grant,
    Headship,
    Person,
    Position,
    PositionPeriod,
    RankPeriod,
    Unit,
    UnitPeriod,
)
from selaras.organisation.queries import actor_of_member
from selaras.planning.models import (
    ExpectedResult,
    Indicator,
    IndicatorLineage,
    Period,
    Plan,
    PlanVersion,
    ResultLineage,
    Window,
)
from selaras.rules.examples import load_example

SINCE = date(2024, 1, 1)
UNITS = (
    ("KEM", "Kementerian X", ""),
    ("DJ3", "Direktorat Jenderal III", "KEM"),
    ("D2", "Direktorat II", "DJ3"),
    ("SD2", "Subdirektorat II", "D2"),
)
PEOPLE = (
    ("minister", "Menteri", "OTHER", "OTHER", "KEM", None),
    ("general", "Direktur Jenderal III", "JPT", "JPT_MADYA", "DJ3", "197003121995032001"),
    ("director", "Direktur II", "JPT", "JPT_PRATAMA", "D2", "197204121998031002"),
    ("head", "Kepala Subdirektorat II", "ADMINISTRATION", "ADMINISTRATOR", "SD2", "198004122005031003"),
)
GIVERS = {"LEADER": "LEADER", "SUBORDINATE": "STAFF", "PEER": "PEER", "OTHER": "OTHER"}


class Ministry(SimpleNamespace):
    """Everybody by key, the annual window, and who acts."""

    def who(self, key: str, on: date, role: str | None = None) -> Any:
        return actor_of_member(self.members[key].pk, on=on, role=role)


def build() -> Ministry:
    """Make the ministry; use it inside `acting_in(ministry.agency)`."""
    agency = Agency.objects.create(
        code="kementerian-x", name="Kementerian X", short_name="Kementerian X", kind="CENTRAL", place="Jakarta",
        created_at=at(SINCE),
    )  # fmt: skip
    made = Ministry(agency=agency, units={}, people={}, members={}, assignments={})
    with acting_in(agency):
        for code, name, parent in UNITS:
            made.units[code] = Unit.objects.create(code=code)
            UnitPeriod.objects.create(
                unit=made.units[code], name=name, parent=made.units.get(parent), from_on=SINCE
            )
        for person in PEOPLE:
            _person(made, *person)
        _officer(made)
        made.period = Period.objects.create(
            year=2025, name="Kinerja 2025", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31),
            cadence="QUARTERLY", scheme="permenpanrb-6-2022", plans_due_on=date(2025, 1, 31), state="OPEN",
        )  # fmt: skip
        made.window = Window.objects.create(
            period=made.period, kind="ANNUAL", number=0, judged_from=date(2025, 1, 1),
            judged_until=date(2025, 12, 31), opens_on=date(2025, 12, 15), closes_on=date(2026, 1, 31),
        )  # fmt: skip
    return made


def _person(
    made: Ministry, key: str, title: str, kind: str, level: str, unit: str, number: str | None
) -> None:
    member = _member(made, key) if number else None
    person = Person.objects.create(
        kind="EMPLOYEE" if number else "EXTERNAL", number=number, name=f"Nama {title}", member=member,
        description="" if number else title,
    )  # fmt: skip
    position = Position.objects.create(code=key)
    PositionPeriod.objects.create(
        position=position, unit=made.units[unit], title=title, kind=kind, level=level, from_on=SINCE
    )
    Headship.objects.create(unit=made.units[unit], position=position, from_on=SINCE)
    if number:
        EmploymentPeriod.objects.create(person=person, kind="PNS", from_on=SINCE)
        RankPeriod.objects.create(person=person, rank="IV/d", from_on=SINCE)
    made.people[key] = person
    made.assignments[key] = Assignment.objects.create(person=person, position=position, from_on=SINCE)


def _member(made: Ministry, key: str) -> Membership:
    user = User.objects.create(username=f"ministry-{key}", password="!")
    made.members[key] = Membership.objects.create(user=user, created_at=at(SINCE))
    return made.members[key]


def _officer(made: Ministry) -> None:
    Grant.objects.create(member=_member(made, "officer"), role="OFFICER", from_on=SINCE)


def plan_from(made: Ministry, key: str, example: str) -> Plan:
    """A plan, reports and feedback exactly as a worked example prints them."""
    content = load_example(example)
    plan = Plan.objects.create(
        period=made.period, assignment=made.assignments[key], person=made.people[key], group=content["group"],
        starts_on=made.period.starts_on, ends_on=made.period.ends_on,
    )  # fmt: skip
    version = PlanVersion.objects.create(plan=plan, state="SET", created_at=at(SINCE))
    report = Report.objects.create(
        plan=plan, month_on=date(2025, 12, 1), due_on=date(2026, 1, 5), state="SUBMITTED", is_late=False,
        submitted_at=at(date(2026, 1, 3)),
    )  # fmt: skip
    for row in content["results"]:
        _result(made, plan, version, report, row)
    for value, remarks in content["behaviours"].items():
        for remark in remarks:
            _feedback(made, plan, remark, behaviour=value)
    return plan


def _result(made: Ministry, plan: Plan, version: PlanVersion, report: Report, row: dict[str, Any]) -> None:
    lineage = ResultLineage.objects.create(plan=plan)
    result = ExpectedResult.objects.create(
        plan_version=version, lineage=lineage, ordinal=row["number"], kind=row["kind"], source="PK",
        text=row["text"], assigned_by=row.get("assignment", "").removeprefix("penugasan dari "),
    )  # fmt: skip
    for ordinal, line in enumerate(row["indicators"], start=1):
        indicator = IndicatorLineage.objects.create(result=lineage)
        Indicator.objects.create(
            result=result, lineage=indicator, ordinal=ordinal, text=line["text"], target_text=line["target"],
            aspect=line.get("aspect", ""), perspective=line.get("perspective", ""),
        )  # fmt: skip
        Realisation.objects.create(
            report=report, result=lineage, indicator=indicator, text=line["realisation"]
        )
        for remark in line["feedback"]:
            _feedback(made, plan, remark, result=lineage, indicator=indicator)


def _feedback(made: Ministry, plan: Plan, remark: dict[str, Any], **about: Any) -> None:
    Feedback.objects.create(
        plan=plan, giver=made.people["minister"], giver_kind=GIVERS[remark.get("giver", "LEADER")],
        text=remark.get("text", ""), symbol="" if remark.get("text") else "THUMB", given_on=date(2025, 12, 20),
        given_at=at(date(2025, 12, 20)), **about,
    )  # fmt: skip
