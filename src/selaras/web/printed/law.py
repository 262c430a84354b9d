"""Which function reads which law file, which written case passes through it, and which page or job uses it."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from selaras.regulations.queries.calculators import BESIDE
from selaras.regulations.queries.instruments import files_of
from selaras.rules.dated import all_law, instruments
from selaras.web.printed.references import CHECKOUT, Module, Node, references

READERS = frozenset({"selaras.rules.dated:law_file", "selaras.rules.dated:in_force"})
CASES = CHECKOUT / "tests" / "rules" / "cases"
ASKING = frozenset({"regulations:calculators", "regulations:calculator"})
"""Pages that reach every rule at once; the calculator of each rule is named instead."""
CALCULATORS = {
    "allowance": "selaras.regulations.queries.allowance:allowance_calculator",
    "employee-of-month": "selaras.regulations.queries.readiness:employee_of_month",
    "key-result": "selaras.regulations.queries.company:key_result_calculator",
    "weighted-score": "selaras.regulations.queries.company:score_calculator",
}
Key = tuple[str, str]  # folder of the instrument, name of the file


@cache
def readers() -> Mapping[Key, frozenset[Node]]:
    """Return for each law file the definitions that name it in a call which ends at the loader."""
    found: dict[Key, set[Node]] = defaultdict(set)
    for module in references().modules.values():
        if module.name.startswith("selaras."):
            for name, statement in module.defined.items():
                for key in keys_read(module, statement):
                    found[key].add(f"{module.name}:{name}")
    return {key: frozenset(nodes) for key, nodes in found.items()}


def keys_read(module: Module, statement: ast.stmt) -> Iterator[Key]:
    """Give the law files that the calls of a definition name."""
    for call in ast.walk(statement):
        if isinstance(call, ast.Call):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            names = folders().keys() & set(map(text_of, given))
            if names and ends_at_loader(module, call.func):
                for name in names:
                    yield from keys_named(name, {folder_of(module, value) for value in given})


def ends_at_loader(module: Module, function: ast.expr) -> bool:
    """Say whether a call may read the law: a function that reaches the loader, or a method in the rules."""
    target = references().meant(module, function)
    if target is None:
        return module.name.startswith("selaras.rules.") and isinstance(function, ast.Attribute)
    return bool(references().reached(target) & READERS)


def keys_named(name: str, given: set[str | None]) -> Iterator[Key]:
    """Give the files of that name; a call that names no instrument may mean each of them."""
    for folder in folders()[name] & given or folders()[name]:
        yield folder, name


@cache
def folders() -> Mapping[str, frozenset[str]]:
    """Return for each name of a law file the instruments that have one."""
    files = list(all_law())
    return {one.name: frozenset(file.instrument for file in files if file.name == one.name) for one in files}


def text_of(value: ast.expr) -> str | None:
    """Return a written text."""
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def folder_of(module: Module, value: ast.expr) -> str | None:
    """Return the instrument that an argument names: a text, or a constant that holds or spells it."""
    words = text_of(value)
    if words is None and isinstance(value, ast.Name | ast.Attribute):
        last = value.id if isinstance(value, ast.Name) else value.attr
        words = constant(references().meant(module, value)) or last.lower().replace("_", "-")
    return words if words in instruments() else None


def constant(node: Node | None) -> str | None:
    """Return the text that a definition holds."""
    if node is None:
        return None
    module, _, name = node.partition(":")
    value = getattr(references().modules[module].defined[name], "value", None)
    return text_of(value) if isinstance(value, ast.Constant) else None


def functions(key: Key) -> list[str]:
    """Return the public functions of the rules that read a law file, themselves or through a private one."""
    found: set[Node] = set()
    waiting = list(readers().get(key, ()))
    while waiting:
        node = waiting.pop()
        module, _, name = node.partition(":")
        if not name.startswith("_"):
            found.add(node)
        else:
            near = {caller for caller, named in references().edges.items() if node in named}
            waiting.extend(caller for caller in near if caller.partition(":")[0] == module)
    return sorted(node.removeprefix("selaras.").replace(":", ".") for node in found)


@cache
def asked_by() -> Mapping[str, frozenset[Node]]:
    """Return what the written cases of each rule reach."""
    return {
        **references().keyed("tests.law.test_cases", "ANSWERS"),
        **references().keyed("selaras.rules.contract.rules", "_BUILDERS"),
    }


@cache
def cases() -> Mapping[Key, Mapping[str, int]]:
    """Return for each law file the written cases of its instrument whose rule reads it: file and number."""
    rules = asked_by()
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    for path in sorted(CASES.glob("*/*.yaml")):
        sheet: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key in readers():
            if key[0] == path.parent.name and readers()[key] & rules.get(sheet["rule"], frozenset()):
                found[key][path.relative_to(CASES).as_posix()] = len(sheet["cases"])
    return found


@cache
def screens() -> Mapping[Key, list[str]]:
    """Return for each law file the addresses and jobs that reach a function which reads it."""
    return {
        key: sorted(name for name, nodes in doors().items() if nodes & reading)
        for key, reading in readers().items()
    }


@cache
def doors() -> Mapping[str, frozenset[Node]]:
    """Return what every address, job and calculator reaches."""
    found = [*views(get_resolver(), ""), *jobs()]
    reached = {name: references().reached(node) for name, node in found if name not in ASKING}
    return reached | dict(calculators())


def calculators() -> Mapping[str, frozenset[Node]]:
    """Return what the calculator of each rule of the contract reaches, and each of those of the product."""
    rules = references().keyed("selaras.rules.contract.rules", "_BUILDERS")
    built = {build().key: f"{build.__module__}:{build.__name__}" for build in BESIDE}
    own = {name: references().reached(node) for name, node in {**CALCULATORS, **built}.items()}
    return {f"regulations:calculator {name}": nodes for name, nodes in {**rules, **own}.items()}


def read_on(key: Key) -> list[str]:
    """Return the pages on which a law file can be read: those of the instruments that it cites."""
    return [
        instrument
        for instrument in instruments()
        if any((file.instrument, file.name) == key for file in files_of(instrument))
    ]


def views(resolver: URLResolver, space: str) -> Iterator[tuple[str, Node]]:
    """Give the name of every address of ours with its view."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, entry.namespace or space)
        elif isinstance(entry, URLPattern) and entry.name:
            view = getattr(entry.callback, "view_class", entry.callback)
            if view.__module__.startswith("selaras."):
                yield f"{space}:{entry.name}", f"{view.__module__}:{view.__qualname__}"


def jobs() -> Iterator[tuple[str, Node]]:
    """Give the work that is done without a page."""
    for node in references().edges:
        module, _, name = node.partition(":")
        if module.endswith(".tasks") and name.islower():
            yield f"job {module.split('.')[1]}.{name}", node
