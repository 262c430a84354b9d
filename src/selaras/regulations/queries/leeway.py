"""Sets beside every value of a choice what the law says: fixed, limited, a starting value, or left to the agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.models import Agency, AgencyKind
from selaras.core.verdict import Sentence as Text
from selaras.regulations.forms.schema import Leaf, flat, leaves_of
from selaras.regulations.models import Topic
from selaras.regulations.queries.answers import text_of
from selaras.regulations.queries.choices import Held
from selaras.regulations.queries.instruments import Other, other_named
from selaras.regulations.queries.labels import label_of
from selaras.regulations.queries.topics import month_folder
from selaras.rules.allowance import ALLOWANCE
from selaras.rules.dated import Entry, NotInForce, in_force
from selaras.rules.discipline import PP_94_2021
from selaras.rules.distribution import SE_MENPANRB_3_2023
from selaras.rules.policy import sanction_cut_of
from selaras.rules.schemes import COMPANY_SCHEMES

FIXED = "FIXED"
BOUND = "BOUND"
START = "START"
FREE = "FREE"
BINDS: Mapping[str, Text] = {
    FIXED: gettext_lazy("fixed by the law"),
    BOUND: gettext_lazy("free within a limit"),
    START: gettext_lazy("starting value, free to change"),
    FREE: gettext_lazy("left to the agency"),
}
RULES: Mapping[str, Text] = {
    "shares": gettext_lazy("Both shares are 100% together."),
    "factors": gettext_lazy("A better predicate never pays less than a worse one."),
    "cuts": gettext_lazy("A longer lateness or early leave never costs less than a shorter one."),
    "check": gettext_lazy(
        "The limits hold whatever is chosen here: only whether pages show a breach is chosen."
    ),
    "week": gettext_lazy("One of the working weeks of this table."),
    "components": gettext_lazy("The weights of all components are 100% together."),
    "bands": gettext_lazy("A better rating begins at a higher score."),
    "missing": gettext_lazy("One of the ways of this table."),
}


@dataclass(frozen=True)
class Ground:
    """What the law says on one field: how it binds, the entry with the part of it, and the rule beside the value."""

    bind: str
    entry: Entry | None
    part: str | None = None
    rule: Text = ""


@dataclass(frozen=True)
class Leeway:
    """One value of a choice beside the law's: both in words, how the law binds, and where that stands."""

    label: str
    own: str
    law: str
    bind: str
    bind_word: str
    rule: str
    source: Other | None
    article: str
    confidence: str
    anchor: str


def leeway_of(
    held: Held, agency: Agency, on: date, labels: Mapping[str, Text]
) -> list[tuple[str, list[Leeway]]]:
    """Return the values of a choice beside those of the law, under the headings of their groups."""
    own, law = flat(held.value or {}), flat(held.rule.default(agency, on) or {})
    found: dict[str, list[Leeway]] = {}
    for leaf in _shown(leaves_of(held.rule.schema(on)), own):
        ground = _ground(held.rule.topic, leaf.name, agency, on)
        group = label_of(leaf.group, labels) if leaf.group else ""
        found.setdefault(group, []).append(_leeway(leaf, ground, (own, law), labels))
    return list(found.items())


def _shown(leaves: Iterable[Leaf], own: Mapping[str, object]) -> Iterable[Leaf]:
    """Leave out amounts and components that the agency never gave: the law says nothing on each of them."""
    return [one for one in leaves if one.name in own or not one.name.startswith(("bases.", "components."))]


def _leeway(
    leaf: Leaf,
    ground: Ground,
    values: tuple[Mapping[str, object], Mapping[str, object]],
    labels: Mapping[str, Text],
) -> Leeway:
    own, law = (text_of(leaf.schema, one[leaf.name]) if leaf.name in one else "" for one in values)
    entry = ground.entry
    return Leeway(
        label=label_of(leaf.name, labels),
        own=own,
        law=law if ground.bind != FREE else "",
        bind=ground.bind,
        bind_word=str(BINDS[ground.bind]),
        rule=str(ground.rule),
        source=other_named(entry.cite.instrument) if entry else None,
        article=_article(entry) if entry else "",
        confidence=entry.confidence_of(ground.part) if entry else "",
        anchor=entry.ref.partition("@")[0].replace("/", "-") if entry else "",
    )


def _article(entry: Entry) -> str:
    page = " " + _("(p. %(page)s)") % {"page": entry.cite.page} if entry.cite.page else ""
    return entry.cite.article + page


def _ground(topic: Topic, name: str, agency: Agency, on: date) -> Ground:
    if topic == Topic.ALLOWANCE:
        return _of_allowance(name, agency, on)
    if topic == Topic.WORKING_WEEK:
        return Ground(BOUND, _entry("calendar", "working-week", on), None, RULES["week"])
    if topic == Topic.DISTRIBUTION:
        return Ground(START, _entry(SE_MENPANRB_3_2023, "limits", on), None, RULES["check"])
    if topic == Topic.SCHEME:
        return _of_scheme(name, on)
    return Ground(START, _entry(month_folder(agency), "employee-of-month", on))


def _of_allowance(name: str, agency: Agency, on: date) -> Ground:
    group, _dot, code = name.rpartition(".")
    if name in ("productivity", "discipline"):
        bind = FIXED if agency.kind == AgencyKind.REGIONAL else BOUND
        return Ground(bind, _entry(ALLOWANCE, "shares", on), name.upper(), RULES["shares"])
    if group == "factors":
        return Ground(BOUND, _entry(ALLOWANCE, "predicate-factors", on), code, RULES["factors"])
    if group == "cuts":
        return Ground(BOUND, _entry(ALLOWANCE, "cuts", on), code, RULES["cuts"])
    if group == "sanctions":
        bind = FREE if sanction_cut_of(code, on=on) is None else FIXED
        return Ground(bind, _entry(PP_94_2021, "sanctions", on))
    return Ground(FREE if group == "bases" else START, _entry(ALLOWANCE, "reckoning", on))


def _of_scheme(name: str, on: date) -> Ground:
    group = name.partition(".")[0]
    table = "missing-choices" if group == "missing" else "rating-bands"
    return Ground(BOUND, _entry(COMPANY_SCHEMES, table, on), None, RULES[group])


def _entry(instrument: str, name: str, on: date) -> Entry | None:
    """The entry of that day; a day before the law began has none, and the page says so."""
    try:
        return in_force(instrument, name, on)
    except NotInForce:
        return None
