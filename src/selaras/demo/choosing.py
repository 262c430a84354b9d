"""What the demo agencies chose within the law: each decision recorded on its day, with the decree behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from selaras.demo.scene import Scene, working_day
from selaras.regulations.models import Topic
from selaras.regulations.operations import begin_choices, record_choice
from selaras.regulations.queries.topics import TOPICS


def choose(scene: Scene, year: int) -> None:
    """Record what the officer wrote down in a year as decided; a change of the week begins on its day."""
    for told in scene.setting.choices:
        day = working_day(_day(scene, told["decided"]))
        if day.year == year and day <= scene.today:
            _record(scene, told, day)


def _record(scene: Scene, told: dict[str, Any], day: date) -> None:
    topic, from_on = Topic(told["topic"]), _day(scene, told["from"])
    start = TOPICS[topic].default(scene.agency, from_on) or {}
    record_choice(
        topic=topic,
        from_on=from_on,
        value=_merged(start, told["value"]),
        reason=told["reason"].format(year=day.year),
        by=scene.officer(day),
        at=scene.at(day, 14),
    )
    if day < from_on <= scene.today:
        begin_choices(by=scene.system(from_on), at=scene.at(from_on, 0, 10))
        scene.agency.refresh_from_db()


def _day(scene: Scene, told: list[int]) -> date:
    """A day as the setting tells it: years from this one, month, day."""
    years, month, day = told
    return date(scene.today.year + years, month, day)


def _merged(start: Any, told: dict[str, Any]) -> dict[str, Any]:
    """The starting value with what was decided otherwise."""
    found = dict(start)
    for name, value in told.items():
        inner = found.get(name)
        found[name] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return found
