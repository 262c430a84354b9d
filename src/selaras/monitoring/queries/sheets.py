"""A report as a sheet: each result of the plan with its targets, realisations, evidence, steps and feedback."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_date, parse_datetime

from selaras.core.tenancy import current_agency_id
from selaras.monitoring.models import Report
from selaras.planning.models import ExpectedResult, PlanState, PlanVersion
from selaras.planning.queries.content import IndicatorContent, PlanContent, ResultContent, contents_of

WORK = """
SELECT
  (SELECT coalesce(json_agg(json_build_object('result_id', x.result_id, 'indicator_id', x.indicator_id,
      'text', x.text, 'data_source', x.data_source)), '[]')
   FROM monitoring_realisation x WHERE x.agency_id = %(agency)s AND x.report_id = %(report)s),
  (SELECT coalesce(json_agg(json_build_object('id', x.id, 'result_id', x.result_id, 'name', x.name,
      'link', x.link, 'size', f.size, 'added_at', x.added_at) ORDER BY x.id), '[]')
   FROM monitoring_evidence x LEFT JOIN core_storedfile f ON f.agency_id = x.agency_id AND f.id = x.file_id
   WHERE x.agency_id = %(agency)s AND x.report_id = %(report)s),
  (SELECT coalesce(json_agg(json_build_object('id', x.id, 'result_id', x.result_id, 'text', x.text,
      'due_on', x.due_on, 'done_on', x.done_on, 'version', x.version) ORDER BY x.ordinal, x.id), '[]')
   FROM monitoring_actionstep x JOIN planning_resultlineage l ON l.agency_id = x.agency_id AND l.id = x.result_id
   WHERE x.agency_id = %(agency)s AND l.plan_id = %(plan)s),
  (SELECT coalesce(json_agg(json_build_object('id', x.id, 'result_id', x.result_id, 'behaviour', x.behaviour,
      'text', x.text, 'symbol', x.symbol, 'response', x.response, 'giver', p.name, 'giver_id', x.giver_id)
      ORDER BY x.id), '[]')
   FROM monitoring_feedback x JOIN organisation_person p ON p.agency_id = x.agency_id AND p.id = x.giver_id
   WHERE x.agency_id = %(agency)s AND x.report_id = %(report)s),
  (SELECT coalesce(json_agg(json_build_object('author', p.name, 'author_id', x.author_id, 'text', x.text,
      'at', x.at) ORDER BY x.at, x.id), '[]')
   FROM monitoring_reply x JOIN organisation_person p ON p.agency_id = x.agency_id AND p.id = x.author_id
   WHERE x.agency_id = %(agency)s AND x.report_id = %(report)s)
"""


@dataclass(frozen=True)
class RealisationEntry:
    """One place where a realisation is written: of an indicator, or of a result that has none."""

    result_id: int
    indicator: IndicatorContent | None
    text: str = ""
    data_source: str = ""
    is_former: bool = False

    @property
    def indicator_id(self) -> int | None:
        """The lineage of the indicator."""
        return self.indicator.lineage_id if self.indicator else None

    @property
    def key(self) -> str:
        """The part of a field's name that tells the entries apart."""
        return f"{self.result_id}-{self.indicator_id or 0}"


@dataclass(frozen=True)
class EvidenceEntry:
    """A file or a link that proves a realisation."""

    id: int
    result_id: int
    name: str
    link: str
    size: int | None
    added_at: datetime | None


@dataclass(frozen=True)
class StepEntry:
    """One step of the action plan of a result."""

    id: int
    result_id: int
    text: str
    due_on: date | None
    done_on: date | None
    version: int


@dataclass(frozen=True)
class FeedbackEntry:
    """One remark given with the answer to the report."""

    id: int
    result_id: int | None
    behaviour: str
    text: str
    symbol: str
    response: str
    giver: str
    giver_id: int


@dataclass(frozen=True)
class ReplyEntry:
    """One turn of a conversation."""

    author: str
    author_id: int
    text: str
    at: datetime | None


@dataclass(frozen=True)
class ResultSheet:
    """One result of a report; `content` is None for a result that a later version of the plan no longer has."""

    lineage_id: int
    text: str
    kind: str
    is_taken_over: bool
    content: ResultContent | None
    entries: tuple[RealisationEntry, ...]
    evidence: tuple[EvidenceEntry, ...]
    steps: tuple[StepEntry, ...]
    feedback: tuple[FeedbackEntry, ...]


@dataclass(frozen=True)
class Gap:
    """A result of the plan of which some or all is not reported: how many of its places are filled."""

    text: str
    filled: int
    total: int


@dataclass(frozen=True)
class ReportSheet:
    """Everything that a report's page and its official form show."""

    report: Report
    results: tuple[ResultSheet, ...]
    behaviours: dict[str, tuple[FeedbackEntry, ...]] = field(default_factory=dict)
    replies: tuple[ReplyEntry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether no realisation is written yet."""
        return not any(entry.text.strip() for result in self.results for entry in result.entries)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return the results on which nothing, or not everything, is written; those taken over ask for nothing."""
        asked = [one for one in self.results if one.content is not None and not one.is_taken_over]
        counted = [(one, [bool(entry.text.strip()) for entry in one.entries if not entry.is_former])
                   for one in asked]  # fmt: skip
        return tuple(
            Gap(one.text, sum(written), len(written)) for one, written in counted if not all(written)
        )

    @property
    def result_ids(self) -> frozenset[int]:
        """The lineages that may be reported on."""
        return frozenset(one.lineage_id for one in self.results)


def version_at(plan: str) -> Subquery:
    """The version of a plan that was in force when the report was submitted, else the one in force now."""
    versions = PlanVersion.objects.filter(
        plan=OuterRef(plan),
        state__in=(PlanState.SET, PlanState.SUPERSEDED),
        set_at__lte=Coalesce(OuterRef("submitted_at"), F("set_at")),
    )
    return Subquery(versions.order_by("-number").values("id")[:1])


def sheet_of(report: Report) -> ReportSheet:
    """Return the sheet of a report in two statements (three when a later version dropped a reported result)."""
    version_id = _version_id(report)
    content = contents_of([version_id])[version_id] if version_id else None
    realisations, evidence, steps, feedback, replies = _work(report)
    given = [FeedbackEntry(**row) for row in feedback]
    results = _results(report, content, realisations, [_evidence(row) for row in evidence],
                       [_step(row) for row in steps], given)  # fmt: skip
    values: dict[str, tuple[FeedbackEntry, ...]] = {}
    for one in given:
        if one.behaviour:
            values[one.behaviour] = (*values.get(one.behaviour, ()), one)
    return ReportSheet(report, results, values, tuple(reply_entry(row) for row in replies))


def _version_id(report: Report) -> int | None:
    """`report_for` has read it already; otherwise ask."""
    if hasattr(report, "plan_version_id"):
        return report.plan_version_id  # type: ignore[no-any-return]  # annotated by `with_plan`
    found = Report.objects.filter(pk=report.pk).annotate(plan_version_id=version_at("plan"))
    return found.values_list("plan_version_id", flat=True).get()


def _work(report: Report) -> tuple[list[dict[str, Any]], ...]:
    with connection.cursor() as cursor:
        values = {"agency": current_agency_id(), "report": report.pk, "plan": report.plan_id}
        cursor.execute(WORK, values)
        row: tuple[list[dict[str, Any]], ...] = cursor.fetchone()
    return row


def _evidence(row: dict[str, Any]) -> EvidenceEntry:
    return EvidenceEntry(**{**row, "added_at": parse_datetime(row["added_at"])})


def _step(row: dict[str, Any]) -> StepEntry:
    days = {name: parse_date(row[name]) if row[name] else None for name in ("due_on", "done_on")}
    return StepEntry(**{**row, **days})


def reply_entry(row: dict[str, Any]) -> ReplyEntry:
    """Return one turn of a conversation from its JSON."""
    return ReplyEntry(**{**row, "at": parse_datetime(row["at"])})


def _results(
    report: Report,
    content: PlanContent | None,
    realisations: list[dict[str, Any]],
    evidence: list[EvidenceEntry],
    steps: list[StepEntry],
    feedback: list[FeedbackEntry],
) -> tuple[ResultSheet, ...]:
    known = {one.lineage_id: one for one in content.results} if content else {}
    texts = {(row["result_id"], row["indicator_id"]): row for row in realisations}
    used = {key[0] for key, row in texts.items() if row["text"]} | {one.result_id for one in evidence}
    dropped = _dropped(report, used - set(known))
    return tuple(
        ResultSheet(
            lineage_id=lineage_id,
            text=known[lineage_id].text if lineage_id in known else dropped[lineage_id],
            kind=known[lineage_id].kind if lineage_id in known else "",
            is_taken_over=lineage_id in known and known[lineage_id].is_taken_over,
            content=known.get(lineage_id),
            entries=_entries(lineage_id, known.get(lineage_id), texts),
            evidence=tuple(one for one in evidence if one.result_id == lineage_id),
            steps=tuple(one for one in steps if one.result_id == lineage_id),
            feedback=tuple(one for one in feedback if one.result_id == lineage_id),
        )
        for lineage_id in (*known, *dropped)
    )


def _dropped(report: Report, lineages: set[int]) -> dict[int, str]:
    """The last wording of results that were reported on and have left the plan since: nothing is hidden."""
    if not lineages:
        return {}
    rows = ExpectedResult.objects.filter(plan_version__plan=report.plan_id, lineage__in=lineages)
    return dict(rows.order_by("lineage", "plan_version__number").values_list("lineage_id", "text"))


def _entries(
    lineage_id: int, result: ResultContent | None, texts: dict[tuple[int, int | None], dict[str, Any]]
) -> tuple[RealisationEntry, ...]:
    """One entry per indicator, or one of the result itself; texts of former indicators follow, to be read only."""
    mine = {key[1]: row for key, row in texts.items() if key[0] == lineage_id}
    places: list[IndicatorContent | None] = (
        list(result.indicators) if result and result.indicators else [None]
    )
    entries = []
    for place in places:
        row = mine.pop(place.lineage_id if place else None, None)
        entries.append(RealisationEntry(lineage_id, place, *_words(row)))
    entries += [
        RealisationEntry(lineage_id, None, *_words(row), True) for row in mine.values() if row["text"]
    ]
    return tuple(entries)


def _words(row: dict[str, Any] | None) -> tuple[str, str]:
    return (row["text"], row["data_source"]) if row else ("", "")
