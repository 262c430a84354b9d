"""Builds the demo agencies: last year finished, this year as far as the calendar has come."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from selaras.core.models import Notice
from selaras.core.tenancy import acting_in
from selaras.core.vocabulary import speaking
from selaras.demo import appraisal, choosing, following, monitoring, planning
from selaras.demo.content import SETTINGS, load
from selaras.demo.founding import found
from selaras.demo.people import password
from selaras.demo.scene import Scene, working_day
from selaras.planning import operations as planning_operations
from selaras.planning.models import Window
from selaras.planning.queries import windows_of

Say = Callable[[str], None]
UNREAD_DAYS = 14


def build_all(*, today: date, seed: int, say: Say, without: Collection[str] = ()) -> list[Scene]:
    """Build every setting but those whose agency's code is in `without`.

    Each agency is one transaction: a stopped build leaves whole agencies only, and the next one adds the rest.
    """
    scenes = []
    for name in SETTINGS:
        setting = load(name)
        if setting.agency["code"] in without:
            continue
        say(f"  {setting.agency['name']} …")
        scenes.append(build(name, today=today, seed=seed))
    return scenes


def build(name: str, *, today: date, seed: int) -> Scene:
    """Build one setting."""
    with transaction.atomic():
        scene = found(load(name), today, random.Random(f"{seed}-{name}"), password())
        with acting_in(scene.agency), speaking(as_company=scene.agency.is_company):
            _last_year(scene, today.year - 1)
            _this_year(scene, today.year)
            _settle_notices(scene)
    return scene


def _settle_notices(scene: Scene) -> None:
    """People have read what is weeks old, and the digests of every past day went out on their day."""
    lately = scene.at(scene.today - timedelta(days=UNREAD_DAYS), 0)
    Notice.objects.filter(read_at=None, created_at__lt=lately).update(read_at=F("created_at"))
    Notice.objects.filter(mailed_at=None).update(mailed_at=F("created_at"))


def _last_year(scene: Scene, year: int) -> None:
    for before in (year - 2, year - 1):
        choosing.choose(scene, before)
    period = planning.open_year(scene, year)
    planning.make_plans(scene, period)
    monitoring.report_months(scene, period, date(year + 1, 1, 20))
    monitoring.give_feedback(scene, period, date(year, 12, 31))
    following.train(scene, period, date(year, 12, 31))
    following.survey(scene, period, working_day(date(year, 12, 2)), date(year, 12, 15))
    choosing.choose(scene, year)
    if scene.today >= date(year + 1, 3, 31):
        appraisal.evaluate(scene, period, "ANNUAL", 0)
        annual = [one.pk for one in windows_of(period) if one.kind == "ANNUAL"]
        following.follow_predicates(scene, period, annual, working_day(date(year + 1, 3, 10)))


def _this_year(scene: Scene, year: int) -> None:
    period = planning.open_year(scene, year)
    planning.make_plans(scene, period)
    planning.make_matrices(scene, period)
    monitoring.report_months(scene, period, scene.today)
    monitoring.give_feedback(scene, period, scene.today)
    following.train(scene, period, scene.today)
    ended = [one for one in windows_of(period) if one.kind == "PERIODIC" and one.opens_on <= scene.today]
    if ended:
        ended[-1] = _now_open(scene, ended[-1])
    for place, window in enumerate(ended):
        how = appraisal.PARTLY if place == len(ended) - 1 else appraisal.FINISHED
        appraisal.evaluate(scene, period, window.kind, window.number, how)
    choosing.choose(scene, year)
    following.recognise(scene, period, scene.today)
    if scene.today > date(year, 3, 1):
        day = working_day(scene.today - timedelta(days=6))
        following.survey(scene, period, day, scene.today + timedelta(days=10))
    changed = scene.setting.story.get("changed")
    if changed and scene.today > date(year, 8, 1):
        planning.change_one(scene, period, changed, working_day(date(year, 7, 14)))


def _now_open(scene: Scene, window: Window) -> Window:
    """Move the last begun window around today, as an agency may: whoever looks finds it in its middle."""
    day = scene.today - timedelta(days=18)
    return planning_operations.change_window(
        window=window,
        version=None,
        by=scene.officer(day),
        at=scene.at(day, 8),
        opens_on=max(day, window.judged_from),
        closes_on=max(scene.today + timedelta(days=9), window.judged_until + timedelta(days=7)),
    )
