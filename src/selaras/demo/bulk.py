"""A large agency for measuring: bulk inserts, then the same validity checks that the operations make."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from selaras.accounts.models import Membership, User
from selaras.core.actor import Actor, RoleCode
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.demo.bulk_checks import check_all
from selaras.demo.bulk_year import fill_year
from selaras.demo.names import full_name
from selaras.demo.people import password
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
from selaras.organisation.operations import create_agency
from selaras.organisation.queries import actor_of_member

CODE = "kota-besar"
STAFF_PER_UNIT = 49
BATCH = 2000
RANKS = ("II/c", "III/a", "III/c", "IV/a")


def build_large(*, people: int, today: date, seed: int, say: Callable[[str], None]) -> Agency:
    """Build an agency of about so many people with plans, reports and evaluations of this year."""
    chance = random.Random(seed)
    at = datetime(today.year - 1, 12, 1, 8, tzinfo=ZoneInfo("Asia/Jakarta"))
    with transaction.atomic():
        agency = create_agency(
            code=CODE,
            name="Pemerintah Kota Besar",
            short_name="Kota Besar",
            kind="REGIONAL",
            place="Kota Besar",
            at=at,
        )
        with acting_in(agency):
            say(f"  {people} people …")
            _organisation(people, today, chance, at)
            officer = _officer(today, at)
            say("  plans, reports, evaluations …")
            fill_year(today=today, chance=chance, by=officer)
            say("  checks …")
            check_all(today)
    return agency


def _organisation(people: int, today: date, chance: random.Random, at: datetime) -> None:
    since = date(today.year - 2, 1, 1)
    count = max(2, people // (STAFF_PER_UNIT + 1))
    units = Unit.objects.bulk_create(Unit(code=f"U{number:04d}") for number in range(count + 1))
    root = units[0]
    UnitPeriod.objects.bulk_create(
        UnitPeriod(
            unit=unit,
            parent=None if unit is root else root,
            name="Pemerintah Kota Besar" if unit is root else f"Dinas {_trade(number)} {number}",
            from_on=since,
        )
        for number, unit in enumerate(units)
    )
    posts = [(unit, True) for unit in units]
    posts += [(units[1 + number % count], False) for number in range(people - len(units))]
    positions = Position.objects.bulk_create((Position(code=f"P{n:05d}") for n in range(len(posts))), BATCH)
    PositionPeriod.objects.bulk_create(
        (
            PositionPeriod(position=position, unit=unit, from_on=since, **_post(unit is root, leads, number))
            for number, (position, (unit, leads)) in enumerate(zip(positions, posts, strict=True))
        ),
        BATCH,
    )
    Headship.objects.bulk_create(
        Headship(unit=unit, position=position, from_on=since)
        for position, (unit, leads) in zip(positions, posts, strict=True)
        if leads
    )
    _humans(positions, since, chance, at)


def _post(is_root: bool, leads: bool, number: int) -> dict[str, str]:
    if is_root:
        return {"title": "Sekretaris Daerah", "kind": "JPT", "level": "JPT_PRATAMA"}
    if leads:
        return {"title": f"Kepala Dinas {number}", "kind": "JPT", "level": "JPT_PRATAMA"}
    if number % 3:
        return {
            "title": "Analis Kebijakan Ahli Pertama",
            "kind": "FUNCTIONAL_EXPERT",
            "level": "AHLI_PERTAMA",
        }
    return {"title": "Pengelola Layanan Operasional", "kind": "ADMINISTRATION", "level": "PELAKSANA"}


def _trade(number: int) -> str:
    trades = (
        "Kesehatan",
        "Pendidikan",
        "Perhubungan",
        "Sosial",
        "Pertanian",
        "Perdagangan",
        "Lingkungan Hidup",
    )
    return trades[number % len(trades)]


def nip(n: int) -> str:
    """Return a valid NIP (birth, appointment, sex, serial), another one for each number."""
    born = f"{1970 + n // 999 % 15}{1 + n % 12:02d}{1 + n % 28:02d}"
    return f"{born}2010{1 + n % 12:02d}{1 + n % 2}{n % 999 + 1:03d}"


def _humans(positions: list[Position], since: date, chance: random.Random, at: datetime) -> None:
    numbers = [nip(n) for n in range(len(positions))]
    secret = make_password(password())
    users = User.objects.bulk_create((User(username=number, password=secret) for number in numbers), BATCH)
    members = Membership.objects.bulk_create((Membership(user=user, created_at=at) for user in users), BATCH)
    people = Person.objects.bulk_create(
        (
            Person(number=number, name=full_name(chance), member=member, email=f"{number}@kota-besar.example")
            for number, member in zip(numbers, members, strict=True)
        ),
        BATCH,
    )
    EmploymentPeriod.objects.bulk_create(
        (EmploymentPeriod(person=one, kind="PNS", from_on=since) for one in people), BATCH
    )
    RankPeriod.objects.bulk_create(
        (
            RankPeriod(person=one, rank=chance.choice(("II/c", "III/a", "III/c", "IV/a")), from_on=since)
            for one in people
        ),
        BATCH,
    )
    Assignment.objects.bulk_create(
        (
            Assignment(person=person, position=position, from_on=since)
            for person, position in zip(people, positions, strict=True)
        ),
        BATCH,
    )


def _officer(today: date, at: datetime) -> Actor:
    """Make the last employee the performance officer, the first the head; return the officer."""
    since = date(today.year - 2, 1, 1)
    ordered = list(Person.objects.order_by("pk").values_list("member_id", flat=True))
    Grant.objects.create(member_id=ordered[-1], role=RoleCode.OFFICER, from_on=since)
    Grant.objects.create(member_id=ordered[0], role=RoleCode.HEAD, from_on=since)
    return actor_of_member(ordered[-1], on=today, role=RoleCode.OFFICER)
