"""Founds an agency: units, posts, people, accounts and roles, through the operations an officer would use."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import cast

from django.contrib.auth.hashers import make_password

from selaras.accounts.models import Membership
from selaras.core.actor import RoleCode
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.demo.content import Human, Setting
from selaras.demo.scene import Scene
from selaras.organisation import operations as organisation
from selaras.organisation.models import Assignment

FOUNDED_AT_HOUR = 8


def found(setting: Setting, today: date, chance: random.Random, password: str) -> Scene:
    """Create an agency with its organisation as of three years ago; must not run inside another agency."""
    began = date(today.year - 3, 1, 1)
    facts = setting.agency
    scene = Scene(setting, Agency(time_zone=facts["time_zone"]), today, chance)
    at = scene.at(began, FOUNDED_AT_HOUR)
    scene.agency = organisation.create_agency(
        code=facts["code"],
        name=facts["name"],
        short_name=facts["short_name"],
        kind=facts["kind"],
        place=facts["place"],
        time_zone=facts["time_zone"],
        working_week=facts.get("working_week", 5),
        at=at,
    )
    with acting_in(scene.agency):
        _structure(scene)
        _people(scene)
        _accounts(scene, password)
    return scene


def _structure(scene: Scene) -> None:
    _units(scene)
    _posts(scene)


def _units(scene: Scene) -> None:
    by, at, day = scene.system(scene.began_on), scene.at(scene.began_on), scene.began_on
    for one in scene.setting.units:
        parent = scene.units.get(one.get("parent") or "")
        scene.units[one["code"]] = organisation.add_unit(
            code=one["code"],
            name=one["name"],
            parent_id=parent.pk if parent else None,
            is_independent=one.get("independent", False),
            from_on=day,
            by=by,
            at=at,
        )


def _posts(scene: Scene) -> None:
    by, at, day = scene.system(scene.began_on), scene.at(scene.began_on), scene.began_on
    for post in sorted(scene.setting.posts.values(), key=lambda one: bool(one.reports_to)):
        superior = scene.positions.get(post.reports_to)
        scene.positions[post.key] = organisation.add_position(
            code=post.key.upper(),
            unit_id=scene.units[post.unit].pk,
            title=post.title,
            kind=post.kind,
            level=post.level,
            job_class=post.job_class,
            duties=post.duties,
            superior_id=superior.pk if superior else None,
            from_on=day,
            by=by,
            at=at,
        )
        if post.leads:
            organisation.set_head(
                unit=scene.units[post.leads], position=scene.positions[post.key], from_on=day, by=by, at=at
            )


def number_of(one: Human, ordinal: int) -> str:
    """Return a person's number: as given, or a NIP made of its parts (birth, appointment, sex, serial)."""
    if one.number:
        return one.number
    assert one.born is not None
    sex = "1" if one.sex == "M" else "2"
    return f"{one.born:%Y%m%d}{one.since}{sex}{ordinal:03d}"


def _people(scene: Scene) -> None:
    by, at, day = scene.system(scene.began_on), scene.at(scene.began_on, 10), scene.began_on
    for ordinal, one in enumerate(scene.setting.people.values(), 1):
        if one.external:
            person = organisation.add_external(name=one.name, description=one.external, by=by, at=at)
        else:
            person = organisation.add_person(
                number=number_of(one, ordinal),
                name=one.name,
                employment=one.employment,
                rank=one.rank,
                sex=one.sex,
                birth_on=one.born,
                email=f"{one.key}@{scene.agency.code}.example",
                from_on=day,
                by=by,
                at=at,
            )
        scene.people[one.key] = person
        if one.post:
            organisation.assign(person=person, position=scene.positions[one.post], from_on=day, by=by, at=at)
    for held in Assignment.objects.select_related("person"):
        key = next(key for key, person in scene.people.items() if person.pk == held.person_id)
        scene.assignments[key] = held


@cache
def _hashed(password: str) -> str:
    """Hash once: the same password for all, and hashing is slow on purpose."""
    return make_password(password)


def _accounts(scene: Scene, password: str) -> None:
    by, at = scene.system(scene.began_on), scene.at(scene.began_on, 11)
    secret = _hashed(password)
    for key, one in scene.setting.people.items():
        if one.external:
            continue
        admitted = organisation.create_member_for_person(
            person=scene.people[key], unit_id=None, by=by, at=at, with_password=False
        )
        admitted.user.password = secret
        admitted.user.must_change_password = False
        admitted.user.save(update_fields=["password", "must_change_password"])
        scene.people[key].refresh_from_db()
        member = cast(Membership, admitted.member)  # nobody of the demo has an account already
        for role in one.grants:
            organisation.grant_role(
                member=member, role=RoleCode(role), unit=None, from_on=scene.began_on, by=by, at=at
            )
