"""Who appraises, who may not, whose results are final and whose organisational achievement counts."""

from dataclasses import dataclass
from datetime import date

from selaras.rules.codes import position_of
from selaras.rules.dated import Cite, Entry, in_force
from selaras.rules.days import fixed_day
from selaras.rules.explain import Explanation, step
from selaras.rules.identity import position_kinds, position_levels
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import either_of, say

ANY = "ANY"
APPRAISER = "APPRAISER"
APPRAISERS_SUPERIOR = "APPRAISERS_SUPERIOR"
FUNCTIONAL = ("FUNCTIONAL_EXPERT", "FUNCTIONAL_SKILL")
BELOW_SUPERVISOR = "PELAKSANA"
AGENCIES = ("CENTRAL", "REGIONAL")
INDEPENDENT_UNIT_HEAD = "INDEPENDENT_UNIT_HEAD"


@dataclass(frozen=True)
class Ruling:
    """An answer of the law: yes or no, a code, the sentence in two languages, and where it stands."""

    allowed: bool
    code: str
    id: str
    en: str
    cite: Cite
    ref: str


@dataclass(frozen=True)
class Candidate:
    """Somebody who is to appraise an employee; kind and level are codes of the identity data.

    `acting`: holds the appraising post as Plt or Plh. `external`: outside the agency, such as a minister.
    """

    kind: str
    level: str
    is_direct_superior: bool = False
    leads_unit: bool = False
    delegated: bool = False
    acting: bool = False
    external: bool = False
    is_oneself: bool = False


def can_appraise(candidate: Candidate, *, on: date) -> Ruling:
    """Whether somebody may be the appraiser (Pasal 1 angka 9; Lampiran Bab IV huruf A angka 2, 3 and 7).

    Kind and level of an external official are not looked at. Raises UnknownCode, NotInForce.
    """
    if not candidate.external:
        position_of(candidate.kind, tuple(position_kinds(on=on)))
        position_of(candidate.level, tuple(position_levels(on=on)))
    entry = in_force(PERMENPANRB_6_2022, "appraiser-eligibility", on)
    return _ruling(entry, _eligibility(candidate))


def plan_setters(agency: str, position: str, *, on: date) -> tuple[str, ...]:
    """Who approves and sets a plan, as codes of setter-names.yaml (Lampiran Bab II huruf C, p. 65).

    `agency` CENTRAL or REGIONAL; `position` a level or INDEPENDENT_UNIT_HEAD. Raises UnknownCode, NotInForce.
    """
    _check(agency, position, on)
    for row in in_force(PERMENPANRB_6_2022, "plan-setters", on).value.values():
        if (row["agency"], row["position"]) == (agency, position):
            return tuple(row["setters"])
    return (APPRAISER,)


def explain_plan_setters(agency: str, position: str, *, on: date) -> Explanation:
    """Who approves and sets the plan of a position, with the article."""
    setters = plan_setters(agency, position, on=on)
    names = in_force(PERMENPANRB_6_2022, "setter-names", on).value
    words = either_of([names[code] for code in setters])
    entry = in_force(PERMENPANRB_6_2022, "plan-setters", on)
    return Explanation(
        "plan-setters", on, {"setters": list(setters)}, (step(entry, say("setters", setters=words)),)
    )


def is_final(agency: str, position: str, evaluated_by: str, *, on: date) -> Ruling | None:
    """Why a result is final and objection refused, or None when the employee may object.

    Lampiran Bab IV huruf A angka 11–12 (p. 90). `evaluated_by` is a code of setter-names.yaml.
    Raises UnknownCode, NotInForce.
    """
    _check(agency, position, on)
    position_of(evaluated_by, tuple(in_force(PERMENPANRB_6_2022, "setter-names", on).value))
    entry = in_force(PERMENPANRB_6_2022, "final-results", on)
    for code, row in entry.value.items():
        of_agency = row["agency"] in (ANY, agency)
        of_position = ANY in row["positions"] or position in row["positions"]
        if of_agency and of_position and evaluated_by in row["evaluated_by"]:
            return _ruling(entry, code)
    return None


def final_ruling(reason: str, *, on: date) -> Ruling:
    """The ruling of one reason for which a result is final (Lampiran Bab IV huruf A angka 11–12)."""
    entry = in_force(PERMENPANRB_6_2022, "final-results", on)
    position_of(reason, tuple(entry.value))
    return _ruling(entry, reason)


def outgoing_appraiser_evaluates(
    moves_on: date, *, window_from_on: date, window_until_on: date, on: date
) -> Ruling:
    """Whether an appraiser who moves still evaluates: only if the move falls inside the window (p. 91)."""
    inside = window_from_on <= moves_on <= window_until_on
    return _move("OUTGOING_EVALUATES" if inside else "OUTGOING_DOES_NOT", inside, on)


def choices_after_move(kind: str, *, on: date) -> tuple[Ruling, ...]:
    """How an employee who moved is evaluated (p. 91 angka 13): always by the new appraiser on the new unit.

    For a PERIODIC evaluation the previous period's result may be used by agreement; for ANNUAL it may not.
    """
    new = _move("NEW_APPRAISER", True, on)
    return (new, _move("REUSE_PREVIOUS", True, on)) if kind == "PERIODIC" else (new,)


def appraiser_when_acting(*, on: date) -> Ruling:
    """An employee acting as Plt is evaluated by the head of the unit reported to as Plt (p. 89)."""
    return _move("ACTING_UNIT", True, on)


def appraiser_when_absent(*, on: date, silent: bool) -> Ruling:
    """Why the appraiser's superior evaluates: the appraiser is unable, or stayed silent (then final)."""
    return _move("SILENT_APPRAISER" if silent else "ABSENT_APPRAISER", True, on)


def plan_dialogue_with_superior(year: int, *, today: date, on: date) -> Ruling:
    """Whether the dialogue goes to the appraiser's superior: January ended without a plan being set."""
    late = today > fixed_day("PLAN_SET", year, on=on)
    return _move("PLAN_DIALOGUE_SUPERIOR" if late else "PLAN_DIALOGUE_APPRAISER", late, on)


def achievement_unit(*, on: date) -> Ruling:
    """Whose organisational achievement counts: that of the unit led by the appraiser (p. 94 g)."""
    return _move("APPRAISERS_UNIT", True, on)


def achievement_year(year: int, *, issued_on: date | None, on: date) -> tuple[int, Ruling]:
    """The year whose organisational predicate serves the annual evaluation of `year` (p. 94 f).

    Issued after January of the next year, or not at all: last year's. Returns the year and the reason.
    """
    in_time = issued_on is not None and issued_on <= fixed_day("ANNUAL_ACHIEVEMENT", year, on=on)
    return (year if in_time else year - 1), _move("THIS_YEAR" if in_time else "LAST_YEAR", in_time, on)


def _check(agency: str, position: str, on: date) -> None:
    position_of(agency, AGENCIES)
    position_of(position, (*position_levels(on=on), INDEPENDENT_UNIT_HEAD))


def _eligibility(candidate: Candidate) -> str:
    if candidate.is_oneself:
        return "ONESELF"
    if candidate.external:
        return "EXTERNAL"
    if candidate.kind in FUNCTIONAL:
        return _functional(candidate)
    if candidate.level == BELOW_SUPERVISOR and not candidate.acting:
        return "BELOW_SUPERVISOR"
    return _superior(candidate)


def _superior(candidate: Candidate) -> str:
    if candidate.acting:
        return "ACTING" if candidate.delegated else "ACTING_NOT_DELEGATED"
    if candidate.is_direct_superior:
        return "DIRECT_SUPERIOR"
    return "DELEGATED" if candidate.delegated else "NOT_SUPERIOR"


def _functional(candidate: Candidate) -> str:
    if candidate.acting and candidate.delegated:
        return "ACTING"
    if not candidate.leads_unit:
        return "FUNCTIONAL_NOT_LEADER"
    return "FUNCTIONAL_UNIT_LEADER" if candidate.delegated else "FUNCTIONAL_NOT_DELEGATED"


def _move(code: str, allowed: bool, on: date) -> Ruling:
    entry = in_force(PERMENPANRB_6_2022, "moves", on)
    return _ruling(entry, code, allowed)


def _ruling(entry: Entry, code: str, allowed: bool | None = None) -> Ruling:
    row = entry.value[code]
    answer = bool(row.get("allowed", True)) if allowed is None else allowed
    cite = Cite(entry.cite.instrument, row["article"])
    return Ruling(answer, code, row["sentence"].id, row["sentence"].en, cite, entry.ref)
