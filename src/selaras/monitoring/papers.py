"""The data of the official forms B.1.2 (monthly report) and B.1.4, B.1.5 (record of continuing feedback)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.core.time import local_day
from selaras.documents.models import Signature
from selaras.documents.shapes import (
    BehaviourRow,
    FeedbackPaper,
    Header,
    IndicatorRow,
    Realisation,
    ReportPaper,
    ReportRow,
    ResultRow,
    SignatureBlock,
    SignatureMark,
)
from selaras.documents.shapes import FeedbackLine as PrintedLine
from selaras.monitoring.models import GiverKind
from selaras.monitoring.queries.feedback import FeedbackBook, FeedbackLine
from selaras.monitoring.queries.realisations import Place, RealisationLine
from selaras.monitoring.queries.reports import next_month
from selaras.monitoring.queries.sheets import ReportSheet, ResultSheet
from selaras.planning.models import Cadence, PlanGroup, ResultKind, Window, WindowKind
from selaras.planning.papers import Frame, letterhead_of, person_block
from selaras.planning.queries import PlanContent, ResultContent, names_of, spoken

REPORT_FORM = "B.1.2"
FEEDBACK_FORMS = {PlanGroup.JPT_UNIT_HEAD: "B.1.4", PlanGroup.ADMIN_FUNCTIONAL: "B.1.5"}
SIGNS = {"THUMB": "👍", "SMILE": "🙂", "FROWN": "☹"}
QUARTERS = ("I", "II", "III", "IV")


def language_of(frame: Frame) -> str:
    """Return the language of a paper: a public agency's forms are Indonesian."""
    return "id" if frame.agency.is_public else translation.get_language() or "id"


def report_paper(frame: Frame, sheet: ReportSheet, *, with_answer: bool = True) -> ReportPaper:
    """Return a monthly report in the shape of B.1.2; what the employee signs is the paper without the answer."""
    report = sheet.report
    with translation.override(language_of(frame)):
        month = date_format(report.month_on, "F Y")
        last = next_month(report.month_on) - timedelta(days=1)
        rows = [(one.kind, _report_row(one)) for one in sheet.results]
        answered = with_answer and report.answer and report.answered_by
        return ReportPaper(
            header=_header(frame, report.month_on, last, month, (month,)),
            main=tuple(row for kind, row in rows if kind != ResultKind.ADDITIONAL),
            additional=tuple(row for kind, row in rows if kind == ResultKind.ADDITIONAL),
            signatures=(_signature(frame, "EMPLOYEE", dated=True),),
            achievements=_lines(report.achievements),
            challenges=_lines(report.challenges),
            improvements=_lines(report.improvements),
            answers=(PrintedLine(report.answer, report.answered_by.name),) if answered else (),
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _report_row(result: ResultSheet) -> ReportRow:
    evidence = tuple(f"{one.name} ({one.link})" if one.link else one.name for one in result.evidence)
    texts = [_realised(one.text, one.data_source) for one in result.entries if one.text]
    if not texts and evidence:
        texts = ["-"]
    return ReportRow(
        text=result.text,
        action_plan=tuple(step.text for step in result.steps),
        realisations=tuple(
            Realisation(text, evidence if place == len(texts) - 1 else ()) for place, text in enumerate(texts)
        ),
    )


def _realised(text: str, source: str) -> str:
    return f"{text} ({source})" if source else text


def feedback_paper(
    frame: Frame,
    content: PlanContent,
    book: FeedbackBook,
    realised: Mapping[Place, RealisationLine],
    window: Window,
) -> FeedbackPaper:
    """Return the record of feedback in a window in the shape of B.1.4 and B.1.5."""
    with translation.override(language_of(frame)):
        options = cycle_names(window)
        return FeedbackPaper(
            header=_header(frame, window.judged_from, window.judged_until, cycle_name(window), options),
            main=tuple(_result_row(frame, one, book, realised) for one in content.main),
            additional=tuple(_result_row(frame, one, book, realised) for one in content.additional),
            behaviours=tuple(
                BehaviourRow(
                    spoken(value.name),
                    tuple(spoken(guide) for guide in value.guides),
                    content.expectations.get(code, ()),
                    _printed(book.by_behaviour.get(code, ())),
                )
                for code, value in frame.values.items()
            ),
            signatures=(_signature(frame, "EMPLOYEE"), _signature(frame, "APPRAISER", dated=True)),
        )


def cycle_name(window: Window) -> str:
    """Return what a window is called on forms: Triwulan II, a month, or the end of the year."""
    if window.kind == WindowKind.ANNUAL:
        return _("End of the year")
    if window.period.cadence == Cadence.MONTHLY:
        return date_format(window.judged_from, "F")
    return _("Quarter %(number)s") % {"number": QUARTERS[window.number - 1]}


def cycle_names(window: Window) -> tuple[str, ...]:
    """Return all parts of the cycle of which one is chosen; of twelve months only the one."""
    if window.period.cadence == Cadence.MONTHLY:
        return (cycle_name(window),)
    return (*(_("Quarter %(number)s") % {"number": one} for one in QUARTERS), _("End of the year"))


def _result_row(
    frame: Frame, one: ResultContent, book: FeedbackBook, realised: Mapping[Place, RealisationLine]
) -> ResultRow:
    given = book.by_result.get(one.lineage_id, [])
    known = {indicator.lineage_id for indicator in one.indicators}
    general = [line for line in given if line.indicator_id not in known]
    period, on = frame.plan.period, frame.on
    aspects, perspectives = names_of("aspects", period, on), names_of("perspectives", period, on)
    rows = [
        IndicatorRow(
            text=row.text,
            target=row.target or None,
            aspect=spoken(aspects[row.aspect]) if row.aspect else None,
            perspective=spoken(perspectives[row.perspective]) if row.perspective else None,
            realisation=_text_at(realised, one.lineage_id, row.lineage_id),
            feedback=_printed(
                [*(general if not place else ()), *(x for x in given if x.indicator_id == row.lineage_id)]
            ),
        )
        for place, row in enumerate(one.indicators)
    ]
    if not rows:
        rows = [
            IndicatorRow("-", realisation=_text_at(realised, one.lineage_id, None), feedback=_printed(given))
        ]
    return ResultRow(
        text=one.text,
        indicators=tuple(rows),
        assigned_by=one.assigned_by or None,
        superior_result=one.intervened_text or None,
        superior_indicator=one.intervened_indicator_text or None,
    )


def _text_at(realised: Mapping[Place, RealisationLine], result: int, indicator: int | None) -> str | None:
    line = realised.get((result, indicator))
    return _realised(line.text, line.data_source) if line else None


def _printed(lines: Iterable[FeedbackLine]) -> tuple[PrintedLine, ...]:
    return tuple(
        PrintedLine(" ".join(part for part in (one.text, SIGNS.get(one.symbol, "")) if part), _giver(one))
        for one in lines
    )


def _giver(line: FeedbackLine) -> str:
    """The forms name the kind of giver, and in brackets who it was when it was not the leader."""
    if line.giver_kind == GiverKind.LEADER:
        return _("Leader")
    words = {
        GiverKind.PEER: _("Colleague (%(name)s)"),
        GiverKind.STAFF: _("Staff (%(name)s)"),
        GiverKind.OTHER: _("Other party (%(name)s)"),
    }
    name = ", ".join(part for part in (line.giver, line.giver_description) if part)
    return words[GiverKind(line.giver_kind)] % {"name": name}


def _header(frame: Frame, first: date, last: date, cycle: str, options: tuple[str, ...]) -> Header:
    plan = frame.plan
    appraiser = frame.people.get(plan.appraiser_id or 0)
    is_external = appraiser is not None and appraiser.kind == "EXTERNAL"
    return Header(
        letterhead=letterhead_of(frame.agency, draft=frame.draft),
        period_starts_on=first,
        period_ends_on=last,
        employee=person_block(frame.people.get(plan.person_id), frame.on),
        appraiser=person_block(appraiser, frame.on, frame.agency.name if is_external else ""),
        appraiser_place="AGENCY" if is_external else "UNIT",
        cycle=cycle,
        cycle_options=options,
    )


def _signature(frame: Frame, role: str, *, dated: bool = False) -> SignatureBlock:
    """A place to sign; the one that is dated names the place too, as the other forms do."""
    plan = frame.plan
    header = frame.people.get((plan.person_id if role == "EMPLOYEE" else plan.appraiser_id) or 0)
    given: Signature | None = next((one for one in frame.signatures if one.purpose == role), None)
    if given is None:
        return SignatureBlock(role, header.name if header else "-", (header and header.number) or None)  # type: ignore[arg-type]
    moment = given.signed_at.astimezone(ZoneInfo(frame.agency.time_zone))
    return SignatureBlock(
        role,  # type: ignore[arg-type]
        given.signer_name,
        given.signer_number or None,
        place=frame.agency.place if dated else None,
        signed_on=local_day(given.signed_at, frame.agency.time_zone),
        mark=SignatureMark(given.method, moment, given.content_hash),  # type: ignore[arg-type]
    )
