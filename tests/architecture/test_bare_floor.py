"""The floor of the benchmark of the rules counts by itself and finds the same as the rules."""

import ast
from pathlib import Path

import numpy as np
import pytest
from benchmarks import rules as bench

FILE = Path(bench.__file__)
OURS = {"predicates_of", "counts_by_unit", "people_to_move", "credits_of", "allowances_of"}


def test_no_floor_calls_the_rule_that_it_is_a_floor_of() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    for function in (one for one in tree.body if isinstance(one, ast.FunctionDef)):
        if function.name.startswith("bare_"):
            called = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            assert not called & OURS, function.name


@pytest.mark.parametrize(("people", "units"), [(0, 3), (40, 60), (900, 60), (20_000, 60)])
def test_every_floor_agrees_with_its_rule(people: int, units: int) -> None:
    """Units without people, small ones and large ones, all achievements among them."""
    given = bench.nation(people, units)
    (given["predicate"],) = bench.our_predicate(given)
    for rule in ("distribution", "credit", "allowance"):
        ours, bare = (work(given) for work in bench.PAIRS[rule])
        assert all(np.array_equal(one, two) for one, two in zip(ours, bare, strict=True)), rule
