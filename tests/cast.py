"""The fixed cast of every test: named people of two agencies, who never see each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.test import Client

from selaras.accounts.models import Membership, User
from selaras.core.actor import Actor, RoleCode
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
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

PASSWORD = "rahasia-sekali-1"
TODAY = date(2026, 7, 15)
AT = datetime(2026, 7, 15, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
SINCE = date(2024, 1, 1)
BACKEND = "selaras.accounts.backends.LoginBackend"


@dataclass(frozen=True)
class Role:
    """One person of the cast: number, post (title, kind, level, class, unit), rank, employment and grants."""

    name: str
    full: str
    number: str = ""
    post: tuple[str, str, str, int | None, str] | None = None
    leads: str = ""
    reports_to: str = ""
    rank: str = ""
    employment: str = ""
    grants: tuple[str, ...] = ()
    external: str = ""


EXPERT, ADMIN = "FUNCTIONAL_EXPERT", "ADMINISTRATION"
KEPAHIANG_UNITS = (
    ("PEMKAB", "Pemerintah Kabupaten Kepahiang", ""),
    ("BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "PEMKAB"),
    ("MUTASI", "Bidang Mutasi dan Promosi", "BKPSDM"),
    ("DIKLAT", "Bidang Pengembangan Kompetensi", "BKPSDM"),
)
KEPAHIANG_PEOPLE = (
    Role(
        "Zurdi",
        "H. Zurdi Nata",
        post=("Bupati Kepahiang", "OTHER", "OTHER", None, "PEMKAB"),
        leads="PEMKAB",
        external="Bupati Kepahiang",
    ),
    Role(
        "Hasan",
        "Hasan Basri, S.H., M.Si.",
        "196804121994031005",
        ("Sekretaris Daerah", "JPT", "JPT_PRATAMA", 15, "PEMKAB"),
        rank="IV/d",
        employment="PNS",
        grants=("HEAD",),
    ),
    Role(
        "Ratna",
        "Ratna Juwita, S.Sos., M.A.P.",
        "197208251998032004",
        ("Kepala Badan Kepegawaian dan Pengembangan SDM", "JPT", "JPT_PRATAMA", 14, "BKPSDM"),
        leads="BKPSDM",
        reports_to="Hasan",
        rank="IV/c",
        employment="PNS",
    ),
    Role(
        "Budi",
        "Budi Santoso, S.IP.",
        "197911032005011002",
        ("Kepala Bidang Mutasi dan Promosi", ADMIN, "ADMINISTRATOR", 11, "MUTASI"),
        leads="MUTASI",
        rank="IV/a",
        employment="PNS",
    ),
    Role(
        "Yusuf",
        "Yusuf Effendi, S.Pd.",
        "198005172006041003",
        ("Kepala Bidang Pengembangan Kompetensi", ADMIN, "ADMINISTRATOR", 11, "DIKLAT"),
        leads="DIKLAT",
        rank="IV/a",
        employment="PNS",
    ),
    Role(
        "Sari",
        "Sari Wulandari, S.Kom.",
        "199203152018012001",
        ("Analis SDM Aparatur Ahli Pertama", EXPERT, "AHLI_PERTAMA", 8, "MUTASI"),
        rank="III/b",
        employment="PNS",
    ),
    Role(
        "Wati",
        "Wati Handayani, A.Md.",
        "199509212020122003",
        ("Arsiparis Terampil", "FUNCTIONAL_SKILL", "TERAMPIL", 6, "MUTASI"),
        rank="II/d",
        employment="PNS",
    ),
    Role(
        "Dewi",
        "Dewi Anggraini, S.E.",
        "198802142011012006",
        ("Analis Kebijakan Ahli Muda", EXPERT, "AHLI_MUDA", 9, "DIKLAT"),
        rank="III/d",
        employment="PNS",
        grants=("OFFICER",),
    ),
    Role(
        "Joko",
        "Joko Prasetyo, S.E., Ak.",
        "198310302009121001",
        ("Auditor Ahli Muda", EXPERT, "AHLI_MUDA", 9, "PEMKAB"),
        rank="III/d",
        employment="PNS",
        grants=("AUDITOR",),
    ),
    Role("Oki", "Oki", grants=("OPERATOR",)),
)
OUTSIDER_UNITS = (("HQ", "Kantor Pusat", ""),)
OUTSIDER_PEOPLE = (
    Role(
        "Tono",
        "Tono Wijaya",
        "K-001",
        ("Direktur Utama", "OTHER", "OTHER", None, "HQ"),
        leads="HQ",
        employment="COMPANY",
        grants=("OFFICER", "HEAD"),
    ),
    Role(
        "Lina",
        "Lina Kartika",
        "K-002",
        ("Account Executive", "OTHER", "OTHER", None, "HQ"),
        employment="COMPANY",
    ),
)


@dataclass
class Cast:
    """Everybody, by first name; rows were read when the cast was made."""

    kepahiang: Agency
    outsider: Agency
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def agency_of(self, name: str) -> Agency:
        """The agency to which a person belongs."""
        return self.outsider if name in {role.name for role in OUTSIDER_PEOPLE} else self.kepahiang

    def actor(self, name: str, on: date = TODAY, role: str | None = None) -> Actor:
        """Who acts, as the middleware would build it; the first role held when none is named."""
        with acting_in(self.agency_of(name)):
            made = actor_of_member(self.members[name].pk, on=on, role=role)
        assert role is None or made.role == role, f"{name} does not hold {role} on {on}"
        return made

    def client(self, name: str, role: str | None = None) -> Client:
        """A browser in which this person is signed in, in the agency and role."""
        client = Client()
        client.force_login(self.users[name], backend=BACKEND)
        session = client.session
        session["agency"] = self.agency_of(name).pk
        if role:
            session["role"] = str(RoleCode(role))
        session.save()
        return client


def build() -> Cast:
    """Make both agencies with everybody in them; fast, for use inside a test's transaction."""
    kepahiang = Agency.objects.create(
        code="kepahiang",
        name="Badan Kepegawaian Kabupaten Kepahiang",
        short_name="BKPSDM Kepahiang",
        kind="REGIONAL",
        place="Kepahiang",
        created_at=AT,
    )
    outsider = Agency.objects.create(
        code="outsider",
        name="PT Outsider Nusantara",
        short_name="Outsider",
        kind="COMPANY",
        place="Jakarta",
        created_at=AT,
    )
    cast = Cast(kepahiang, outsider)
    secret = make_password(PASSWORD)
    with acting_in(kepahiang):
        _fill(cast, KEPAHIANG_UNITS, KEPAHIANG_PEOPLE, secret)
    with acting_in(outsider):
        _fill(cast, OUTSIDER_UNITS, OUTSIDER_PEOPLE, secret)
    return cast


def _fill(cast: Cast, units: tuple, roles: tuple[Role, ...], secret: str) -> None:
    for unit in Unit.objects.bulk_create(Unit(code=code) for code, _name, _parent in units):
        cast.units[unit.code] = unit
    UnitPeriod.objects.bulk_create(
        UnitPeriod(unit=cast.units[code], parent=cast.units.get(parent), name=name, from_on=SINCE)
        for code, name, parent in units
    )
    _accounts(cast, roles, secret)
    _persons(cast, roles)
    _posts(cast, [role for role in roles if role.post])
    Grant.objects.bulk_create(
        Grant(member=cast.members[role.name], role=code, from_on=SINCE)
        for role in roles
        for code in role.grants
    )


def _accounts(cast: Cast, roles: tuple[Role, ...], secret: str) -> None:
    with_account = [role for role in roles if not role.external]
    made = User.objects.bulk_create(
        User(
            username=role.number
            if role.number.isdigit()
            else f"{cast.agency_of(role.name).code}-{role.name}".lower(),
            email=f"{role.name.lower()}@example.test",
            password=secret,
        )
        for role in with_account
    )
    members = Membership.objects.bulk_create(Membership(user=user, created_at=AT) for user in made)
    for role, user, member in zip(with_account, made, members, strict=True):
        cast.users[role.name], cast.members[role.name] = user, member


def _persons(cast: Cast, roles: tuple[Role, ...]) -> None:
    known = [role for role in roles if role.number or role.external]
    made = Person.objects.bulk_create(
        Person(
            kind="EXTERNAL" if role.external else "EMPLOYEE",
            number=role.number or None,
            name=role.full,
            email=f"{role.name.lower()}@example.test" if role.number else None,
            description=role.external,
            member=cast.members.get(role.name),
        )
        for role in known
    )
    cast.people.update({role.name: person for role, person in zip(known, made, strict=True)})
    EmploymentPeriod.objects.bulk_create(
        EmploymentPeriod(person=cast[role.name], kind=role.employment, from_on=SINCE)
        for role in known
        if role.employment
    )
    RankPeriod.objects.bulk_create(
        RankPeriod(person=cast[role.name], rank=role.rank, from_on=SINCE) for role in known if role.rank
    )


def _posts(cast: Cast, roles: list[Role]) -> None:
    made = Position.objects.bulk_create(Position(code=f"POS-{role.name.upper()}") for role in roles)
    cast.positions.update({role.name: position for role, position in zip(roles, made, strict=True)})
    PositionPeriod.objects.bulk_create(
        PositionPeriod(
            position=cast.positions[role.name],
            unit=cast.units[role.post[4]],
            superior=cast.positions.get(role.reports_to),
            title=role.post[0],
            kind=role.post[1],
            level=role.post[2],
            job_class=role.post[3],
            from_on=SINCE,
        )
        for role in roles
    )
    Headship.objects.bulk_create(
        Headship(unit=cast.units[role.leads], position=cast.positions[role.name], from_on=SINCE)
        for role in roles
        if role.leads
    )
    held = Assignment.objects.bulk_create(
        Assignment(person=cast[role.name], position=cast.positions[role.name], from_on=SINCE)
        for role in roles
    )
    cast.assignments.update({role.name: one for role, one in zip(roles, held, strict=True)})
