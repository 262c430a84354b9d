"""Asks every explaining function of the rules with the inputs of explanations.yaml; prints the sheet again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from selaras.rules import (
    allowance,
    appraisers,
    careers,
    competence,
    consequences,
    contract,
    credit,
    development,
    distribution,
    guides,
    history,
    payslip,
    plan_values,
    plans,
    procedures,
    professionalism,
    ranking,
    rating,
    schemes,
    scoring,
)
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation

SHEET = Path(__file__).parent / "explanations.yaml"
Told = dict[str, Any]
Ask = Callable[[dict[str, Any], date], Explanation | Sequence[Any]]


def readiness(given: dict[str, Any], on: date) -> Sequence[Any]:
    goal = given.pop("goal")
    extra = {key: given.pop(key) for key in ("has_vacancy", "passed_test") if key in given}
    record = careers.Record(**given | {"predicates": tuple(given.get("predicates", ()))})
    if goal == "LEVEL":
        return careers.level_promotion(record, on=on, **extra).steps
    if goal in ("FUNCTIONAL", "REGULAR"):
        return careers.rank_promotion(goal, record, on=on).steps
    if goal in ("RAISE", "MONTH"):
        asked = careers.periodic_raise if goal == "RAISE" else careers.employee_of_month
        return asked(record, on=on).steps
    return careers.long_service_medal(goal, record, on=on).steps


def weighted(given: dict[str, Any], on: date) -> Explanation:
    components = [schemes.Component(*row) for row in given["components"]]
    return schemes.explain_weighted(components, missing=given["missing"], on=on)


def key_result(given: dict[str, Any], on: date) -> Explanation:
    actual = given.pop("actual")
    return schemes.explain_key_result(schemes.KeyResult(**given), actual, on=on)


def allowed(given: dict[str, Any], on: date) -> Explanation:
    policy = replace(allowance.default_policy(on=on), **given.pop("policy", {}))
    if "posts" in given:
        posts = [payslip.Post(*row) for row in given.pop("posts")]
        return payslip.explain_posts(posts, policy=policy, on=on, **given)
    return payslip.explain_allowance(policy=policy, on=on, **given)


def plan_value(given: dict[str, Any], on: date) -> Explanation:
    results = [tuple(row) for row in given["results"]]
    additional = [tuple(row) for row in given.get("additional", ())]
    return plan_values.explain_plan_value(results, additional, on=on)


def plan_total(given: dict[str, Any], on: date) -> Explanation:
    parts = [tuple(row) for row in given["parts"]]
    additional = [tuple(row) for row in given.get("additional", ())]
    return plan_values.explain_plan_total(parts, additional, on=on)


def ruled(given: dict[str, Any], on: date) -> Sequence[Any]:
    """Every ruling that one sentence gives; `asked` names the function of the rules."""
    asked = given.pop("asked")
    if asked == "can_appraise":
        return (appraisers.can_appraise(appraisers.Candidate(**given), on=on),)
    if asked == "achievement_year":
        return (appraisers.achievement_year(on=on, **given)[1],)
    told = getattr(appraisers, asked)(on=on, **given)
    return told if isinstance(told, tuple) else (told,)


def found_in_plan(given: dict[str, Any], on: date) -> Sequence[Any]:
    """Findings of a plan with everything wrong that `given` says."""
    law = in_force("permenpanrb-6-2022", "behaviours", on).value
    behaviours = {code: tuple(guide.id for guide in row["guides"]) for code, row in law.items()}
    behaviours |= {code: tuple(guides) for code, guides in given.pop("behaviours", {}).items()}
    for code in given.pop("without_behaviours", ()):
        del behaviours[code]
    results = tuple(
        plans.ResultDraft(**row | {"indicators": tuple(plans.IndicatorDraft(**i) for i in row["indicators"])})
        for row in given.pop("results")
    )
    annex = given.pop("annex", None)
    draft = plans.PlanDraft(
        results=results,
        behaviours=behaviours,
        annex=plans.Annex(**{key: tuple(lines) for key, lines in annex.items()})
        if annex is not None
        else None,
        **given,
    )
    return plans.check_plan(draft, on=on)


ASKED: dict[str, Ask] = {
    "work-achievement": lambda given, on: history.explain_work_achievement(on=on, **given),
    "integration-2021": lambda given, on: history.explain_integration(on=on, **given),
    "two-plans": lambda given, on: scoring.explain_two_plans([tuple(one) for one in given["plans"]], on=on),
    "ranking": lambda given, on: ranking.explain_ranking(given, on=on),
    "professionalism-index": lambda given, on: professionalism.explain_index(on=on, **given),
    "weighted-score": weighted,
    "key-result": key_result,
    "allowance": allowed,
    "plan-value": plan_value,
    "plan-total": plan_total,
    "development-hours": lambda given, on: development.explain_hours(on=on, **given),
    "credit-accumulated": lambda given, on: credit.explain_accumulated(
        given["level"], given["owned"], [tuple(one) for one in given["earned"]], on=on
    ),
    "credit-need": lambda given, on: credit.explain_need(on=on, **given),
    "improvement": lambda given, on: procedures.explain_improvement(on=on, **given),
    "objection": lambda given, on: procedures.explain_objection(on=on, **given),
    "discipline-procedure": lambda given, on: procedures.explain_discipline(on=on, **given),
    "discipline-remedy": lambda given, on: procedures.explain_remedy(on=on, **given),
    "distribution-mode": lambda given, on: distribution.explain_mode(on=on, **given),
    "head-rating": lambda given, on: distribution.explain_head_rating(on=on, **given),
    "competence": lambda given, on: competence.explain_competence(on=on, **given),
    "plan-setters": lambda given, on: appraisers.explain_plan_setters(on=on, **given),
    "consequences": lambda given, on: consequences.explain_consequences(on=on, **given),
    "results-guide": lambda given, on: guides.explain_results_guide(on=on, **given),
    "company-predicate": lambda given, on: rating.explain_predicate(on=on, scheme="company-matrix", **given),
    "readiness": readiness,
    "ruling": ruled,
    "plan-findings": found_in_plan,
}


def told(rule: str, given: dict[str, Any], on: date) -> list[Told]:
    """The steps, rulings or findings of one question as plain text."""
    if rule in contract.rule_names() and rule not in ASKED:
        answer: Any = contract.explain(rule, given, on=on)
    else:
        answer = ASKED[rule](dict(given), on)
    if isinstance(answer, Explanation):
        assert answer.rule == rule.removeprefix("company-")
        assert answer.as_json()["steps"] == [one.as_json() for one in answer.steps]
        answer = answer.steps
    return [plain(one) for one in answer]


def plain(one: Any) -> Told:
    """A sentence in two languages with its citation, and what else the thing says."""
    said = {"id": one.id, "en": one.en, "cite": str(one.cite), "ref": one.ref}
    for name in ("confidence", "code", "allowed", "rule", "level", "where"):
        if hasattr(one, name):
            value = getattr(one, name)
            said[name] = list(value) if isinstance(value, tuple) else value
    return said


def print_again() -> None:
    """Write the sheet with what the rules say now, to be read by a person before it is committed."""
    sheet = yaml.safe_load(SHEET.read_text(encoding="utf-8"))
    for case in sheet:
        case["says"] = told(case["rule"], case["given"], case["day"])
    head = SHEET.read_text(encoding="utf-8").partition("\n- ")[0]
    text = yaml.safe_dump(sheet, allow_unicode=True, sort_keys=False, width=200)
    SHEET.write_text(f"{head}\n{text}", encoding="utf-8")


if __name__ == "__main__":
    print_again()
