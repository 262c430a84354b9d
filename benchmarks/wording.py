"""Measures the wording rules and writes the figures into docs/algorithms/wording.md.

python -m benchmarks.wording              print the tables into the page
python -m benchmarks.wording --mistakes   list what is told wrongly
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from selaras.rules.dated import in_force
from selaras.rules.wording import fitting_rule

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "algorithms" / "wording.md"
LISTS = ROOT / "tests" / "rules"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
ON = date(2025, 12, 31)
KINDS = ("RESULT", "ACTIVITY", "CATEGORY")
# Before the rules were changed after the first list; a run cannot measure that again.
BEFORE = {"held_out_first": (157, 174), "held_out_final": (131, 155)}
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
    held = (
        f" {' '.join(labelled.text.lower().replace('/', ' ').replace('.', ' ').replace(',', ' ').split())} "
    )
    fewer = {}
    for name, row in rules().items():
        words = tuple(word for word in row.get("words", ()) if f" {word} " not in held)
        fewer[name] = {
            **row,
            "words": words,
            **({} if words or row.get("patterns") else {"patterns": ("(?!)",)}),
        }
    return fewer


def tables() -> str:
    """All figures as they stand in the page."""
    return "\n".join([BEGIN, *_lists(), "", *_left_out(), END])


def _lists() -> Iterator[str]:
    yield "| texts | number | right | right before | result | activity | category |"
    yield "| --- | --: | --: | --: | --- | --- | --- |"
    for title, name in (
        ("first list (then used to mend)", "held_out_first"),
        ("final list", "held_out_final"),
    ):
        rows = of_professions(name)
        right = sum(told(row, rules()) == row.kind for row in rows)
        before, whole = BEFORE[name]
        shares = " | ".join(_shares(rows))
        yield f"| {title} | {len(rows)} | {_percent(right, len(rows))} | {_percent(before, whole)} | {shares} |"


def _shares(rows: list[Labelled]) -> Iterator[str]:
    counted = Counter((row.kind, told(row, rules())) for row in rows)
    for kind in KINDS:
        right = counted[kind, kind]
        said = sum(counted[other, kind] for other in KINDS)
        meant = sum(counted[kind, other] for other in KINDS)
        yield f"{_percent(right, said)} / {_percent(right, meant)}"


def _left_out() -> Iterator[str]:
    rows = of_the_law()
    counts = {
        "all rules": [told(row, rules()) == row.kind for row in rows],
        "without the words that the text holds": [
            told(row, without_its_words(row)) == row.kind for row in rows
        ],
        "without the rule that decides the text": [
            told(row, without_its_rule(row)) == row.kind for row in rows
        ],
    }
    yield f"| the {len(rows)} examples of the regulation | right |"
    yield "| --- | --: |"
    for title, right in counts.items():
        yield f"| {title} | {sum(right)} |"


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
        for name in BEFORE:
            for row in of_professions(name):
                if told(row, rules()) != row.kind:
                    print(f"{name}: {row.text}: {row.kind}, told {told(row, rules())}")
        return
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    PAGE.write_text(head + tables() + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
