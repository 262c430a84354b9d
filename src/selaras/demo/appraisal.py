"""The evaluations of a demo year: achievement, self-appraisal, ratings by judgement, documents, an objection."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from selaras.appraisal import operations as appraisal
from selaras.appraisal.models import Evaluation
from selaras.demo.scene import Scene, working_day
from selaras.planning.models import Period, Window
from selaras.planning.queries import windows_of

BEHALF = "Penilai tidak memiliki akun; ditandatangani basah dan dicatat oleh pengelola kinerja."
FINISHED, PARTLY = "finished", "partly"


def evaluate(scene: Scene, period: Period, kind: str, number: int, how: str = FINISHED) -> None:
    """Run one window: to its end, or as far as an ordinary week in its middle has come."""
    window = next(one for one in windows_of(period) if (one.kind, one.number) == (kind, number))
    day = working_day(window.opens_on)
    _achievements(scene, window, day)
    appraisal.open_window(window=window, by=scene.officer(day), at=scene.at(day, 8))
    found = {one.person_id: one for one in Evaluation.objects.filter(window=window)}
    for place, key in enumerate(scene.holders()):
        evaluation = found.get(scene.people[key].pk)
        if evaluation is not None:
            _one(scene, window, key, place, evaluation, how)


def _achievements(scene: Scene, window: Window, day: date) -> None:
    names = [one["name"] for one in scene.setting.units]
    for place, (unit, name) in enumerate(zip(scene.units.values(), names, strict=True)):
        code = "EXCELLENT" if place == len(scene.units) - 1 and window.kind == "ANNUAL" else "GOOD"
        appraisal.set_achievement(
            unit=unit,
            window=window,
            achievement=code,
            grounds=f"Capaian {72 + 3 * (place + window.number) % 24}% rencana aksi perjanjian kinerja {name} "
            "pada masa yang dinilai, setelah data diperiksa bersama.",
            by=scene.head(day),
            at=scene.at(day, 8),
        )


def _one(scene: Scene, window: Window, key: str, place: int, evaluation: Evaluation, how: str) -> None:
    limit = scene.today if how == PARTLY else date.max
    day = working_day(window.opens_on + timedelta(days=2 + place % 6))
    if (how == PARTLY and place % 5 == 4) or day > min(limit, scene.today):
        return
    results, behaviour = _ratings(scene, key, window)
    _self(scene, key, place, evaluation, day)
    rated_on = working_day(day + timedelta(days=2))
    if (how == PARTLY and place % 5 == 3) or rated_on > scene.today:
        return
    who, behalf = _rater(scene, evaluation, rated_on)
    rated = appraisal.rate(
        evaluation=evaluation,
        results_rating=results,
        results_grounds=_grounds(scene, results, place, window),
        behaviour_rating=behaviour,
        behaviour_grounds=_grounds(scene, f"BEHAVIOUR_{behaviour}", place, window),
        notes=_grounds(scene, "NOTES", place, window),
        by=who,
        at=scene.at(rated_on, 10),
        **behalf,
    )
    _hand_over(scene, window, key, place, rated, rated_on, how)


def _hand_over(
    scene: Scene, window: Window, key: str, place: int, rated: Evaluation, rated_on: date, how: str
) -> None:
    delivered_on = working_day(rated_on + timedelta(days=1))
    if delivered_on > scene.today:
        return
    who, behalf = _rater(scene, rated, delivered_on)
    delivered = appraisal.deliver(evaluation=rated, by=who, at=scene.at(delivered_on, 9), **behalf)
    signed_on = working_day(delivered_on + timedelta(days=2 + place % 3))
    if signed_on > scene.today or (how == PARTLY and place % 5 == 2):
        return
    mine = scene.actor(key, signed_on)
    if scene.setting.story.get("objector") == key and not delivered.is_final:
        ended = _object(scene, window, key, delivered, signed_on, how)
    else:
        ended = appraisal.accept(evaluation=delivered, by=mine, at=scene.at(signed_on, 11))
    if ended is not None and how == FINISHED:
        reported_on = working_day(signed_on + timedelta(days=10))
        who, behalf = _rater(scene, ended, reported_on)
        appraisal.report(evaluation=ended, by=scene.officer(reported_on), at=scene.at(reported_on, 14))


def _object(
    scene: Scene, window: Window, key: str, delivered: Evaluation, day: date, how: str
) -> Evaluation | None:
    story = scene.setting.story
    if window.kind != "ANNUAL" and how == FINISHED:
        return appraisal.accept(evaluation=delivered, by=scene.actor(key, day), at=scene.at(day, 11))
    objection = appraisal.object_to(
        evaluation=delivered, reasons=story["objection"], by=scene.actor(key, day), at=scene.at(day, 11)
    )
    boss, above = scene.superior_of(key), scene.superior_of(scene.superior_of(key))
    if how == PARTLY or not scene.has_account(boss) or not scene.has_account(above):
        return None
    heard_on, decided_on = working_day(day + timedelta(days=2)), working_day(day + timedelta(days=4))
    objection = appraisal.state_objection(
        objection=objection,
        statement=story["statement"],
        by=scene.actor(boss, heard_on),
        at=scene.at(heard_on, 9),
    )
    appraisal.decide_objection(
        objection=objection,
        decision="CHANGED",
        results_rating="MEETS",
        behaviour_rating="MEETS",
        grounds=story["decision_grounds"],
        by=scene.actor(above, decided_on),
        at=scene.at(decided_on, 10),
    )
    return Evaluation.objects.get(pk=delivered.pk)


def _rater(scene: Scene, evaluation: Evaluation, day: date) -> tuple[Any, dict[str, Any]]:
    """Return who rates: the stored appraiser, or the officer on behalf of one without an account."""
    for key, person in scene.people.items():
        if person.pk == evaluation.appraiser_id and scene.has_account(key):
            return scene.actor(key, day), {}
    return scene.officer(day), {"on_behalf_reason": BEHALF}


def _self(scene: Scene, key: str, place: int, evaluation: Evaluation, day: date) -> None:
    results, behaviour = scene.setting.people[key].ratings
    mine = "MEETS" if results == "BELOW" else results
    appraisal.save_opinion(
        evaluation=evaluation,
        kind="SELF",
        results_rating=mine,
        results_grounds=_own(scene, key, place + evaluation.window_id, "achievements"),
        behaviour_rating="MEETS" if behaviour == "BELOW" else behaviour,
        behaviour_grounds=_own(scene, key, place + 1, "improvements"),
        submit=True,
        by=scene.actor(key, day),
        at=scene.at(day, 9),
    )


def _own(scene: Scene, key: str, place: int, what: str) -> str:
    texts = getattr(scene.setting.posts[scene.setting.people[key].post], what)
    return str(texts[place % len(texts)]) if texts else "Target utama saya tercapai."


def _ratings(scene: Scene, key: str, window: Window) -> tuple[str, str]:
    results, behaviour = scene.setting.people[key].ratings
    if window.kind == "PERIODIC" and results == "BELOW" and window.number > 2:
        return "MEETS", behaviour
    return results, behaviour


def _grounds(scene: Scene, code: str, place: int, window: Window) -> str:
    if code == "NOTES":
        return scene.setting.answers[(place * 3 + window.number) % len(scene.setting.answers)]
    texts = scene.setting.grounds[code]
    return texts[(place + window.number) % len(texts)]
