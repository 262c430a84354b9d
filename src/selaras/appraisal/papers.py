"""The data of the official papers of an evaluation: result forms C.1.x and evaluation documents D.1.x."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from selaras.appraisal.models import Evaluation, Objection, Reuse
from selaras.appraisal.queries.material import IndicatorLine, Material, Remark, ResultLine
from selaras.core.models import Agency
from selaras.documents.models import Signature
from selaras.documents.shapes import (
    BehaviourRow,
    EvaluationDocument,
    FeedbackLine,
    Header,
    IndicatorRow,
    ResultPaper,
    ResultRow,
    RoleCode,
    SignatureBlock,
)
from selaras.monitoring.models import GiverKind, Symbol
from selaras.organisation.models import PersonKind
from selaras.organisation.queries import PersonHeader
from selaras.planning.models import Approach, Cadence, PlanGroup, Window, WindowKind
from selaras.planning.papers import letterhead_of, person_block
from selaras.planning.queries.values import CoreValue, names_of, spoken, values_in
from selaras.rules.distribution import curve_of
from selaras.rules.hundredths import HUNDRED

ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Known:
    """What the papers of one evaluation are made of: everybody's header on the day, and the material."""

    agency: Agency
    headers: dict[int, PersonHeader]
    on: date
    material: Material


def language_of(agency: Agency) -> str:
    """Regulated forms of a public agency are always Indonesian; a company reads its own language."""
    return (translation.get_language() or "id")[:2] if agency.is_company else "id"


def form_of(evaluation: Evaluation) -> str:
    """Return the result form: C.1.1 qualitative, C.1.2 for senior leaders and unit heads, C.1.3 for the others."""
    plan = evaluation.plan
    if plan.approach == Approach.QUALITATIVE:
        return "C.1.1"
    return "C.1.2" if plan.group == PlanGroup.JPT_UNIT_HEAD else "C.1.3"


def cycle_of(window: Window) -> tuple[str, tuple[str, ...]]:
    """Return the chosen part of the year and all options, as the forms print them ("Triwulan IV-Akhir")."""
    if window.kind == WindowKind.ANNUAL:
        if window.period.cadence == Cadence.MONTHLY:
            return _("Annual"), ()
        options = [
            _("Quarter %(number)s") % {"number": one} for one in (*ROMAN[:3], pgettext("quarter", "IV-Final"))
        ]
        return options[-1], tuple(options)
    if window.period.cadence == Cadence.MONTHLY:
        return f"{MONTHS[window.judged_from.month]} {window.judged_from.year}", ()
    options = [_("Quarter %(number)s") % {"number": one} for one in ROMAN]
    return options[window.number - 1], tuple(options)


def window_name(window: Window) -> str:
    """Return what people call a window: "Quarter III 2026", "March 2026", "Year 2026"."""
    if window.kind == WindowKind.ANNUAL:
        return _("Year %(year)s") % {"year": window.period.year}
    name = cycle_of(window)[0]
    return name if window.period.cadence == Cadence.MONTHLY else f"{name} {window.period.year}"


def period_of(reuse: Reuse) -> str:
    """Return the period of a reused result in the language of the reader, or as the paper of another agency states."""
    return window_name(reuse.source.window) if reuse.source else reuse.origin_period


def reused_words(reuse: Reuse) -> str:
    """Say on the papers by which agreement a previous result serves, from where and why (Lampiran IV.A.13, p. 91)."""
    words = _(
        "By agreement of the appraiser and the employee of %(day)s (Lampiran IV.A.13, page 91) the result of "
        "%(period)s from %(origin)s is used. Reason: %(reason)s"
    ) % {
        "day": date_format(reuse.answered_on or reuse.proposed_on, "j F Y"),
        "period": period_of(reuse),
        "origin": reuse.origin,
        "reason": reuse.reason,
    }
    paper = _("Paper of the old agency: %(paper)s") % {"paper": reuse.origin_paper}
    return f"{words} {paper}." if reuse.origin_paper else words


def _signature(known: Known, role: RoleCode, header: PersonHeader | None) -> SignatureBlock:
    block = person_block(header, known.on)
    return SignatureBlock(role, block.name, block.number, None, known.agency.place)


def with_mark(content: dict[str, Any], signature: Signature, zone: str) -> dict[str, Any]:
    """Return the content of a paper with the mark of a signature at its place; the content's hash stays the same."""
    signed_at = signature.signed_at.astimezone(ZoneInfo(zone))
    signed_on = signed_at.date().isoformat()
    mark = {
        "method": str(signature.method),
        "signed_at": signed_at.isoformat(),
        "hash": signature.content_hash,
    }
    places = [
        {**place, "signed_on": signed_on, "mark": mark} if place["role"] == signature.purpose else place
        for place in content["signatures"]
    ]
    return {**content, "signatures": places}


def _remarks(remarks: list[Remark]) -> tuple[FeedbackLine, ...]:
    lines = []
    for one in remarks:
        symbol = str(Symbol(one.symbol).label) if one.symbol and not one.text else ""
        kind = str(GiverKind(one.giver_kind).label)
        lines.append(FeedbackLine(one.text or symbol, f"{kind} ({one.giver})"))
    return tuple(lines)


def _indicator(line: IndicatorLine, window: Window, language: str) -> IndicatorRow:
    words = {}
    for name, code in (("aspects", line.aspect), ("perspectives", line.perspective)):
        names = names_of(name, window.period, window.judged_until)
        words[name] = spoken(names[code], language) if code else None
    return IndicatorRow(
        line.text,
        line.target or None,
        words["aspects"],
        words["perspectives"],
        line.realisation or None,
        _remarks(line.remarks),
    )


def _result(line: ResultLine, window: Window, language: str) -> ResultRow:
    rows = [_indicator(one, window, language) for one in line.indicators]
    if rows and (line.remarks or line.realisation):
        first = rows[0]
        text = " ".join(part for part in (first.realisation, line.realisation) if part)
        rows[0] = replace(
            first, realisation=text or None, feedback=(*_remarks(line.remarks), *first.feedback)
        )
    return ResultRow(
        line.text,
        tuple(rows),
        line.assigned_by or None,
        line.superior_text or None,
        line.superior_indicator or None,
    )


def behaviours_of(material: Material, values: dict[str, CoreValue], language: str) -> list[BehaviourRow]:
    """Return every behaviour with guides, expectations and feedback; codes of former years come last."""
    listed = [
        (code, spoken(one.name, language), tuple(spoken(guide, language) for guide in one.guides))
        for code, one in values.items()
    ]
    former = {*material.expectations, *material.behaviour_remarks} - set(values)
    return [
        BehaviourRow(
            name,
            guides,
            tuple(material.expectations.get(code, ())),
            _remarks(material.behaviour_remarks.get(code, [])),
        )
        for code, name, guides in (*listed, *((code, code, ()) for code in sorted(former)))
    ]


def _header(evaluation: Evaluation, known: Known, evaluator: PersonHeader | None) -> Header:
    window = evaluation.window
    chosen, options = cycle_of(window)
    outside = evaluator is not None and evaluator.kind == PersonKind.EXTERNAL
    return Header(
        letterhead_of(known.agency), window.judged_from, window.judged_until,
        person_block(known.headers.get(evaluation.person_id), known.on),
        person_block(evaluator, known.on, known.agency.name if outside else ""),
        appraiser_place="AGENCY" if outside else "UNIT", cycle=chosen, cycle_options=options,
    )  # fmt: skip


def result_paper(evaluation: Evaluation, known: Known, objection: Objection | None = None) -> ResultPaper:
    """Return the result form: everything the rating rests on, signed by whoever evaluated last (Lampiran IV.B)."""
    window, language = evaluation.window, language_of(known.agency)
    law_on = window.judged_until
    by_superior = evaluation.is_escalated or objection is not None
    evaluator = known.headers.get((evaluation.superior_id if by_superior else evaluation.appraiser_id) or 0)
    heights: tuple[float, ...] = ()
    if evaluation.achievement:
        curve = curve_of(evaluation.achievement, on=law_on, scheme=window.period.scheme)
        heights = tuple(height / HUNDRED for height in curve.heights)
    material = known.material
    role: RoleCode = "SUPERIOR" if by_superior else "APPRAISER"
    return ResultPaper(
        header=_header(evaluation, known, evaluator),
        organisation=evaluation.achievement or None,  # type: ignore[arg-type]  # a code of the shape
        pattern=heights,
        main=tuple(_result(one, window, language) for one in material.main),
        additional=tuple(_result(one, window, language) for one in material.additional),
        work_rating=evaluation.results_rating,  # type: ignore[arg-type]  # a code of the shape
        behaviours=tuple(behaviours_of(material, values_in(known.agency, window.period, law_on), language)),
        behaviour_rating=evaluation.behaviour_rating,  # type: ignore[arg-type]  # a code of the shape
        predicate=evaluation.predicate,  # type: ignore[arg-type]  # a code of the shape
        signatures=(_signature(known, role, evaluator),),
        notes=_notes(evaluation),
    )


def _notes(evaluation: Evaluation) -> tuple[str, ...]:
    """The grounds stand on the result form: the regulation's own example explains there why 50 % met expectation."""
    lines = (
        (_("Grounds for the rating of results: %(text)s"), evaluation.results_grounds),
        (_("Grounds for the rating of behaviour: %(text)s"), evaluation.behaviour_grounds),
        ("%(text)s", evaluation.notes),
    )
    return tuple(words % {"text": text} for words, text in lines if text)


def document_form(evaluation: Evaluation, objection: Objection | None = None) -> str:
    """Return the form of the evaluation document: D.1.3 changed by an objection, D.1.2 by the superior, else D.1.1."""
    if objection is not None:
        return "D.1.3"
    return "D.1.2" if evaluation.is_escalated else "D.1.1"


def evaluation_document(
    evaluation: Evaluation, known: Known, objection: Objection | None = None
) -> EvaluationDocument:
    """Return the evaluation document, which states the predicate and no ratings (Lampiran V.A and V.B)."""
    window = evaluation.window
    ids = (evaluation.appraiser_id, evaluation.superior_id)
    appraiser, superior = (known.headers.get(one or 0) for one in ids)
    roles: list[tuple[RoleCode, PersonHeader | None]] = [
        ("SUPERIOR", superior) if evaluation.is_escalated else ("APPRAISER", appraiser),
        ("EMPLOYEE", known.headers.get(evaluation.person_id)),
    ]
    more: dict[str, tuple[str, ...]] = {}
    if objection is not None:
        roles.append(("SUPERIOR", superior))
        said_by_both = (objection.appraiser_statement, objection.employee_statement)
        more = {
            "objection": (objection.reasons,),
            "explanation": tuple(text for text in said_by_both if text),
            "decision": (objection.decision_grounds,),
        }
    return EvaluationDocument(
        letterhead=letterhead_of(known.agency),
        period_starts_on=window.judged_from,
        period_ends_on=window.judged_until,
        period=cycle_of(window)[0],
        employee=person_block(known.headers.get(evaluation.person_id), known.on),
        appraiser=person_block(appraiser, known.on),
        superior=person_block(superior, known.on),
        organisation=evaluation.achievement or None,  # type: ignore[arg-type]  # a code of the shape
        predicate=evaluation.predicate,  # type: ignore[arg-type]  # a code of the shape
        notes=(evaluation.notes,) if evaluation.notes else (),
        signatures=tuple(_signature(known, role, header) for role, header in roles),
        **more,
    )
