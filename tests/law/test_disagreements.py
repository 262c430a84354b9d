"""Each disagreement of the sources has its choice and what was not chosen in a law file, or a reason why not."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.law.sheets import sheet

from selaras.rules.dated import all_law

LISTED: dict[str, Any] = sheet(Path(__file__).parent / "disagreements.yaml")
BETWEEN_SOURCES, IN_THE_TEXT = 12, 33


def recorded() -> list[str]:
    """Every alternative and reading of the law: the file and the English sentence about the other side."""
    return [
        f"{law.instrument}/{law.name}: {sentence.en}"
        for law in all_law()
        for entry in law.entries
        for sentence in [
            *(one.source for one in entry.alternatives),
            *(one.other for one in entry.readings),
        ]
    ]


@pytest.mark.parametrize("name", LISTED)
def test_a_disagreement_is_recorded_or_has_a_reason(name: str) -> None:
    place = LISTED[name]
    if isinstance(place, dict):
        assert list(place) == ["none"] and place["none"].strip().endswith(".")
        return
    assert place
    for beginning in place:
        fitting = [one for one in recorded() if one.startswith(beginning)]
        assert len(fitting) == 1, beginning


@pytest.mark.parametrize(("series", "count"), [("D", BETWEEN_SOURCES), ("AMB-", IN_THE_TEXT)])
def test_no_row_of_the_lists_is_left_out(series: str, count: int) -> None:
    numbers = [int(found[1]) for name in LISTED if (found := re.match(rf"{series}(\d+) ", name))]
    assert numbers == list(range(1, count + 1))


def test_disagreements_between_sources_are_never_waved_away() -> None:
    assert all(isinstance(place, list) for name, place in LISTED.items() if re.match(r"D\d", name))


def test_nothing_is_recorded_that_the_list_does_not_name() -> None:
    beginnings = tuple(one for place in LISTED.values() if isinstance(place, list) for one in place)
    assert [one for one in recorded() if not one.startswith(beginnings)] == []
