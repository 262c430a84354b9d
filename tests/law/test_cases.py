"""Every case a lawyer wrote under tests/rules/cases runs against the rules."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from selaras.rules import appraisers, days, distribution, nip, plans, rating, wording

CASES = Path(__file__).parents[1] / "rules" / "cases"
Answer = Callable[[dict[str, Any], date], dict[str, Any]]


def predicate(given: dict[str, Any], on: date) -> dict[str, Any]:
    return dict(rating.explain_predicate(on=on, **given).result)


def deadline(given: dict[str, Any], on: date) -> dict[str, Any]:
    start = given.pop("from")
    return dict(days.explain_deadline(given.pop("step"), start, on=on, **given).result)


def plan_lateness(given: dict[str, Any], on: date) -> dict[str, Any]:
    draft = plans.PlanDraft(2026, "ADMIN_FUNCTIONAL", "QUANTITATIVE", (), **given)
    return {"late": any(finding.rule == "V12" for finding in plans.check_plan(draft, on=on))}


def is_final(given: dict[str, Any], on: date) -> dict[str, Any]:
    ruling = appraisers.is_final(on=on, **given)
    return {"final": ruling.code if ruling else None}


def can_appraise(given: dict[str, Any], on: date) -> dict[str, Any]:
    ruling = appraisers.can_appraise(appraisers.Candidate(**given), on=on)
    return {"allowed": ruling.allowed, "code": ruling.code}


ANSWERS: dict[str, Answer] = {
    "predicate": predicate,
    "ratings-giving": lambda given, on: {"pairs": [list(p) for p in rating.ratings_giving(on=on, **given)]},
    "distribution-mode": lambda given, on: {"predicate": distribution.mode_of(given["organisation"], on=on)},
    "deadline": deadline,
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
    "wording": lambda given, on: dict(wording.explain_wording(given["text"], on=on).result),
    "nip": lambda given, on: dict(nip.explain_nip(given["nip"], on=on).result),
}


def written_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.rglob("*.yaml")):
        sheet = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in sheet["cases"]:
            on = case.get("day", sheet["day"])
            found.append(
                pytest.param(sheet["rule"], on, case, id=f"{path.parent.name}/{path.stem}:{case['id']}")
            )
    return found


@pytest.mark.parametrize(("rule", "on", "case"), written_cases())
def test_case(rule: str, on: date, case: dict[str, Any]) -> None:
    given = dict(case["given"])
    if "refused" in case:
        with pytest.raises(nip.NipRefused) as refused:
            ANSWERS[rule](given, on)
        assert [error.field for error in refused.value.errors] == case["refused"]
        return
    assert _plain(ANSWERS[rule](given, on)) == _plain(case["expect"])


def test_a_case_that_contradicts_the_printed_example_says_so() -> None:
    for param in written_cases():
        case = param.values[2]
        assert ("printed" in case) == ("conflict" in case)


def _plain(result: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in result.items()}
