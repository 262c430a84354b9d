"""A permission that nobody asks guards nothing: each `can_…` predicate is asked somewhere in the product."""

import ast
import re
from pathlib import Path

import pytest

import selaras

SOURCE = Path(selaras.__file__).parent
MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if "permissions" in path.relative_to(SOURCE).with_suffix("").parts
)
TEXT = {
    path: re.sub(
        r'^from .*?import (?:\([^)]*\)|.*)$|^    "can_\w+",$',
        "",
        path.read_text(encoding="utf-8"),
        flags=re.M,
    )
    for path in SOURCE.rglob("*.py")
}
"""All code without imports and lists of exported names."""


def predicates():
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("can_"):
                yield pytest.param(node.name, id=f"{path.relative_to(SOURCE)}:{node.name}")


@pytest.mark.parametrize("name", list(predicates()))
def test_each_predicate_is_asked(name):
    asked = sum(len(re.findall(rf"(?<!def )\b{name}\b", text)) for text in TEXT.values())
    assert asked, f"{name} is defined and guards nothing: ask it, or remove it"
