"""Measures the wording rules and writes the figures into docs/algorithms/wording.md.

python -m benchmarks.wording              print the tables into the page
python -m benchmarks.wording --mistakes   list what is told wrongly
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from selaras.rules.dated import in_force
from selaras.rules.examples import load_example
from selaras.rules.wording import fitting_rule

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "algorithms" / "wording.md"
LISTS = ROOT / "tests" / "rules"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
ON = date(2025, 12, 31)
KINDS = ("RESULT", "ACTIVITY", "CATEGORY")
# name: title, and what was right of how many before the rules were mended after it; a run cannot measure that again.
LISTED = {
    "held_out_first": ("first list (then used to mend)", 157, 174),
    "held_out_final": ("second list", 131, 155),
    "offices_mending": ("third list, half for mending", 250, 268),
    "offices_final": ("third list, half kept closed", 248, 266),
}
UNSEEN_BEFORE = (233, 251)
PRINTED = ("skp-01", "skp-03", "skp-05", "skp-07", "skp-08", "mph-2", "mph-3")
Rules = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Labelled:
    """A text with the kind a person gave it."""

    text: str
    kind: str


def rules() -> Rules:
    """The rules in force."""
    rows: Rules = in_force("permenpanrb-6-2022", "wording-rules", ON).value
    return rows


def of_the_law() -> list[Labelled]:
    """The examples that the regulation itself labels."""
    sheet = _read(LISTS / "cases" / "permenpanrb-6-2022" / "wording.yaml")
    return [Labelled(case["given"]["text"], case["expect"]["kind"]) for case in sheet["cases"]]


def of_professions(name: str) -> list[Labelled]:
    """One of the lists of other professions."""
    found = _read(LISTS / "wording" / f"{name}.yaml")
    return [
        Labelled(text, kind) for kinds in found.values() for kind, texts in kinds.items() for text in texts
    ]


def unseen() -> list[Labelled]:
    """The texts of the last list that stand in no list which the rules were ever mended by."""
    seen = {row["text"].lower() for row in _read(LISTS / "wording_other_professions.yaml")}
    for name in list(LISTED)[:-1]:
        seen |= {row.text.lower() for row in of_professions(name)}
    return [row for row in of_professions("offices_final") if row.text.lower() not in seen]


def told(labelled: Labelled, rows: Rules) -> str:
    """The kind that a list of rules tells."""
    return str(fitting_rule(labelled.text, rows)[1]["kind"])


def without_its_rule(labelled: Labelled) -> Rules:
    """The rules without the one that decides this text; the last rule always stays."""
    rows = rules()
    name = fitting_rule(labelled.text, rows)[0]
    return {key: row for key, row in rows.items() if key != name or key == list(rows)[-1]}


def without_its_words(labelled: Labelled) -> Rules:
    """The rules without every listed word that this text holds, as if the text had never been seen."""
    held = f" {re.sub(r'[/.,]', ' ', labelled.text.lower())} "
    held = " ".join(["", *held.split(), ""])
    return {name: _without(row, held) for name, row in rules().items()}


def _without(row: Mapping[str, Any], held: str) -> Mapping[str, Any]:
    fewer = {
        key: tuple(word for word in value if f" {word} " not in held) if isinstance(value, tuple) else value
        for key, value in row.items()
    }
    return fewer if fewer.get("words") or fewer.get("patterns") else {**fewer, "patterns": ("(?!)",)}


def printed_results() -> list[str]:
    """What the filled forms and matrices of the regulation print as a result; a text cut short is left out."""
    found = []
    for name in PRINTED:
        example = load_example(name)
        found += [row["text"] for row in example.get("results", ())]
        for row in example.get("rows", ()):
            found += [role["text"] for roles in row["roles"].values() for role in roles]
    return sorted({text for text in found if not text.endswith("…")})


def tables() -> str:
    """All figures as they stand in the page."""
    return "\n".join([BEGIN, *_lists(), "", *_confused(), "", *_left_out(), "", _printed(), END])


def _lists() -> Iterator[str]:
    yield "| texts | number | right | right before | result | activity | category |"
    yield "| --- | --: | --: | --: | --- | --- | --- |"
    for name, (title, before, whole) in LISTED.items():
        yield _line(title, of_professions(name), _percent(before, whole))
    yield _line("… of it what no other list holds", unseen(), _percent(*UNSEEN_BEFORE))


def _line(title: str, rows: list[Labelled], before: str) -> str:
    counted = _counted(rows)
    return f"| {title} | {len(rows)} | {_right(counted)} | {before} | {' | '.join(_shares(counted))} |"


def _counted(rows: list[Labelled]) -> Counter[tuple[str, str]]:
    return Counter((row.kind, told(row, rules())) for row in rows)


def _right(counted: Counter[tuple[str, str]]) -> str:
    return _percent(sum(counted[kind, kind] for kind in KINDS), counted.total())


def _shares(counted: Counter[tuple[str, str]]) -> Iterator[str]:
    """Precision / recall / F1 of each kind."""
    for kind in KINDS:
        right = counted[kind, kind]
        said = sum(counted[other, kind] for other in KINDS)
        meant = sum(counted[kind, other] for other in KINDS)
        shares = (_percent(right, said), _percent(right, meant), _percent(2 * right, said + meant))
        yield " / ".join(shares)


def _confused() -> Iterator[str]:
    yield "| third list, half kept closed: labelled | told result | told activity | told category |"
    yield "| --- | --: | --: | --: |"
    counted = _counted(of_professions("offices_final"))
    for kind in KINDS:
        yield f"| {kind.lower()} | {' | '.join(str(counted[kind, other]) for other in KINDS)} |"


def _left_out() -> Iterator[str]:
    rows = of_the_law()
    ways: dict[str, Callable[[Labelled], Rules]] = {
        "all rules": lambda _: rules(),
        "without the words that the text holds": without_its_words,
        "without the rule that decides the text": without_its_rule,
    }
    yield f"| the {len(rows)} examples of the regulation | right | result | activity | category |"
    yield "| --- | --: | --- | --- | --- |"
    for title, fewer in ways.items():
        counted = Counter((row.kind, told(row, fewer(row))) for row in rows)
        right = sum(counted[kind, kind] for kind in KINDS)
        yield f"| {title} | {right} | {' | '.join(_shares(counted))} |"


def _printed() -> str:
    texts = printed_results()
    other = [text for text in texts if told(Labelled(text, "RESULT"), rules()) != "RESULT"]
    return (
        f"Of {len(texts)} results that the filled forms and matrices of the regulation print, "
        f"{len(texts) - len(other)} are told as results; not: {'; '.join(f'“{text}”' for text in other)}."
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


@cache
def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def main() -> None:
    """Write the page, or list the mistakes."""
    parser = argparse.ArgumentParser(description="Measure the wording rules.")
    parser.add_argument("--mistakes", action="store_true")
    if parser.parse_args().mistakes:
        for name in LISTED:
            for row in of_professions(name):
                if told(row, rules()) != row.kind:
                    print(f"{name}: {row.text}: {row.kind}, told {told(row, rules())}")
        return
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    PAGE.write_text(head + tables() + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
