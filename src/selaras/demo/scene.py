"""Who is on stage: the agency being built, its people as actors on any day, and moments of the working day."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from selaras.core.actor import Actor, RoleCode, system_actor
from selaras.core.models import Agency
from selaras.demo.content import Setting
from selaras.organisation.models import Assignment, Person, Position, Unit
from selaras.organisation.queries import actor_of_member
from selaras.planning.models import Plan


@dataclass
class Scene:
    """An agency while the demo builds it."""

    setting: Setting
    agency: Agency
    today: date
    chance: random.Random
    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    plans: dict[tuple[int, str], Plan] = field(default_factory=dict)
    _actors: dict[tuple[str, str], Actor] = field(default_factory=dict)

    @property
    def began_on(self) -> date:
        """The day since which the organisation is known."""
        return date(self.today.year - 3, 1, 1)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Return a moment of a local day."""
        return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(self.agency.time_zone))

    def system(self, day: date) -> Actor:
        """Return the actor of jobs on a day."""
        return system_actor(self.agency.pk, day)

    def has_account(self, key: str) -> bool:
        """Say whether a person can sign in."""
        return self.people[key].member_id is not None

    def actor(self, key: str, day: date, role: str = RoleCode.EMPLOYEE) -> Actor:
        """Return a person as actor on a day, in a role held then."""
        known = self._actors.get((key, role))
        if known is None:
            member_id = self.people[key].member_id
            assert member_id is not None, f"{key} has no account"
            known = actor_of_member(member_id, on=day, role=role)
            self._actors[key, role] = known
        return known.acting_on(day)

    def officer(self, day: date) -> Actor:
        """Return the performance officer of the whole agency."""
        key = next(one.key for one in self.setting.people.values() if RoleCode.OFFICER in one.grants)
        return self.actor(key, day, RoleCode.OFFICER)

    def head(self, day: date) -> Actor:
        """Return whoever acts as head of the agency."""
        for one in self.setting.people.values():
            if RoleCode.HEAD in one.grants:
                return self.actor(one.key, day, RoleCode.HEAD)
        return self.officer(day)

    def holders(self) -> list[str]:
        """Return the keys of the people who have plans: employees with results, superiors first."""
        depth = {key: self._depth(key) for key in self.setting.people}
        examples = self.setting.story.get("examples", {})
        with_results = [
            key
            for key, one in self.setting.people.items()
            if not one.external
            and one.post
            and (self.setting.posts[one.post].results or one.post in examples)
        ]
        return sorted(with_results, key=lambda key: depth[key])

    def _depth(self, key: str) -> int:
        post, steps = self.setting.people[key].post, 0
        while post and steps < 12:
            post, steps = self.superior_post(post), steps + 1
        return steps

    def superior_post(self, post: str) -> str:
        """Return the post to which a post reports by the setting: named, or the head of its unit or the next above."""
        one = self.setting.posts[post]
        if one.reports_to:
            return one.reports_to
        unit = one.unit if one.leads != one.unit else self._parent(one.unit)
        while unit:
            head = next((other.key for other in self.setting.posts.values() if other.leads == unit), "")
            if head and head != post:
                return head
            unit = self._parent(unit)
        return ""

    def _parent(self, unit: str) -> str:
        return next((str(one.get("parent") or "") for one in self.setting.units if one["code"] == unit), "")

    def superior_of(self, key: str) -> str:
        """Return the key of the person who leads a person by the setting, or an empty text."""
        post = self.superior_post(self.setting.people[key].post)
        return next((one.key for one in self.setting.people.values() if one.post == post), "")


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)
