"""The rules of the contract about plans, ratings and their deadlines."""

from datetime import date
from typing import Any

from selaras.rules.codes import ACHIEVEMENTS, PREDICATES, RATINGS
from selaras.rules.contract.schema import (
    AMOUNTS,
    LAW,
    VALUES,
    Built,
    InputRefused,
    Schema,
    best_first,
    choice,
    day,
    decimal,
    error_of,
    flag,
    many,
    names_of,
    or_null,
    predicate_schema,
    record,
    refuse,
    text,
    whole,
)
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths

PERCENTS = ("0.00", "100.00")
AVERAGES = ("0.00", "4.00")
PEOPLE = 100_000_000
MOST_HOLIDAYS = 366
MOST_WHOLE_PERCENT = "999999999999999999"
WEEKS = (5, 6)


def predicate() -> Built:
    """Two ratings by the quadrant, or two values by the numeric regime."""
    from selaras.rules import rating, scoring

    ratings = best_first(RATINGS, "ratings")
    matrix = {"results": ratings, "behaviour": ratings}
    values = {"skp": decimal(*VALUES), "behaviour": decimal(*VALUES)}
    numeric = values | {"peers_consulted": flag(), "new_idea": flag()}
    variants = [
        record(_scheme(LAW) | matrix | {"study_leave_failed": flag()}, ["study_leave_failed"]),
        record(_scheme(rating.COMPANY_MATRIX) | matrix),
        record(_scheme(scoring.PERMENPANRB_8_2021) | numeric),
    ]
    result = record({"predicate": predicate_schema(), "score": decimal(*VALUES)}, ["score"])

    def answer(given: dict[str, Any], on: date) -> Explanation:
        if given["scheme"] != scoring.PERMENPANRB_8_2021:
            return rating.explain_predicate(on=on, **given)
        flags = {key: given[key] for key in ("peers_consulted", "new_idea")}
        skp, behaviour = parse_hundredths(given["skp"]), parse_hundredths(given["behaviour"])
        return scoring.explain_score(skp, behaviour, on=on, **flags)

    return {"oneOf": variants}, result, answer


def indicator_achievement() -> Built:
    """The achievement of one indicator in the numeric regime."""
    from selaras.rules import scoring

    amount = decimal(*AMOUNTS)
    formulas = names_of(scoring.PERMENPANRB_8_2021, "achievement-formulas")
    given = record(
        _scheme(scoring.PERMENPANRB_8_2021)
        | {
            "target": {"oneOf": [amount, many(amount, 2, 2)]},
            "realisation": amount,
            "direction": choice(scoring.DIRECTIONS, formulas),
            "maximum": flag(),
        }
    )
    result = record(
        {
            "achievement": decimal(*AMOUNTS),
            "rounded": decimal("0", MOST_WHOLE_PERCENT),
            "category": predicate_schema(),
            "value": decimal(*VALUES),
        }
    )

    def answer(given: dict[str, Any], on: date) -> Explanation:
        flags = {key: given[key] for key in ("direction", "maximum")}
        realisation = parse_hundredths(given["realisation"])
        return scoring.explain_achievement(_target(given["target"]), realisation, on=on, **flags)

    return given, result, answer


def distribution() -> Built:
    """The limits of SE MenPANRB 3/2023."""
    from selaras.rules import distribution as distribution_rules
    from selaras.rules import limits

    predicate = predicate_schema()
    counts = record({code: whole(0, PEOPLE) for code in reversed(PREDICATES)}, PREDICATES)
    organisation = best_first(ACHIEVEMENTS, "organisation-achievements")
    given = record(
        _scheme(distribution_rules.SE_MENPANRB_3_2023) | {"organisation": organisation, "counts": counts}
    )
    finding = record(
        {
            "code": choice(tuple(limits.CODES.values())),
            "predicates": many(predicate, 1, 2),
            "limit": or_null(decimal(*PERCENTS)),
            "actual": decimal(*PERCENTS),
            "people": whole(1, PEOPLE),
        }
    )
    result = record({"findings": many(finding, 0, len(PREDICATES)), "small_group": flag()})

    def answer(given: dict[str, Any], on: date) -> Explanation:
        if not sum(given["counts"].values()):
            raise refuse("counts", "input_nobody")
        return limits.explain_distribution(given["organisation"], given["counts"], on=on)

    return given, result, answer


def study_leave_band() -> Built:
    """The guidance on the average of study leave."""
    from selaras.rules import study

    grades = {"university": choice(study.GRADES), "study_programme": choice(study.GRADES)}
    shared = {"programme": choice(study.PROGRAMMES), **grades, "gpa": decimal(*AVERAGES)}
    variants = [
        record({"place": {"type": "string", "const": "DOMESTIC"}} | shared),
        record({"place": {"type": "string", "const": "ABROAD"}} | shared, tuple(grades)),
    ]

    def answer(given: dict[str, Any], on: date) -> Explanation:
        accreditations = {key: given.get(key) for key in grades}
        gpa = parse_hundredths(given["gpa"])
        return study.explain_study_band(given["place"], given["programme"], gpa, **accreditations, on=on)

    return {"oneOf": variants}, record({"band": or_null(predicate_schema())}), answer


def deadline() -> Built:
    """The deadlines in working days."""
    from selaras.rules import days

    rows = law_file(LAW, "deadlines").entries[-1].value
    steps = choice(tuple(rows), {code: row["title"] for code, row in rows.items()})
    week = whole(min(WEEKS), max(WEEKS))
    holidays = many(day(), 0, MOST_HOLIDAYS)
    given = record({"step": steps, "from": day(), "working_week": week, "holidays": holidays}, ["holidays"])

    def answer(given: dict[str, Any], on: date) -> Explanation:
        listed = given.get("holidays")
        return days.explain_deadline(
            given["step"],
            date.fromisoformat(given["from"]),
            on=on,
            working_week=given["working_week"],
            holidays=None if listed is None else [date.fromisoformat(item) for item in listed],
        )

    return given, record({"until": day(), "estimated": flag()}), answer


def wording() -> Built:
    """How a result is worded."""
    from selaras.rules import wording

    kinds = names_of(LAW, "wording-kinds")

    def answer(given: dict[str, Any], on: date) -> Explanation:
        return wording.explain_wording(given["text"], on=on)

    return record({"text": text()}), record({"kind": choice(tuple(kinds), kinds), "absolute": flag()}), answer


def _scheme(name: str) -> dict[str, Schema]:
    return {"scheme": {"type": "string", "const": name}}


def _target(given: str | list[str]) -> list[int]:
    listed = given if isinstance(given, list) else [given]
    target = [parse_hundredths(item) for item in listed]
    errors = [
        error_of(f"target.{place}" if isinstance(given, list) else "target", "input_target_zero")
        for place, item in enumerate(target)
        if not item
    ]
    if target[0] > target[-1]:
        errors.append(error_of("target", "input_target_order"))
    if errors:
        raise InputRefused(errors)
    return target
