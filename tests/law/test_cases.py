"""Every case a lawyer wrote under tests/rules/cases runs against the rules."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from selaras.rules import (
    allowance,
    appraisers,
    careers,
    competence,
    contract,
    credit,
    development,
    distribution,
    history,
    plans,
    professionalism,
    ranking,
    rating,
    schemes,
)
from selaras.rules.dated import NotInForce

CASES = Path(__file__).parents[1] / "rules" / "cases"
Answer = Callable[[dict[str, Any], date], dict[str, Any]]


def plan_lateness(given: dict[str, Any], on: date) -> dict[str, Any]:
    draft = plans.PlanDraft(2026, "ADMIN_FUNCTIONAL", "QUANTITATIVE", (), **given)
    return {"late": any(finding.rule == "V12" for finding in plans.check_plan(draft, on=on))}


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
    return dict(allowance.explain_allowance(policy=policy, on=on, **given).result)


def readiness(given: dict[str, Any], on: date) -> dict[str, Any]:
    goal, predicates = given.pop("goal"), tuple(given.pop("predicates", ()))
    record = careers.Record(predicates=predicates, **given)
    asked = {"RAISE": careers.periodic_raise, "MONTH": careers.employee_of_month}
    if goal in asked:
        found = asked[goal](record, on=on)
    elif goal in ("FUNCTIONAL", "REGULAR"):
        found = careers.rank_promotion(goal, record, on=on)
    else:
        found = careers.long_service_medal(goal, record, on=on)
    assert len(found.steps) == max(len(found.lacks), 1)
    return {"ready": found.ready, "lacks": list(found.lacks), "from_on": found.from_on}


def hours(given: dict[str, Any], on: date) -> dict[str, Any]:
    found = development.hours_of_year(on=on, **given)
    return {"missing": found.missing, "over": found.over}


def key_result(given: dict[str, Any], on: date) -> dict[str, Any]:
    actual = given.pop("actual")
    return dict(schemes.explain_key_result(schemes.KeyResult(**given), actual, on=on).result)


ANSWERS: dict[str, Answer] = {
    "work-achievement": lambda given, on: dict(history.explain_work_achievement(on=on, **given).result),
    "integration-2021": lambda given, on: {"value": history.integrated_2021(**given)},
    "ranking": rank,
    "allowance": allowed,
    "allowance-cut": lambda given, on: {"cut": allowance.cut_of(on=on, **given)},
    "readiness": readiness,
    "promotion-day": lambda given, on: {"day": careers.next_promotion_day(on=on, **given)},
    "development-hours": hours,
    "development-form": lambda given, on: {"hours": development.hours_of_form(on=on, **given)},
    "professionalism-index": lambda given, on: dict(professionalism.explain_index(on=on, **given).result),
    "key-result": key_result,
    "credit-need": credit_need,
    "credit-at-move": lambda given, on: {"credit": credit.credit_at_move(on=on, **given)},
    "competence-value": lambda given, on: {"value": competence.competence_value(on=on, **given)},
    "ratings-giving": lambda given, on: {"pairs": [list(p) for p in rating.ratings_giving(on=on, **given)]},
    "distribution-mode": lambda given, on: {"predicate": distribution.mode_of(given["organisation"], on=on)},
    "plan-lateness": plan_lateness,
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
    "plan-setters": lambda given, on: {"setters": list(appraisers.plan_setters(on=on, **given))},
    "is-final": is_final,
    "achievement-year": lambda given, on: {"year": appraisers.achievement_year(on=on, **given)[0]},
    "achievement-unit": lambda given, on: {"code": appraisers.achievement_unit(on=on).code},
    "trajectory-total": lambda given, on: {"agrees": sum(given["quarters"]) == given["target"]},
}


def answer(rule: str, given: dict[str, Any], on: date) -> dict[str, Any]:
    """By the public contract where the rule is in it, else by the function itself."""
    if rule in contract.rule_names():
        return dict(contract.explain(rule, _plain(given), on=on).result)
    return ANSWERS[rule](dict(given), on)


def written_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.rglob("*.yaml")):
        sheet = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in sheet["cases"]:
            on = case.get("day", sheet["day"])
            case["given"] = sheet.get("shared", {}) | case["given"]
            found.append(
                pytest.param(sheet["rule"], on, case, id=f"{path.parent.name}/{path.stem}:{case['id']}")
            )
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
