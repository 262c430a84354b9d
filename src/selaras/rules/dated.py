"""The law as data: reads dated, cited YAML files, refuses broken ones, finds what is in force on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from selaras.rules import shapes
from selaras.rules.alternatives import Alternative, Reading, check_alternatives, check_readings
from selaras.rules.lawyaml import BrokenLaw, read_yaml
from selaras.rules.sentences import Sentence

LAW = Path(__file__).parent / "law"
CONFIDENCES = ("text", "secondary", "practice", "unconfirmed")
_FILE_KEYS = {"name", "title", "kind", "values"}
_ENTRY_KEYS = {
    "from",
    "until",
    "cite",
    "confidence",
    "value",
    "note",
    "alternatives",
    "readings",
    "retroactive",
    "doubts",
}


class NotInForce(LookupError):
    """No value of the law is in force on the day that was asked for; `what` names it for people."""

    def __init__(self, law: str, on: date, what: Sentence | None = None) -> None:
        super().__init__(f"No value of {law} is in force on {on.isoformat()}.")
        self.law = law
        self.on = on
        self.what = what or Sentence(law, law)


@dataclass(frozen=True)
class Cite:
    """Where a value stands: instrument, article and, where known, the page."""

    instrument: str
    article: str
    page: int | None = None

    def __str__(self) -> str:
        page = f" (hlm. {self.page})" if self.page else ""
        return f"{self.instrument} {self.article}{page}"


@dataclass(frozen=True)
class Entry:
    """One value of the law with the days on which it holds; `until_on` is the last day, None means open.

    `doubts` holds the parts of the value, by code, whose evidence is weaker than that of the rest. Where sources
    disagree, `alternatives` are the other values and `readings` what no value can say.
    """

    ref: str
    title: Sentence
    from_on: date
    until_on: date | None
    cite: Cite
    confidence: str
    value: Any
    note: Sentence | None = None
    alternatives: tuple[Alternative, ...] = ()
    readings: tuple[Reading, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)

    def confidence_of(self, part: str | None) -> str:
        """How sure a part of the value is, by its code; the whole value where no part is named."""
        return self.confidence if part is None else self.doubts.get(part, self.confidence)

    def holds(self, on: date) -> bool:
        """Whether this value is in force on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True)
class LawFile:
    """One idea of one instrument through time, entries in order of date."""

    instrument: str
    name: str
    title: Sentence
    kind: str
    entries: tuple[Entry, ...]

    def on(self, on: date) -> Entry:
        """The entry in force on a day; raises NotInForce."""
        for entry in self.entries:
            if entry.holds(on):
                return entry
        raise NotInForce(f"{self.instrument}/{self.name}", on, self._what())

    def _what(self) -> Sentence:
        cited = self.entries[0].cite.instrument
        return Sentence(f"{self.title.id} ({cited})", f"{self.title.en} ({cited})")


def in_force(instrument: str, name: str, on: date) -> Entry:
    """The value of `law/<instrument>/<name>.yaml` in force on a day.

    Raises NotInForce when there is none, FileNotFoundError when no such file exists.
    """
    return law_file(instrument, name).on(on)


def entry_of(ref: str) -> Entry:
    """The entry that a stored result names ("permenpanrb-6-2022/quadrant@2022-02-07")."""
    path, _, day = ref.partition("@")
    instrument, _, name = path.partition("/")
    return law_file(instrument, name).on(date.fromisoformat(day))


@cache
def law_file(instrument: str, name: str) -> LawFile:
    """The whole file of one idea, checked once."""
    return read_law(LAW / instrument / f"{name}.yaml")


def all_law() -> Iterator[LawFile]:
    """Every law file, by instrument and name."""
    for path in sorted(LAW.glob("*/*.yaml")):
        yield law_file(path.parent.name, path.stem)


def disputed(*, on: date) -> Iterator[Entry]:
    """Every value in force on a day on which sources disagree: its `alternatives` and `readings` say how."""
    for law in all_law():
        yield from (one for one in law.entries if one.holds(on) and (one.alternatives or one.readings))


@cache
def instruments() -> Mapping[str, Mapping[str, Any]]:
    """The known instruments by folder name: name, title, promulgation, source."""
    listed = read_yaml(LAW / "instruments.yaml")
    fields = {
        "name": "text",
        "title": "sentence",
        "promulgated": "date",
        "revoked?": "date",
        "note?": "sentence",
        "replaced_by?": "texts",
    }
    return shapes.check_records(listed, {"fields": fields}, "instruments", code=shapes.FOLDER)


def read_law(path: Path) -> LawFile:
    """Read and check one file; raises BrokenLaw with the reason."""
    raw = read_yaml(path)
    try:
        return _checked_file(raw, path)
    except BrokenLaw as reason:
        raise BrokenLaw(f"{path.parent.name}/{path.name}: {reason}") from None


def _checked_file(raw: Any, path: Path) -> LawFile:
    shapes.need(isinstance(raw, dict), "the file must be a mapping")
    allowed = _FILE_KEYS | shapes.SPECS.get(str(raw.get("kind")), frozenset())
    shapes.check_keys(raw, required=_FILE_KEYS, allowed=allowed, where="the file")
    shapes.need(raw["name"] == path.stem, f"name '{raw['name']}' is not the name of the file")
    shapes.need(raw["kind"] in shapes.SPECS, f"unknown kind '{raw['kind']}'")
    title = shapes.check_sentence(raw["title"], "title")
    shapes.need(
        isinstance(raw["values"], list) and bool(raw["values"]),
        "values must be a list with at least one entry",
    )
    entries = tuple(_checked_entry(item, raw, path, title) for item in raw["values"])
    _check_order(entries)
    return LawFile(path.parent.name, path.stem, title, raw["kind"], entries)


def _checked_entry(item: Any, raw: Mapping[str, Any], path: Path, title: Sentence) -> Entry:
    shapes.need(isinstance(item, dict), "an entry of values must be a mapping")
    required = {"from", "cite", "confidence", "value"}
    shapes.check_keys(item, required=required, allowed=_ENTRY_KEYS, where="an entry")
    from_on, until_on = _checked_dates(item)
    shapes.need(item["confidence"] in CONFIDENCES, f"unknown confidence '{item['confidence']}'")
    cite = _checked_cite(item["cite"], from_on, item)
    value = shapes.check_value(raw["kind"], item["value"], raw)
    note = shapes.check_sentence(item["note"], "note") if "note" in item else None
    ref = f"{path.parent.name}/{path.stem}@{from_on.isoformat()}"
    entry = Entry(ref, title, from_on, until_on, cite, item["confidence"], value, note)
    return replace(
        entry, doubts=_checked_doubts(item.get("doubts", {}), value), **_disputes(item, raw, value)
    )


def _disputes(item: Mapping[str, Any], raw: Mapping[str, Any], value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "alternatives" in item:
        found["alternatives"] = check_alternatives(item["alternatives"], item["value"], value, raw)
    if "readings" in item:
        found["readings"] = check_readings(item["readings"])
    return found


def _checked_doubts(doubts: Any, value: Any) -> Mapping[str, str]:
    shapes.need(isinstance(doubts, dict), "doubts must be a mapping of codes")
    banded = [part["code"] for part in value if "code" in part] if isinstance(value, tuple) else ()
    parts = value if isinstance(value, Mapping) else banded
    for part, confidence in doubts.items():
        shapes.need(part in parts, f"doubts name '{part}', which the value does not hold")
        shapes.need(confidence in CONFIDENCES, f"unknown confidence '{confidence}' of '{part}'")
    return MappingProxyType(dict(doubts))


def _checked_dates(item: Mapping[str, Any]) -> tuple[date, date | None]:
    from_on = shapes.check_date(item["from"], "from")
    if "until" not in item:
        return from_on, None
    until_on = shapes.check_date(item["until"], "until")
    shapes.need(from_on <= until_on, f"until {until_on} lies before from {from_on}")
    return from_on, until_on


def _checked_cite(cite: Any, from_on: date, item: Mapping[str, Any]) -> Cite:
    shapes.need(isinstance(cite, dict), "cite must be a mapping")
    required = {"instrument", "article"}
    shapes.check_keys(cite, required=required, allowed=required | {"page"}, where="cite")
    instrument = shapes.check_text(cite["instrument"], "cite.instrument")
    known = {str(row["name"]): row for row in instruments().values()}
    shapes.need(instrument in known, f"unknown instrument '{instrument}'")
    early = from_on < known[instrument]["promulgated"]
    shapes.need(item.get("retroactive", False) in (True, False), "retroactive must be true or false")
    shapes.need(
        not early or item.get("retroactive", False),
        f"from {from_on} lies before the promulgation of {instrument}",
    )
    page = None if "page" not in cite else shapes.check_count(cite["page"], "cite.page")
    return Cite(instrument, shapes.check_text(cite["article"], "cite.article"), page)


def _check_order(entries: tuple[Entry, ...]) -> None:
    for earlier, later in pairwise(entries):
        shapes.need(earlier.from_on < later.from_on, f"entry from {later.from_on} is not in order of date")
        ended = earlier.until_on is not None and earlier.until_on < later.from_on
        shapes.need(ended, f"entries from {earlier.from_on} and {later.from_on} overlap")
