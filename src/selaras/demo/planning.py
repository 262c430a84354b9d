"""The first stage of a demo year: the period, strategy and agreements, plans from draft to force, socialisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from selaras.demo.content import IndicatorText, ResultText
from selaras.demo.scene import Scene, working_day
from selaras.organisation.models import Unit
from selaras.planning import operations as planning
from selaras.planning.models import Agreement, AgreementItem, MatrixCell, MatrixColumn, Period, PlanVersion
from selaras.planning.operations import IndicatorInput, ResultInput, matrix, socialisation, strategy
from selaras.planning.queries import latest_version_of, results_of
from selaras.planning.queries.checks import agreement_items_of
from selaras.rules.examples import load_example

BEHALF = "Penilai tidak memiliki akun; ditandatangani basah dan dicatat oleh pengelola kinerja."


def open_year(scene: Scene, year: int) -> Period:
    """Create and open a year with its strategy, agreements and publication."""
    day = working_day(date(year, 1, 4))
    by, at = scene.officer(day), scene.at(day, 8)
    facts = scene.setting.agency
    period = planning.create_period(year=year, cadence=facts["cadence"], scheme=facts["scheme"], by=by, at=at)
    period = planning.open_period(period=period, by=by, at=at)
    _strategy(scene, period, day)
    _publish(scene, period, working_day(date(year, 2, 3)))
    return period


def _strategy(scene: Scene, period: Period, day: date) -> None:
    by, at = scene.officer(day), scene.at(day, 10)
    first = period.year == scene.today.year - 1
    for goal in scene.setting.strategy if first else ():
        saved = strategy.save_goal(
            unit=scene.units[goal["unit"]],
            code=goal["code"],
            text=goal["text"],
            first_year=min(goal["indicators"][0]["targets"]),
            last_year=max(goal["indicators"][0]["targets"]),
            by=by,
            at=at,
        )
        for one in goal["indicators"]:
            strategy.save_goal_indicator(goal=saved, by=by, at=at, **one)
    root = scene.units[scene.setting.units[0]["code"]]
    goals = [goal for goal in scene.setting.strategy if goal.get("agreement", True)]
    for unit in dict.fromkeys(scene.units[goal["unit"]] for goal in goals) or [root]:
        agreement = strategy.create_agreement(period=period, unit=unit, by=by, at=at)
        for goal in (one for one in goals if scene.units[one["unit"]] == unit):
            for one in goal["indicators"]:
                target = str(one["targets"].get(period.year) or max(one["targets"].values()))
                strategy.save_item(
                    agreement=agreement, goal=goal["text"], indicator=one["text"], target=target, by=by, at=at
                )
        _sign_agreement(scene, agreement, unit, day)


def _sign_agreement(scene: Scene, agreement: Agreement, unit: Unit, day: date) -> None:
    code = next(code for code, one in scene.units.items() if one == unit)
    leading = {post.key for post in scene.setting.posts.values() if post.leads == code}
    head = next((one.key for one in scene.setting.people.values() if one.post in leading), "")
    if head and scene.has_account(head):
        strategy.sign_agreement(agreement=agreement, by=scene.actor(head, day), at=scene.at(day, 11))
    else:
        strategy.sign_agreement(
            agreement=agreement, by=scene.officer(day), at=scene.at(day, 11), reason=BEHALF
        )


def _publish(scene: Scene, period: Period, day: date) -> None:
    by, at = scene.officer(day), scene.at(day, 9)
    words = scene.setting.publication
    publication = socialisation.save_publication(
        period=period,
        unit=scene.units[scene.setting.units[0]["code"]],
        title=f"{words['title']} {period.year}",
        body=words["body"],
        acknowledge_by_on=day + timedelta(days=14),
        by=by,
        at=at,
    )
    published = socialisation.publish(publication=publication, by=by, at=at)
    readers = [key for key in scene.holders() if scene.has_account(key)]
    missing = (
        set(scene.chance.sample(readers, len(readers) // 5)) if period.year == scene.today.year else set()
    )
    for place, key in enumerate(readers):
        if key not in missing:
            when = working_day(day + timedelta(days=1 + place % 6))
            socialisation.acknowledge(
                publication=published, by=scene.actor(key, when), at=scene.at(when, 8 + place % 8)
            )


def make_plans(scene: Scene, period: Period) -> None:
    """Bring everybody's plan into force, superiors first, so that each can support the one above."""
    start = working_day(date(period.year, 1, 6))
    for place, key in enumerate(scene.holders()):
        day = working_day(start + timedelta(days=min(place, 16)))
        plan = planning.create_plan(
            period=period, assignment=scene.assignments[key], by=scene.actor(key, day), at=scene.at(day, 9)
        )
        scene.plans[period.year, key] = plan
        version = latest_version_of(plan)
        _fill(scene, period, key, version, day)
        if period.year == scene.today.year and key in scene.setting.story.get("drafts", ()):
            continue
        _bring_into_force(scene, key, version, day)


def _fill(scene: Scene, period: Period, key: str, version: PlanVersion, day: date) -> None:
    by, at = scene.actor(key, day), scene.at(day, 9, 30)
    one = scene.setting.people[key]
    post = scene.setting.posts[one.post]
    example = scene.setting.story.get("examples", {}).get(one.post)
    rows = example_results(example) if example else [_input(scene, period, row) for row in post.results]
    promised = {item.indicator: item for item in agreement_items_of(version.plan, day)}
    for row in rows:
        planning.save_result(version=version, result=_promised(row, promised), by=by, at=at)
    expectations = (example_expectations(example) if example else {}) or post.expectations
    planning.save_expectations(version=version, expectations=expectations, by=by, at=at)
    planning.save_provisions(version=version, provisions=_provisions(scene, key), by=by, at=at)


def _provisions(scene: Scene, key: str) -> dict[str, list[str]]:
    post = scene.setting.posts[scene.setting.people[key].post]
    example = scene.setting.story.get("examples", {}).get(post.key)
    annex = load_example(example).get("annex", {}) if example else {}
    return {
        "RESOURCE": list(annex.get("resources") or post.resources),
        "ACCOUNTABILITY": list(annex.get("accountability") or post.accountability),
        "CONSEQUENCE": list(annex.get("consequences") or post.consequences),
    }


def _promised(row: ResultInput, items: dict[str, AgreementItem]) -> ResultInput:
    """Point indicators that stand in the unit's signed agreement to their line, with the year's target."""
    indicators = [
        replace(one, agreement_item_id=items[one.text].pk) if one.text in items else one
        for one in row.indicators
    ]
    return replace(row, indicators=indicators)


def _input(scene: Scene, period: Period, row: ResultText) -> ResultInput:
    values: dict[str, Any] = {}
    if row.supports:
        post, number = row.supports
        holder = next(one.key for one in scene.setting.people.values() if one.post == post)
        plan = scene.plans.get((period.year, holder))
        above = results_of(plan) if plan else ()
        if len(above) >= number:
            values = {
                "intervened_id": above[number - 1].lineage_id,
                "intervened_text": above[number - 1].text,
            }
    return ResultInput(
        text=row.text,
        kind=row.kind,
        source=row.source,
        assigned_by=row.assigned_by,
        indicators=tuple(_indicator(one) for one in row.indicators),
        **values,
    )


def _indicator(one: IndicatorText) -> IndicatorInput:
    bare = one.target.replace("%", "").replace(",", ".").strip()
    plain: dict[str, Any] = {"target_text": one.target}
    if bare.replace(".", "", 1).isdigit():
        measure = "%" if "%" in one.target else ""
        plain = {"target_kind": "NUMBER", "target_low": Decimal(bare), "measure": measure}
    return IndicatorInput(text=one.text, aspect=one.aspect, perspective=one.perspective, **plain)


def example_results(name: str) -> list[ResultInput]:
    """Return the results of one of the law's own plans, as printed."""
    example = load_example(name)
    above = {one["number"]: one for one in example.get("superior_results", ())}
    return [_example_result(row, above.get(row.get("superior_result"), {})) for row in example["results"]]


def _example_result(row: dict[str, Any], above: dict[str, Any]) -> ResultInput:
    indicators = tuple(
        IndicatorInput(
            text=one["text"],
            target_text=str(one["target"]),
            aspect=one.get("aspect", ""),
            perspective=one.get("perspective", ""),
        )
        for one in row["indicators"]
    )
    return ResultInput(
        text=row["text"],
        kind=row["kind"],
        source=row.get("source", "DIRECTIVE"),
        assigned_by=row.get("assignment", "").removeprefix("penugasan dari "),
        intervened_text=above.get("text", ""),
        intervened_indicator_text=above.get("indicator", ""),
        indicators=indicators,
    )


def example_expectations(name: str) -> dict[str, list[str]]:
    """Return the special expectations of one of the law's own plans."""
    told = load_example(name).get("expectations", {})
    return {code: list(texts) for code, texts in told.items() if isinstance(texts, list) and texts}


def _bring_into_force(scene: Scene, key: str, version: PlanVersion, day: date) -> None:
    mine, at = scene.actor(key, day), scene.at(day, 10)
    boss = scene.superior_of(key)
    version = planning.submit(version=version, by=mine, at=at)
    answered, why = (
        (scene.actor(boss, day), "") if boss and scene.has_account(boss) else (scene.officer(day), BEHALF)
    )
    if scene.setting.story.get("returned") == key and why == "":
        reason = scene.setting.story["return_reason"]
        version = planning.return_plan(version=version, reason=reason, by=answered, at=scene.at(day, 11))
        version = planning.submit(version=version, by=mine, at=scene.at(day, 13))
    behalf: dict[str, Any] = {"reason": why} if why else {}
    version = planning.agree(version=version, by=answered, at=scene.at(day, 14), **behalf)
    version = planning.sign(version=version, by=mine, at=scene.at(day, 14, 30))
    planning.set_plan(version=version, by=answered, at=scene.at(day, 15), **behalf)


def change_one(scene: Scene, period: Period, key: str, day: date) -> None:
    """Change one plan in mid-year: a new version with a reason, one target raised, set again."""
    plan = scene.plans[period.year, key]
    by, at = scene.actor(key, day), scene.at(day, 9)
    reason = scene.setting.story["change_reason"]
    version = planning.begin_change(plan=plan, reason=reason, by=by, at=at)
    provisions = _provisions(scene, key)
    provisions["RESOURCE"].append(reason)
    planning.save_provisions(version=version, provisions=provisions, by=by, at=at)
    _bring_into_force(scene, key, version, day)


def make_matrices(scene: Scene, period: Period) -> None:
    """Divide roles and results as the law's own matrices print them: texts, and where somebody has no role."""
    for post, example in scene.setting.story.get("matrix", {}).items():
        owner = next(one.key for one in scene.setting.people.values() if one.post == post)
        day = working_day(date(period.year, 1, 25))
        by, at = scene.actor(owner, day), scene.at(day, 9)
        made = matrix.create_matrix(period=period, owner=scene.assignments[owner], by=by, at=at)
        columns = list(MatrixColumn.objects.filter(matrix=made).order_by("ordinal"))
        keys = [one["key"] for one in load_example(example)["columns"]]
        for row in load_example(example)["rows"]:
            member = _holder_of_title(scene, row["position"])
            for column, key in zip(columns, keys, strict=False):
                cell = MatrixCell.objects.get(column=column, assignment=scene.assignments[member])
                texts = [one["text"] for one in row["roles"].get(key, ())]
                made.refresh_from_db()
                matrix.save_cell(matrix=made, cell=cell, texts=texts, no_role=not texts, by=by, at=at)


def _holder_of_title(scene: Scene, title: str) -> str:
    posts = {post.key for post in scene.setting.posts.values() if post.title == title}
    return next(one.key for one in scene.setting.people.values() if one.post in posts)
