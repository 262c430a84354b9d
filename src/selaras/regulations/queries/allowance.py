"""The calculator of the allowance: it reckons with the shares, factors, cuts and bases that the agency chose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from selaras.core.verdict import Sentence as Text
from selaras.regulations.models import Choice, Topic
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.words import said
from selaras.rules import allowance, payslip, policy
from selaras.rules.contract.schema import (
    Schema,
    choice,
    many,
    names_of,
    predicate_schema,
    record,
    refuse,
    whole,
)
from selaras.rules.dated import Cite, in_force
from selaras.rules.discipline import PP_94_2021
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import parse_hundredths
from selaras.rules.sentences import Sentence, day_words, decimal_words, say

MOST_EVENTS = 62
MOST_DAYS = 31
MOST_OTHER_POSTS = 2
MOST_RUPIAH = 1_000_000_000


def allowance_calculator(value: Mapping[str, Any], chosen: Choice | None, on: date) -> Calculator:
    """Return the calculator of one agency on one day."""
    cuts = in_force(allowance.ALLOWANCE, "cuts", on).value

    decision = _decision(value, chosen)

    def answer(given: dict[str, Any], day: date) -> Explanation:
        return _explained(value, given, day, decision)

    return Calculator(
        key="allowance",
        title=say("rule_allowance"),
        schema=_schema(value, tuple(cuts)),
        output=record(
            {
                "allowance": whole(0, MOST_RUPIAH),
                "posts": many(whole(0, MOST_RUPIAH), 2, 1 + MOST_OTHER_POSTS),
            },
            ("posts",),
        ),
        answer=answer,
        instruments=("kepmendagri-900-4700-2020", "pp-94-2021", "agency-policy"),
        topic=Topic.ALLOWANCE,
        choice=chosen,
        labels=cut_labels(on, "events"),
    )


def sanction_labels(path: str) -> dict[str, Text]:
    """Return the names of the levels of sanctions, as labels of the fields below a path."""
    names = names_of(PP_94_2021, "sanction-levels")
    return {f"{path}.{level}": said(name) for level, name in names.items()}


def cut_labels(on: date, path: str) -> dict[str, Text]:
    """Return the names of the kinds of breach, as labels of the fields below a path."""
    rows = in_force(allowance.ALLOWANCE, "cuts", on).value
    return {f"{path}.{code}": said(row["title"]) for code, row in rows.items()}


def _decision(value: Mapping[str, Any], chosen: Choice | None) -> payslip.Decision | None:
    """What the agency decided, as it is cited: the day from which it holds and the reason that was recorded."""
    if chosen is None:
        return None
    article = say("decision_since", day=day_words(chosen.from_on), reason=chosen.reason).id
    return payslip.Decision(article, fixes_base=bool(value["bases"]))


def _schema(value: Mapping[str, Any], cuts: tuple[str, ...]) -> Schema:
    base: dict[str, Schema] = {"base": whole(0, MOST_RUPIAH)}
    if value["bases"]:
        base = {"job_class": choice(tuple(value["bases"]))}
    properties = base | {
        "predicate": predicate_schema(),
        "events": record({code: whole(0, MOST_EVENTS) for code in cuts}, cuts),
        "served": whole(0, MOST_DAYS),
        "whole": whole(1, MOST_DAYS),
        "sanction": choice(tuple(value["sanctions"]), names_of(PP_94_2021, "sanction-levels")),
        "others": many(record(base | {"served": whole(1, MOST_DAYS)}), 0, MOST_OTHER_POSTS),
    }
    return record(properties, ("sanction", "others"))


def _posts(value: Mapping[str, Any], given: Mapping[str, Any]) -> list[payslip.Post]:
    """The posts of the month with their days; an agency that pays whole months knows one post only."""
    rows = [given, *given.get("others", ())]
    if len(rows) > 1 and value["proration"] == "WHOLE_MONTH":
        raise refuse("others", "input_whole_month")
    if given["served"] > given["whole"]:
        raise refuse("served", "input_served")
    if sum(row["served"] for row in rows) > given["whole"]:
        raise refuse("others", "input_served_posts")
    bases = [value["bases"][row["job_class"]] if "job_class" in row else row["base"] for row in rows]
    return [payslip.Post(base, row["served"]) for base, row in zip(bases, rows, strict=True)]


def _explained(
    value: Mapping[str, Any], given: Mapping[str, Any], on: date, decision: payslip.Decision | None
) -> Explanation:
    posts, whole_days = _posts(value, given), given["whole"]
    if value["proration"] == "WHOLE_MONTH":
        posts, whole_days = [payslip.Post(posts[0].base, min(posts[0].served, 1))], 1
    cut = sum(parse_hundredths(value["cuts"][code]) * times for code, times in given["events"].items())
    level = given.get("sanction")
    told = payslip.explain_posts(
        posts,
        given["predicate"],
        cuts=cut,
        sanction_cut=parse_hundredths(value["sanctions"][level]) if level else 0,
        whole=whole_days,
        policy=policy.allowance_policy_of(value),
        on=on,
        decision=decision,
    )
    events = _event_steps(value, given["events"], on, decision)
    return Explanation(told.rule, on, told.result, (*events, *told.steps))


def _event_steps(
    value: Mapping[str, Any], events: Mapping[str, int], on: date, decision: payslip.Decision | None
) -> list[Step]:
    """How the cuts add up, one step for each kind of breach; a percent of the agency's own cites its decision."""
    entry = in_force(allowance.ALLOWANCE, "cuts", on)
    found = []
    for code, times in events.items():
        if not times:
            continue
        each = parse_hundredths(value["cuts"][code])
        title: Sentence = entry.value[code]["title"]
        counted = {"each": decimal_words(each), "percent": decimal_words(each * times)}
        words = say("allowance_event", title=title, times=times, **counted)
        if each == entry.value[code]["percent"] or decision is None:
            found.append(step(entry, words, part=code))
        else:
            cite = Cite(payslip.OWN, decision.article)
            found.append(Step(words.id, words.en, cite, payslip.DECIDED, entry.ref))
    return found
