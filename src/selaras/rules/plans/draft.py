"""The plain structure of a plan that the checks read, and the finding that they return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from selaras.rules.dated import Cite

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class IndicatorDraft:
    """One indicator of a result; in the qualitative approach `text` holds indicator and target together.

    `aspect` and `perspective` are codes of the law files; `agreement_ref` names the indicator of
    the performance agreement that this row carries.
    """

    text: str
    target: str = ""
    unit: str = ""
    aspect: str | None = None
    perspective: str | None = None
    agreement_ref: str | None = None


@dataclass(frozen=True)
class ResultDraft:
    """One expected result: kind MAIN or ADDITIONAL, source a code of result-sources.yaml.

    `acting`: assigned as Plt, Plh or functional official in a structural post. `assigned_by_other`: given by
    a leader who is not the appraiser. `in_matrix`: linked to a role in the matrix. `vital`: life, injury,
    national security or a large loss is at stake.
    """

    text: str
    kind: str = "MAIN"
    source: str | None = None
    indicators: tuple[IndicatorDraft, ...] = ()
    acting: bool = False
    assigned_by_other: bool = False
    approved_by_appraiser: bool = False
    in_matrix: bool = False
    vital: bool = False


@dataclass(frozen=True)
class Annex:
    """The annex of the plan (A.1.8): three lists of free text."""

    resources: tuple[str, ...] = ()
    accountability: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanDraft:
    """A plan as the checks see it.

    `group` JPT_UNIT_HEAD or ADMIN_FUNCTIONAL; `approach` QUANTITATIVE or QUALITATIVE; `behaviours` code →
    its guides as printed; `agreement` ref → text of the indicators of the unit's agreement, empty when
    unknown; `starts_on` the first day of the plan when it does not begin with the year.
    """

    year: int
    group: str
    approach: str
    results: tuple[ResultDraft, ...]
    behaviours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    annex: Annex | None = None
    set_on: date | None = None
    starts_on: date | None = None
    agreement: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Something a check found: rule "V1".., level ERROR, WARNING, REPORT or LINT, where, and a sentence."""

    rule: str
    level: str
    where: Where
    id: str
    en: str
    cite: Cite
    ref: str
