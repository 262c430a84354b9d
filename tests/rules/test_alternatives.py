"""Where sources disagree: what was not chosen takes the place of the choice by one edit, and the answer follows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.rules.test_plans import TOP

from selaras.rules import (
    allowance,
    dated,
    development,
    discipline,
    plan_values,
    procedures,
    professionalism,
    rating,
    scoring,
)
from selaras.rules.alternatives import narrowed, rows_of
from selaras.rules.credit import explain_credit
from selaras.rules.dated import LAW, Entry, LawFile, all_law, disputed, in_force, read_law
from selaras.rules.lawyaml import read_yaml
from selaras.rules.plans import check_plan

ON = date(2025, 12, 31)
ON_2021 = date(2021, 12, 31)
OTHERS = [
    (law, place) for law in all_law() for entry in law.entries for place in range(len(entry.alternatives))
]


def predicate(results: str, behaviour: str, **more: Any) -> str:
    return str(rating.explain_predicate(results, behaviour, on=ON, **more).result["predicate"])


def named(name: str, code: str) -> str:
    return str(in_force("permenpanrb-6-2022", name, ON).value[code].id)


def dismissed() -> str:
    return discipline.explain_absence(28, 0, on=ON).steps[0].id


def index_of(performance: str, sanction: str) -> str:
    told = professionalism.explain_index(
        qualification="S1", competences=["LEADERSHIP"], performance=performance, discipline=sanction, on=ON
    )
    return str(told.result["score"])


def four_perspectives() -> list[str]:
    budget = tuple(
        replace(row, indicators=tuple(one for one in row.indicators if one.perspective == "BUDGET"))
        for row in TOP.results
    )
    found = check_plan(replace(TOP, results=budget), on=ON)
    return sorted({finding.level for finding in found if finding.rule == "V4"})


def score(skp: int) -> str:
    told = scoring.explain_score(skp, skp, peers_consulted=False, new_idea=True, on=ON_2021)
    return str(told.result["predicate"])


# What each alternative changes: the question, the answer by the choice, the answer by the alternative.
SWAPS: dict[str, list[tuple[Callable[[], Any], Any, Any]]] = {
    "permenpanrb-6-2022/quadrant": [
        (
            lambda: [predicate("ABOVE", "BELOW"), predicate("BELOW", "MEETS")],
            ["POOR", "NEEDS_IMPROVEMENT"],
            ["NEEDS_IMPROVEMENT", "POOR"],
        ),
        (
            lambda: [predicate("ABOVE", "BELOW"), predicate("MEETS", "BELOW")],
            ["POOR", "POOR"],
            ["POOR", "NEEDS_IMPROVEMENT"],
        ),
    ],
    "permenpanrb-6-2022/predicates": [
        (
            lambda: [named("predicates", code) for code in ("NEEDS_IMPROVEMENT", "POOR")],
            ["Butuh Perbaikan", "Kurang/Misconduct"],
            ["Cukup", "Kurang"],
        )
    ],
    "permenpanrb-6-2022/organisation-achievements": [
        (lambda: named("organisation-achievements", "EXCELLENT"), "Istimewa", "Sangat Baik"),
        (
            lambda: named("organisation-achievements", "NEEDS_IMPROVEMENT"),
            "Butuh Perbaikan",
            "Butuh Perbaikan/Cukup",
        ),
    ],
    "permenpanrb-6-2022/study-leave-failed": [
        (lambda: predicate("MEETS", "BELOW", study_leave_failed=True), "VERY_POOR", "POOR")
    ],
    "permenpanrb-6-2022/plan-rules": [(four_perspectives, ["WARNING"], ["ERROR"])],
    "permenpanrb-8-2021/plan-maximum": [
        (lambda: plan_values.plan_total([(12000, 10000)], 1000, on=ON_2021), 12000, 13000),
    ],
    "permenpanrb-8-2021/score-bands": [
        (lambda: [score(11999), score(12000)], ["VERY_GOOD", "VERY_GOOD"], ["GOOD", "VERY_GOOD"])
    ],
    "permenpanrb-8-2021/objection": [
        (
            lambda: procedures.explain_objection(date(2025, 12, 1), on=ON).result["until"],
            "2025-12-15",
            "2025-12-19",
        )
    ],
    "permenpanrb-1-2023/levels": [
        (lambda: explain_credit("TERAMPIL", "GOOD", 12, on=ON).result["credit"], "5.00", "12.50")
    ],
    "pp-94-2021/absence-bands": [
        (
            lambda: [discipline.explain_absence(days, 0, on=ON).result["sanction"] for days in (6, 7, 8)],
            ["WRITTEN_REPRIMAND", "WRITTEN_DISSATISFACTION", "WRITTEN_DISSATISFACTION"],
            ["WRITTEN_REPRIMAND", "WRITTEN_REPRIMAND", "WRITTEN_DISSATISFACTION"],
        )
    ],
    "pp-94-2021/sanctions": [(lambda: "tidak dengan hormat" in dismissed(), False, True)],
    "permenpanrb-38-2018/scores": [
        (
            lambda: [index_of("POOR", "SEVERE"), index_of("VERY_POOR", "NO_SANCTION")],
            ["40.00", "40.00"],
            ["36.00", "36.00"],
        )
    ],
    "allowance/cuts": [
        (
            lambda: [allowance.cut_of("LATE", minutes=m, on=ON) for m in (60, 90, 91)],
            [100, 125, 150],
            [100, 125, 125],
        )
    ],
    "allowance/predicate-factors": [
        (
            lambda: list(allowance.default_policy(on=ON).factors.values()),
            [10000, 10000, 7000, 4000, 0],
            [10000, 5000, 3500, 2000, 0],
        )
    ],
    "pp-49-2018/training-hours": [
        (lambda: hours_of("PPPK", 22), (0, 0), (0, 0)),
        (lambda: hours_of("PPPK", 22), (0, 0), (2, 0)),
    ],
}


def hours_of(kind: str, done: int) -> tuple[int, int]:
    found = development.hours_of_year(kind, done, on=ON)
    return found.missing, found.over


def swapped(law: LawFile, place: int, folder: Path) -> LawFile:
    """The file as it reads after the one edit: the value and one alternative have changed places."""
    raw = read_yaml(LAW / law.instrument / f"{law.name}.yaml")
    (entry,) = raw["values"]
    chosen, other = entry["value"], entry["alternatives"][place]
    entry["value"] = other["value"] if "value" in other else {**chosen, **other["differs"]}
    entry["alternatives"] = [{"source": other["source"], "value": chosen}]
    path = folder / law.instrument / f"{law.name}.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")
    return read_law(path)


@pytest.fixture
def in_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[LawFile, int], None]]:
    """`in_place(law, 0)`: from now on the first alternative of the file is the law."""
    real = dated.law_file

    def put(law: LawFile, place: int) -> None:
        other = swapped(law, place, tmp_path)

        def law_file(instrument: str, name: str) -> LawFile:
            return other if (instrument, name) == (law.instrument, law.name) else real(instrument, name)

        monkeypatch.setattr(dated, "law_file", law_file)
        forget()

    yield put
    forget()


def forget() -> None:
    rating._quadrant.cache_clear()
    rating._study_leave.cache_clear()


@pytest.mark.parametrize(
    ("law", "place"), OTHERS, ids=lambda one: one if isinstance(one, int) else f"{one.instrument}/{one.name}"
)
def test_an_alternative_takes_the_place_of_the_choice(
    law: LawFile, place: int, in_place: Callable[[LawFile, int], None]
) -> None:
    asked, chosen, other = SWAPS[f"{law.instrument}/{law.name}"][place]
    assert asked() == chosen
    in_place(law, place)
    assert asked() == other


def test_every_alternative_has_its_proof() -> None:
    counted = {f"{law.instrument}/{law.name}": 0 for law, _ in OTHERS}
    for law, _ in OTHERS:
        counted[f"{law.instrument}/{law.name}"] += 1
    assert {name: len(swaps) for name, swaps in SWAPS.items()} == counted


def test_one_can_ask_what_sources_disagree_on() -> None:
    found = {entry.ref: entry for entry in disputed(on=ON)}
    assert {"permenpanrb-6-2022/quadrant@2022-02-07", "pp-94-2021/absence-bands@2021-08-31"} <= set(found)
    assert all(entry.alternatives or entry.readings for entry in found.values())
    assert "permenpanrb-8-2021/score-bands@2021-07-01" not in found
    earlier = {entry.ref for entry in disputed(on=ON_2021)}
    assert "permenpanrb-8-2021/score-bands@2021-07-01" in earlier
    assert "permenpanrb-6-2022/quadrant@2022-02-07" not in earlier
    assert list(disputed(on=date(1900, 1, 1))) == []


def entry_of(instrument: str, name: str) -> Entry:
    return in_force(instrument, name, ON)


def test_the_parts_are_the_rows_that_differ() -> None:
    quadrant = entry_of("permenpanrb-6-2022", "quadrant")
    assert [one.parts for one in quadrant.alternatives] == [("ABOVE", "MEETS", "BELOW"), ("MEETS",)]
    bands = entry_of("pp-94-2021", "absence-bands")
    assert bands.alternatives[0].parts == ("WRITTEN_REPRIMAND", "WRITTEN_DISSATISFACTION")
    assert [band["code"] for band in narrowed(bands.value, bands.alternatives[0].parts)] == [
        "WRITTEN_REPRIMAND",
        "WRITTEN_DISSATISFACTION",
    ]
    cuts = entry_of("allowance", "cuts")
    assert cuts.alternatives[0].parts == ("LATE_4", "EARLY_4")
    assert set(cuts.alternatives[0].value) == set(cuts.value)
    hours = entry_of("pp-49-2018", "training-hours")
    assert [one.parts for one in hours.alternatives] == [("YEAR",), ("YEAR",)]
    most = in_force("permenpanrb-8-2021", "plan-maximum", ON_2021)
    assert most.alternatives[0].parts == () and rows_of(most.value) == {}
    assert narrowed(most.value, ()) == most.value
    assert narrowed(quadrant.value, ("MEETS",)) is quadrant.value
    assert list(narrowed(cuts.value, ("LATE_4", "LATE_2"))) == ["LATE_2", "LATE_4"]
    assert narrowed(cuts.value, ("LATE_2",))["LATE_2"] is cuts.value["LATE_2"]
    words = entry_of("permenpanrb-6-2022", "absolute-words").value
    assert narrowed(words, ()) is words
