"""The data of the official plan forms A.1.2, A.1.7 and A.1.8, and the hash of the content that people sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.core.time import local_day
from selaras.documents.content import content_hash
from selaras.documents.models import Signature
from selaras.documents.shapes import (
    BehaviourRow,
    Header,
    IndicatorRow,
    Letterhead,
    PersonBlock,
    ResultRow,
    SignatureBlock,
    SignatureMark,
    SkpAnnex,
    SkpPaper,
)
from selaras.organisation.queries import PersonHeader, headers_of
from selaras.planning.models import Approach, Plan, PlanGroup, ProvisionKind
from selaras.planning.queries.content import PlanContent, ResultContent
from selaras.planning.queries.values import CoreValue, names_of, spoken, values_in

FORMS = {
    (PlanGroup.JPT_UNIT_HEAD, Approach.QUANTITATIVE): "A.1.2",
    (PlanGroup.JPT_UNIT_HEAD, Approach.QUALITATIVE): "A.1.1",
    (PlanGroup.ADMIN_FUNCTIONAL, Approach.QUANTITATIVE): "A.1.7",
    (PlanGroup.ADMIN_FUNCTIONAL, Approach.QUALITATIVE): "A.1.6",
}
ANNEX_FORM = "A.1.8"
# The labels of the forms that an agency's own vocabulary replaces (companies; the law fixes a public agency's).
LABELS = {
    "employee_number": "employee_number",
    "rank": "rank",
    "unit": "unit",
    "agency": "agency",
    "result": "expected_result",
    "indicator": "indicator",
    "role_EMPLOYEE": "employee",
    "role_APPRAISER": "appraiser",
    "title_skp": "plan_long",
}


def form_of(plan: Plan) -> str:
    """Return the code of a plan's form: A.1.2 for leaders, A.1.7 for all others (quantitative approach)."""
    return FORMS[PlanGroup(plan.group), Approach(plan.approach)]


@dataclass(frozen=True)
class Frame:
    """What surrounds the content on paper: the agency, who is who on a day, and the signatures."""

    agency: Agency
    plan: Plan
    on: date
    people: dict[int, PersonHeader]
    values: dict[str, CoreValue]
    signatures: tuple[Signature, ...] = ()
    draft: bool = False

    @property
    def language(self) -> str:
        """The regulated forms of an agency are Indonesian; a company reads its own language."""
        if not self.agency.is_company:
            return "id"
        return (translation.get_language() or "id")[:2]


def frame_of(plan: Plan, on: date, signatures: Iterable[Signature] = (), *, draft: bool = False) -> Frame:
    """Read what surrounds a plan on paper, in two statements."""
    agency = Agency.objects.get(pk=current_agency_id())
    people = headers_of([plan.person_id, plan.appraiser_id], on, [plan.assignment_id])
    values = values_in(agency, plan.period, on)
    return Frame(agency, plan, on, people, values, tuple(signatures), draft)


def plan_paper(frame: Frame, content: PlanContent) -> SkpPaper:
    """Return the plan in the shape of its form; numbers are written as its language writes them."""
    language = frame.language
    with translation.override(language):
        main, additional = ([_row(frame, one) for one in rows] for rows in (content.main, content.additional))
    return SkpPaper(
        header=_header(frame),
        main=tuple(main),
        additional=tuple(additional),
        behaviours=tuple(
            BehaviourRow(
                spoken(value.name, language),
                tuple(spoken(guide, language) for guide in value.guides),
                content.expectations.get(code, ()),
            )
            for code, value in frame.values.items()
        ),
        signatures=_signatures(frame),
    )


def annex_paper(frame: Frame, content: PlanContent) -> SkpAnnex:
    """Return the annex A.1.8."""
    lists = content.provisions
    return SkpAnnex(
        header=_header(frame),
        resources=lists.get(ProvisionKind.RESOURCE, ()),
        accountability=lists.get(ProvisionKind.ACCOUNTABILITY, ()),
        consequences=(
            *lists.get(ProvisionKind.CONSEQUENCE, ()),
            *lists.get(ProvisionKind.NEGATIVE_CONSEQUENCE, ()),
        ),
        signatures=_signatures(frame),
    )


def person_block(header: PersonHeader | None, on: date, place: str = "") -> PersonBlock:
    """Return the five rows about a person as forms print them; an unknown person prints dashes."""
    if header is None:
        return PersonBlock("-")
    return PersonBlock(
        name=header.name,
        number=header.number or None,
        rank=header.rank_label(on) or None,
        position=header.position or header.description or None,
        unit=place or header.unit or None,
    )


def letterhead_of(agency: Agency, *, draft: bool = False) -> Letterhead:
    """Return the head of an agency's papers; a company prints in its own words."""
    is_company = agency.is_company
    own = agency.vocabulary if is_company else {}
    return Letterhead(
        agency=agency.name,
        kind="COMPANY" if is_company else "PUBLIC",
        logo=bytes(agency.logo) if agency.logo else None,
        labels={label: _heading(label, own[key]) for label, key in LABELS.items() if own.get(key)},
        draft=draft,
    )


def _heading(label: str, text: str) -> str:
    """Headings of the forms are in capitals, the role below a signature is not."""
    return text if label.startswith("role_") else text.upper()


def _header(frame: Frame) -> Header:
    plan = frame.plan
    appraiser = frame.people.get(plan.appraiser_id or 0)
    is_external = appraiser is not None and appraiser.kind == "EXTERNAL"
    place = frame.agency.name if is_external else ""
    return Header(
        letterhead=letterhead_of(frame.agency, draft=frame.draft),
        period_starts_on=plan.starts_on,
        period_ends_on=plan.ends_on,
        employee=person_block(frame.people.get(plan.person_id), frame.on),
        appraiser=person_block(appraiser, frame.on, place),
        appraiser_place="AGENCY" if is_external else "UNIT",
    )


def _row(frame: Frame, one: ResultContent) -> ResultRow:
    period, on = frame.plan.period, frame.on
    aspects, perspectives = names_of("aspects", period, on), names_of("perspectives", period, on)
    return ResultRow(
        text=one.text,
        indicators=tuple(
            IndicatorRow(
                text=row.text,
                target=row.target or None,
                aspect=spoken(aspects[row.aspect]) if row.aspect else None,
                perspective=spoken(perspectives[row.perspective]) if row.perspective else None,
            )
            for row in one.indicators
        ),
        assigned_by=one.assigned_by or None,
        superior_result=one.intervened_text or None,
        superior_indicator=one.intervened_indicator_text or None,
    )


def _signatures(frame: Frame) -> tuple[SignatureBlock, ...]:
    given = {one.purpose: one for one in frame.signatures}
    appraiser = given.get("SUPERIOR") or given.get("APPRAISER")
    return (
        _signature(frame, "EMPLOYEE", frame.plan.person_id, given.get("EMPLOYEE")),
        _signature(frame, "APPRAISER", frame.plan.appraiser_id, appraiser),
    )


def _signature(frame: Frame, role: str, person_id: int | None, given: Signature | None) -> SignatureBlock:
    header = frame.people.get(person_id or 0)
    if given is None:
        return SignatureBlock(role, header.name if header else "-", (header and header.number) or None)  # type: ignore[arg-type]
    zone = ZoneInfo(frame.agency.time_zone)
    mark = SignatureMark(given.method, given.signed_at.astimezone(zone), given.content_hash)  # type: ignore[arg-type]
    return SignatureBlock(
        "SUPERIOR" if given.purpose == "SUPERIOR" else role,  # type: ignore[arg-type]
        given.signer_name,
        given.signer_number or None,
        place=frame.agency.place if role == "APPRAISER" else None,
        signed_on=local_day(given.signed_at, frame.agency.time_zone),
        mark=mark,
    )


def hash_of(plan: Plan, content: PlanContent) -> str:
    """Return the hash of exactly what people agree to: whose plan, which days, every text, nothing of the layout."""
    data = {
        "person": plan.person_id,
        "assignment": plan.assignment_id,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "results": [_signed_result(one) for one in content.results],
        "expectations": {key: list(texts) for key, texts in sorted(content.expectations.items())},
        "provisions": {key: list(texts) for key, texts in sorted(content.provisions.items())},
    }
    return content_hash(form_of(plan), data)


def _signed_result(one: ResultContent) -> dict[str, object]:
    return {
        "lineage": one.lineage_id,
        "kind": one.kind,
        "text": one.text,
        "assigned_by": one.assigned_by,
        "superior_result": [one.intervened_text, one.intervened_indicator_text],
        "indicators": [
            [
                row.lineage_id,
                row.text,
                row.aspect,
                row.perspective,
                row.target_kind,
                str(row.target_low),
                str(row.target_high),
                row.target_text,
                row.measure,
                row.direction,
            ]
            for row in one.indicators
        ],
    }


def moment_in(agency: Agency, at: datetime) -> datetime:
    """Return a moment in the agency's own time, as papers print it."""
    return at.astimezone(ZoneInfo(agency.time_zone))
