"""No number of the law stands in the code: it belongs into a law file, with its citation."""

import ast
from pathlib import Path

import pytest

import selaras.rules

RULES = Path(selaras.rules.__file__).parent
# Counting, pairing and halving are arithmetic, not law.
HARMLESS = {-1, 0, 1, 2}


def numbers_in(source: str) -> list[tuple[int, object]]:
    """Line and value of each bare number; a named upper-case constant of the module is not bare."""
    tree = ast.parse(source)
    named = {
        id(leaf)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and all(isinstance(t, ast.Name) and t.id.isupper() for t in node.targets)
        for leaf in ast.walk(node.value)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in HARMLESS
        and id(node) not in named
    ]


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.py")), ids=lambda path: str(path.relative_to(RULES)))
def test_no_bare_number(path: Path) -> None:
    assert numbers_in(path.read_text(encoding="utf-8")) == []


def test_the_check_finds_a_bare_number_and_lets_a_named_one_pass() -> None:
    assert numbers_in("def f(x):\n    return x * 70\n") == [(2, 70)]
    assert numbers_in("HUNDRED = 100\n") == []


def test_no_floats_at_all() -> None:
    for path in RULES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
