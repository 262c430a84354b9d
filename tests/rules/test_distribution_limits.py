"""The limits of SE MenPANRB 3/2023 against brute force over every group of up to twelve people."""

from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from selaras.rules.codes import ACHIEVEMENTS, PREDICATES, UnknownCode
from selaras.rules.dated import NotInForce, in_force
from selaras.rules.limits import explain_distribution, findings_of, people_to_move

ON = date(2025, 12, 31)
MOST = 12
ROWS = in_force("se-menpanrb-3-2023", "limits", ON).value


@cache
def groups(size: int) -> list[tuple[int, ...]]:
    """All ways to give `size` people one of five predicates."""
    bars = combinations(range(size + 4), 4)
    return [tuple(b - a - 1 for a, b in zip((-1, *bar), (*bar, size + 4), strict=True)) for bar in bars]


def holds(row: Any, group: tuple[int, ...]) -> bool:
    """Whether a limit holds, said with fractions and nothing else."""
    people = sum(group[PREDICATES.index(predicate)] for predicate in row["predicates"])
    share = Fraction(people * 100, sum(group))
    limit = Fraction(row.get("limit", 0), 100)
    rules = {"MAX": share <= limit, "MIN": share >= limit, "EXIST": people > 0, "NONE": people == 0}
    return rules[row["rule"]]


def rows_of(organisation: str) -> list[Any]:
    return [row for row in ROWS.values() if row["organisation"] == organisation]


@pytest.mark.parametrize("organisation", ACHIEVEMENTS)
@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_findings_and_small_groups_are_right_for_every_group(organisation: str, size: int) -> None:
    rows = rows_of(organisation)
    possible = any(all(holds(row, group) for row in rows) for group in groups(size))
    for group in groups(size):
        findings, small = findings_of(organisation, dict(zip(PREDICATES, group, strict=True)), on=ON)
        assert small is not possible
        broken = [tuple(row["predicates"]) for row in rows if not holds(row, group)] if possible else []
        assert [finding.predicates for finding in findings] == broken


@pytest.mark.parametrize("organisation", ACHIEVEMENTS)
def test_people_is_the_smallest_number_to_move(organisation: str) -> None:
    size = 7
    for group in groups(size):
        findings, _ = findings_of(organisation, dict(zip(PREDICATES, group, strict=True)), on=ON)
        for finding in findings:
            (row,) = [r for r in rows_of(organisation) if tuple(r["predicates"]) == finding.predicates]
            within = sum(group[PREDICATES.index(p)] for p in finding.predicates)
            fitting = [
                abs(within - sum(other[PREDICATES.index(p)] for p in finding.predicates))
                for other in groups(size)
                if holds(row, other)
            ]
            assert finding.people == min(fitting)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 11])
def test_the_array_over_units_agrees(size: int) -> None:
    some = groups(size)
    for organisation in ACHIEVEMENTS:
        codes = np.full(len(some), ACHIEVEMENTS.index(organisation), dtype=np.int8)
        moves, small = people_to_move(np.array(some, dtype=np.int64), codes, on=ON)
        for place, group in enumerate(some):
            if not size:
                assert not moves.any() and not small.any()
                continue
            findings, is_small = findings_of(organisation, dict(zip(PREDICATES, group, strict=True)), on=ON)
            assert bool(small[place]) is is_small
            assert sorted(moves[place][moves[place] > 0]) == sorted(finding.people for finding in findings)


def test_the_limits_of_one_achievement_share_no_predicate() -> None:
    for organisation in ACHIEVEMENTS:
        listed = [predicate for row in rows_of(organisation) for predicate in row["predicates"]]
        assert len(listed) == len(set(listed))


def test_nobody_and_nonsense_are_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        findings_of("GOOD", {}, on=ON)
    with pytest.raises(ValueError, match="negative"):
        findings_of("GOOD", {"GOOD": -1, "POOR": 3}, on=ON)
    with pytest.raises(UnknownCode):
        findings_of("GOOD", {"CUKUP": 1}, on=ON)
    with pytest.raises(UnknownCode):
        findings_of("FINE", {"GOOD": 1}, on=ON)
    with pytest.raises(NotInForce):
        findings_of("GOOD", {"GOOD": 1}, on=date(2023, 1, 30))


def test_every_kind_of_answer_is_explained() -> None:
    said = [
        explain_distribution("GOOD", {"GOOD": 10}, on=ON).steps[0].id,
        explain_distribution("VERY_POOR", {"VERY_GOOD": 10}, on=ON).steps[0].id,
        explain_distribution("POOR", {"GOOD": 2}, on=ON).steps[0].id,
        explain_distribution("EXCELLENT", {"GOOD": 2}, on=ON).steps[0].id,
        explain_distribution("POOR", {"GOOD": 10}, on=ON).steps[0].en,
    ]
    assert said == [
        "Baik paling banyak 70,00 %, kenyataannya 100,00 %: 3 orang perlu dipindahkan.",
        "Tidak boleh ada predikat Sangat Baik; 10 orang mendapatkannya.",
        "Kelompok 2 orang terlalu kecil: tidak ada susunan predikat yang dapat memenuhi semua batas,"
        " sehingga batas tidak diterapkan.",
        "Semua batas pola distribusi terpenuhi.",
        "Needs improvement at least 10.00%, actually 0.00%: people missing: 1.",
    ]
