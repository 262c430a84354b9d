"""Everything an appraiser weighs for one evaluation, in one statement: results, realisations, feedback, opinions."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from selaras.appraisal.models import Evaluation
from selaras.core.tenancy import current_agency_id
from selaras.planning.models import TargetKind
from selaras.planning.queries.content import amount

MATERIAL = """
SELECT json_build_object(
 'results', (SELECT coalesce(json_agg(r ORDER BY r.kind DESC, r.ordinal, r.id), '[]') FROM (
    SELECT x.id, x.lineage_id, x.kind, x.ordinal, x.text, x.assigned_by, x.intervened_text,
           x.intervened_indicator_text,
      (SELECT coalesce(json_agg(i ORDER BY i.ordinal, i.id), '[]') FROM (
         SELECT i.id, i.lineage_id, i.ordinal, i.text, i.aspect, i.perspective, i.target_kind,
                i.target_low::text, i.target_high::text, i.target_text, i.measure
         FROM planning_indicator i WHERE i.agency_id = x.agency_id AND i.result_id = x.id) i) AS indicators
    FROM planning_expectedresult x
    WHERE x.agency_id = %(agency)s AND x.plan_version_id = %(plan_version)s) r),
 'expectations', (SELECT coalesce(json_agg(json_build_array(b.value, b.text) ORDER BY b.ordinal, b.id), '[]')
    FROM planning_behaviourexpectation b
    WHERE b.agency_id = %(agency)s AND b.plan_version_id = %(plan_version)s),
 'realisations', (SELECT coalesce(json_agg(x), '[]') FROM (
    SELECT DISTINCT ON (m.result_id, m.indicator_id)
           m.result_id, m.indicator_id, m.text, m.data_source, r.month_on
    FROM monitoring_realisation m JOIN monitoring_report r ON r.agency_id = m.agency_id AND r.id = m.report_id
    WHERE m.agency_id = %(agency)s AND r.plan_id = %(plan)s AND r.state <> 'DRAFT' AND m.text <> ''
      AND r.month_on BETWEEN %(since)s AND %(until)s
    ORDER BY m.result_id, m.indicator_id, r.month_on DESC) x),
 'feedback', (SELECT coalesce(json_agg(x ORDER BY x.given_on, x.id), '[]') FROM (
    SELECT f.id, f.result_id, f.indicator_id, f.behaviour, f.text, f.symbol, f.response, f.given_on,
           f.giver_kind, p.name, p.description
    FROM monitoring_feedback f JOIN organisation_person p ON p.agency_id = f.agency_id AND p.id = f.giver_id
    WHERE f.agency_id = %(agency)s AND f.plan_id = %(plan)s
      AND f.given_on BETWEEN %(since)s AND %(closes)s) x),
 'opinions', (SELECT coalesce(json_agg(x ORDER BY x.kind DESC, x.id), '[]') FROM (
    SELECT o.id, o.kind, o.author_id, p.name, o.results_rating, o.results_grounds, o.behaviour_rating,
           o.behaviour_grounds, o.asked_at, o.submitted_at, o.version
    FROM appraisal_opinion o JOIN organisation_person p ON p.agency_id = o.agency_id AND p.id = o.author_id
    WHERE o.agency_id = %(agency)s AND o.evaluation_id = %(evaluation)s) x),
 'rows', (SELECT coalesce(json_agg(json_build_array(w.result_id, w.indicator_id, w.realisation, w.helper_rating)), '[]')
    FROM appraisal_evaluationrow w WHERE w.agency_id = %(agency)s AND w.evaluation_id = %(evaluation)s),
 'evidence', (SELECT coalesce(json_agg(json_build_array(v.result_id, v.id, v.name, v.link, v.file_id IS NOT NULL)
      ORDER BY r.month_on, v.id), '[]')
    FROM monitoring_evidence v JOIN monitoring_report r ON r.agency_id = v.agency_id AND r.id = v.report_id
    WHERE v.agency_id = %(agency)s AND r.plan_id = %(plan)s AND r.state <> 'DRAFT'
      AND r.month_on BETWEEN %(since)s AND %(until)s),
 'reports', (SELECT json_build_object('sent', count(*) FILTER (WHERE r.state <> 'DRAFT'),
      'answered', count(*) FILTER (WHERE r.state = 'ANSWERED'))
    FROM monitoring_report r WHERE r.agency_id = %(agency)s AND r.plan_id = %(plan)s
      AND r.month_on BETWEEN %(since)s AND %(until)s)
)::text
"""


@dataclass(frozen=True)
class Remark:
    """One feedback on a result or a behaviour."""

    text: str
    symbol: str
    response: str
    giver_kind: str
    giver: str
    given_on: date


@dataclass(frozen=True)
class Proof:
    """One piece of evidence of a result: an uploaded file, or a name with a link."""

    id: int
    name: str
    link: str
    is_file: bool


@dataclass
class IndicatorLine:
    """One indicator with its target and what was reached; `own` is the employee's final text of this evaluation."""

    lineage_id: int
    text: str
    aspect: str
    perspective: str
    target: str
    helper: str = ""
    own: str = ""
    reported: str = ""
    reported_on: date | None = None
    remarks: list[Remark] = field(default_factory=list)

    @property
    def realisation(self) -> str:
        """The employee's final text, or else what the last report said; empty when nothing is known."""
        return self.own or self.reported


@dataclass
class ResultLine:
    """One expected result with its indicators; `helper` is the appraiser's optional judgement, never binding."""

    lineage_id: int
    kind: str
    number: int
    text: str
    assigned_by: str
    superior_text: str
    superior_indicator: str
    indicators: list[IndicatorLine]
    helper: str = ""
    own: str = ""
    reported: str = ""
    reported_on: date | None = None
    remarks: list[Remark] = field(default_factory=list)
    evidence: list[Proof] = field(default_factory=list)

    @property
    def realisation(self) -> str:
        """As of an indicator, for what was said about the result as a whole."""
        return self.own or self.reported


@dataclass(frozen=True)
class OpinionLine:
    """A self-appraisal or a colleague's opinion; empty ratings until it is written."""

    id: int
    kind: str
    author_id: int
    author: str
    results_rating: str
    results_grounds: str
    behaviour_rating: str
    behaviour_grounds: str
    asked_at: datetime | None
    submitted_at: datetime | None
    version: int


@dataclass(frozen=True)
class Material:
    """What is known about one plan in one window."""

    main: list[ResultLine]
    additional: list[ResultLine]
    expectations: dict[str, list[str]]
    behaviour_remarks: dict[str, list[Remark]]
    own: OpinionLine | None
    peers: list[OpinionLine]
    reports_sent: int
    reports_answered: int

    @property
    def results(self) -> list[ResultLine]:
        """All results, main ones first."""
        return [*self.main, *self.additional]


def material_of(evaluation: Evaluation) -> Material:
    """Return everything about one evaluation in one statement; the caller has passed its door."""
    window = evaluation.window
    values = {
        "agency": current_agency_id(),
        "plan": evaluation.plan_id,
        "plan_version": evaluation.plan_version_id,
        "evaluation": evaluation.pk,
        "since": window.judged_from,
        "until": window.judged_until,
        "closes": max(window.closes_on, window.judged_until),
    }
    with connection.cursor() as cursor:
        cursor.execute(MATERIAL, values)
        raw = json.loads(cursor.fetchone()[0])
    return _material(raw)


def _material(raw: dict[str, Any]) -> Material:
    results = [_result(row, number) for number, row in enumerate(raw["results"], start=1)]
    lines: dict[tuple[int, int | None], ResultLine | IndicatorLine] = {}
    for result in results:
        lines[result.lineage_id, None] = result
        for indicator in result.indicators:
            lines[result.lineage_id, indicator.lineage_id] = indicator
    _fill(raw, lines)
    expectations: dict[str, list[str]] = defaultdict(list)
    for value, text in raw["expectations"]:
        expectations[value].append(text)
    opinions = [_opinion(row) for row in raw["opinions"]]
    return Material(
        main=[one for one in results if one.kind == "MAIN"],
        additional=[one for one in results if one.kind != "MAIN"],
        expectations=dict(expectations),
        behaviour_remarks=_behaviour_remarks(raw["feedback"]),
        own=next((one for one in opinions if one.kind == "SELF"), None),
        peers=[one for one in opinions if one.kind == "PEER"],
        reports_sent=raw["reports"]["sent"],
        reports_answered=raw["reports"]["answered"],
    )


def _result(row: dict[str, Any], number: int) -> ResultLine:
    return ResultLine(
        lineage_id=row["lineage_id"],
        kind=row["kind"],
        number=number,
        text=row["text"],
        assigned_by=row["assigned_by"],
        superior_text=row["intervened_text"],
        superior_indicator=row["intervened_indicator_text"],
        indicators=[
            IndicatorLine(one["lineage_id"], one["text"], one["aspect"], one["perspective"], target_of(one))
            for one in row["indicators"]
        ],
    )


def _fill(raw: dict[str, Any], lines: dict[tuple[int, int | None], Any]) -> None:
    for row in raw["realisations"]:
        line = lines.get((row["result_id"], row["indicator_id"]))
        if line is not None:
            line.reported = f"{row['text']} ({row['data_source']})" if row["data_source"] else row["text"]
            line.reported_on = date.fromisoformat(row["month_on"])
    for result_id, indicator_id, realisation, helper in raw["rows"]:
        line = lines.get((result_id, indicator_id))
        if line is not None:
            line.own = realisation
            line.helper = helper
    _attach(raw, lines)


def _attach(raw: dict[str, Any], lines: dict[tuple[int, int | None], Any]) -> None:
    """Put evidence to its result, and feedback to its indicator, or to the result when the indicator is gone."""
    for result_id, *proof in raw["evidence"]:
        if (result_id, None) in lines:
            lines[result_id, None].evidence.append(Proof(*proof))
    for row in raw["feedback"]:
        line = lines.get((row["result_id"], row["indicator_id"])) or lines.get((row["result_id"], None))
        if row["result_id"] and line is not None:
            line.remarks.append(_remark(row))


def _behaviour_remarks(rows: list[dict[str, Any]]) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = defaultdict(list)
    for row in rows:
        if row["behaviour"]:
            found[row["behaviour"]].append(_remark(row))
    return dict(found)


def _remark(row: dict[str, Any]) -> Remark:
    giver = row["description"] or row["name"]
    given_on = date.fromisoformat(row["given_on"])
    return Remark(row["text"], row["symbol"], row["response"], row["giver_kind"], giver, given_on)


def _opinion(row: dict[str, Any]) -> OpinionLine:
    moments = {
        key: datetime.fromisoformat(row[key]) if row[key] else None for key in ("asked_at", "submitted_at")
    }
    words = ("results_rating", "results_grounds", "behaviour_rating", "behaviour_grounds")
    texts = {key: str(row[key]) for key in words}
    return OpinionLine(
        id=row["id"], kind=row["kind"], author_id=row["author_id"], author=row["name"], version=row["version"],
        asked_at=moments["asked_at"], submitted_at=moments["submitted_at"], **texts,
    )  # fmt: skip


def target_of(row: dict[str, Any]) -> str:
    """Return a target as its kind says: the words, or the number or range with its measure."""
    if row["target_kind"] == TargetKind.TEXT:
        return str(row["target_text"])
    ends = [amount(Decimal(row[key])) for key in ("target_low", "target_high") if row[key] is not None]
    return " ".join(part for part in (" – ".join(ends), row["measure"]) if part)
