"""Prints for each public function of the rules the written cases that pass through it and who asks it."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import yaml

from selaras.web.printed import law
from selaras.web.printed.references import Node, references

HEAD = ("function", "cases", "screen, job or calculator")
TITLE = """## Functions of the rules

Every public function of the rules with the written cases that pass through it and the pages, jobs and calculators that
reach it. **none** is a gap, or a function for whole arrays or other programs, which unit tests prove."""
RULES = "selaras.rules."
LISTING = "regulations:instrument"
"""The page that names every calculator, and so reaches every rule that one asks."""
Some = Callable[[Iterable[str]], str]


def rows(some: Some) -> Iterator[tuple[str, ...]]:
    """Give one row for each public function."""
    for node in public():
        name = node.removeprefix("selaras.").replace(":", ".")
        yield f"`{name}`", some(cases_of(node)), some(f"`{door}`" for door in doors_of(node))


def gaps() -> str:
    """Return how many public functions no case and no screen reaches."""
    nodes = public()
    without = {
        "a written case": [node for node in nodes if not cases_of(node)],
        "a screen, job or calculator": [node for node in nodes if not doors_of(node)],
    }
    lines = [
        f"- functions of the rules without {what}: {len(which)} of {len(nodes)}"
        for what, which in without.items()
    ]
    return "\n".join(lines)


@cache
def public() -> tuple[Node, ...]:
    """Return every public function of the rules."""
    return tuple(
        f"{module.name}:{name}"
        for module in sorted(references().modules.values(), key=lambda one: one.name)
        if module.name.startswith(RULES)
        for name, statement in sorted(module.defined.items())
        if isinstance(statement, ast.FunctionDef) and not name.startswith("_")
    )


@cache
def cases_of(node: Node) -> tuple[str, ...]:
    """Return the rules with their number of written cases that pass through a function."""
    return tuple(
        f"{rule} ({counted()[rule]})"
        for rule, reached in sorted(law.asked_by().items())
        if node in reached and rule in counted()
    )


@cache
def counted() -> dict[str, int]:
    """Return how many written cases each rule has."""
    found: dict[str, int] = {}
    for path in sorted(law.CASES.glob("*/*.yaml")):
        sheet = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[sheet["rule"]] = found.get(sheet["rule"], 0) + len(sheet["cases"])
    return found


@cache
def doors_of(node: Node) -> tuple[str, ...]:
    """Return the pages, jobs and calculators that reach a function."""
    return tuple(sorted(name for name, reached in law.doors().items() if node in reached and name != LISTING))
