"""What each function and class of the code names, read from the source: enough to follow an article to a screen."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import selaras

SOURCE = Path(selaras.__file__).parent
CHECKOUT = SOURCE.parents[1]
Node = str  # "package.module:name"


@dataclass
class Module:
    """One file: what it defines at its top, and what the names it imports stand for."""

    name: str
    tree: ast.Module
    defined: dict[str, ast.stmt] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for statement in self.tree.body:
            for name in names_defined(statement):
                self.defined[name] = statement
        for inner in ast.walk(self.tree):
            if isinstance(inner, ast.ImportFrom) and inner.module and not inner.level:
                for alias in inner.names:
                    self.imported[alias.asname or alias.name] = (inner.module, alias.name)


def names_defined(statement: ast.stmt) -> Iterator[str]:
    """Give the names that a statement at the top of a module defines."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Assign):
        yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id


class References:
    """All modules with the references between what they define; methods count for their class."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in modules}
        self.edges = {
            f"{module.name}:{name}": frozenset(self.named_in(module, statement))
            for module in self.modules.values()
            for name, statement in module.defined.items()
        }
        self._reached: dict[Node, frozenset[Node]] = {}

    def named_in(self, module: Module, part: ast.AST) -> Iterator[Node]:
        """Give everything of the code that a part of a module names."""
        for inner in ast.walk(part):
            if isinstance(inner, ast.Name | ast.Attribute):
                found = self.meant(module, inner)
                if found:
                    yield found

    def meant(self, module: Module, expression: ast.expr) -> Node | None:
        """Return what `name` or `module.name` stands for, None where it is nothing of ours."""
        if isinstance(expression, ast.Name):
            return self.resolved(module.name, expression.id)
        if isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name):
            target = module.imported.get(expression.value.id)
            if target and ".".join(target) in self.modules:
                return self.resolved(".".join(target), expression.attr)
        return None

    def resolved(self, module: str, name: str, depth: int = 5) -> Node | None:
        """Return where a name of a module is defined; packages hand names on."""
        known = self.modules.get(module)
        if known is None or not depth:
            return None
        if name in known.defined:
            return f"{module}:{name}"
        target = known.imported.get(name)
        return self.resolved(*target, depth - 1) if target else None

    def reached(self, start: Node) -> frozenset[Node]:
        """Return everything that a definition names, directly or through others, itself included."""
        if start not in self._reached:
            seen, waiting = {start}, [start]
            while waiting:
                fresh = self.edges.get(waiting.pop(), frozenset()) - seen
                seen |= fresh
                waiting.extend(fresh)
            self._reached[start] = frozenset(seen)
        return self._reached[start]

    def keyed(self, module: str, name: str) -> dict[str, frozenset[Node]]:
        """Return for each text that is a key of a dictionary at the top of a module what its value reaches."""
        home = self.modules[module]
        value = getattr(home.defined[name], "value", None)
        if not isinstance(value, ast.Dict):
            return {}
        return {
            str(key.value): frozenset[Node]().union(*map(self.reached, self.named_in(home, entry)))
            for key, entry in zip(value.keys, value.values, strict=True)
            if isinstance(key, ast.Constant)
        }


@cache
def references() -> References:
    """Read the code, without migrations and demo, and the one test that answers the written cases."""
    cases = CHECKOUT / "tests" / "law" / "test_cases.py"
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if not {"migrations", "demo"} & set(path.parts)]
    return References(Module(dotted(path), parsed(path)) for path in [*paths, cases])


def parsed(path: Path) -> ast.Module:
    """Return a file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(path: Path) -> str:
    """Return the name by which a file is imported."""
    base = SOURCE.parent if path.is_relative_to(SOURCE) else CHECKOUT
    parts = path.relative_to(base).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
