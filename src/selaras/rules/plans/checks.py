"""The checks V1 to V13 of a plan; which apply, how grave they are and what they say is data."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from selaras.rules.codes import position_of
from selaras.rules.dated import Cite, Entry, in_force
from selaras.rules.days import fixed_day
from selaras.rules.plans.draft import Finding, IndicatorDraft, PlanDraft, ResultDraft, Where
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, day_words
from selaras.rules.wording import absolute_words_in, kind_of

TOP_OFFICIAL = "JPT"
Word = Sentence | str
Seen = tuple[str, Where, dict[str, Word]]


@dataclass(frozen=True)
class Books:
    """The law that the checks read, all of the same day."""

    on: date
    scheme: str

    def value(self, name: str) -> Entry:
        """The entry of a law file of the scheme."""
        return in_force(self.scheme, name, self.on)


def check_plan(draft: PlanDraft, *, on: date, scheme: str = PERMENPANRB_6_2022) -> tuple[Finding, ...]:
    """What is wrong or noteworthy in a plan (PermenPANRB 6/2022 Lampiran Bab II), in the order V1–V13.

    A company scheme lists fewer rules in its own plan-rules.yaml. Raises NotInForce and UnknownCode.
    """
    rules = in_force(scheme, "plan-rules", on)
    position_of(draft.approach, APPROACHES)
    found: list[Finding] = []
    books = Books(on, scheme)
    for name, check in CHECKS.items():
        if any(key.partition("_")[0] == name for key in rules.value):
            found += [
                _finding(rules, seen)
                for seen in check(draft, books)
                if draft.group in rules.value[seen[0]]["groups"]
            ]
    return tuple(found)


def aspect_names(*, on: date) -> dict[str, Sentence]:
    """The aspects of an indicator by code: quantity, quality, time, cost (Pasal 9 ayat 2)."""
    return dict(in_force(PERMENPANRB_6_2022, "aspects", on).value)


def change_after(event: str, *, on: date) -> str:
    """What an event does to the plan: NEW_PLAN, SET_AGAIN, CHANGED_PLAN or SAME_PLAN (p. 64–65 and 80).

    SAME_PLAN: expectations are added or clarified in the year's plan without a new document. Raises UnknownCode.
    """
    changes = in_force(PERMENPANRB_6_2022, "plan-changes", on).value
    position_of(event, tuple(changes))
    return str(changes[event])


def group_of(kind: str, *, leads_independent_unit: bool, on: date) -> str:
    """The group whose forms a person uses: top officials and heads of independent units, or all others (p. 31)."""
    groups = in_force(PERMENPANRB_6_2022, "plan-groups", on).value
    code = "JPT_UNIT_HEAD" if kind == TOP_OFFICIAL or leads_independent_unit else "ADMIN_FUNCTIONAL"
    position_of(code, tuple(groups))
    return code


def _finding(rules: Entry, seen: Seen) -> Finding:
    key, where, words = seen
    row = rules.value[key]
    sentence = row["sentence"].fill(**words)
    cite = Cite(rules.cite.instrument, row["article"])
    return Finding(key.partition("_")[0], row["level"], where, sentence.id, sentence.en, cite, rules.ref)


def _results(draft: PlanDraft) -> Iterator[tuple[Where, ResultDraft]]:
    for place, result in enumerate(draft.results):
        yield ("results", place), result


def _indicators(draft: PlanDraft) -> Iterator[tuple[Where, ResultDraft, IndicatorDraft]]:
    for where, result in _results(draft):
        for place, indicator in enumerate(result.indicators):
            yield (*where, "indicators", place), result, indicator


def _main_result(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V1: at least one main result."""
    if not any(result.kind == "MAIN" for result in draft.results):
        yield "V1", ("results",), {}


def _agreement(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V2: what comes from agreement, strategic or annual plan is main; no agreed indicator is left out."""
    sources = books.value("result-sources").value
    for where, result in _results(draft):
        source = sources.get(result.source) if result.source else None
        if source and source["always_main"] and result.kind != "MAIN":
            yield (
                "V2_MAIN",
                where,
                {"text": result.text, "source": Sentence(source["id"].lower(), source["en"].lower())},
            )
    carried = {indicator.agreement_ref for _, _, indicator in _indicators(draft)}
    for ref, text in draft.agreement.items():
        if ref not in carried:
            yield "V2_PRESENT", ("agreement", ref), {"text": text}


def _budget(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V3: a top official's plan has an indicator with the Budget perspective."""
    if not any(indicator.perspective == "BUDGET" for _, _, indicator in _indicators(draft)):
        yield "V3", ("results",), {}


def _perspectives(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V4: all four perspectives; Budget is V3's."""
    present = {indicator.perspective for _, _, indicator in _indicators(draft)} | {"BUDGET"}
    for code, name in books.value("perspectives").value.items():
        if code not in present:
            yield "V4", ("results",), {"text": name}


def _measured(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V5: every result has an indicator, and in the quantitative approach each indicator a target."""
    for where, result in _results(draft):
        if not result.indicators:
            yield "V5_INDICATOR", where, {"text": result.text}
    for where, result, indicator in _indicators(draft):
        if not indicator.text.strip():
            yield "V5_TEXT", where, {"text": result.text}
        elif draft.approach == "QUANTITATIVE" and not indicator.target.strip():
            yield "V5_TARGET", where, {"text": indicator.text}


def _matrix(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V6: results of administrative and functional officials come from the matrix of roles and results."""
    for where, result in _results(draft):
        if result.source != "MPH" and not result.in_matrix:
            yield "V6", where, {"text": result.text}


def _acting(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V7: an assignment as Plt, Plh or functional official in a structural post is a main result."""
    for where, result in _results(draft):
        if result.acting and result.kind != "MAIN":
            yield "V7", where, {"text": result.text}


def _absolute(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V8: targets without absolute words, save main results about life, injury, security or large loss."""
    for where, result, indicator in _indicators(draft):
        text = indicator.target if draft.approach == "QUANTITATIVE" else indicator.text
        if not (result.vital and result.kind == "MAIN"):
            for word in absolute_words_in(text, on=books.on):
                yield "V8", where, {"text": text, "word": word}


def _approved(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V9: an assignment by another leader was approved by the appraiser."""
    for where, result in _results(draft):
        if result.assigned_by_other and not result.approved_by_appraiser:
            yield "V9", where, {"text": result.text}


def _annex(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V10: the annex is attached; consequences may be left out, agreeing on them is optional (p. 61 d)."""
    if draft.annex is None:
        yield "V10_MISSING", ("annex",), {}
        return
    if not _has_text(draft.annex.resources):
        yield "V10_RESOURCES", ("annex", "resources"), {}
    if not _has_text(draft.annex.accountability):
        yield "V10_ACCOUNTABILITY", ("annex", "accountability"), {}


def _behaviours(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V11: the seven values with their fixed guides, none changed, none added."""
    values = books.value("behaviours").value
    for code, row in values.items():
        if code not in draft.behaviours:
            yield "V11_MISSING", ("behaviours",), {"text": row["name"]}
        elif tuple(draft.behaviours[code]) != tuple(guide.id for guide in row["guides"]):
            yield "V11_GUIDES", ("behaviours", code), {"text": row["name"]}
    for code in draft.behaviours:
        if code not in values:
            yield "V11_UNKNOWN", ("behaviours", code), {"text": code}


def _late(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V12: a plan set after January is reported as late, unless it begins later in the year."""
    limit = fixed_day("PLAN_SET", draft.year, on=books.on, scheme=books.scheme)
    begins_later = draft.starts_on is not None and draft.starts_on > limit
    if draft.set_on is not None and draft.set_on > limit and not begins_later:
        yield "V12", ("set_on",), {"day": day_words(draft.set_on), "limit": day_words(limit)}


def _wording(draft: PlanDraft, books: Books) -> Iterator[Seen]:
    """V13: an expected result is worded as what is achieved, not as an activity or a category."""
    names = books.value("wording-kinds").value
    for where, result in _results(draft):
        kind = kind_of(result.text, on=books.on)
        if result.text.strip() and kind != "RESULT":
            yield "V13", where, {"text": result.text, "kind": names[kind]}


def _has_text(lines: Iterable[str]) -> bool:
    return any(line.strip() for line in lines)


APPROACHES = ("QUANTITATIVE", "QUALITATIVE")
CHECKS: dict[str, Callable[[PlanDraft, Books], Iterator[Seen]]] = {
    "V1": _main_result,
    "V2": _agreement,
    "V3": _budget,
    "V4": _perspectives,
    "V5": _measured,
    "V6": _matrix,
    "V7": _acting,
    "V8": _absolute,
    "V9": _approved,
    "V10": _annex,
    "V11": _behaviours,
    "V12": _late,
    "V13": _wording,
}
