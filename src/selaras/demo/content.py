"""The demo's settings as plain data, read from the YAML files a person can edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SETTINGS = ("kementerian", "kepahiang", "nusantara")


@dataclass(frozen=True)
class IndicatorText:
    """An indicator with its target and the realisations that months draw from."""

    text: str
    target: str
    aspect: str = ""
    perspective: str = ""
    source: str = ""
    done: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultText:
    """A result; `supports` names the post and result number of the superior that it intervenes in."""

    text: str
    indicators: tuple[IndicatorText, ...]
    kind: str = "MAIN"
    source: str = "MPH"
    assigned_by: str = ""
    supports: tuple[str, int] | None = None


@dataclass(frozen=True)
class Post:
    """A post with what its holder is expected to reach, and what the months bring."""

    key: str
    unit: str
    title: str
    kind: str
    level: str
    job_class: int | None = None
    leads: str = ""
    reports_to: str = ""
    duties: str = ""
    results: tuple[ResultText, ...] = ()
    expectations: dict[str, list[str]] = field(default_factory=dict)
    resources: tuple[str, ...] = ()
    accountability: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    achievements: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Human:
    """A person: who they are, which post they hold, and which roles were granted to them."""

    key: str
    name: str
    post: str
    born: date | None = None
    since: str = ""
    sex: str = ""
    number: str = ""
    rank: str = ""
    employment: str = ""
    external: str = ""
    grants: tuple[str, ...] = ()
    shown: str = ""
    ratings: tuple[str, str] = ("MEETS", "MEETS")


@dataclass(frozen=True)
class Setting:
    """One agency with everything that is told about it."""

    agency: dict[str, Any]
    units: tuple[dict[str, Any], ...]
    posts: dict[str, Post]
    people: dict[str, Human]
    strategy: tuple[dict[str, Any], ...]
    publication: dict[str, str]
    answers: tuple[str, ...]
    grounds: dict[str, tuple[str, ...]]
    feedback: tuple[dict[str, Any], ...]
    praise: tuple[dict[str, Any], ...]
    trainings: tuple[dict[str, Any], ...]
    survey: dict[str, Any]
    story: dict[str, Any]
    choices: tuple[dict[str, Any], ...]


@cache
def load(name: str) -> Setting:
    """Read one setting."""
    text = files("selaras.demo").joinpath("settings", f"{name}.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    posts = [_post(one) for one in raw["posts"]]
    people = [
        Human(**{**one, "grants": tuple(one.get("grants", ())), "ratings": _ratings(one)})
        for one in raw["people"]
    ]
    return Setting(
        agency=raw["agency"],
        units=tuple(raw["units"]),
        posts={one.key: one for one in posts},
        people={one.key: one for one in people},
        strategy=tuple(raw.get("strategy", ())),
        publication=raw["publication"],
        answers=tuple(raw["answers"]),
        grounds={code: tuple(texts) for code, texts in raw["grounds"].items()},
        feedback=tuple(raw.get("feedback", ())),
        praise=tuple(raw.get("praise", ())),
        trainings=tuple(raw.get("trainings", ())),
        survey=raw["survey"],
        story=raw.get("story", {}),
        choices=tuple(raw.get("choices", ())),
    )


def _human(raw: dict[str, Any]) -> Human:
    return Human(**{**raw, "grants": tuple(raw.get("grants", ())), "ratings": _ratings(raw)})


def _ratings(raw: dict[str, Any]) -> tuple[str, str]:
    results, behaviour = raw.get("ratings", ("MEETS", "MEETS"))
    return results, behaviour


def _post(raw: dict[str, Any]) -> Post:
    lists = ("resources", "accountability", "consequences", "achievements", "challenges", "improvements")
    values = {**raw, **{name: tuple(raw.get(name, ())) for name in lists}}
    values["results"] = tuple(_result(one) for one in raw.get("results", ()))
    return Post(**values)


def _result(raw: dict[str, Any]) -> ResultText:
    indicators = tuple(
        IndicatorText(**{**one, "done": tuple(one.get("done", ()))}) for one in raw["indicators"]
    )
    supports = raw.get("supports")
    return ResultText(
        **{**raw, "indicators": indicators, "supports": (supports[0], int(supports[1])) if supports else None}
    )
