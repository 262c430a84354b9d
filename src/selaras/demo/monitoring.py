"""The months of a demo year: reports with realisations, answers with remarks, feedback between colleagues."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from selaras.demo.content import IndicatorText
from selaras.demo.scene import Scene, working_day
from selaras.monitoring import operations as monitoring
from selaras.monitoring.operations import Draft, Remark, Said
from selaras.monitoring.permissions import can_give_feedback
from selaras.monitoring.queries import plan_to_judge
from selaras.planning.models import Period, Plan
from selaras.planning.queries import results_of

SYMBOLS = ("THUMB", "SMILE")


def report_months(scene: Scene, period: Period, until: date) -> None:
    """Write the monthly reports that a year has brought until a day; a few are late, a few still wait."""
    for place, key in enumerate(scene.holders()):
        plan = scene.plans[period.year, key]
        if not results_of(plan):
            continue
        for month in range(1, 13):
            first = date(period.year, month, 1)
            after = (first + timedelta(days=32)).replace(day=1)
            if after <= until:
                _report(scene, key, place, first, after, until)


def _report(scene: Scene, key: str, place: int, first: date, after: date, until: date) -> None:
    plan = scene.plans[first.year, key]
    turn = (place * 5 + first.month) % 17
    sent_on = working_day(after + timedelta(days=9 if turn == 3 else turn % 4))
    is_last = first.year == scene.today.year and (after + timedelta(days=32)).replace(day=1) > until
    if sent_on > until or (is_last and place % 4 == 3):
        return
    by = scene.actor(key, sent_on)
    report = monitoring.open_report(plan=plan, month_on=first, by=by, at=scene.at(sent_on, 8))
    draft = _draft(scene, key, first.month)
    report = monitoring.submit(report=report, draft=draft, by=by, at=scene.at(sent_on, 9, turn * 3))
    boss = scene.superior_of(key)
    if boss and scene.has_account(boss) and not (is_last and place % 3 == 1):
        _answer(scene, key, boss, report, working_day(sent_on + timedelta(days=2)), place + first.month * 3)


def _draft(scene: Scene, key: str, month: int) -> Draft:
    one = scene.setting.people[key]
    post = scene.setting.posts[one.post]
    plan = next(plan for (_year, name), plan in reversed(scene.plans.items()) if name == key)
    told = [indicator for row in post.results for indicator in row.indicators]
    for texts in scene.setting.story.get("done", {}).get(post.key, ()):
        told.append(IndicatorText("", "", source="Catatan unit kerja", done=tuple(texts)))
    realisations: dict[Any, dict[str, str]] = {}
    place = 0
    for result in results_of(plan):
        for indicator in result.indicators:
            words = told[place] if place < len(told) else None
            realisations[result.lineage_id, indicator.lineage_id] = _realisation(
                scene, words, indicator.target, month
            )
            place += 1
    texts = {
        "achievements": _of(post.achievements, month),
        "challenges": _of(post.challenges, month),
        "improvements": _of(post.improvements, month),
    }
    return Draft(texts=texts, realisations=realisations)


def _realisation(scene: Scene, words: IndicatorText | None, target: str, month: int) -> dict[str, str]:
    if words is None or not words.done:
        share = min(100, 8 * month + scene.chance.randint(-4, 4))
        return {"text": f"Kemajuan {share}% terhadap target {target}.", "data_source": "Catatan kerja unit"}
    text = words.done[month % len(words.done)].replace("{n}", str(scene.chance.randint(2, 9) * month))
    return {"text": text, "data_source": words.source}


def _of(texts: tuple[str, ...], month: int) -> str:
    return texts[month % len(texts)] if texts else ""


def _answer(scene: Scene, key: str, boss: str, report: Any, day: date, turn: int) -> None:
    if day > scene.today:
        return
    answers = scene.setting.answers
    results = results_of(report.plan)
    remark = Remark(
        result_id=results[turn % len(results)].lineage_id,
        text=answers[(turn * 5 + 3) % len(answers)],
        symbol=SYMBOLS[turn % len(SYMBOLS)],
    )
    monitoring.answer(
        report=report,
        text=answers[turn % len(answers)],
        remarks=[remark] if turn % 2 else [],
        by=scene.actor(boss, day),
        at=scene.at(day, 13),
    )


def give_feedback(scene: Scene, period: Period, until: date) -> None:
    """Let colleagues, staff and external parties give the feedback that the setting tells."""
    for place, one in enumerate(scene.setting.feedback):
        day = working_day(date(period.year, 2 + place % 9, 6 + place % 14))
        plan = scene.plans.get((period.year, one["receiver"]))
        if plan is None or day > until:
            continue
        results = results_of(plan)
        on_result = one.get("result")
        if on_result is not None and on_result > len(results):
            continue
        if scene.has_account(one["giver"]):
            _give(scene, plan, one, results, day, place)


def _give(scene: Scene, plan: Plan, one: dict[str, Any], results: Any, day: date, place: int) -> None:
    by = scene.actor(one["giver"], day)
    seen = plan_to_judge(by, plan.pk)
    if not can_give_feedback(by, seen):
        return
    on_result = one.get("result")
    said = Said(
        result_id=results[on_result - 1].lineage_id if on_result else None,
        behaviour="" if on_result else one["behaviour"],
        text=one["text"],
        symbol=one.get("symbol", ""),
    )
    monitoring.give_feedback(plan=seen, said=said, by=by, at=scene.at(day, 10, place))
