"""Every case a lawyer wrote under tests/rules/cases runs against the rules."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.law.sheets import sheet

from selaras.rules import (
    allowance,
    appraisers,
    careers,
    cascading,
    competence,
    consequences,
    contract,
    credit,
    days,
    development,
    discipline,
    distribution,
    guides,
    history,
    identity,
    payslip,
    plan_values,
    plans,
    procedures,
    professionalism,
    ranking,
    rating,
    schemes,
    scoring,
    study,
    talent,
)
from selaras.rules.dated import NotInForce, in_force
from selaras.rules.hundredths import format_hundredths

CASES = Path(__file__).parents[1] / "rules" / "cases"
Answer = Callable[[dict[str, Any], date], dict[str, Any]]


def plan_lateness(given: dict[str, Any], on: date) -> dict[str, Any]:
    draft = plans.PlanDraft(2026, "ADMIN_FUNCTIONAL", "QUANTITATIVE", (), **given)
    return {"late": any(finding.rule == "V12" for finding in plans.check_plan(draft, on=on))}


def plan_findings(given: dict[str, Any], on: date) -> dict[str, Any]:
    """The rules that a small plan breaks: its shape as a lawyer writes it, results as lists of indicators."""
    results = tuple(
        plans.ResultDraft(
            **{key: value for key, value in row.items() if key != "indicators"},
            indicators=tuple(plans.IndicatorDraft(**one) for one in row.get("indicators", ())),
        )
        for row in given["results"]
    )
    annex = (
        plans.Annex(**{key: tuple(value) for key, value in given["annex"].items()})
        if given["annex"]
        else None
    )
    behaviours = {
        code: tuple(guide.id for guide in row["guides"])
        for code, row in in_force(given["scheme"], "behaviours", on).value.items()
    }
    draft = plans.PlanDraft(
        2026,
        given["group"],
        given["approach"],
        results,
        behaviours,
        annex,
        set_on=date(2026, 1, 31),
        agreement=given.get("agreement", {}),
    )
    found = plans.check_plan(draft, on=on, scheme=given["scheme"])
    return {"findings": [f"{finding.rule} {finding.level}" for finding in found]}


def is_final(given: dict[str, Any], on: date) -> dict[str, Any]:
    ruling = appraisers.is_final(on=on, **given)
    return {"final": ruling.code if ruling else None}


def can_appraise(given: dict[str, Any], on: date) -> dict[str, Any]:
    ruling = appraisers.can_appraise(appraisers.Candidate(**given), on=on)
    return {"allowed": ruling.allowed, "code": ruling.code}


def credit_need(given: dict[str, Any], on: date) -> dict[str, Any]:
    need = credit.need_for(on=on, **given)
    return {"needed": None} if need is None else asdict(need)


def rank(given: dict[str, Any], on: date) -> dict[str, Any]:
    found, small = ranking.ranking_findings(given, on=on)
    return {"findings": [[finding.code, finding.people] for finding in found], "small_group": small}


def allowed(given: dict[str, Any], on: date) -> dict[str, Any]:
    policy = allowance.default_policy(on=on)
    if "posts" in given:
        posts = [payslip.Post(*row) for row in given.pop("posts")]
        return dict(payslip.explain_posts(posts, policy=policy, on=on, **given).result)
    return dict(payslip.explain_allowance(policy=policy, on=on, **given).result)


def readiness(given: dict[str, Any], on: date) -> dict[str, Any]:
    goal, predicates = given.pop("goal"), tuple(given.pop("predicates", ()))
    has_vacancy, passed_test = given.pop("has_vacancy", False), given.pop("passed_test", False)
    policy, folder = given.pop("policy", None), given.pop("folder", careers.CAREERS)
    record = careers.Record(predicates=predicates, **given)
    of_month = partial(
        careers.employee_of_month, policy=careers.MonthPolicy(**policy) if policy else None, folder=folder
    )
    asked = {"RAISE": careers.periodic_raise, "MONTH": of_month}
    if goal in asked:
        found = asked[goal](record, on=on)
    elif goal == "LEVEL":
        found = careers.level_promotion(record, has_vacancy=has_vacancy, passed_test=passed_test, on=on)
    elif goal in ("FUNCTIONAL", "REGULAR"):
        found = careers.rank_promotion(goal, record, on=on)
    else:
        found = careers.long_service_medal(goal, record, on=on)
    assert len(found.steps) == max(len(found.lacks), 1)
    return {"ready": found.ready, "lacks": list(found.lacks), "from_on": found.from_on}


def absent_appraiser(given: dict[str, Any], on: date) -> dict[str, Any]:
    if given["reason"] == "ACTING":
        return {"code": appraisers.appraiser_when_acting(on=on).code}
    return {"code": appraisers.appraiser_when_absent(silent=given["reason"] == "SILENT", on=on).code}


def weighted(given: dict[str, Any], on: date) -> dict[str, Any]:
    components = [schemes.Component(*row) for row in given["components"]]
    try:
        return dict(schemes.explain_weighted(components, missing=given["missing"], on=on).result)
    except schemes.ScoreRefused:
        return {"score": None}


def curve(given: dict[str, Any], on: date) -> dict[str, Any]:
    found = distribution.curve_of(on=on, **given)
    return {"heights": list(found.heights), "whole_percents": [round(share / 100) for share in found.shares]}


def rank_named(given: dict[str, Any], on: date) -> dict[str, Any]:
    code = identity.rank_of(given["printed"], on=on)
    return {"code": code, "label": identity.rank_label(code, on=on) if code else None}


def position(given: dict[str, Any], on: date) -> dict[str, Any]:
    level = identity.position_levels(on=on)[given["level"]]
    kind = identity.position_kinds(on=on)[level["kind"]]
    return {"kind": kind["id"], "level": level["id"], "managerial": level["managerial"]}


def day_off(given: dict[str, Any], on: date) -> dict[str, Any]:
    found = {one.day: one for one in days.national_holidays(given["day"].year)}.get(given["day"])
    name, joint = (found.name.id, found.joint_leave) if found else (None, False)
    return {"working": days.is_working_day(**given), "name": name, "joint_leave": joint}


def as_text(value: Any) -> str:
    return format_hundredths(value)


def key_result(given: dict[str, Any], on: date) -> dict[str, Any]:
    actual = given.pop("actual")
    return dict(schemes.explain_key_result(schemes.KeyResult(**given), actual, on=on).result)


ANSWERS: dict[str, Answer] = {
    "work-achievement": lambda given, on: dict(history.explain_work_achievement(on=on, **given).result),
    "integration-2021": lambda given, on: {"value": history.integrated_2021(on=on, **given)},
    "integration-explained": lambda given, on: dict(history.explain_integration(on=on, **given).result),
    "ranking": rank,
    "ranking-explained": lambda given, on: dict(ranking.explain_ranking(given, on=on).result),
    "allowance": allowed,
    "allowance-cut": lambda given, on: {"cut": allowance.cut_of(on=on, **given)},
    "readiness": readiness,
    "promotion-day": lambda given, on: {"day": careers.next_promotion_day(on=on, **given)},
    "development-hours": lambda given, on: dict(development.explain_hours(on=on, **given).result),
    "development-form": lambda given, on: {"hours": development.hours_of_form(on=on, **given)},
    "professionalism-index": lambda given, on: dict(professionalism.explain_index(on=on, **given).result),
    "key-result": key_result,
    "credit-need": credit_need,
    "credit-at-move": lambda given, on: {"credit": credit.credit_at_move(on=on, **given)},
    "competence-value": lambda given, on: {"value": competence.competence_value(on=on, **given)},
    "ratings-giving": lambda given, on: {"pairs": [list(p) for p in rating.ratings_giving(on=on, **given)]},
    "distribution-mode": lambda given, on: dict(distribution.explain_mode(on=on, **given).result),
    "distribution-curve": curve,
    "head-rating": lambda given, on: dict(distribution.explain_head_rating(on=on, **given).result),
    "plan-lateness": plan_lateness,
    "plan-findings": plan_findings,
    "plan-group": lambda given, on: {"group": plans.group_of(on=on, **given)},
    "aspects": lambda given, on: {code: name.id for code, name in plans.aspect_names(on=on).items()},
    "consequences": lambda given, on: dict(consequences.explain_consequences(on=on, **given).result),
    "lesson-hours": lambda given, on: {"hours": development.lesson_hours(on=on, **given)},
    "plan-change": lambda given, on: {"plan": plans.change_after(on=on, **given)},
    "graduation": lambda given, on: {"graduation": study.graduation_of(on=on, **given)},
    "results-guide": lambda given, on: dict(guides.explain_results_guide(on=on, **given).result),
    "behaviour-guide": lambda given, on: {"rating": guides.behaviour_guide(on=on, **given)},
    "cascading": lambda given, on: {"represents": cascading.represents_superior(on=on, **given)},
    "absent-appraiser": absent_appraiser,
    "company-deadline": lambda given, on: {
        "until": days.deadline(on=on, scheme="company-matrix", **given).until_on
    },
    "working-days": lambda given, on: {"days": days.working_days_between(**given)},
    "day-off": day_off,
    "fixed-day": lambda given, on: {"day": days.fixed_day(on=on, **given)},
    "rank": rank_named,
    "position": position,
    "pppk-grade": lambda given, on: {"name": identity.pppk_grades(on=on)[given["grade"]].id},
    "credit-accumulated": lambda given, on: {
        "credit": as_text(credit.accumulated(given["owned"], [tuple(one) for one in given["earned"]], on=on))
    },
    "credit-need-explained": lambda given, on: dict(credit.explain_need(on=on, **given).result),
    "credit-base": lambda given, on: {"credit": as_text(credit.base_credit(on=on, **given))},
    "credit-diploma": lambda given, on: {"credit": as_text(credit.diploma_bonus(on=on, **given))},
    "plan-value": lambda given, on: dict(
        plan_values.explain_plan_value(
            [tuple(one) for one in given["results"]],
            [tuple(one) for one in given.get("additional", ())],
            on=on,
        ).result
    ),
    "plan-total": lambda given, on: dict(
        plan_values.explain_plan_total(
            [tuple(one) for one in given["parts"]],
            [tuple(one) for one in given.get("additional", ())],
            on=on,
        ).result
    ),
    "additional-results": lambda given, on: {"value": as_text(plan_values.additional_value(on=on, **given))},
    "two-plans": lambda given, on: {
        "value": as_text(scoring.integrated_value([tuple(one) for one in given["plans"]], on=on))
    },
    "improvement": lambda given, on: dict(procedures.explain_improvement(on=on, **given).result),
    "objection-2019": lambda given, on: dict(procedures.explain_objection(on=on, **given).result),
    "discipline-procedure": lambda given, on: dict(procedures.explain_discipline(on=on, **given).result),
    "discipline-remedy": lambda given, on: dict(procedures.explain_remedy(on=on, **given).result),
    "lateness": lambda given, on: {"days": discipline.days_of_lateness(on=on, **given)},
    "talent-performance": lambda given, on: {"performance": talent.performance_of(on=on, **given)},
    "weighted-score": weighted,
    "raise-days": lambda given, on: {
        "notice": careers.raise_notice_day(on=on, **given),
        "review": careers.raise_review_day(on=on, **given),
    },
    "plan-dialogue": lambda given, on: {
        "superior": appraisers.plan_dialogue_with_superior(on=on, **given).allowed
    },
    "outgoing-appraiser": lambda given, on: {
        "evaluates": appraisers.outgoing_appraiser_evaluates(on=on, **given).allowed
    },
    "choices-after-move": lambda given, on: {
        "choices": [ruling.code for ruling in appraisers.choices_after_move(on=on, **given)]
    },
    "can-appraise": can_appraise,
    "plan-setters": lambda given, on: dict(appraisers.explain_plan_setters(on=on, **given).result),
    "is-final": is_final,
    "achievement-year": lambda given, on: {"year": appraisers.achievement_year(on=on, **given)[0]},
    "achievement-unit": lambda given, on: {"code": appraisers.achievement_unit(on=on).code},
    "trajectory-total": lambda given, on: {"agrees": cascading.is_whole(**given)},
}


def answer(rule: str, given: dict[str, Any], on: date) -> dict[str, Any]:
    """By the public contract where the rule is in it, else by the function itself."""
    if rule in contract.rule_names():
        return dict(contract.explain(rule, _plain(given), on=on).result)
    return ANSWERS[rule](dict(given), on)


def written_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.rglob("*.yaml")):
        read = sheet(path)
        for one in read["cases"]:
            case = one | {"given": read.get("shared", {}) | one["given"]}
            name = f"{path.parent.name}/{path.stem}: {case['id']}"
            found.append(pytest.param(read["rule"], case.get("day", read["day"]), case, id=name))
    return found


@pytest.mark.parametrize(("rule", "on", "case"), written_cases())
def test_case(rule: str, on: date, case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(contract.InputRefused) as refused:
            answer(rule, case["given"], on)
        assert [error.field for error in refused.value.errors] == case["refused"]
    elif case.get("not_in_force"):
        with pytest.raises(NotInForce):
            answer(rule, case["given"], on)
    else:
        assert _plain(answer(rule, case["given"], on)) == _plain(case["expect"])


def test_a_case_that_contradicts_the_printed_example_says_so() -> None:
    for param in written_cases():
        case = param.values[2]
        assert ("printed" in case) == ("conflict" in case)


def _plain(value: Any) -> Any:
    """Days as text, as JSON would hold them."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
