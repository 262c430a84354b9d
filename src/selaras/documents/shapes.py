"""The plain structures that a stage fills and `render` prints, one class per kind of official form.

They hold texts as people wrote them and dates as dates; wording, order of columns and numbering belong to the
forms. A field that is None prints as "-". `content.as_data` turns a paper into the JSON that is hashed,
archived and rendered.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

OrganisationCode = Literal["EXCELLENT", "GOOD", "NEEDS_IMPROVEMENT", "POOR", "VERY_POOR"]
RatingCode = Literal["ABOVE", "MEETS", "BELOW"]
PredicateCode = Literal["VERY_GOOD", "GOOD", "NEEDS_IMPROVEMENT", "POOR", "VERY_POOR"]
RoleCode = Literal["EMPLOYEE", "APPRAISER", "SUPERIOR"]
SignatureMethod = Literal["CLICK", "WET", "PADES", "BSRE"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An own scale of an agency: all options in order and the one chosen; the others are struck through."""

    chosen: str | None
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonBlock:
    """The five rows about one person (number: NIP or the company's own number)."""

    name: str
    number: str | None = None
    rank: str | None = None
    position: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the paper and in which words.

    `labels` replaces labels of the form (keys as in forms/labels.id.json) by the agency's own vocabulary; a
    company prints forms/labels.company.*.json where it chose no word of its own.
    `logo` is PNG, JPEG or SVG; without one a public agency gets the neutral emblem and a company nothing.
    """

    agency: str
    kind: Literal["PUBLIC", "COMPANY"] = "PUBLIC"
    logo: bytes | None = None
    labels: dict[str, str] = field(default_factory=dict)
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The header of the A, B and C forms: agency, period and two blocks of five rows.

    `appraiser_place` names the fifth row of the appraiser: UNIT, or AGENCY where the form prints "Instansi".
    `cycle` is the chosen part of `cycle_options` ("Triwulan I" …); the others are struck through.
    """

    letterhead: Letterhead
    period_starts_on: date
    period_ends_on: date
    employee: PersonBlock
    appraiser: PersonBlock
    appraiser_place: Literal["UNIT", "AGENCY"] = "UNIT"
    cycle: str | None = None
    cycle_options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One remark; the giver ("Pimpinan", "Pasien") is printed before it when known and not anonymous."""

    text: str
    giver: str | None = None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One individual indicator with its target; aspect for JA/JF, perspective for JPT and unit heads."""

    text: str
    target: str | None = None
    aspect: str | None = None
    perspective: str | None = None
    realisation: str | None = None
    feedback: tuple[FeedbackLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One expected result with its indicators; rows are numbered by the form, main first."""

    text: str
    indicators: tuple[IndicatorRow, ...] = ()
    assigned_by: str | None = None
    superior_result: str | None = None
    superior_indicator: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class BehaviourRow:
    """One core value with its fixed guides, the special expectations and the feedback on it."""

    value: str
    guides: tuple[str, ...]
    expectations: tuple[str, ...] = ()
    feedback: tuple[FeedbackLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureMark:
    """The electronic signature: method, moment and hash of the exact version that was signed."""

    method: SignatureMethod
    signed_at: datetime
    hash: str


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A place to sign; `title` replaces the label of the role where the signatory has another one."""

    role: RoleCode
    name: str
    number: str | None = None
    title: str | None = None
    place: str | None = None
    signed_on: date | None = None
    mark: SignatureMark | None = None


@dataclass(frozen=True, slots=True)
class SkpPaper:
    """A plan: A.1.1, A.1.2 (JPT, unit heads) or A.1.6, A.1.7 (JA/JF), law Lampiran II."""

    header: Header
    main: tuple[ResultRow, ...]
    additional: tuple[ResultRow, ...]
    behaviours: tuple[BehaviourRow, ...]
    signatures: tuple[SignatureBlock, ...]


@dataclass(frozen=True, slots=True)
class SkpAnnex:
    """Annex A.1.8: resources, accountability scheme and consequences."""

    header: Header
    resources: tuple[str, ...]
    accountability: tuple[str, ...]
    consequences: tuple[str, ...]
    signatures: tuple[SignatureBlock, ...]


@dataclass(frozen=True, slots=True)
class Realisation:
    """What was achieved, with the names or links of its evidence."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One result of a report: its action plan and its realisations with evidence."""

    text: str
    action_plan: tuple[str, ...] = ()
    realisations: tuple[Realisation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """B.1.2, the documentation of a period, with what the monthly report adds to it."""

    header: Header
    main: tuple[ReportRow, ...]
    additional: tuple[ReportRow, ...]
    signatures: tuple[SignatureBlock, ...]
    achievements: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    answers: tuple[FeedbackLine, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackPaper:
    """B.1.4 (JPT, unit heads) and B.1.5 (JA/JF): the record of continuing feedback in a period."""

    header: Header
    main: tuple[ResultRow, ...]
    additional: tuple[ResultRow, ...]
    behaviours: tuple[BehaviourRow, ...]
    signatures: tuple[SignatureBlock, ...]


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """C.1.2 and C.1.3: the result of an evaluation.

    `pattern` holds the five heights of the distribution curve from the lowest predicate to the highest.
    """

    header: Header
    organisation: OrganisationCode | Choice | None
    pattern: tuple[float, ...]
    main: tuple[ResultRow, ...]
    additional: tuple[ResultRow, ...]
    work_rating: RatingCode | Choice | None
    behaviours: tuple[BehaviourRow, ...]
    behaviour_rating: RatingCode | Choice | None
    predicate: PredicateCode | Choice | None
    signatures: tuple[SignatureBlock, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationDocument:
    """D.1.1, D.1.2 (by the appraiser's superior) and D.1.3 (changed after an objection)."""

    letterhead: Letterhead
    period_starts_on: date
    period_ends_on: date
    period: str
    employee: PersonBlock
    appraiser: PersonBlock
    superior: PersonBlock
    organisation: OrganisationCode | str | None
    predicate: PredicateCode | str | None
    notes: tuple[str, ...]
    signatures: tuple[SignatureBlock, ...]
    objection: tuple[str, ...] = ()
    explanation: tuple[str, ...] = ()
    decision: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardPaper:
    """A certificate: who receives which award for what, by whom."""

    letterhead: Letterhead
    recipient: PersonBlock
    award: str
    reason: str
    signatures: tuple[SignatureBlock, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its header, relative width and alignment."""

    header: str
    width: float = 1
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class ListPaper:
    """Any list or report: a title, facts above the table, the table and notes below it."""

    letterhead: Letterhead
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | None, ...], ...]
    subtitle: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[SignatureBlock, ...] = ()
    landscape: bool = False


Paper = (
    SkpPaper
    | SkpAnnex
    | ReportPaper
    | FeedbackPaper
    | ResultPaper
    | EvaluationDocument
    | AwardPaper
    | ListPaper
)
